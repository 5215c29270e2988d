/**
 * What one message item carries: its type, what can be read of it, its media.
 * Shapes: Meta, "Webhooks reference: messages" (pages of Nov 2025 to Sep 2026).
 */
import type { Json, JsonObject, MediaRef } from './facts.ts'

import { addressLines } from './address-answer.ts'
import { idOf, listOf, objectOf, textOf } from './json.ts'

const FILENAME_CHARS_MAX = 512
const NAMES_SHOWN_MAX = 3

/** Meta's type as it came; without one, the key of the object that the item carries; else `unknown`. */
export function typeOf(item: JsonObject): string {
  const type = idOf(item['type'])
  if (type !== undefined) return type
  for (const key in item) {
    if (isContent(key) && key !== 'errors' && typeof item[key] === 'object' && item[key] !== null) {
      return key.length <= 64 ? key : 'unknown'
    }
  }
  return 'unknown'
}

/** The item without what a fact says in fields of its own. */
export function contentOf(item: JsonObject): JsonObject {
  const content: Record<string, Json> = {}
  for (const key in item) {
    if (isContent(key)) content[key] = item[key] as Json
  }
  return content
}

function isContent(key: string): boolean {
  switch (key) {
    case 'id':
    case 'type':
    case 'timestamp':
    case 'from':
    case 'from_user_id':
    case 'from_parent_user_id':
    case 'to':
    case 'to_user_id':
    case 'to_parent_user_id':
    case 'group_id':
    case 'context':
    case 'referral':
    case 'history_context':
    case '__proto__': // assigning it would change the object's prototype instead
      return false
    default:
      return true
  }
}

/** What a list or a search shows of an item of this type; null if there is nothing to read. */
export function readableText(type: string, item: JsonObject): string | null {
  if (type === 'contacts') return contactNames(listOf(item['contacts']))
  const own = objectOf(item[type])
  if (own === null) return null
  switch (type) {
    case 'text':
    case 'system':
      return textOf(own['body'])
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
    case 'document':
      return textOf(own['caption']) ?? textOf(own['filename'])
    case 'button':
      return textOf(own['text']) ?? textOf(own['payload'])
    case 'interactive':
      return interactiveText(own)
    case 'order':
      return textOf(own['text']) ?? itemCount(listOf(own['product_items']))
    case 'location':
      return textOf(own['name']) ?? textOf(own['address'])
    default:
      return textOf(own['body']) ?? textOf(own['caption']) ?? textOf(own['text']) ?? textOf(own['title'])
  }
}

/** `button_reply`, `list_reply`, `nfm_reply` …: the object is named by `type`, and has a title or a body. */
function interactiveText(own: JsonObject): string | null {
  const type = idOf(own['type'])
  let reply = type === undefined ? null : objectOf(own[type])
  if (reply === null) {
    for (const key in own) reply ??= objectOf(own[key])
  }
  if (reply === null) return null
  return textOf(reply['title']) ?? addressText(reply) ?? textOf(reply['body'])
}

function addressText(reply: JsonObject): string | null {
  return reply['name'] === 'address_message' ? textOf(addressLines(reply['response_json']).join(', ')) : null
}

function itemCount(items: readonly Json[] | null): string | null {
  if (items === null || items.length === 0) return null
  return items.length === 1 ? '1 item' : `${items.length} items`
}

function contactNames(cards: readonly Json[] | null): string | null {
  if (cards === null) return null
  const names: string[] = []
  for (const card of cards.slice(0, NAMES_SHOWN_MAX)) {
    const name = objectOf(objectOf(card)?.['name'])
    const phone = objectOf(listOf(objectOf(card)?.['phones'])?.[0])?.['phone'] // a shared number has no name
    const shown =
      textOf(name?.['formatted_name'], 256) ?? textOf(name?.['first_name'], 256) ?? textOf(phone, 64)
    if (shown !== null) names.push(shown)
  }
  if (names.length === 0) return null
  const more = cards.length - NAMES_SHOWN_MAX
  return more > 0 ? `${names.join(', ')} + ${more}` : names.join(', ')
}

/** The file that an item carries. Types that we do not know yet count if they look like Meta's media objects. */
export function mediaOf(type: string, item: JsonObject): MediaRef | null {
  const own = objectOf(item[type])
  if (own === null) return null
  const metaMediaId = idOf(own['id'])
  if (metaMediaId === undefined) return null
  if (!isMediaType(type) && typeof own['mime_type'] !== 'string') return null
  return {
    metaMediaId,
    mimeType: idOf(own['mime_type']) ?? null,
    sha256: idOf(own['sha256']) ?? null,
    filename: textOf(own['filename'], FILENAME_CHARS_MAX),
    isVoice: own['voice'] === true,
  }
}

const isMediaType = (type: string): boolean =>
  type === 'image' || type === 'video' || type === 'audio' || type === 'document' || type === 'sticker'
