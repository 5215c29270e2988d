/** Chooses a file, checks it against what WhatsApp takes, and uploads it. Lazy. */
import { useLingui } from '@lingui/react/macro'
import { Paperclip, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { uploadFile } from '../platform/upload.ts'
import { checkFile } from './limits.ts'
import type { HeaderFile } from './rich-cards.ts'

export function FileButton({
  channelId,
  label,
  takesDocuments,
  onFile,
}: {
  readonly channelId: string
  readonly label: string
  /** Else pictures and films only. */
  readonly takesDocuments: boolean
  readonly onFile: (file: HeaderFile) => void
}) {
  const { t } = useLingui()
  const picker = useRef<HTMLInputElement>(null)
  const [isUploading, setUploading] = useState(false)
  const take = async (chosen: File) => {
    const verdict = checkFile(chosen)
    if (!verdict.ok || verdict.kind === 'audio' || (verdict.kind === 'document' && !takesDocuments)) {
      announce(
        takesDocuments
          ? t`Above a message WhatsApp takes a JPEG or PNG, an MP4 film or a document, each up to its size.`
          : t`On a card WhatsApp takes a JPEG or PNG of up to 5 MB, or an MP4 film of up to 16 MB.`,
        'problem',
      )
      return
    }
    setUploading(true)
    try {
      const { id } = await uploadFile(
        chosen,
        () => undefined,
        new AbortController().signal,
        `?channelId=${channelId}`,
      )
      const { name, type, size } = chosen
      onFile({ mediaId: id, media: verdict.kind, name, type, size })
    } catch {
      announce(t`The upload was cut off.`, 'problem')
    } finally {
      setUploading(false)
    }
  }
  return (
    <>
      <Button onClick={() => picker.current?.click()} disabled={isUploading} className="shrink-0 px-3!">
        <Paperclip size={16} aria-hidden />
        {isUploading ? t`uploading` : label}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          if (chosen !== undefined) void take(chosen)
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

/** What was chosen, and the way to take it away again. */
export function ChosenFile({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const { t } = useLingui()
  return (
    <div className="flex items-center gap-2 rounded-lg bg-sunken ps-3 pe-1 text-[13px]">
      <Paperclip size={16} aria-hidden className="shrink-0 text-muted" />
      <bdi className="min-w-0 flex-1 truncate py-2.5 font-medium">{name}</bdi>
      <IconButton small tipAt="start" label={t`Remove ${name}`} onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
