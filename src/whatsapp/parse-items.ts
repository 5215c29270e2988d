/**
 * Items that are no messages: statuses, preferences, address book entries, and everything else as updates.
 * Shapes: Meta, "Webhooks reference" (Nov 2025 to Sep 2026).
 */
import { createHash } from 'node:crypto'

import type { Instant } from '#platform/time.ts'

import type { Json, JsonObject } from './facts.ts'

import { canonical, idOf, isShallow, listOf, momentOf, objectOf, textOf } from './json.ts'
import { personOf, phoneOf, usernameOf } from './people.ts'
import { type Scene, bad, momentOfItem, readableItem } from './scene.ts'

const STATUS_CHARS_MAX = 64
/** Meta, "Send messages": `biz_opaque_callback_data` has at most 512 characters (23 Apr 2026). */
const CALLBACK_CHARS_MAX = 512
const DETAIL_CHARS_MAX = 1024
const NAME_CHARS_MAX = 256

/** One item of `statuses`: what became of a message; of a payment or a call, an update. */
export function parseStatus(scene: Scene, json: Json | undefined, pointer: string): void {
  const item = readableItem(scene, json, pointer)
  if (item === null) return
  const type = idOf(item['type'])
  if (type === 'call' || scene.field === 'calls') return parseUpdate(scene, 'calls.status', item, pointer)
  if (type === 'payment') return parsePaymentStatus(scene, item, pointer)
  const { phoneNumberId } = scene
  const wamid = idOf(item['id'])
  const status = textOf(item['status'], STATUS_CHARS_MAX)
  if (wamid === undefined) return bad(scene.facts, pointer, 'no_id', 'a status of no message', item)
  if (status === null) return bad(scene.facts, pointer, 'no_status', 'a status that says nothing', item)
  if (phoneNumberId === undefined) {
    return bad(scene.facts, pointer, 'no_phone_number_id', 'a status of no number of ours', item)
  }
  const at = momentOfItem(scene, item['timestamp'])
  const recipient = recipientOf(scene, item, at)
  const conversation = objectOf(item['conversation'])
  scene.facts.push({
    kind: 'status',
    pointer,
    phoneNumberId,
    wamid,
    status,
    at,
    recipient,
    errors: objectsOf(item['errors']),
    pricing: objectOf(item['pricing']) ?? objectOf(conversation?.['pricing']), // group samples nest it
    conversation,
    callback: textOf(item['biz_opaque_callback_data'], CALLBACK_CHARS_MAX),
  })
}

/** A group's participant first: one send to a group has a status for each. One sample of 2025 writes `participant_recipient_id`. */
function recipientOf(scene: Scene, item: JsonObject, at: Instant): string {
  const participant =
    phoneOf(item['recipient_participant_id']) ??
    phoneOf(item['participant_recipient_id']) ??
    idOf(item['recipient_participant_user_id']) ??
    idOf(item['recipient_participant_parent_user_id'])
  if (participant !== undefined) return participant
  const person = personOf(item['recipient_id'], item['recipient_user_id'], item['recipient_parent_user_id'])
  if (person === null) return ''
  scene.contacts.complete(person, at)
  return person.phone ?? person.bsuid ?? person.parentBsuid ?? ''
}

const objectsOf = (value: Json | undefined): readonly JsonObject[] =>
  (listOf(value) ?? []).map(objectOf).filter((item) => item !== null)

/** India payments: the same message has many, told apart by the transaction, its state and its refunds. */
function parsePaymentStatus(scene: Scene, item: JsonObject, pointer: string): void {
  const payment = objectOf(item['payment'])
  const transaction = objectOf(payment?.['transaction'])
  if (transaction === null) return parseUpdate(scene, 'messages.payment_status', item, pointer)
  const refunds = objectsOf(transaction['refunds'] ?? payment?.['refunds'])
  const identity = [
    item['id'] ?? null,
    item['status'] ?? null,
    transaction['id'] ?? null,
    transaction['status'] ?? null,
    ...refunds.flatMap((refund) => [refund['id'] ?? null, refund['status'] ?? null]),
  ]
  const key = hexHash('messages.payment_status', canonical(identity))
  pushUpdate(scene, 'messages.payment_status', item, pointer, key)
}

/** One item of `user_preferences`: a customer stopped or resumed a kind of message. */
export function parsePreference(scene: Scene, json: Json | undefined, pointer: string): void {
  const item = readableItem(scene, json, pointer)
  if (item === null) return
  const { phoneNumberId } = scene
  const at = momentOfItem(scene, item['timestamp'])
  const named = personOf(item['wa_id'], item['user_id'], item['parent_user_id'])
  const person = scene.contacts.complete(named, at)
  const value = idOf(item['value'])
  if (person === null) return bad(scene.facts, pointer, 'no_sender', 'a preference of nobody', item)
  if (value === undefined)
    return bad(scene.facts, pointer, 'malformed_item', 'a preference without value', item)
  if (phoneNumberId === undefined) {
    return bad(scene.facts, pointer, 'no_phone_number_id', 'a preference about no number of ours', item)
  }
  scene.facts.push({
    kind: 'preference',
    pointer,
    phoneNumberId,
    person,
    category: idOf(item['category']) ?? 'marketing_messages', // the only one there is (Nov 2026)
    value,
    detail: textOf(item['detail'], DETAIL_CHARS_MAX),
    at,
  })
}

/** One item of `state_sync`: the business's own address book, in coexistence. */
export function parseBookEntry(scene: Scene, json: Json | undefined, pointer: string): void {
  const item = readableItem(scene, json, pointer)
  if (item === null) return
  const { phoneNumberId } = scene
  const contact = objectOf(item['contact'])
  if (contact === null) return parseUpdate(scene, scene.field, item, pointer)
  const person = personOf(contact['phone_number'], contact['user_id'], contact['parent_user_id'])
  if (person === null) return bad(scene.facts, pointer, 'no_sender', 'an address book entry of nobody', item)
  if (phoneNumberId === undefined) {
    return bad(scene.facts, pointer, 'no_phone_number_id', 'an address book of no number of ours', item)
  }
  const at = momentOfItem(scene, objectOf(item['metadata'])?.['timestamp'] ?? item['timestamp'])
  const username = usernameOf(contact['username'])
  if (username !== null) {
    scene.facts.push({ kind: 'sighting', pointer, phoneNumberId, person, at, profileName: null, username })
  }
  const name =
    textOf(contact['full_name'], NAME_CHARS_MAX) ??
    textOf(contact['first_name'], NAME_CHARS_MAX) ??
    username ??
    person.phone ??
    ''
  scene.facts.push({
    kind: 'book-entry',
    pointer,
    phoneNumberId,
    person,
    at,
    name: item['action'] === 'remove' ? null : name,
  })
}

/** Anything as an update, with the documented key. */
export function parseUpdate(scene: Scene, field: string, value: Json, pointer: string): void {
  if (!isShallow(value)) return bad(scene.facts, pointer, 'too_deep', 'nested too deep to store', undefined)
  const { entryId, entryAt } = scene
  pushUpdate(scene, field, value, pointer, hexHash(entryId, String(entryAt ?? ''), field, canonical(value)))
}

function pushUpdate(scene: Scene, field: string, value: Json, pointer: string, key: string): void {
  const { entryId, wabaId, entryAt, phoneNumberId } = scene
  const at = entryAt ?? momentOf(objectOf(value)?.['timestamp'], scene.receivedAt)
  scene.facts.push({
    kind: 'update',
    pointer,
    field,
    entryId,
    phoneNumberId: phoneNumberId ?? null,
    wabaId,
    key,
    at,
    value,
  })
}

/** JSON keeps the parts apart: ['a', 'b'] and ['ab'] differ. */
const hexHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')
