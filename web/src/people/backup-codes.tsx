import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy, Download, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import { Button } from '../platform/ui/button.tsx'
import { copyText } from '../platform/ui/copy-button.tsx'

/** The codes for the day on which the phone is gone, shown once. */
export function BackupCodes({
  codes,
  email,
  onDone,
}: {
  readonly codes: readonly string[]
  readonly email: string
  readonly onDone: () => void
}) {
  const { t } = useLingui()
  const [isCopied, setCopied] = useState(false)
  const text = `Harkara, ${email}\n\n${codes.join('\n')}\n`
  const copy = async () => {
    const isDone = await copyText(text)
    setCopied(isDone)
    if (!isDone)
      announce(t`The browser did not allow copying. Select the codes and copy them by hand.`, 'problem')
  }
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = url
    link.download = 'harkara-backup-codes.txt'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      <p className="flex gap-2.5 rounded-lg bg-amber-tint p-3 text-pretty text-amber">
        <TriangleAlert size={20} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          <Trans>
            These backup codes are shown this once. Each lets you in once when your phone is not at hand: keep
            them where the phone is not.
          </Trans>
        </span>
      </p>
      <ul
        aria-label={t`Backup codes`}
        dir="ltr"
        className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-lg border border-line bg-sunken p-4 font-mono text-[14px] select-all sm:text-[15px]"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>
          {isCopied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
          {isCopied ? t`Copied` : t`Copy the codes`}
        </Button>
        <Button onClick={download}>
          <Download size={18} aria-hidden />
          <Trans>Download as a file</Trans>
        </Button>
        <Button variant="primary" onClick={onDone}>
          <Trans>I have saved them</Trans>
        </Button>
      </div>
    </>
  )
}
