/** From dialogues to rows: who the people are, what was said when, and what became of it. Pure. */
import type { Instant } from '#platform/time.ts'
import { after } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { FILES, type FileName } from './files.ts'
import { idAt, type Random } from './random.ts'
import type { Dialogue, Line, OutState, Who } from './script.ts'
import type { ConversationRow, MessageRow, SeedRows } from './seed-rows.ts'
import { campaignRows } from './campaign-past.ts'
import { customerRows, liftedAt, type Customer } from './customers.ts'
import { statusRows } from './deliveries.ts'
import { healthRows } from './number-past.ts'
import { ratingRows } from './ratings.ts'
import { regularRows } from './regulars.ts'
import { templateRows } from './template-past.ts'
import { inboxRows, standingOf, turnOf } from './team-inbox.ts'

export type Shop = {
  readonly now: Instant
  readonly files: Files
  /** Its templates, as Meta has them. */
  readonly library: readonly JsonObject[]
}
/** The demo's files with the keys under which they are stored. */
export type Files = Readonly<Record<FileName, { readonly key: string; readonly bytes: Buffer }>>

const MINUTE = 60_000
/** The wamid of the first message of all: whoever finds it has the demo shop already. */
export const FIRST_WAMID = wamidOf(1)

export function buildRows(shop: Shop, dialogues: readonly Dialogue[], random: Random): SeedRows {
  const rows = {
    contacts: [],
    identities: [],
    conversations: [],
    messages: [],
    media: [],
    sends: [],
    amendments: [],
    reactions: [],
  } satisfies SaidRows
  const builder: Builder = { shop, random, rows, count: 0 }
  const customers = new Map(dialogues.map((dialogue) => [dialogue.who.name, addDialogue(builder, dialogue)]))
  const inbox = inboxRows(customers, shop.now)
  const indian = new Set(
    builder.rows.identities
      .filter(({ kind, value }) => kind === 'phone' && value.startsWith('919000'))
      .map(({ contact_id }) => contact_id),
  )
  const { rows: known, newcomers } = customerRows(
    customers,
    (contact) => indian.has(contact),
    (name) => inbox.labels.find((label) => label.name === name)?.id ?? '',
    shop.now,
  )
  const ratings = ratingRows(customers, builder.rows.conversations, shop.now)
  const { consents: agreed, suppressions: stopped } = addRegulars(builder)
  const { sends, ...campaigns } = campaignRows({ ...rows, suppressions: known.suppressions }, shop.now)
  builder.rows.sends.push(...sends)
  return {
    ...{ ...rows, ...inbox, ...known, ratings },
    ...campaigns,
    consents: [...known.consents, ...agreed],
    suppressions: [...known.suppressions, ...stopped],
    contacts: [...builder.rows.contacts, ...newcomers.contacts],
    identities: [...builder.rows.identities, ...newcomers.identities],
    statuses: statusRows(builder.rows, shop.now),
    ...healthRows(builder.rows.messages, shop.now),
    ...templateRows(shop.library, shop.now),
  }
}

/** What they agreed to. */
function addRegulars(builder: Builder): Pick<SeedRows, 'consents' | 'suppressions'> {
  const { rows, shop } = builder
  const { contacts, identities, consents, suppressions, threads } = regularRows(shop.now)
  rows.contacts.push(...contacts)
  rows.identities.push(...identities)
  for (const { conversation, sent } of threads) {
    const said = sent.map(({ line, at }) => ({
      ...{ line, at },
      row: messageOf(builder, { line, at, conversation: conversation.id, answered: undefined }),
    }))
    for (const { row } of said) rows.messages.push(row)
    rows.conversations.push({ ...conversation, last_message_id: said.at(-1)?.row.id ?? null })
  }
  return { consents, suppressions }
}

type Mutable<T> = { [K in keyof T]: T[K] extends readonly (infer Row)[] ? Row[] : never }
/** What follows from the dialogues. */
type SaidRows = Pick<
  SeedRows,
  'contacts' | 'identities' | 'conversations' | 'messages' | 'media' | 'sends' | 'amendments' | 'reactions'
>
type Builder = {
  readonly shop: Shop
  readonly random: Random
  readonly rows: Mutable<SaidRows>
  count: number
}
/** A line with its moment and its row. */
type Said = { readonly line: Line; readonly at: Instant; readonly row: MessageRow }

/** The ids of whom it is held with. */
function addDialogue(builder: Builder, dialogue: Dialogue): Customer {
  const { shop, random, rows } = builder
  const moments = momentsOf(dialogue, shop.now, random)
  const first = moments[0] ?? shop.now
  const contact = idAt(first, random)
  const conversation = idAt(first, random)
  addContact(builder, dialogue.who, contact, first, moments.at(-1) ?? first)
  const thread: Said[] = []
  for (const [index, line] of dialogue.lines.entries()) {
    const at = moments[index] ?? shop.now
    const answered = line.answers === undefined ? undefined : thread.at(-line.answers)
    const row = messageOf(builder, { line, at, conversation, answered })
    rows.messages.push(row)
    thread.push({ line, at, row })
    addAftermath(builder, { line, at, row }, dialogue.who)
  }
  rows.conversations.push({
    ...conversationOf(dialogue, thread, { id: conversation, contact, first }),
    ...standingOf(dialogue.who.name, moments.at(-1) ?? shop.now, shop.now),
    ...turnOf(dialogue.who.name),
    lifted_at: liftedAt(dialogue.who.name, shop.now),
  })
  return { contact, conversation }
}

/** Whole seconds, as Meta's are; the last one is `ago` minutes before now. */
function momentsOf({ lines, ago }: Dialogue, now: Instant, random: Random): Instant[] {
  let at = after(now, -ago * MINUTE - (now % 1000))
  const moments: Instant[] = []
  for (const { after: gap } of lines.toReversed()) {
    moments.unshift(at)
    const minutes = gap ?? 1 + random.below(6)
    at = after(at, -(minutes * 60 + random.below(40)) * 1000)
  }
  return moments
}

function addContact({ rows }: Builder, who: Who, id: string, first: Instant, last: Instant): void {
  const username = who.kind === 'username' ? who.username : null
  rows.contacts.push({
    id,
    kind: who.kind === 'group' ? 'group' : 'person',
    given_name: null,
    profile_name: who.name,
    profile_name_at: first,
    username,
    username_at: username === null ? null : first,
    created_at: first,
  })
  const [kind, value] =
    who.kind === 'phone'
      ? (['phone', who.phone] as const)
      : who.kind === 'group'
        ? (['group', who.group] as const)
        : (['bsuid', who.bsuid] as const)
  rows.identities.push({ kind, value, contact_id: id, seen_at: last })
}

type Saying = {
  readonly line: Line
  readonly at: Instant
  readonly conversation: string
  readonly answered: Said | undefined
}

function messageOf(builder: Builder, { line, at, conversation, answered }: Saying): MessageRow {
  const isOut = line.by === 'us'
  const context = {
    ...(answered !== undefined && { id: answered.row.wamid }),
    ...(line.isForwarded === true && { forwarded: true }),
  }
  const wamid = wamidOf(++builder.count)
  return {
    id: idAt(at, builder.random),
    conversation_id: conversation,
    direction: isOut ? 'out' : 'in',
    source: isOut ? (line.source ?? 'agent') : 'live',
    wamid: line.state === 'unknown' ? null : wamid,
    type: line.type,
    text: line.text,
    content: line.content,
    context: Object.keys(context).length === 0 ? null : context,
    referral: line.referral ?? null,
    author: line.author === undefined ? null : { phone: line.author },
    media_id: addMedia(builder, line, at),
    at,
    ...(isOut ? fateOf(line.state ?? 'read', at) : NO_FATE),
  }
}

type Fate = Pick<MessageRow, 'status_rank' | 'sent_at' | 'delivered_at' | 'read_at' | 'failed_at' | 'failure'>
const NO_FATE: Fate = {
  status_rank: 0,
  sent_at: null,
  delivered_at: null,
  read_at: null,
  failed_at: null,
  failure: null,
}
const RANKS = { sent: 1, delivered: 2, read: 3, played: 4, held: 0, unknown: 0 } as const

function fateOf(state: OutState, at: Instant): Fate {
  if (typeof state === 'number')
    return { ...NO_FATE, failed_at: after(at, 4000), failure: META_ERRORS[state] }
  const rank = RANKS[state]
  return {
    ...NO_FATE,
    status_rank: rank,
    sent_at: rank >= 1 ? after(at, 1000) : null,
    delivered_at: rank >= 2 ? after(at, 3000) : null,
    read_at: rank >= 3 ? after(at, 25_000) : null,
  }
}

/** As Meta tells them in a status. */
const META_ERRORS: Readonly<Record<131026 | 131047 | 131049, JsonObject>> = {
  131026: {
    code: 131026,
    title: 'Message undeliverable',
    message: 'Message undeliverable',
    error_data: { details: 'Message Undeliverable.' },
  },
  131047: {
    code: 131047,
    title: 'Re-engagement message',
    message: 'Re-engagement message',
    error_data: {
      details:
        'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    },
  },
  131049: {
    code: 131049,
    title: 'Meta chose not to deliver.',
    message: 'This message was not delivered to maintain healthy ecosystem engagement.',
    error_data: {
      details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
    },
  },
}

function addMedia({ shop, random, rows }: Builder, { attachment, by }: Line, at: Instant): string | null {
  if (attachment === undefined) return null
  const id = idAt(at, random)
  if (attachment.state === 'stored') {
    const { mimeType, filename, type } = FILES[attachment.file]
    const { key, bytes } = shop.files[attachment.file]
    const meta = by === 'them' ? `demo-${id}` : null
    const is_voice = type === 'audio'
    rows.media.push({
      ...{ id, state: 'stored', mime_type: mimeType, filename, is_voice, bytes: bytes.length },
      ...{ storage_key: key, meta_media_id: meta, problem: null, created_at: at },
    })
  } else {
    const { state, mimeType, isVoice } = attachment
    rows.media.push({
      ...{ id, state, mime_type: mimeType, filename: null, is_voice: isVoice, bytes: null },
      ...{ storage_key: null, meta_media_id: `demo-${id}`, created_at: at },
      problem: state === 'unavailable' ? 'media.not_found' : null,
    })
  }
  return id
}

/** What came later: reactions, corrections, and of our trouble the send, so that it can be tried again. */
function addAftermath({ rows }: Builder, { line, at, row }: Said, who: Who): void {
  const target = row.wamid ?? ''
  if (line.reaction !== undefined)
    rows.reactions.push({
      target_wamid: target,
      reactor: line.by === 'them' ? 'business' : whoIs(who),
      direction: line.by === 'them' ? 'out' : 'in',
      emoji: line.reaction,
      wamid: `${target}-reaction`,
      at: after(at, 40_000),
    })
  if (line.editedTo !== undefined)
    rows.amendments.push({
      ...{ target_wamid: target, kind: 'edit', wamid: `${target}-edit`, at: after(at, 20_000) },
      ...{ type: 'text', text: line.editedTo, content: { text: { body: line.editedTo } } },
    })
  if (line.isRevoked === true)
    rows.amendments.push({
      ...{ target_wamid: target, kind: 'revoke', wamid: `${target}-revoke`, at: after(at, 30_000) },
      ...{ type: null, text: null, content: null },
    })
  const { state } = line
  const isHeld = state === 'held'
  if (!isHeld && state !== 'unknown' && typeof state !== 'number') return
  rows.sends.push({
    id: row.id,
    conversation_id: row.conversation_id,
    class: line.type === 'template' ? (isHeld ? 3 : 2) : 1,
    state: isHeld || state === 'unknown' ? state : 'accepted',
    idempotency_key: `demo:${row.id}`,
    payload: { type: line.type, ...line.content },
    accepted_at: at,
    // The sender gives up on an unknown send some minutes after it was dispatched. This one is to stay as it is.
    dispatching_at: state === 'unknown' ? null : at,
    wamid: row.wamid,
    error: state === 'unknown' ? { harkara: 'outbound.unconfirmed' } : null,
  })
}

const whoIs = (who: Who): string =>
  who.kind === 'phone' ? who.phone : who.kind === 'username' ? who.bsuid : who.group

function conversationOf(
  { unread = 0 }: Dialogue,
  thread: readonly Said[],
  { id, contact, first }: { readonly id: string; readonly contact: string; readonly first: Instant },
): Omit<
  ConversationRow,
  'status' | 'snoozed_until' | 'resolved_at' | 'lifted_at' | 'assignee_id' | 'team_id'
> {
  const inbound = thread.findLast(({ line }) => line.by === 'them' && line.type !== 'system')
  const referred = thread.findLastIndex(({ line }) => line.referral !== undefined)
  const answer = referred < 0 ? undefined : thread.slice(referred).find(({ line }) => line.by === 'us')
  const last = thread.at(-1)
  const answered = thread.findLast(({ row }) => row.direction === 'out')
  return {
    id,
    contact_id: contact,
    last_inbound_at: inbound?.at ?? null,
    last_referral_at: thread[referred]?.at ?? null,
    referral_answered_at: answer?.at ?? null,
    last_message_at: last?.at ?? null,
    last_message_id: last?.row.id ?? null,
    answered_by: answered === undefined ? null : answered.row.source === 'agent' ? 'person' : 'program',
    unread_count: unread,
    created_at: first,
  }
}

function wamidOf(nth: number): string {
  return `wamid.demo-${nth}`
}
