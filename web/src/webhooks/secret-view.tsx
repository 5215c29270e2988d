import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { copyText } from '../platform/ui/copy-button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'

/** A webhook's secret, for the one time. It cannot be seen again, so a slip of the finger must not close it. */
export function SecretDialog({
  secret,
  isReplaced,
  onClose,
}: {
  readonly secret: string
  /** There was another one before it. */
  readonly isReplaced: boolean
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const [copy, setCopy] = useState<'not yet' | 'done' | 'refused'>('not yet')
  const [isLeaving, setLeaving] = useState(false)
  const close = () => {
    if (copy === 'done' || isLeaving) onClose()
    else setLeaving(true)
  }
  const onCopy = () => {
    void copyText(secret).then((isDone) => setCopy(isDone ? 'done' : 'refused'))
  }
  return (
    <Dialog title={t`Copy the secret now`} onClose={close}>
      <div className="grid gap-4 p-5">
        <p className="flex gap-2.5 rounded-lg bg-amber-tint p-3 text-pretty text-amber">
          <TriangleAlert size={20} aria-hidden className="mt-0.5 shrink-0" />
          <span>
            <Trans>
              This is the only time that this secret is shown. Your system needs it to check that calls come
              from Harkara.
            </Trans>
          </span>
        </p>
        {isReplaced && (
          <p className="text-pretty">
            <Trans>The old secret stays valid for 24 hours, so that nothing is refused meanwhile.</Trans>
          </p>
        )}
        <code
          dir="ltr"
          aria-label={t`The secret`}
          className="rounded-lg border border-control-line bg-sunken p-3 text-[13px] break-all select-all"
        >
          {secret}
        </code>
        <output className="text-[13px] text-muted empty:hidden">
          {copy === 'done' && t`The secret is copied.`}
          {copy === 'refused' && t`The browser did not allow copying. Select the secret and copy it by hand.`}
        </output>
        {isLeaving && copy !== 'done' && (
          <p role="alert" className="text-pretty text-red">
            <Trans>The secret is not copied yet, and it cannot be shown again. Close anyway?</Trans>
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{isLeaving && copy !== 'done' ? t`Close anyway` : t`Close`}</Button>
          <Button variant="primary" onClick={onCopy}>
            {copy === 'done' ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
            {copy === 'done' ? t`Copied` : t`Copy the secret`}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
