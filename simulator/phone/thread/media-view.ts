/** Pictures, films, sounds and files of a message, and which addresses are safe to follow. */
import { text, type Json } from './read-json.ts'

const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type MediaKind = (typeof mediaKinds)[number]

export type Media = {
  readonly kind: 'media'
  readonly media: MediaKind
  readonly url: string | null
  readonly caption: string
  readonly filename: string
  readonly isVoice: boolean
}

/** A media object under its type's name; null if the type is not one of media. */
export function mediaOf(type: string, own: Json): Media | null {
  const media = type === 'gif' ? 'video' : mediaKinds.find((kind) => kind === type)
  if (media === undefined) return null
  const id = text(own['id'])
  const link = text(own['previewUrl']) || text(own['link'])
  return {
    kind: 'media',
    media,
    url: link !== '' ? safeUrl(link) : id === '' ? null : `/_control/media/${encodeURIComponent(id)}`,
    caption: text(own['caption']),
    filename: text(own['filename']),
    isVoice: own['voice'] === true,
  }
}

/** Only addresses that cannot run anything. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|blob:|\/)/i.test(url.trim()) ? url.trim() : null
}
