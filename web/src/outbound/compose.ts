/** From what stands in the composer to what is sent: one message per file, the words as the first one's caption. Pure. */
import type { Message, Outgoing } from '../platform/contract.ts'
import type { MediaKind } from './limits.ts'
import type { OutboxEntry } from './merge-outbox.ts'
import { mediaUrl } from '../platform/media-url.ts'

export type ReadyFile = {
  readonly media: MediaKind
  readonly mediaId: string
  readonly name: string
  readonly type: string
  readonly size: number
}
export type Said = { readonly outgoing: Outgoing; readonly bubble: OutboxEntry['bubble'] }

export function compose(text: string, files: readonly ReadyFile[], quoted: Message | null): Said[] {
  const words = text.trim()
  const first = files[0]
  // A voice or a piece of music takes no caption, so the words go after it.
  const captioned = first !== undefined && first.media !== 'audio'
  const said = files.map((file, index) =>
    fileMessage(file, captioned && index === 0 ? words : '', index === 0 ? quoted : null),
  )
  if (words !== '' && !captioned) said.push(textMessage(words, files.length === 0 ? quoted : null))
  return said
}

function textMessage(body: string, quoted: Message | null): Said {
  const hasLink = /https?:\/\//i.test(body)
  return {
    outgoing: { type: 'text', text: { body, ...(hasLink ? { preview_url: true } : {}) }, ...replyTo(quoted) },
    bubble: { type: 'text', text: body, content: {}, media: null, quoted: quote(quoted) },
  }
}

function fileMessage(file: ReadyFile, caption: string, quoted: Message | null): Said {
  return {
    outgoing: {
      type: file.media,
      mediaId: file.mediaId,
      ...(caption === '' ? {} : { caption }),
      ...(file.media === 'document' ? { filename: file.name.slice(0, 240) } : {}),
      ...replyTo(quoted),
    },
    bubble: {
      type: file.media,
      text: caption === '' ? null : caption,
      content: {},
      media: {
        id: file.mediaId,
        state: 'stored',
        mimeType: file.type,
        filename: file.name,
        bytes: file.size,
        isVoice: false,
        url: mediaUrl(file.mediaId),
      },
      quoted: quote(quoted),
    },
  }
}

const replyTo = (quoted: Message | null) => (quoted === null ? {} : { replyTo: quoted.id })
const quote = (m: Message | null): Message['quoted'] =>
  m === null ? null : { id: m.id, direction: m.direction, type: m.type, text: m.text }
