/**
 * Conversations and messages as the inbox shows them: what was stored, joined with what was said about it later (edits,
 * revokes, reactions, statuses). Nothing here changes anything.
 */
import { findPeople, isWanted } from '#contacts/find-people.ts'
import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { withText } from './internal/text-content.ts'
import { CLOSES_AT, inView, isClosing, PROMISED_AT, type ConversationView } from './internal/view-sql.ts'
import type { Failure, Message, MessageState } from './message-shapes.ts'
import {
  CONVERSATION_STATUSES,
  type Conversation,
  type ConversationCounts,
  type ConversationStatus,
} from './shapes.ts'
import { FREE_ENTRY_WINDOW_MS, serviceWindow, WINDOW_MS, type WindowFacts } from './window.ts'

/** How a send's or a status's error is put into words: `outbound/explain-failure.ts`. */
export type ExplainFailure = (error: JsonObject | null) => Failure | null

type ConversationRow = {
  id: string
  channel_id: string
  contact_id: string
  kind: 'person' | 'group'
  is_suppressed: boolean
  given_name: string | null
  profile_name: string | null
  book_name: string | null
  username: string | null
  phone: string | null
  bsuid: string | null
  unread_count: number
  status: ConversationStatus
  snoozed_ms: number | null
  resolved_ms: number | null
  labels: string[]
  inbound_ms: number | null
  referral_ms: number | null
  answered_ms: number | null
  last_ms: number | null
  assignee_id: string | null
  team_id: string | null
  answered_by: 'person' | 'program' | null
  ordered_ms: number | null
  reminder_for: string | null
  sla: { which: 'first' | 'next' | 'resolution'; due: number; warn: number } | null
  m_direction: 'in' | 'out' | null
  m_type: string | null
  m_text: string | null
  m_rank: number | null
  m_failed: boolean | null
  m_send_state: string | null
  m_edited_text: string | null
  m_revoked: boolean | null
}

/** `limit 1` makes each join a look-up by key, whatever the planner believes of tables that have just been filled. */
const CONVERSATION = `
  select c.id, c.channel_id, c.contact_id, k.kind, k.given_name, k.profile_name, k.book_name, k.username, c.unread_count,
    c.status, c.assignee_id, c.team_id, c.answered_by, ${millisecondsOf('c.snoozed_until')} as snoozed_ms, ${millisecondsOf('c.resolved_at')} as resolved_ms,
    array(select l.label_id::text from conversation_labels l where l.tenant_id = c.tenant_id and l.conversation_id = c.id
      order by l.label_id) as labels,
    ${phoneOf('c.tenant_id', 'c.contact_id')} as phone,
    (select value from contact_identities i where i.tenant_id = c.tenant_id and i.contact_id = c.contact_id and i.kind = 'bsuid'
      order by seen_at desc, value limit 1) as bsuid,
    exists (select 1 from suppressions p where p.tenant_id = c.tenant_id and p.contact_id = c.contact_id and p.purpose = 'marketing')
      as is_suppressed,
    ${millisecondsOf('c.last_inbound_at')} as inbound_ms, ${millisecondsOf('c.last_referral_at')} as referral_ms, ${millisecondsOf('c.referral_answered_at')} as answered_ms,
    ${millisecondsOf('c.last_message_at')} as last_ms, ${millisecondsOf('c.ordered_at')} as ordered_ms,
    (select r.for_name from reminders r where r.tenant_id = c.tenant_id and r.conversation_id = c.id and r.state = 'due'
      order by r.due_at limit 1) as reminder_for,
    (select jsonb_build_object('which', v.which, 'due', ${millisecondsOf('v.due_at')}, 'warn', ${millisecondsOf('v.warn_at')})
      from service_cases v where v.tenant_id = c.tenant_id and v.conversation_id = c.id and v.due_at is not null) as sla,
    m.direction as m_direction, m.type as m_type, left(m.text, 200) as m_text, m.status_rank as m_rank, m.failed_at is not null as m_failed,
    s.state as m_send_state, left(edit.text, 200) as m_edited_text, revoke.wamid is not null as m_revoked
  from conversations c
  cross join lateral (select * from contacts where tenant_id = c.tenant_id and id = c.contact_id limit 1) k
  left join lateral (select * from messages where tenant_id = c.tenant_id and id = c.last_message_id limit 1) m on true
  left join lateral (select * from sends where tenant_id = m.tenant_id and id = m.id limit 1) s on true
  left join lateral (select * from message_amendments where tenant_id = m.tenant_id and channel_id = m.channel_id
    and target_wamid = m.wamid and kind = 'edit' limit 1) edit on true
  left join lateral (select * from message_amendments where tenant_id = m.tenant_id and channel_id = m.channel_id
    and target_wamid = m.wamid and kind = 'revoke' limit 1) revoke on true`

export type ConversationFilter = {
  readonly limit: number
  /** The position after which to go on: what `positionOf` gave. */
  readonly after: { readonly at: number; readonly id: string } | null
  readonly filter: 'all' | 'unread' | 'window_open'
  /** Part of a name, a username or a phone number; what was said is found by search/. */
  readonly search: string | null
  readonly status?: ConversationStatus | 'any'
  /** Only with this label; null: with any or none. */
  readonly label?: string | null
  readonly view?: ConversationView
}

/**
 * Newest activity first. Conversations are indexed by status (conversations_newest), so each status gives its own newest, and
 * the newest of them all are shown.
 */
export async function listConversations(
  client: Client,
  tenant: TenantId,
  { limit, after, filter, search, status = 'any', label = null, view = {} }: ConversationFilter,
  now: Instant,
): Promise<Conversation[]> {
  const statuses = status === 'any' ? CONVERSATION_STATUSES : [status]
  const wanted = search === null ? null : await findPeople(client, tenant, search)
  const values: unknown[] = [
    ...[tenant, after === null ? null : new Date(after.at), after?.id ?? null, filter, new Date(now)],
    ...[limit, label],
  ]
  const put = (value: unknown): string => `$${values.push(value)}`
  const order = view.sla === undefined ? (view.isClosing === true ? SOONEST : NEWEST) : LATEST
  const isInView = inView(view, put)
  const theirs = wanted === null || wanted.ids === null ? null : put(wanted.ids)
  const isFound = wanted === null || theirs !== null ? '' : `and ${isWanted(wanted, 'c.contact_id', put)}`
  const from = theirs === null ? 'conversations' : 'theirs'
  const parts = statuses.map((one) => pageOf(one, { from, order, isInView, isFound }))
  const { rows } = await client.query<ConversationRow>(
    `with ${theirs === null ? '' : `${theirsOf(theirs)}, `}page as (select * from (${parts.join('\n union all ')}) found order by place ${order.way}, id ${order.way} limit $6)
     ${CONVERSATION} where c.tenant_id = $1 and c.id = any(array(select id from page))
     order by ${order.place} ${order.way}, c.id ${order.way}`,
    values,
  )
  return rows.map((row) => conversationOf(row, now))
}

type Order = { readonly place: string; readonly way: 'asc' | 'desc' }
const NEWEST: Order = { place: 'c.ordered_at', way: 'desc' }
const SOONEST: Order = { place: CLOSES_AT, way: 'asc' }
const LATEST: Order = { place: PROMISED_AT, way: 'asc' }

/** The conversations of a few people: found by the unique key, instead of among all. */
const theirsOf = (contacts: string): string =>
  `theirs as materialized (select * from conversations where tenant_id = $1 and contact_id = any(${contacts}::uuid[]))`

/** The first of one status that pass the filter. Without words to search for nothing but conversations need be looked at. */
const pageOf = (
  status: ConversationStatus,
  {
    from,
    order: { place, way },
    isInView,
    isFound,
  }: {
    readonly from: 'conversations' | 'theirs'
    readonly order: Order
    readonly isInView: string
    readonly isFound: string
  },
): string => `
  (select c.id, ${place} as place from ${from} c
   where c.tenant_id = $1 and c.status = '${status}' and c.ordered_at is not null ${isInView}
     and ($2::timestamptz is null or (${place}, c.id) ${way === 'desc' ? '<' : '>'} ($2, $3::uuid))
     and ($4::text <> 'unread' or c.unread_count > 0)
     and ($4 <> 'window_open' or c.last_inbound_at > $5::timestamptz - interval '24 hours'
       or (c.last_referral_at > $5::timestamptz - interval '72 hours' and c.referral_answered_at < c.last_referral_at + interval '24 hours'))
     and ($7::uuid is null or exists (select 1 from conversation_labels l
       where l.tenant_id = c.tenant_id and l.conversation_id = c.id and l.label_id = $7)) ${isFound}
   order by ${place} ${way}, c.id ${way} limit $6::int)`

/** So far conversations are counted; as many stand for "as many or more". */
export const COUNTED_MAX = 1000

const counted = (condition: string): string => `(select count(*)::int from (
  select from conversations where tenant_id = $1 and ordered_at is not null and ${condition} limit ${COUNTED_MAX}) found)`

/** How many conversations there are of each status, and with something unread. Walks conversations_newest. */
export async function countConversations(client: Client, tenant: TenantId): Promise<StatusCounts> {
  const { rows } = await client.query<StatusCounts>(
    `select ${CONVERSATION_STATUSES.map((status) => `${counted(`status = '${status}'`)} as ${status}`).join(', ')},
       ${counted(`status in ('open', 'pending', 'snoozed') and unread_count > 0`)} as unread`,
    [tenant],
  )
  return rows[0] ?? { open: 0, pending: 0, snoozed: 0, resolved: 0, unread: 0 }
}

type ViewCounts = Pick<ConversationCounts, 'mine' | 'unassigned' | 'mentions' | 'bot' | 'closing' | 'late'>
type StatusCounts = Omit<ConversationCounts, keyof ViewCounts>

/** What waits in the views; `me`: whose they are, null for a program. */
export async function countViews(
  client: Client,
  tenant: TenantId,
  me: string | null,
  now: Instant,
): Promise<ViewCounts> {
  const { rows } = await client.query<ViewCounts>(
    `select ${counted(`status = 'open' and assignee_id = $2::uuid`)} as mine,
       ${counted(`status = 'open' and assignee_id is null`)} as unassigned,
       (select count(*)::int from (select distinct conversation_id from note_mentions
         where tenant_id = $1 and user_id = $2::uuid and not is_read limit ${COUNTED_MAX}) found) as mentions,
       ${counted(`status = 'open' and answered_by = 'program'`)} as bot,
       (select count(*)::int from (select from conversations c where tenant_id = $1 and status = 'open'
         and ${isClosing('$3')} limit ${COUNTED_MAX}) found) as closing,
       (select count(*)::int from (select from service_cases v join conversations c on c.tenant_id = v.tenant_id and c.id = v.conversation_id
         where v.tenant_id = $1 and v.warn_at <= $3 and c.status = 'open' limit ${COUNTED_MAX}) found) as late`,
    [tenant, me, new Date(now)],
  )
  return rows[0] ?? { mine: 0, unassigned: 0, mentions: 0, bot: 0, closing: 0, late: 0 }
}

/** Those of the ids that exist; an id that was merged away leads to where it went. */
export async function findConversations(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  now: Instant,
): Promise<Conversation[]> {
  const { rows } = await client.query<ConversationRow>(
    `${CONVERSATION} where c.tenant_id = $1 and c.id = any(array(
       select unnest($2::uuid[]) union select into_id from conversation_merges where tenant_id = $1 and from_id = any($2)))`,
    [tenant, ids],
  )
  return rows.map((row) => conversationOf(row, now))
}

/** The window as the inbox draws it. */
function windowShape(facts: WindowFacts, now: Instant): Conversation['window'] {
  const window = serviceWindow(facts, now)
  const end = window.state === 'open' ? window.closesAt : window.since
  const isFreeEntry = facts.lastReferralAt !== null && end === facts.lastReferralAt + FREE_ENTRY_WINDOW_MS
  return {
    state: window.state,
    at: typeof end === 'number' ? end : null,
    lengthMs: isFreeEntry ? FREE_ENTRY_WINDOW_MS : WINDOW_MS,
  }
}

function conversationOf(row: ConversationRow, now: Instant): Conversation {
  const facts = {
    lastInboundAt: momentOf(row.inbound_ms),
    lastReferralAt: momentOf(row.referral_ms),
    referralAnsweredAt: momentOf(row.answered_ms),
  }
  return {
    id: row.id,
    channelId: row.channel_id,
    contact: {
      id: row.contact_id,
      displayName:
        row.given_name ??
        row.book_name ??
        row.profile_name ??
        (row.username === null ? (row.phone === null ? null : `+${row.phone}`) : `@${row.username}`),
      profileName: row.profile_name,
      username: row.username,
      phone: row.phone,
      bsuid: row.bsuid,
      kind: row.kind,
      isSuppressed: row.is_suppressed,
    },
    window: windowShape(facts, now),
    unreadCount: row.unread_count,
    status: row.status,
    snoozedUntil: momentOf(row.snoozed_ms),
    labelIds: row.labels,
    resolvedAt: momentOf(row.resolved_ms),
    lastMessageAt: row.last_ms === null ? null : Math.round(row.last_ms),
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    answeredBy: row.answered_by,
    orderedAt: momentOf(row.ordered_ms),
    reminderFor: row.reminder_for,
    ...(row.sla !== null && { sla: slaOf(row.sla, now) }),
    lastMessage:
      row.m_direction === null || row.m_type === null
        ? null
        : {
            direction: row.m_direction,
            type: row.m_type,
            text: row.m_revoked === true ? null : (row.m_edited_text ?? row.m_text),
            state: stateOf(row.m_direction, row.m_rank ?? 0, row.m_failed === true, row.m_send_state),
            isRevoked: row.m_revoked === true,
          },
  }
}

const slaOf = (
  { which, due, warn }: NonNullable<ConversationRow['sla']>,
  now: Instant,
): NonNullable<Conversation['sla']> => ({
  state: now < warn ? 'ok' : now < due ? 'due' : 'breached',
  which,
  dueAt: Math.round(due),
  warnAt: Math.round(warn),
})

/**
 * A message's state is the join of what is known: what Meta said of it beats what we know of the call, and a delivery beats
 * a failure that was told of the same message.
 */
export function stateOf(
  direction: 'in' | 'out',
  rank: number,
  hasFailed: boolean,
  sendState: string | null,
): MessageState {
  if (direction === 'in') return 'received'
  if (rank >= 2) return rank === 4 ? 'played' : rank === 3 ? 'read' : 'delivered'
  if (hasFailed) return 'failed'
  if (rank === 1) return 'sent'
  return OPEN_STATES.find((state) => state === sendState) ?? 'accepted'
}

/** States of a send that Meta's statuses have not overtaken. */
const OPEN_STATES = ['queued', 'dispatching', 'unknown', 'held', 'failed'] as const

type MessageRow = {
  id: string
  conversation_id: string
  direction: 'in' | 'out'
  source: string
  type: string
  text: string | null
  content: Record<string, unknown>
  context: Record<string, unknown> | null
  referral: Record<string, unknown> | null
  at_ms: number
  status_rank: number
  sent_ms: number | null
  delivered_ms: number | null
  read_ms: number | null
  failed_ms: number | null
  failure: JsonObject | null
  send_state: string | null
  send_error: JsonObject | null
  send_key: string | null
  edit: { at: number; text: string | null; content: Record<string, unknown> | null } | null
  revoked_ms: number | null
  reactions: { emoji: string; direction: 'in' | 'out' }[] | null
  quoted: { id: string; direction: 'in' | 'out'; type: string; text: string | null } | null
  campaign: { id: string; name: string } | null
  media: {
    id: string
    state: 'pending' | 'stored' | 'unavailable'
    mime: string | null
    filename: string | null
    bytes: number | null
    voice: boolean
  } | null
}

const MESSAGE = `
  select m.id, m.conversation_id, m.direction, m.source, m.type, m.text, m.content, m.context, m.referral, ${millisecondsOf('m.at')} as at_ms,
    m.status_rank, ${millisecondsOf('m.sent_at')} as sent_ms, ${millisecondsOf('m.delivered_at')} as delivered_ms, ${millisecondsOf('m.read_at')} as read_ms,
    ${millisecondsOf('m.failed_at')} as failed_ms, m.failure, s.state as send_state, s.error as send_error, s.idempotency_key as send_key,
    (select jsonb_build_object('at', ${millisecondsOf('e.at')}, 'text', e.text, 'content', e.content) from message_amendments e
      where e.tenant_id = m.tenant_id and e.channel_id = m.channel_id and e.target_wamid = m.wamid and e.kind = 'edit') as edit,
    (select ${millisecondsOf('r.at')} from message_amendments r
      where r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.target_wamid = m.wamid and r.kind = 'revoke') as revoked_ms,
    (select jsonb_agg(jsonb_build_object('emoji', emoji, 'direction', direction) order by at) from reactions r
      where r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.target_wamid = m.wamid and emoji is not null) as reactions,
    (select jsonb_build_object('id', q.id, 'direction', q.direction, 'type', q.type, 'text', case when not exists (
        select 1 from message_amendments r where r.tenant_id = q.tenant_id and r.channel_id = q.channel_id
          and r.target_wamid = q.wamid and r.kind = 'revoke') then left(q.text, 300) end) from messages q
      where q.tenant_id = m.tenant_id and q.channel_id = m.channel_id and q.wamid = m.context ->> 'id') as quoted,
    case when m.source = 'campaign' then (select jsonb_build_object('id', c.id, 'name', c.name) from campaign_recipients r
      join campaigns c on c.tenant_id = r.tenant_id and c.id = r.campaign_id where r.tenant_id = m.tenant_id and r.send_id = m.id) end as campaign,
    (select jsonb_build_object('id', d.id, 'state', d.state, 'mime', d.mime_type, 'filename', d.filename, 'bytes', d.bytes, 'voice', d.is_voice)
      from media d where d.tenant_id = m.tenant_id and d.id = m.media_id) as media
  from messages m left join lateral (
    select state, error, idempotency_key from sends where tenant_id = m.tenant_id and id = m.id limit 1) s on true`

/** A page of a thread, newest first, before a position; uses messages_thread. */
export async function listMessages(
  client: Client,
  tenant: TenantId,
  conversation: string,
  page: { readonly limit: number; readonly before: { readonly at: number; readonly id: string } | null },
  explain: ExplainFailure,
): Promise<Message[]> {
  const { rows } = await client.query<MessageRow>(
    `${MESSAGE} where m.tenant_id = $1 and m.conversation_id = $2 and ($3::timestamptz is null or (m.at, m.id) < ($3, $4))
     order by m.at desc, m.id desc limit $5`,
    [
      tenant,
      conversation,
      page.before === null ? null : new Date(page.before.at),
      page.before?.id ?? null,
      page.limit,
    ],
  )
  return rows.map((row) => messageOf(row, explain))
}

export async function findMessagesById(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  explain: ExplainFailure,
): Promise<Message[]> {
  const { rows } = await client.query<MessageRow>(
    `${MESSAGE} where m.tenant_id = $1 and m.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return rows.map((row) => messageOf(row, explain))
}

const contentOf = ({ type, text, content, edit }: MessageRow): Record<string, unknown> =>
  withText({ type, text: edit?.text ?? text, content: edit?.content ?? content })

function messageOf(row: MessageRow, explain: ExplainFailure): Message {
  const state = stateOf(row.direction, row.status_rank, row.failed_ms !== null, row.send_state)
  const isTroubled = state === 'failed' || state === 'unknown' || state === 'queued'
  return {
    id: row.id,
    conversationId: row.conversation_id,
    direction: row.direction,
    type: row.type,
    text: row.revoked_ms === null ? (row.edit?.text ?? row.text) : null,
    content: row.revoked_ms === null ? contentOf(row) : {},
    at: Math.round(row.at_ms),
    state,
    sentAt: momentOf(row.sent_ms),
    deliveredAt: momentOf(row.delivered_ms),
    readAt: momentOf(row.read_ms),
    failure: isTroubled ? explain(row.failure ?? row.send_error) : null,
    media: row.media === null || row.revoked_ms !== null ? null : mediaOf(row.media),
    quoted: quotedOf(row),
    isForwarded: row.context?.['forwarded'] === true || row.context?.['frequently_forwarded'] === true,
    referral: row.referral,
    reactions: row.reactions ?? [],
    editedAt: momentOf(row.edit?.at ?? null),
    revokedAt: momentOf(row.revoked_ms),
    origin: row.direction === 'in' ? null : row.source === 'echo' ? 'app' : row.source,
    clientId: row.send_key,
    campaign: row.campaign,
  }
}

const mediaOf = (media: NonNullable<MessageRow['media']>): Message['media'] => ({
  id: media.id,
  state: media.state,
  mimeType: media.mime,
  filename: media.filename,
  bytes: media.bytes,
  isVoice: media.voice,
  url: media.state === 'stored' ? `/api/v1/media/${media.id}` : null,
})

/** The message answered, or the bare fact that one was, if we do not have it. */
function quotedOf({ quoted, context }: MessageRow): Message['quoted'] {
  if (quoted !== null) return quoted
  return typeof context?.['id'] === 'string' ? { id: null, direction: null, type: null, text: null } : null
}
