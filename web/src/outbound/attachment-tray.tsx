import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, FileText, Film, Music, RotateCw, X } from 'lucide-react'
import { fileSize } from '../platform/format.ts'
import { problemWords } from '../platform/problem-words.ts'
import { serverWords } from '../platform/server-words/server-words.ts'
import { IconButton } from '../platform/ui/button.tsx'
import type { Attachment, Attachments } from './attachments.ts'

/** The files that will go with the next message, and why one cannot. */
export function AttachmentTray({ attachments }: { readonly attachments: Attachments }) {
  const { t } = useLingui()
  if (attachments.items.length === 0) return null
  return (
    <ul aria-label={t`Files to send`} className="flex max-h-44 flex-col gap-1.5 overflow-y-auto px-2 pt-2">
      {attachments.items.map((item) => (
        <Row key={item.key} item={item} attachments={attachments} />
      ))}
    </ul>
  )
}

function Row({ item, attachments }: { readonly item: Attachment; readonly attachments: Attachments }) {
  const { t, i18n } = useLingui()
  const { file, state } = item
  const { name } = file
  const isBad = state.kind === 'refused' || state.kind === 'failed'
  return (
    <li className={`flex items-center gap-2.5 rounded-lg px-2 py-1.5 ${isBad ? 'bg-red-tint' : 'bg-sunken'}`}>
      <Thumb item={item} />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className="truncate font-medium">
          <bdi>{name}</bdi>
        </p>
        <p className={isBad ? 'text-red' : 'text-muted'}>
          {isBad ? <BadReason item={item} /> : fileSize(file.size, i18n.locale)}
          {state.kind === 'uploading' && ` · ${t`uploading`}`}
        </p>
        {state.kind === 'uploading' && (
          <progress
            value={state.fraction}
            aria-label={t`Upload of ${name}`}
            className="block h-1 w-full accent-brand"
          />
        )}
      </div>
      {state.kind === 'failed' && (
        <IconButton small tipAt="top" label={t`Upload again`} onClick={() => attachments.retry(item.key)}>
          <RotateCw size={16} aria-hidden />
        </IconButton>
      )}
      <IconButton small tipAt="start" label={t`Remove ${name}`} onClick={() => attachments.remove(item.key)}>
        <X size={16} aria-hidden />
      </IconButton>
    </li>
  )
}

function BadReason({ item: { file, state } }: { readonly item: Attachment }) {
  const { i18n } = useLingui()
  if (state.kind === 'failed') {
    return state.problem === null ? (
      <Trans>The upload was cut off.</Trans>
    ) : (
      `${problemWords(state.problem, serverWords)} ${serverWords(state.problem.nextStep ?? '')}`
    )
  }
  if (state.kind !== 'refused') return null
  const { verdict } = state
  if (verdict.because === 'empty') return <Trans>The file is empty.</Trans>
  if (verdict.because === 'size') {
    const size = fileSize(file.size, i18n.locale)
    const most = `${verdict.maxBytes / 1024 / 1024} MB`
    return (
      <Trans>
        {size} is too large: WhatsApp takes at most {most} of this kind.
      </Trans>
    )
  }
  return (
    <Trans>
      WhatsApp does not take this kind of file. JPEG, PNG, MP4, audio, PDF, text and Office files work.
    </Trans>
  )
}

function Thumb({ item: { file, preview, state } }: { readonly item: Attachment }) {
  if (preview !== null) return <img src={preview} alt="" className="size-10 shrink-0 rounded object-cover" />
  const Icon =
    state.kind === 'refused'
      ? CircleAlert
      : file.type.startsWith('video/')
        ? Film
        : file.type.startsWith('audio/')
          ? Music
          : FileText
  return <Icon size={24} aria-hidden strokeWidth={1.6} className="mx-2 shrink-0 text-muted" />
}
