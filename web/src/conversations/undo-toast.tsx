import { Trans } from '@lingui/react/macro'
import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useShortcuts } from '../platform/shortcuts.ts'
import { settleUndo, takeBack, useUndo } from './undo.ts'

const SHOWN_MS = 6000

/** Says what was just done, and takes it back: by the button or by Ctrl+Z. It waits while it is pointed at or focused. */
export function UndoToast() {
  const offer = useUndo((state) => state.offer)
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (offer === null || isHeld) return undefined
    const timer = window.setTimeout(settleUndo, SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [offer, isHeld])
  useShortcuts({
    'Mod+KeyZ': (event) => {
      if (!isWriting(event.target) && takeBack()) event.preventDefault()
    },
  })
  useEffect(() => {
    window.addEventListener('pagehide', settleUndo)
    return () => {
      window.removeEventListener('pagehide', settleUndo)
      settleUndo() // The page is left: what was announced is done.
    }
  }, [])
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-28 z-[65] flex justify-center px-4">
      {offer !== null && (
        <div
          key={offer.number}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
          className="pointer-events-auto flex max-w-lg items-center gap-2 rounded-xl bg-ink py-1 ps-4 pe-1.5 text-[14px] text-canvas shadow-lg"
        >
          <span className="min-w-0 truncate py-1.5">{offer.text}</span>
          <button
            type="button"
            aria-keyshortcuts="Control+Z Meta+Z"
            onClick={() => {
              setHeld(false)
              takeBack()
            }}
            className="inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-3 font-semibold underline-offset-2 outline-canvas hover:underline focus-visible:outline-canvas coarse:min-h-11"
          >
            <Undo2 size={16} aria-hidden />
            <Trans>Undo</Trans>
          </button>
        </div>
      )}
    </output>
  )
}

/** Words have an undo of their own. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false
  return target.value !== ''
}
