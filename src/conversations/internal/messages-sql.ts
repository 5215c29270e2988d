/** What was said, and what was said about it later. */
import { float8Array, int4Array, jsonbArray, textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** A row of `messages`, in the words of the table, because it travels as JSON. */
export type MessageRow = {
  readonly id: string
  readonly channel_id: string
  readonly conversation_id: string
  readonly direction: 'in' | 'out'
  readonly source: string
  readonly wamid: string | null
  readonly type: string
  readonly text: string | null
  readonly content: unknown
  readonly context: unknown
  readonly referral: unknown
  readonly author: unknown
  readonly peer_phone: string | null
  readonly media_id: string | null
  readonly at: number
  readonly status_rank: number
}

/** A message that is in the database now: `was` is what stood there before, null if nothing did. */
export type InsertedMessage = {
  readonly id: string
  readonly channel: string
  readonly wamid: string
  readonly was: { readonly conversation: string } | null
}

/**
 * Of several versions of one message (a history's placeholder and its media, a backfill and the live message) the greatest is
 * kept, whichever came first.
 */
const VERSION = (row: string): string =>
  `(case when ${row}.type = 'media_placeholder' then 0 else 10 end +
    case ${row}.source when 'live' then 4 when 'echo' then 3 when 'standby' then 2 when 'history' then 1 else 5 end)`

/**
 * Whether `r` takes the place of `m`. Two backfills may disagree about when a message was written and who wrote it: the earlier one has it.
 * The same order as `isBetter`.
 */
const IS_BETTER = `(${VERSION('m')} < ${VERSION('r')} or ${VERSION('m')} = ${VERSION('r')} and r.source = 'history'
    and (to_timestamp(r.at / 1000.0), coalesce(r.peer_phone, '')) < (m.at, coalesce(m.peer_phone, '')))`

/**
 * Stores what is new, or a better version of what is there, and returns it. Meta's message id is unique for ever, so a
 * repetition changes nothing. Uses the unique key (tenant_id, channel_id, wamid).
 */
export async function insertMessages(
  client: Client,
  tenant: TenantId,
  rows: readonly MessageRow[],
): Promise<InsertedMessage[]> {
  if (rows.length === 0) return []
  const { rows: inserted } = await client.query<{ id: string; channel: string; wamid: string }>({
    name: 'insert_messages',
    text: `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content,
        context, referral, author, peer_phone, media_id, at, status_rank)
      select $1, r.id, r.channel_id, r.conversation_id, r.direction, r.source, r.wamid, r.type, r.text, r.content,
        r.context, r.referral, r.author, r.peer_phone, r.media_id, to_timestamp(r.at / 1000.0), r.status_rank
      from ${MESSAGE_ROWS}
      on conflict (tenant_id, channel_id, wamid) do nothing returning id, channel_id as channel, wamid`,
    values: [tenant, ...messageColumns(rows)],
  })
  const fresh = inserted.map((row) => ({ ...row, was: null }))
  if (inserted.length === rows.length) return fresh
  const known = new Set(inserted.map(({ id }) => id))
  return [
    ...fresh,
    ...(await improveMessages(
      client,
      tenant,
      rows.filter(({ id }) => !known.has(id)),
    )),
  ]
}

const MESSAGE_ROWS = `unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[],
    $11::jsonb[], $12::jsonb[], $13::jsonb[], $14::text[], $15::uuid[], $16::float8[], $17::int4[])
  as r (id, channel_id, conversation_id, direction, source, wamid, type, text, content,
    context, referral, author, peer_phone, media_id, at, status_rank)`

const messageColumns = (rows: readonly MessageRow[]): Buffer[] => [
  uuidArray(rows.map((row) => row.id)),
  uuidArray(rows.map((row) => row.channel_id)),
  uuidArray(rows.map((row) => row.conversation_id)),
  textArray(rows.map((row) => row.direction)),
  textArray(rows.map((row) => row.source)),
  textArray(rows.map((row) => row.wamid)),
  textArray(rows.map((row) => row.type)),
  textArray(rows.map((row) => row.text)),
  jsonbArray(rows.map((row) => row.content)),
  jsonbArray(rows.map((row) => row.context)),
  jsonbArray(rows.map((row) => row.referral)),
  jsonbArray(rows.map((row) => row.author)),
  textArray(rows.map((row) => row.peer_phone)),
  uuidArray(rows.map((row) => row.media_id)),
  float8Array(rows.map((row) => row.at)),
  int4Array(rows.map((row) => row.status_rank)),
]

async function improveMessages(
  client: Client,
  tenant: TenantId,
  rows: readonly MessageRow[],
): Promise<InsertedMessage[]> {
  const { rows: improved } = await client.query<{
    id: string
    channel: string
    wamid: string
    conversation: string
  }>({
    name: 'improve_messages',
    text: `with r as (select * from ${MESSAGE_ROWS}),
      ranked as (
        update messages m set status_rank = r.status_rank from r
        where m.tenant_id = $1 and m.channel_id = r.channel_id and m.wamid = r.wamid and m.status_rank < r.status_rank
          and not ${IS_BETTER}),
      worse as (
        select m.id, m.conversation_id, r.id as by_id from r
        join messages m on m.tenant_id = $1 and m.channel_id = r.channel_id and m.wamid = r.wamid
        where ${IS_BETTER})
      update messages m set conversation_id = r.conversation_id, direction = r.direction, source = r.source, type = r.type,
        text = r.text, content = r.content, context = r.context, referral = r.referral, author = r.author,
        peer_phone = r.peer_phone, media_id = r.media_id, at = to_timestamp(r.at / 1000.0),
        status_rank = greatest(m.status_rank, r.status_rank)
      from worse join r on r.id = worse.by_id where m.tenant_id = $1 and m.id = worse.id
      returning m.id, m.channel_id as channel, m.wamid, worse.conversation_id as conversation`,
    values: [tenant, ...messageColumns(rows)],
  })
  return improved.map(({ id, channel, wamid, conversation }) => ({
    id,
    channel,
    wamid,
    was: { conversation },
  }))
}

export type AmendmentRow = {
  readonly channel_id: string
  readonly target_wamid: string
  readonly kind: 'edit' | 'revoke'
  readonly wamid: string
  readonly at: number
  readonly type: string | null
  readonly text: string | null
  readonly content: unknown
}

/** The newest edit and the newest revoke of each message; of two from one second, the one with the greater id. */
export async function putAmendments(
  client: Client,
  tenant: TenantId,
  rows: readonly AmendmentRow[],
): Promise<void> {
  for (const row of rows)
    await client.query(
      `insert into message_amendments as a (tenant_id, channel_id, target_wamid, kind, wamid, at, type, text, content)
       values ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0), $7, $8, $9)
       on conflict (tenant_id, channel_id, target_wamid, kind) do update
         set wamid = excluded.wamid, at = excluded.at, type = excluded.type, text = excluded.text, content = excluded.content
         where (a.at, a.wamid) < (excluded.at, excluded.wamid)`,
      [
        tenant,
        row.channel_id,
        row.target_wamid,
        row.kind,
        row.wamid,
        row.at,
        row.type,
        row.text,
        JSON.stringify(row.content),
      ],
    )
}

export type ReactionRow = {
  readonly channel_id: string
  readonly target_wamid: string
  readonly reactor: string
  readonly direction: 'in' | 'out'
  readonly emoji: string | null
  readonly wamid: string
  readonly at: number
}

export async function putReactions(
  client: Client,
  tenant: TenantId,
  rows: readonly ReactionRow[],
): Promise<void> {
  for (const row of rows)
    await client.query(
      `insert into reactions as r (tenant_id, channel_id, target_wamid, reactor, direction, emoji, wamid, at)
       values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8 / 1000.0))
       on conflict (tenant_id, channel_id, target_wamid, reactor) do update
         set emoji = excluded.emoji, wamid = excluded.wamid, at = excluded.at
         where (r.at, r.wamid) < (excluded.at, excluded.wamid)`,
      [tenant, row.channel_id, row.target_wamid, row.reactor, row.direction, row.emoji, row.wamid, row.at],
    )
}

export type StatusRow = {
  readonly channel_id: string
  readonly wamid: string
  readonly status: string
  readonly recipient: string
  readonly at: number
  readonly errors: unknown
  readonly pricing: unknown
  readonly conversation: unknown
  readonly callback: string | null
}

/** Keeps what Meta said for ever; returns which of it is new. */
export async function insertStatuses(
  client: Client,
  tenant: TenantId,
  rows: readonly StatusRow[],
): Promise<{ channel: string; wamid: string }[]> {
  if (rows.length === 0) return []
  const { rows: fresh } = await client.query<{ channel: string; wamid: string }>({
    name: 'insert_statuses',
    text: `insert into statuses (tenant_id, channel_id, wamid, status, recipient, at, errors, pricing, conversation, callback)
      select $1, r.channel_id, r.wamid, r.status, r.recipient, to_timestamp(r.at / 1000.0), r.errors, r.pricing, r.conversation, r.callback
      from json_to_recordset($2) as r (channel_id uuid, wamid text, status text, recipient text, at float8,
        errors jsonb, pricing jsonb, conversation jsonb, callback text)
      on conflict do nothing returning channel_id as channel, wamid`,
    values: [tenant, JSON.stringify(rows)],
  })
  return fresh
}

/** Our ids of messages that Meta names; those we do not have are left out. */
export async function findMessages(
  client: Client,
  tenant: TenantId,
  names: readonly { readonly channel: string; readonly wamid: string }[],
): Promise<{ id: string; conversation: string }[]> {
  if (names.length === 0) return []
  const { rows } = await client.query<{ id: string; conversation: string }>({
    name: 'find_messages',
    text: `select m.id, m.conversation_id as conversation from unnest($2::uuid[], $3::text[]) as n (channel_id, wamid), lateral (
        select id, conversation_id from messages where tenant_id = $1 and channel_id = n.channel_id and wamid = n.wamid limit 1) m`,
    values: [tenant, names.map(({ channel }) => channel), names.map(({ wamid }) => wamid)],
  })
  return rows
}
