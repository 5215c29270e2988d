import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useSaid } from '../platform/announce.ts'
import { IconButton } from '../platform/ui/button.tsx'

const SHOWN_MS = 9000
const close = () => useSaid.setState({ said: null })

/** The one place from which the app speaks out of turn: new messages to screen readers, problems to everyone. */
export function Announcer() {
  const { t } = useLingui()
  const said = useSaid((state) => state.said)
  useEffect(() => {
    if (said === null) return undefined
    const timer = window.setTimeout(close, SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [said])
  return (
    <>
      <div aria-live="polite" className="sr-only">
        {said?.kind === 'quiet' && said.text}
      </div>
      <div
        role="alert"
        className="pointer-events-none fixed inset-x-0 bottom-24 z-[70] flex justify-center px-4"
      >
        {said?.kind === 'problem' && (
          <div className="overlay-panel pointer-events-auto flex max-w-lg items-center gap-2 py-1 ps-4 pe-1 text-[14px]">
            <span className="py-1.5">{said.text}</span>
            <IconButton small tipAt="start" label={t`Close`} onClick={close}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
    </>
  )
}
