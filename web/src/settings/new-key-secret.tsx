import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { NewApiKey } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { copyText } from '../platform/ui/copy-button.tsx'

/** The key, whole, for the one time. */
export function NewKeySecret({
  made,
  isLeaving,
  onCopied,
  onClose,
}: {
  readonly made: NewApiKey
  /** Somebody is about to close it without having copied it. */
  readonly isLeaving: boolean
  readonly onCopied: () => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const [copy, setCopy] = useState<'not yet' | 'done' | 'refused'>('not yet')
  const onCopy = async () => {
    const isDone = await copyText(made.secret)
    setCopy(isDone ? 'done' : 'refused')
    if (isDone) onCopied()
  }
  const { name } = made
  return (
    <div className="grid gap-4 p-5">
      <p className="flex gap-2.5 rounded-lg bg-amber-tint p-3 text-pretty text-amber">
        <TriangleAlert size={20} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          <Trans>
            This is the only time that the key for <strong dir="auto">{name}</strong> is shown. Copy it into
            the program now, and give it to nobody else: whoever has it can do all that it may do.
          </Trans>
        </span>
      </p>
      {/* One press selects all of it, for where the browser lets no page write to the clipboard. */}
      <code
        dir="ltr"
        aria-label={t`The key`}
        className="rounded-lg border border-control-line bg-sunken p-3 text-[13px] break-all select-all"
      >
        {made.secret}
      </code>
      <output className="text-[13px] text-muted empty:hidden">
        {copy === 'done' && t`The key is copied.`}
        {copy === 'refused' && t`The browser did not allow copying. Select the key and copy it by hand.`}
      </output>
      {isLeaving && copy !== 'done' && (
        <p role="alert" className="text-pretty text-red">
          <Trans>The key is not copied yet, and it cannot be shown again. Close anyway?</Trans>
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{isLeaving && copy !== 'done' ? t`Close anyway` : t`Close`}</Button>
        <Button variant="primary" onClick={() => void onCopy()}>
          {copy === 'done' ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
          {copy === 'done' ? t`Copied` : t`Copy the key`}
        </Button>
      </div>
    </div>
  )
}
