/** What of a conversation can be looked at one after the other. Pure. */
import type { Message } from '../platform/contract.ts'

export type Viewable = {
  /** The message's. */
  readonly id: string
  readonly kind: 'image' | 'video' | 'audio' | 'document'
  readonly url: string
  readonly message: Message
}

/** Oldest first, as in the thread: what has been fetched, has not been deleted, and is no sticker. */
export function viewablesOf(messages: readonly Message[]): Viewable[] {
  return messages.flatMap((message): Viewable[] => {
    const { media, type, revokedAt, id } = message
    const url = media?.state === 'stored' ? media.url : null
    if (url === null || url === undefined || revokedAt !== null) return []
    // Above a question may stand a picture too: there the file itself says what it is.
    const kind = type === 'interactive' ? kindOf(media?.mimeType ?? '') : type
    return kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'document'
      ? [{ id, kind, url, message }]
      : []
  })
}

/** Where this message's file stands among them; -1: nowhere. One that was still being sent when it was looked at has another id now. */
export function placeOf(
  all: readonly Viewable[],
  { id, clientId }: Pick<Message, 'id' | 'clientId'>,
): number {
  const at = all.findIndex((one) => one.id === id)
  return at >= 0 || clientId === null ? at : all.findIndex(({ message }) => message.clientId === clientId)
}

function kindOf(mimeType: string): Viewable['kind'] {
  const [kind] = mimeType.split('/')
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

/** What lies under the finger or pointer stays there: the new offset of a picture that is drawn `to` times its size. */
export function zoomAround(
  point: { readonly x: number; readonly y: number },
  offset: { readonly x: number; readonly y: number },
  from: number,
  to: number,
): { readonly x: number; readonly y: number } {
  if (to <= 1) return { x: 0, y: 0 }
  const ratio = to / from
  return { x: point.x - (point.x - offset.x) * ratio, y: point.y - (point.y - offset.y) * ratio }
}
