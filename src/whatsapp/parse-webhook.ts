/**
 * One webhook body of Meta, as facts.
 *
 * Tolerant by design: ids and stamps may be strings or numbers, unknown fields and types are kept, and an item that
 * cannot be understood becomes a `bad` fact while its neighbours go through. It never throws, and every change leaves
 * at least one fact, so that nothing accepted can vanish. Hand-written, because it runs for every message we get.
 * Source: Meta, "Webhooks reference" (pages of Nov 2025 to Sep 2026).
 */
import { type Instant, instant } from '#platform/time.ts'

import type { Fact, Json, JsonObject, Person } from './facts.ts'

import { idOf, listOf, momentOf, objectOf, parseJson, textOf } from './json.ts'
import { parseBookEntry, parsePreference, parseStatus, parseUpdate } from './parse-items.ts'
import { type MessageList, parseMessage } from './parse-message.ts'
import { Contacts, merged, personOf, phoneOf, usernameOf } from './people.ts'
import { phoneNumberIdOf, wabaIdOf } from './routes.ts'
import { type Scene, bad } from './scene.ts'

// Whoever takes a webhook in needs both: what it says, and whose it is.
export { routesOf } from './routes.ts'

const LIVE: MessageList = { source: 'live', isEcho: false, thread: null }
const ECHO: MessageList = { source: 'echo', isEcho: true, thread: null }
const STANDBY: MessageList = { source: 'standby', isEcho: false, thread: null }
const STANDBY_ECHO: MessageList = { source: 'standby', isEcho: true, thread: null }
const HISTORY: MessageList = { source: 'history', isEcho: false, thread: null }
const HISTORY_ECHO: MessageList = { source: 'history', isEcho: true, thread: null }

/** A sighting whose moment Meta does not tell is older than all others: when it reached us says nothing. */
const UNTOLD = instant(0)

/** What a body says. `receivedAt` stands in for moments that Meta does not tell. */
export function parseWebhook(body: string, receivedAt: Instant): readonly Fact[] {
  const facts: Fact[] = []
  const json = parseJson(body)
  const root = objectOf(json)
  const entries = listOf(root?.['entry'])
  if (json === undefined) bad(facts, '', 'not_json', 'the body is not JSON', undefined)
  else if (root === null) bad(facts, '', 'not_whatsapp', 'the body is not an object', json)
  else if ((root['object'] ?? 'whatsapp_business_account') !== 'whatsapp_business_account') {
    bad(facts, '', 'not_whatsapp', 'an object of another product', json)
  } else if (entries === null || entries.length === 0) bad(facts, '', 'no_entries', 'nothing in it', json)
  else {
    for (let i = 0; i < entries.length; i++) parseEntry(facts, entries[i], `/entry/${i}`, receivedAt)
  }
  return facts
}

function parseEntry(facts: Fact[], entry: Json | undefined, pointer: string, receivedAt: Instant): void {
  const changes = listOf(objectOf(entry)?.['changes'])
  if (changes === null || changes.length === 0) {
    return bad(facts, pointer, 'malformed_entry', 'an entry without changes', entry)
  }
  for (let i = 0; i < changes.length; i++) {
    for (const fact of parseChange(changes[i], entry, `${pointer}/changes/${i}`, receivedAt)) facts.push(fact)
  }
}

/** What one change says; `entry` is the item of `entry[]` that it stands in, `pointer` where it stands. */
export function parseChange(
  changeJson: Json | undefined,
  entryJson: Json | undefined,
  pointer: string,
  receivedAt: Instant,
): readonly Fact[] {
  const facts: Fact[] = []
  try {
    const change = objectOf(changeJson)
    if (change === null) bad(facts, pointer, 'malformed_item', 'a change that is no object', changeJson)
    else readChange(facts, change, objectOf(entryJson), pointer, receivedAt)
  } catch (error) {
    // A bug of ours. What was read of this change is kept out, so that all of it is read again once that is mended.
    const detail = error instanceof Error ? error.name : 'unknown'
    facts.length = 0
    bad(facts, pointer, 'parser_failed', detail, changeJson)
  }
  return facts
}

function readChange(
  facts: Fact[],
  change: JsonObject,
  entry: JsonObject | null,
  pointer: string,
  receivedAt: Instant,
): void {
  const value = objectOf(change['value'])
  const entryId = idOf(entry?.['id']) ?? ''
  const scene: Scene = {
    facts,
    field: fieldOf(change, value),
    entryId,
    wabaId: wabaIdOf(value, entryId),
    entryAt: momentOf(entry?.['time'], receivedAt),
    receivedAt,
    phoneNumberId: value === null ? undefined : phoneNumberIdOf(value),
    businessPhone:
      value === null ? undefined : phoneOf(objectOf(value['metadata'])?.['display_phone_number']),
    contacts: new Contacts(),
  }
  if (value !== null) readValue(scene, value, `${pointer}/value`)
  if (facts.length === 0) parseUpdate(scene, scene.field, change['value'] ?? null, `${pointer}/value`)
}

/** Meta's field. A sample in the documentation names quality updates wrongly; a change without field is told by its lists. */
function fieldOf(change: JsonObject, value: JsonObject | null): string {
  const field = idOf(change['field']) ?? (isMessageLike(value) ? 'messages' : 'unknown')
  return field === 'message_template_status_update' && value?.['new_quality_score'] !== undefined
    ? 'message_template_quality_update'
    : field
}

const isMessageLike = (value: JsonObject | null): boolean =>
  listOf(value?.['messages']) !== null || listOf(value?.['statuses']) !== null

/** Fields that are no lists of ours stay untouched: they become one update. */
function readValue(scene: Scene, value: JsonObject, pointer: string): void {
  switch (scene.field) {
    case 'messages':
      return readLists(scene, value, pointer, LIVE, ECHO)
    case 'smb_message_echoes':
    case 'message_echoes':
      return readLists(scene, value, pointer, LIVE, ECHO)
    case 'history':
      return readLists(scene, value, pointer, HISTORY, HISTORY_ECHO)
    case 'standby': {
      const standby = objectOf(value['standby'])
      if (standby === null) return readLists(scene, value, pointer, STANDBY, STANDBY_ECHO)
      return readLists(scene, standby, `${pointer}/standby`, STANDBY, STANDBY_ECHO)
    }
    case 'calls':
    case 'user_preferences':
    case 'smb_app_state_sync':
      return readLists(scene, value, pointer, LIVE, ECHO)
    default:
  }
}

/** Each list of a change by its own rule; a list or object that we do not know becomes an update named after it. */
function readLists(
  scene: Scene,
  value: JsonObject,
  pointer: string,
  messages: MessageList,
  echoes: MessageList,
): void {
  const { contacts, facts, field, phoneNumberId } = scene
  if (value['contacts'] !== undefined) contacts.addAll(value['contacts'], `${pointer}/contacts`)
  for (const key in value) {
    const part = value[key]
    const at = `${pointer}/${key}`
    switch (key) {
      case 'messaging_product':
      case 'metadata':
      case 'contacts':
        break
      case 'messages':
        each(scene, part, at, (item, itemAt) => parseMessage(scene, item, itemAt, messages))
        break
      case 'message_echoes':
        each(scene, part, at, (item, itemAt) => parseMessage(scene, item, itemAt, echoes))
        break
      case 'statuses':
        each(scene, part, at, (item, itemAt) => parseStatus(scene, item, itemAt))
        break
      case 'user_preferences':
        each(scene, part, at, (item, itemAt) => parsePreference(scene, item, itemAt))
        break
      case 'state_sync':
        each(scene, part, at, (item, itemAt) => parseBookEntry(scene, item, itemAt))
        break
      case 'history':
        each(scene, part, at, (item, itemAt) => readHistory(scene, item, itemAt))
        break
      case 'calls':
        each(scene, part, at, (item, itemAt) => parseUpdate(scene, 'calls', item ?? null, itemAt))
        break
      case 'user_actions':
        each(scene, part, at, (item, itemAt) => parseUpdate(scene, `${field}.${key}`, item ?? null, itemAt))
        break
      default:
        readUnknown(scene, key, part, at)
    }
  }
  if (phoneNumberId !== undefined) {
    contacts.sightings(phoneNumberId, scene.entryAt ?? UNTOLD, facts)
  }
}

function each(
  scene: Scene,
  list: Json | undefined,
  pointer: string,
  read: (item: Json | undefined, pointer: string) => void,
): void {
  const items = listOf(list)
  if (items === null) return bad(scene.facts, pointer, 'malformed_item', 'not a list', list)
  for (let i = 0; i < items.length; i++) read(items[i], `${pointer}/${i}`)
}

/** `errors`, `conversation_context`, and what Meta will add. A bare word beside the lists says nothing by itself. */
function readUnknown(scene: Scene, key: string, part: Json | undefined, pointer: string): void {
  if (typeof part !== 'object' || part === null) return
  const name = key.length <= 64 ? key : 'unknown'
  parseUpdate(scene, `${scene.field}.${name}`, part, pointer)
}

/**
 * One chunk of a backfill (coexistence, up to 180 days): its progress or its refusal as an update, its threads as
 * messages. Chunks repeat and come in any order.
 */
function readHistory(scene: Scene, json: Json | undefined, pointer: string): void {
  const chunk = objectOf(json)
  if (chunk === null) return bad(scene.facts, pointer, 'malformed_item', 'not an object', json)
  const { threads, ...about } = chunk
  if (Object.keys(about).length > 0) parseUpdate(scene, 'history', about, pointer)
  if (threads === undefined) return
  each(scene, threads, `${pointer}/threads`, (item, threadAt) => readThread(scene, item, threadAt))
}

function readThread(scene: Scene, json: Json | undefined, pointer: string): void {
  const thread = objectOf(json)
  const messages = listOf(thread?.['messages'])
  if (thread === null || messages === null) {
    return bad(scene.facts, pointer, 'malformed_item', 'a thread without messages', json)
  }
  const peer = peerOfThread(scene, thread, pointer)
  const list: MessageList = { source: 'history', isEcho: false, thread: peer }
  for (let i = 0; i < messages.length; i++) parseMessage(scene, messages[i], `${pointer}/messages/${i}`, list)
}

/** A thread is named by `id` (a phone number) or, where that is hidden, by `context`. */
function peerOfThread(scene: Scene, thread: JsonObject, pointer: string): Person | null {
  const context = objectOf(thread['context'])
  const byContext = personOf(context?.['wa_id'], context?.['user_id'], context?.['parent_user_id'])
  const person = merged(byContext, personOf(thread['id'], undefined, undefined))
  const { phoneNumberId } = scene
  if (person === null || phoneNumberId === undefined) return person
  const username = usernameOf(context?.['username'])
  const profileName = textOf(context?.['name'], 256)
  if (username !== null || profileName !== null || Object.keys(person).length > 1) {
    const at = scene.entryAt ?? UNTOLD
    scene.facts.push({ kind: 'sighting', pointer, phoneNumberId, person, at, profileName, username })
  }
  return person
}
