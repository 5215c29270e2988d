import { FileText, ImageOff } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../state/language.tsx'
import type { Media } from '../thread/media-view.ts'
import { AudioPlayer } from './audio-player.tsx'

/**
 * A picture, film, sound, file or sticker, without its caption. What cannot be loaded says so. Above a template or a question
 * WhatsApp crops to 1.91 by 1.
 */
export function MediaView({
  media,
  alt,
  isHeader = false,
}: {
  media: Media
  alt: string
  isHeader?: boolean
}) {
  const { t } = useWords()
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const { url } = media
  const onError = () => setFailedUrl(url)
  if (url === null || failedUrl === url) return <Missing words={`${t(media.media)} · ${t('mediaMissing')}`} />
  switch (media.media) {
    case 'image':
      return (
        <a href={url} target="_blank" rel="noopener noreferrer" aria-label={t('openImage')} className="block">
          <img
            src={url}
            alt={alt || t('image')}
            onError={onError}
            className={`${isHeader ? 'aspect-[1.91]' : 'aspect-[1.2]'} max-h-72 w-72 max-w-full rounded-md bg-hairline object-cover`}
          />
        </a>
      )
    case 'video':
      return (
        <video
          controls
          preload="metadata"
          src={url}
          onError={onError}
          className={`${isHeader ? 'aspect-[1.91] object-cover' : ''} max-h-72 w-72 max-w-full rounded-md bg-black`}
        >
          <track kind="captions" />
        </video>
      )
    case 'audio':
      return <AudioPlayer url={url} isVoice={media.isVoice} />
    case 'sticker':
      return <img src={url} alt={t('sticker')} onError={onError} className="size-32 object-contain" />
    case 'document':
      return <DocumentCard url={url} filename={media.filename || t('document')} />
    default:
      return media.media satisfies never
  }
}

function DocumentCard({ url, filename }: { url: string; filename: string }) {
  const { t } = useWords()
  const extension = /\.(\w{1,5})$/.exec(filename)?.[1]?.toUpperCase() ?? ''
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="flex w-64 max-w-full items-center gap-3 rounded-md bg-black/5 p-3 hover:bg-black/10"
    >
      <FileText size={28} className="shrink-0 text-red-ink" aria-hidden="true" />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{t('openDocument')} </span>
        <span className="line-clamp-2 text-[13.5px] leading-snug break-words">{filename}</span>
        {extension !== '' && <span className="text-[11px] text-meta">{extension}</span>}
      </span>
    </a>
  )
}

function Missing({ words }: { words: string }) {
  return (
    <div className="flex h-28 w-60 max-w-full flex-col items-center justify-center gap-1 rounded-md bg-black/5 text-[12px] text-meta">
      <ImageOff size={22} aria-hidden="true" />
      {words}
    </div>
  )
}
