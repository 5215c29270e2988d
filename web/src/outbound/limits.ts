/**
 * What WhatsApp takes, checked before a byte is uploaded. Lengths are counted in UTF-16 code units, which never counts
 * fewer than Meta does. Source: Meta, "Media" and "Messages" references, as of Nov 2025. Pure.
 */
export const TEXT_MAX = 4096
const CAPTION_MAX = 1024
/** A counter appears this close to the end. */
export const COUNTER_FROM = 400

const MB = 1024 * 1024
export type MediaKind = 'image' | 'video' | 'audio' | 'document'

const KINDS: Readonly<
  Record<MediaKind, { readonly maxBytes: number; readonly mimeTypes: readonly string[] }>
> = {
  image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
  video: { maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'] },
  audio: { maxBytes: 16 * MB, mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'] },
  document: {
    maxBytes: 100 * MB,
    mimeTypes: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
  },
}

export const ACCEPTED = Object.values(KINDS)
  .flatMap((kind) => kind.mimeTypes)
  .join(',')

export type FileVerdict =
  | { readonly ok: true; readonly kind: MediaKind }
  | { readonly ok: false; readonly because: 'type' | 'empty' }
  | { readonly ok: false; readonly because: 'size'; readonly kind: MediaKind; readonly maxBytes: number }

export function checkFile(file: { readonly type: string; readonly size: number }): FileVerdict {
  const mimeType = file.type.split(';')[0]?.trim().toLowerCase() ?? ''
  const kind = (Object.keys(KINDS) as MediaKind[]).find((name) => KINDS[name].mimeTypes.includes(mimeType))
  if (kind === undefined) return { ok: false, because: 'type' }
  if (file.size === 0) return { ok: false, because: 'empty' }
  const { maxBytes } = KINDS[kind]
  return file.size > maxBytes ? { ok: false, because: 'size', kind, maxBytes } : { ok: true, kind }
}

export function textMax(staged: MediaKind | null): number {
  return staged === null || staged === 'audio' ? TEXT_MAX : CAPTION_MAX
}
