import { Trans, useLingui } from '@lingui/react/macro'
import { Download, FileText, ImageOff, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Message } from '../platform/contract.ts'
import { fileSize } from '../platform/format.ts'
import { useTypeLabel } from './type-label.tsx'
import { VoicePlayer } from './voice-player.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const MediaViewer = lazyPart(() => import('./media-viewer.tsx').then((m) => m.MediaViewer))

/** On a metered line nothing is fetched until it is asked for. */
const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/** A picture, film, voice note, file or sticker, or why it is not there. */
export function MediaBody({ message }: { readonly message: Message }) {
  const media = message.media
  const url = media?.url ?? null
  if (media?.state === 'unavailable') return <MissingMedia message={message} isGone />
  if (media === null || media.state === 'pending' || url === null)
    return <MissingMedia message={message} isGone={false} />
  switch (message.type) {
    case 'sticker':
      return <StickerBody url={url} />
    case 'audio':
      return <VoicePlayer url={url} isVoice={media.isVoice} />
    case 'document':
      return <DocumentBody url={url} media={media} />
    default:
      return <PictureBody message={message} url={url} />
  }
}

function MissingMedia({ message, isGone }: { readonly message: Message; readonly isGone: boolean }) {
  const label = useTypeLabel()(message.type)
  return (
    <div className="m-[3px] flex w-64 max-w-full items-center gap-3 rounded-md bg-quote px-3 py-4 text-[13px] text-meta">
      {isGone ? (
        <ImageOff size={22} aria-hidden className="shrink-0" />
      ) : (
        <span className="pulse size-9 shrink-0" />
      )}
      <span>
        <b className="block font-semibold">{label}</b>
        {isGone ? (
          <Trans>
            Not available any more: Meta keeps a file for a limited time, and it could not be fetched.
          </Trans>
        ) : (
          <Trans>Being fetched from WhatsApp…</Trans>
        )}
      </span>
    </div>
  )
}

function PictureBody({ message, url }: { readonly message: Message; readonly url: string }) {
  const isVideo = message.type === 'video'
  const alt = message.text
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const [isWanted, setWanted] = useState(!savesData)
  const [isBroken, setBroken] = useState(false)
  const label = isVideo ? t`Video` : t`Photo`
  const name = alt === null ? label : `${label}: ${alt}`
  let inside: ReactNode
  if (isBroken) inside = <ImageOff size={28} aria-hidden className="m-auto text-meta" />
  else if (!isWanted) inside = <Download size={28} aria-hidden className="m-auto text-meta" />
  else if (isVideo)
    inside = (
      <video src={`${url}#t=0.1`} preload="metadata" muted playsInline className="size-full object-cover" />
    )
  else
    inside = (
      <img
        src={url}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
        className="size-full object-cover"
      />
    )
  return (
    <>
      <button
        type="button"
        aria-label={isBroken ? t`The picture cannot be shown` : t`Open: ${name}`}
        onClick={() => (isWanted ? setOpen(true) : setWanted(true))}
        className="relative m-[3px] flex aspect-4/3 w-[300px] max-w-[calc(100%-6px)] overflow-hidden rounded-md bg-quote"
      >
        {inside}
        {isVideo && isWanted && (
          <span className="absolute inset-0 m-auto grid size-12 place-items-center rounded-full bg-black/55 text-white">
            <Play size={22} aria-hidden fill="currentColor" />
          </span>
        )}
      </button>
      {isOpen && <MediaViewer message={message} onClose={() => setOpen(false)} />}
    </>
  )
}

function StickerBody({ url }: { readonly url: string }) {
  const { t } = useLingui()
  return (
    <img
      src={url}
      alt={t`Sticker`}
      loading="lazy"
      width={136}
      height={136}
      className="mb-5 size-[136px] object-contain"
    />
  )
}

function DocumentBody({
  url,
  media,
}: {
  readonly url: string
  readonly media: NonNullable<Message['media']>
}) {
  const { t, i18n } = useLingui()
  const name = media.filename ?? t`Document`
  const kind = (/\.(\w{1,5})$/.exec(name)?.[1] ?? media.mimeType?.split('/').at(-1) ?? '')
    .slice(0, 5)
    .toUpperCase()
  const size = media.bytes === null ? null : fileSize(media.bytes, i18n.locale)
  return (
    <a
      href={url}
      download={name}
      target="_blank"
      rel="noopener noreferrer"
      className="m-[3px] flex w-[300px] max-w-[calc(100%-6px)] items-center gap-3 rounded-md bg-quote px-3 py-2.5"
    >
      <FileText size={30} aria-hidden strokeWidth={1.5} className="shrink-0 text-brand" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="line-clamp-2 font-medium">
          {name}
        </span>
        <span className="text-[12px] text-meta">{[kind, size].filter(Boolean).join(' · ')}</span>
      </span>
      <Download size={18} aria-hidden className="shrink-0 text-meta" />
      <span className="sr-only">{t`Download`}</span>
    </a>
  )
}
