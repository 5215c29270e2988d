import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'

/** Copies `text`, and says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useLingui()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = window.setTimeout(() => setCopied(false), 1600)
    return () => window.clearTimeout(timer)
  }, [isCopied])
  const copy = () => {
    void copyText(text).then(setCopied)
  }
  return (
    <IconButton small tipAt="start" label={isCopied ? t`Copied` : label} onClick={copy}>
      {isCopied ? <Check size={16} aria-hidden className="text-brand" /> : <Copy size={16} aria-hidden />}
    </IconButton>
  )
}

/** False where the browser refuses: the clipboard needs HTTPS or localhost. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
