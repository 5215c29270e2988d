/** Conversations as messages make them: opened, moved to the front, merged. */
import { float8Array, int4Array, textArray, uuidArray } from '#platform/db/arrays.ts'
import { mergeRuns } from '#flows/merge-runs.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import { moveLabelsAndNotes } from './inbox-sql.ts'

export type Thread = { readonly channel: string; readonly contact: string }
export type ConversationRow = { readonly id: string; readonly lastInboundAt: Instant | null }

export const threadKey = ({ channel, contact }: Thread): string => `${channel}:${contact}`

/** The conversations of these threads, made where there were none. Keys are `threadKey`s. */
export async function openConversations(
  client: Client,
  tenant: TenantId,
  threads: readonly Thread[],
  makeId: () => string,
): Promise<Map<string, ConversationRow>> {
  const found = await findConversations(client, tenant, threads)
  const missing = threads.filter((thread) => !found.has(threadKey(thread)))
  if (missing.length === 0) return found
  const sorted = missing.toSorted((a, b) => (threadKey(a) < threadKey(b) ? -1 : 1))
  await client.query({
    name: 'insert_conversations',
    text: `insert into conversations (tenant_id, id, channel_id, contact_id)
      select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[]) on conflict (tenant_id, contact_id, channel_id) do nothing`,
    values: [
      tenant,
      sorted.map(() => makeId()),
      sorted.map(({ channel }) => channel),
      sorted.map(({ contact }) => contact),
    ],
  })
  for (const [key, row] of await findConversations(client, tenant, missing)) found.set(key, row)
  return found
}

/** Uses the unique key of conversations; `limit 1` makes it a look-up for each thread, whatever the planner believes. */
async function findConversations(
  client: Client,
  tenant: TenantId,
  threads: readonly Thread[],
): Promise<Map<string, ConversationRow>> {
  const { rows } = await client.query<{
    id: string
    channel_id: string
    contact_id: string
    last_ms: number | null
  }>({
    name: 'find_conversations',
    text: `select c.id, c.channel_id, c.contact_id, ${millisecondsOf('c.last_inbound_at')} as last_ms
      from unnest($2::uuid[], $3::uuid[]) as t (channel_id, contact_id), lateral (
        select * from conversations c
        where c.tenant_id = $1 and c.contact_id = t.contact_id and c.channel_id = t.channel_id limit 1) c`,
    values: [
      tenant,
      uuidArray(threads.map(({ channel }) => channel)),
      uuidArray(threads.map(({ contact }) => contact)),
    ],
  })
  return new Map(
    rows.map((row) => [
      threadKey({ channel: row.channel_id, contact: row.contact_id }),
      { id: row.id, lastInboundAt: row.last_ms === null ? null : instant(Math.round(row.last_ms)) },
    ]),
  )
}

/** What new messages mean for their conversation: folded in the program, so that each row is touched once. */
export type ConversationChange = {
  readonly id: string
  readonly channel: string
  readonly contact: string
  last_inbound_at: number | null
  last_inbound_wamid: string | null
  last_referral_at: number | null
  last_message_at: number | null
  last_message_id: string | null
  /** Typed in the WhatsApp Business app. */
  answered_by: 'person' | null
  unread: number
}

export async function changeConversations(
  client: Client,
  tenant: TenantId,
  changes: readonly ConversationChange[],
): Promise<void> {
  if (changes.length === 0) return
  const sorted = changes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await client.query({
    name: 'change_conversations',
    // Every row is there; as an upsert it is found by its key whatever the planner believes of the table.
    text: `insert into conversations as c (tenant_id, id, channel_id, contact_id, last_inbound_at, last_inbound_wamid, last_referral_at,
        last_message_at, last_message_id, unread_count, answered_by)
      select $1, id, channel, contact, to_timestamp(inbound_ms / 1000.0), inbound_wamid, to_timestamp(referral_ms / 1000.0),
        to_timestamp(message_ms / 1000.0), message_id, unread, answered_by
      from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::float8[], $6::text[], $7::float8[], $8::float8[], $9::uuid[], $10::int4[], $11::text[])
        as n (id, channel, contact, inbound_ms, inbound_wamid, referral_ms, message_ms, message_id, unread, answered_by)
      on conflict (tenant_id, id) do update set
        last_inbound_wamid = case when excluded.last_inbound_at >= coalesce(c.last_inbound_at, '-infinity')
          then excluded.last_inbound_wamid else c.last_inbound_wamid end,
        last_inbound_at = greatest(c.last_inbound_at, excluded.last_inbound_at),
        last_referral_at = greatest(c.last_referral_at, excluded.last_referral_at),
        last_message_id = case when (excluded.last_message_at, excluded.last_message_id)
            > (coalesce(c.last_message_at, '-infinity'), coalesce(c.last_message_id, '00000000-0000-0000-0000-000000000000'))
          then excluded.last_message_id else c.last_message_id end,
        last_message_at = greatest(c.last_message_at, excluded.last_message_at),
        unread_count = c.unread_count + excluded.unread_count,
        answered_by = case when excluded.last_message_at >= coalesce(c.last_message_at, '-infinity')
          then coalesce(excluded.answered_by, c.answered_by) else c.answered_by end,
        -- what a customer wrote is for somebody to look at, whatever the team had made of the conversation
        status = case when excluded.unread_count > 0 then 'open' else c.status end,
        snoozed_until = case when excluded.unread_count = 0 then c.snoozed_until end,
        resolved_at = case when excluded.unread_count = 0 then c.resolved_at end`,
    values: [
      tenant,
      uuidArray(sorted.map((change) => change.id)),
      uuidArray(sorted.map((change) => change.channel)),
      uuidArray(sorted.map((change) => change.contact)),
      float8Array(sorted.map((change) => change.last_inbound_at)),
      textArray(sorted.map((change) => change.last_inbound_wamid)),
      float8Array(sorted.map((change) => change.last_referral_at)),
      float8Array(sorted.map((change) => change.last_message_at)),
      uuidArray(sorted.map((change) => change.last_message_id)),
      int4Array(sorted.map((change) => change.unread)),
      textArray(sorted.map((change) => change.answered_by)),
    ],
  })
}

/** In SQL, about messages `m`: whether it opened the window. The same as `opensWindow`. */
const OPENS = `(m.direction = 'in' and m.source = 'live' and m.type not in ('system', 'request_welcome', 'media_placeholder'))`

/** What was said under this number alone in conversations with these contacts. Uses the unique key of conversations and messages_thread. */
export async function findAloneMessages(
  client: Client,
  tenant: TenantId,
  phone: string,
  contacts: readonly string[],
): Promise<
  { id: string; channel: string; conversation: string; contact: string; at: number; isUnread: boolean }[]
> {
  const { rows } = await client.query<{
    id: string
    channel: string
    conversation: string
    contact: string
    at: number
    isUnread: boolean
  }>(
    `select m.id, m.channel_id as channel, m.conversation_id as conversation, c.contact_id as contact,
       ${millisecondsOf('m.at')} as at, ${OPENS} as "isUnread"
     from conversations c join messages m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
     where c.tenant_id = $1 and c.contact_id = any($3::uuid[]) and m.peer_phone = $2`,
    [tenant, phone, contacts],
  )
  return rows
}

/** The badge goes with the messages, as far as it had not been taken away by somebody who read them, and opens where they go. */
export async function moveMessages(
  client: Client,
  tenant: TenantId,
  moves: readonly {
    readonly id: string
    readonly from: string
    readonly into: string
    readonly isUnread: boolean
  }[],
): Promise<void> {
  await client.query(
    `update messages m set conversation_id = n.into_id from unnest($2::uuid[], $3::uuid[]) as n (id, into_id)
     where m.tenant_id = $1 and m.id = n.id`,
    [tenant, moves.map(({ id }) => id), moves.map(({ into }) => into)],
  )
  for (const { from, into, isUnread } of moves)
    if (isUnread)
      await client.query(
        `with less as (update conversations set unread_count = unread_count - 1
           where tenant_id = $1 and id = $2 and unread_count > 0 returning 1)
         update conversations set unread_count = unread_count + 1, status = 'open', snoozed_until = null, resolved_at = null
         where tenant_id = $1 and id = $3 and exists (select from less)`,
        [tenant, from, into],
      )
}

/** Makes conversations what their messages say; all but the badge, which also depends on who has read what. */
export async function recountConversations(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `update conversations c set last_inbound_at = n.last_inbound_at, last_inbound_wamid = n.last_inbound_wamid,
       last_referral_at = n.last_referral_at, last_message_at = n.last_message_at, last_message_id = n.last_message_id
     from unnest($2::uuid[]) as ids (id), lateral (
       select max(m.at) filter (where ${OPENS}) as last_inbound_at,
         (array_agg(m.wamid order by m.at desc, m.id desc) filter (where ${OPENS}))[1] as last_inbound_wamid,
         max(m.at) filter (where ${OPENS} and m.referral is not null) as last_referral_at,
         max(m.at) as last_message_at, (array_agg(m.id order by m.at desc, m.id desc))[1] as last_message_id
       from messages m where m.tenant_id = $1 and m.conversation_id = ids.id) n
     where c.tenant_id = $1 and c.id = ids.id`,
    [tenant, ids],
  )
}

/** Of the statuses of `c` and `gone` the one that leaves less undone. */
const LIVELIER = `(case when 'open' in (c.status, gone.status) then 'open' when 'pending' in (c.status, gone.status) then 'pending'
  when 'snoozed' in (c.status, gone.status) then 'snoozed' else 'resolved' end)`

/** Moves the loser's conversations to the winner; where both have one on the same channel, they become one. */
export async function moveConversations(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<{ from: string; into: string }[]> {
  const { rows: doubled } = await client.query<{ from: string; into: string }>(
    `select l.id as from, w.id as into from conversations l
     join conversations w on w.tenant_id = l.tenant_id and w.channel_id = l.channel_id and w.contact_id = $3
     where l.tenant_id = $1 and l.contact_id = $2 order by l.id for update of l, w`,
    [tenant, loser, winner],
  )
  for (const { from, into } of doubled) {
    await client.query(
      'update messages set conversation_id = $3 where tenant_id = $1 and conversation_id = $2',
      [tenant, from, into],
    )
    await mergeRuns(client, tenant, { from, into })
    await client.query(
      'update sends set conversation_id = $3 where tenant_id = $1 and conversation_id = $2',
      [tenant, from, into],
    )
    await moveLabelsAndNotes(client, tenant, from, into)
    await client.query(
      `with gone as (delete from conversations where tenant_id = $1 and id = $2 returning *)
       update conversations c set referral_answered_at = greatest(c.referral_answered_at, gone.referral_answered_at),
         unread_count = c.unread_count + gone.unread_count, status = ${LIVELIER},
         assignee_id = coalesce(c.assignee_id, gone.assignee_id), team_id = coalesce(c.team_id, gone.team_id),
         is_assignee_done = case when c.assignee_id is null then gone.is_assignee_done else c.is_assignee_done end,
         snoozed_until = case when ${LIVELIER} = 'snoozed' then least(c.snoozed_until, gone.snoozed_until) end,
         resolved_at = case when ${LIVELIER} = 'resolved' then greatest(c.resolved_at, gone.resolved_at) end
       from gone where c.tenant_id = $1 and c.id = $3`,
      [tenant, from, into],
    )
    await client.query('update conversation_merges set into_id = $3 where tenant_id = $1 and into_id = $2', [
      tenant,
      from,
      into,
    ])
    await client.query(
      'insert into conversation_merges (tenant_id, from_id, into_id) values ($1, $2, $3) on conflict do nothing',
      [tenant, from, into],
    )
  }
  if (doubled.length > 0)
    await recountConversations(
      client,
      tenant,
      doubled.map(({ into }) => into),
    )
  await client.query('update conversations set contact_id = $3 where tenant_id = $1 and contact_id = $2', [
    tenant,
    loser,
    winner,
  ])
  return doubled
}
