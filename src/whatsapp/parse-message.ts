/**
 * One item of `messages` or `message_echoes` as facts: something said, edited, taken back, reacted to, or a customer's
 * new name. Shapes: Meta, "Webhooks reference: messages", "smb_message_echoes", "history" (Nov 2025 to Sep 2026).
 */
import type { Instant } from '#platform/time.ts'

import type { Json, JsonObject, MessageFact, Person } from './facts.ts'

import { idOf, objectOf, textOf } from './json.ts'
import { contentOf, mediaOf, readableText, typeOf } from './message-content.ts'
import { merged, personOf, phoneOf } from './people.ts'
import { type Scene, bad, momentOfItem, readableItem } from './scene.ts'

/** Where a list of messages stood. */
export type MessageList = {
  readonly source: MessageFact['source']
  /** `message_echoes`: written by the business. */
  readonly isEcho: boolean
  /** The conversation that the list belongs to, where the list says so (history). */
  readonly thread: Person | null
}

/** What every kind of message has; the ids are checked. */
type Head = {
  readonly pointer: string
  readonly phoneNumberId: string
  readonly wamid: string
  readonly at: Instant
  readonly type: string
}

/** Reads one item and adds what it says to the scene's facts. */
export function parseMessage(scene: Scene, json: Json | undefined, pointer: string, list: MessageList): void {
  const item = readableItem(scene, json, pointer)
  if (item === null) return
  const wamid = idOf(item['id'])
  if (wamid === undefined) return bad(scene.facts, pointer, 'no_id', 'a message without an id', item)
  const { phoneNumberId } = scene
  if (phoneNumberId === undefined) {
    return bad(scene.facts, pointer, 'no_phone_number_id', 'a message to no number of ours', item)
  }
  const type = typeOf(item)
  const head = { pointer, phoneNumberId, wamid, at: momentOfItem(scene, item['timestamp']), type }
  switch (type) {
    case 'edit':
      return parseEdit(scene, item, head)
    case 'revoke':
      return parseRevoke(scene, item, head)
    case 'system':
      if (parseIdentityChange(scene, item, head)) return
      break
    default:
  }
  const ends = endsOf(scene, item, head.at, list)
  if (ends === null) {
    const code = list.isEcho ? 'no_recipient' : 'no_sender'
    return bad(scene.facts, pointer, code, 'a message that names nobody', item)
  }
  if (type === 'reaction') return parseReaction(scene, item, head, ends)
  scene.facts.push({
    kind: 'message',
    pointer,
    phoneNumberId,
    source: list.source,
    direction: ends.direction,
    peer: ends.peer,
    author: ends.author,
    wamid,
    at: head.at,
    type,
    text: readableText(type, item),
    content: contentOf(item),
    context: objectOf(item['context']),
    referral: objectOf(item['referral']),
    media: mediaOf(type, item),
    historyStatus: historyStatusOf(item),
  })
}

type Ends = { direction: 'in' | 'out'; peer: Person; author: Person | null }

/** Who the conversation is with, and which way the message went. */
function endsOf(scene: Scene, item: JsonObject, at: Instant, list: MessageList): Ends | null {
  const isOut = list.isEcho || (list.source === 'history' && isFromBusiness(scene, item))
  const named = isOut
    ? personOf(item['to'], item['to_user_id'], item['to_parent_user_id'])
    : personOf(item['from'], item['from_user_id'], item['from_parent_user_id'])
  const other = named === null && list.thread !== null ? null : scene.contacts.complete(named, at)
  const direction = isOut ? 'out' : 'in'
  const group = idOf(item['group_id'])
  if (group !== undefined) return { direction, peer: { group }, author: isOut ? null : other }
  const peer = merged(list.thread, other)
  return peer === null ? null : { direction, peer, author: null }
}

const isFromBusiness = (scene: Scene, item: JsonObject): boolean =>
  scene.businessPhone !== undefined && phoneOf(item['from']) === scene.businessPhone

function historyStatusOf(item: JsonObject): string | null {
  const context = item['history_context']
  return context === undefined ? null : (idOf(objectOf(context)?.['status'])?.toLowerCase() ?? null)
}

function parseEdit(scene: Scene, item: JsonObject, head: Head): void {
  const edit = objectOf(item['edit'])
  const targetWamid = idOf(edit?.['original_message_id'])
  const message = objectOf(edit?.['message'])
  if (targetWamid === undefined || message === null) {
    return bad(scene.facts, head.pointer, 'no_target', 'an edit of nothing', item)
  }
  const type = typeOf(message)
  scene.facts.push({
    ...head,
    kind: 'edit',
    targetWamid,
    type,
    text: readableText(type, message),
    content: contentOf(message),
  })
}

function parseRevoke(scene: Scene, item: JsonObject, head: Head): void {
  const targetWamid = idOf(objectOf(item['revoke'])?.['original_message_id'])
  if (targetWamid === undefined) {
    return bad(scene.facts, head.pointer, 'no_target', 'takes back nothing', item)
  }
  const { pointer, phoneNumberId, wamid, at } = head
  scene.facts.push({ kind: 'revoke', pointer, phoneNumberId, targetWamid, wamid, at })
}

function parseReaction(scene: Scene, item: JsonObject, head: Head, ends: Ends): void {
  const reaction = objectOf(item['reaction'])
  const targetWamid = idOf(reaction?.['message_id'])
  if (targetWamid === undefined) {
    return bad(scene.facts, head.pointer, 'no_target', 'a reaction to nothing', item)
  }
  const { pointer, phoneNumberId, wamid, at } = head
  scene.facts.push({
    kind: 'reaction',
    pointer,
    phoneNumberId,
    peer: ends.peer,
    author: ends.author,
    direction: ends.direction,
    targetWamid,
    wamid,
    at,
    emoji: idOf(reaction?.['emoji']) ?? null,
  })
}

/**
 * `user_changed_number` and `user_changed_user_id` (`customer_changed_number` before 2022). A BSUID is made anew when
 * the number changes, so a `from_user_id` that is also the new one tells nothing about the old.
 * False if the item does not say both sides, or says that somebody became who they were: it is then kept as a message of type
 * `system`, and splits nobody in two.
 */
function parseIdentityChange(scene: Scene, item: JsonObject, head: Head): boolean {
  const system = objectOf(item['system'])
  const change = system?.['type']
  if (system === null || !isIdentityChange(change)) return false
  const to = personOf(system['wa_id'] ?? system['new_wa_id'], system['user_id'], system['parent_user_id'])
  const bsuid = idOf(system['previous_user_id']) ?? unless(to?.bsuid, idOf(item['from_user_id']))
  const parentBsuid =
    idOf(system['previous_parent_user_id']) ?? unless(to?.parentBsuid, idOf(item['from_parent_user_id']))
  const from = personOf(item['from'], bsuid, parentBsuid)
  if (from === null || to === null || hasAllNames(from, to)) return false
  const { pointer, phoneNumberId, wamid, at } = head
  const body = textOf(system['body'])
  scene.facts.push({ kind: 'identity-change', pointer, phoneNumberId, wamid, at, from, to, body })
  return true
}

const hasAllNames = (one: Person, other: Person): boolean =>
  (['phone', 'bsuid', 'parentBsuid'] as const).every(
    (name) => other[name] === undefined || other[name] === one[name],
  )

const isIdentityChange = (change: Json | undefined): boolean =>
  change === 'user_changed_number' ||
  change === 'user_changed_user_id' ||
  change === 'customer_changed_number'

const unless = <T>(taken: T, value: T): T | undefined => (value === taken ? undefined : value)
