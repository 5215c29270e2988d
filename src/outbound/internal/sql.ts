import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { SendClass } from '../send-class.ts'

export type SendKind = 'message' | 'reaction' | 'read'

export type NewSend = {
  readonly id: string
  readonly channel: string
  readonly conversation: string
  readonly kind: SendKind
  readonly class: number
  readonly key: string
  readonly requestHash: string
  readonly payload: JsonObject
  readonly now: Instant
  /** From then on it is too late; null or left out: never. */
  readonly expiresAt?: Instant | null
}

/** Whether it was stored: a key that is known already stores nothing. */
export async function insertSend(client: Client, tenant: TenantId, send: NewSend): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $9, $10, $10, $11) on conflict (tenant_id, idempotency_key) do nothing`,
    [
      ...[tenant, send.id, send.channel, send.conversation, send.kind, send.class],
      ...[send.key, send.requestHash, JSON.stringify(send.payload), new Date(send.now)],
      send.expiresAt === null || send.expiresAt === undefined ? null : new Date(send.expiresAt),
    ],
  )
  return rowCount === 1
}

export async function findByKey(
  client: Client,
  tenant: TenantId,
  key: string,
): Promise<{ id: string; requestHash: string; channel: string } | null> {
  const { rows } = await client.query<{ id: string; request_hash: string; channel_id: string }>(
    'select id, request_hash, channel_id from sends where tenant_id = $1 and idempotency_key = $2',
    [tenant, key],
  )
  const row = rows[0]
  return row === undefined ? null : { id: row.id, requestHash: row.request_hash, channel: row.channel_id }
}

/** How many due sends of this class and those behind it wait; at most `max` are counted. Walks sends_queue. */
export async function countWaiting(
  client: Client,
  tenant: TenantId,
  channel: string,
  fromClass: number,
  now: Instant,
  max: number,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>({
    name: 'count_waiting',
    text: `select count(*)::int as count from (
      select from sends where tenant_id = $1 and channel_id = $2 and class >= $3 and state = 'queued' and due_at <= $4
      order by class, id limit $5) waiting`,
    values: [tenant, channel, fromClass, new Date(now), max],
  })
  return rows[0]?.count ?? 0
}

/** How many messages customers have written to a number since then. Walks the newest messages of the tenant. */
export async function countInbound(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>({
    name: 'count_inbound',
    text: `select count(*)::int as count from messages
      where tenant_id = $1 and id > $3 and channel_id = $2 and direction = 'in'`,
    values: [tenant, channel, firstIdOf(since)],
  })
  return rows[0]?.count ?? 0
}

/** The smallest uuidv7 of this moment. */
function firstIdOf(at: Instant): string {
  const hex = Math.trunc(at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/**
 * Commits the intent: from here until Meta's answer is recorded nobody else touches these, and if we die they are unknown.
 * Only for whoever still holds the lease of the number. Returns what was claimed.
 */
export async function claim(
  client: Client,
  tenant: TenantId,
  channel: string,
  ids: readonly string[],
  lease: { readonly owner: string; readonly epoch: bigint },
  now: Instant,
): Promise<Set<string>> {
  const { rows: ours } = await client.query(
    'select 1 from number_leases where channel_id = $1 and owner = $2 and epoch = $3 and leased_until > clock_timestamp() for share',
    [channel, lease.owner, lease.epoch],
  )
  if (ours.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>({
    name: 'claim_sends',
    text: `update sends set state = 'dispatching', attempts = attempts + 1, dispatching_at = $4, epoch = $5
      where tenant_id = $1 and channel_id = $2 and id = any($3::uuid[]) and state = 'queued' returning id`,
    values: [tenant, channel, ids, new Date(now), lease.epoch],
  })
  return new Set(rows.map(({ id }) => id))
}

/**
 * Ends those queued templates that must not go out any more: the template is not approved now, was halted after they were accepted,
 * or costs more than it did then; or the customer has said STOP to offers. Nobody has called Meta for them. In the claim's
 * transaction and before it, so that whatever was committed before the claim holds. Looks up each send, its template and its
 * customer's suppression by their keys.
 */
export async function failHalted(
  client: Client,
  tenant: TenantId,
  channel: string,
  sends: readonly { readonly id: string; readonly payload: JsonObject }[],
  { purpose, classes }: { readonly purpose: string; readonly classes: Readonly<Record<SendClass, number>> },
  now: Instant,
): Promise<{ id: string; conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>({
    name: 'fail_halted',
    text: `with known as materialized (
        select t.name, t.language, t.status, t.category, t.halted_at, t.halted_because from templates t
        where t.tenant_id = $1 and t.name = any($9::text[])
          and t.waba_id = (select n.waba_id from channels n where n.tenant_id = $1 and n.id = $2))
      update sends s set state = 'failed', settled_at = $5, error = ${HALT_ERROR}
      where s.tenant_id = $1 and s.channel_id = $2 and s.id = any($3::uuid[]) and s.state = 'queued' and ${HALT_ERROR} is not null
      returning s.id, s.conversation_id as conversation`,
    values: [
      ...[tenant, channel, sends.map(({ id }) => id), purpose, new Date(now)],
      ...[classes.authentication, classes.utility, classes.marketing],
      [...new Set(sends.map(({ payload }) => nameOf(payload)))],
    ],
  })
  return rows
}

/** Whoever sent so shortly after the halt cannot have known of it: it was being written. */
const HALT_MARGIN = '2 seconds'

/** A template's name in what is sent. */
function nameOf({ template }: JsonObject): string {
  const name = typeof template === 'object' && template !== null ? (template as JsonObject)['name'] : null
  return typeof name === 'string' ? name : ''
}

/**
 * Why a template that waits must not be sent, as its error; null: it may. What the customer wants counts first. Scalar subqueries
 * by whole keys: PostgreSQL makes of an `exists` in here a hash of everybody who is suppressed. And `known`, because under row-level
 * security nothing is looked up by what an operator of JSON gives.
 */
const HALT_ERROR = `(case
  when s.class = $8 and (
    select p.at from suppressions p where p.tenant_id = $1 and p.purpose = $4
      and p.contact_id = (select c.contact_id from conversations c where c.tenant_id = $1 and c.id = s.conversation_id)) is not null
  then jsonb_build_object('harkara', 'outbound.suppressed')
  else jsonb_build_object('harkara', 'outbound.template_halted') || (
    select jsonb_build_object('because', halt.because) from (select coalesce((
      select case
        when t.status <> 'APPROVED' then case t.status when 'PAUSED' then 'paused' when 'DISABLED' then 'disabled'
          when 'REJECTED' then 'rejected' when 'ARCHIVED' then 'archived' when 'DELETED' then 'deleted'
          when 'PENDING_DELETION' then 'deleted' else 'other' end
        when s.accepted_at <= t.halted_at + interval '${HALT_MARGIN}' then t.halted_because
        when s.class < case lower(t.category) when 'authentication' then $6::int when 'utility' then $7::int else $8 end
          then 'recategorised'
        else ''
      end
      from known t where t.name = s.payload -> 'template' ->> 'name' and t.language = s.payload -> 'template' -> 'language' ->> 'code'),
      'deleted') as because) halt
    where halt.because <> '')
  end)`

/**
 * A claim of ours that we were never told of, and so never acted on, is none. Locks first: the claim may be committing at
 * this very moment, and only a statement that begins after that sees it.
 */
export async function takeBackClaims(
  client: Client,
  tenant: TenantId,
  channel: string,
  ids: readonly string[],
  epoch: bigint,
): Promise<void> {
  await client.query(
    'select 1 from sends where tenant_id = $1 and channel_id = $2 and id = any($3::uuid[]) order by id for update',
    [tenant, channel, ids],
  )
  await client.query(
    `update sends set state = 'queued' where tenant_id = $1 and channel_id = $2 and id = any($3::uuid[])
       and state in ('dispatching', 'unknown') and epoch = $4`,
    [tenant, channel, ids, epoch],
  )
}

/**
 * A new owner finds what its predecessor was doing: nobody will ever hear those answers. They hold up their conversations
 * until `heldUpUntil`. A read mark may be set twice, so it is simply set again.
 */
export async function abandonDispatches(
  client: Client,
  tenant: TenantId,
  channel: string,
  epoch: bigint,
  heldUpUntil: Instant,
): Promise<{ id: string; conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>(
    `update sends set state = case when kind = 'read' then 'queued' else 'unknown' end, due_at = $4
     where tenant_id = $1 and channel_id = $2 and state = 'dispatching' and epoch < $3
     returning id, conversation_id as conversation`,
    [tenant, channel, epoch, new Date(heldUpUntil)],
  )
  return rows
}

/**
 * What was dispatched lately, oldest first: the pair limit reaches back this far. Of a pair that said one thing, and that longer ago than
 * it takes to be forgotten, nothing need be known: at a thousand a second they would be most of it. When Meta got it nobody knows: the last
 * moment at which it may have is when its answer was written down.
 */
export async function recentDispatches(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
  lately: Instant,
): Promise<{ pair: string; at: Instant }[]> {
  const { rows } = await client.query<{ pair: string; moments: number[] }>(
    `select conversation_id as pair, array_agg(${millisecondsOf(`case when state in ('accepted', 'held') then greatest(dispatching_at, settled_at) else dispatching_at end`)}) as moments
     from sends
     where tenant_id = $1 and channel_id = $2 and dispatching_at > $3 and kind <> 'read'
     group by conversation_id having count(*) > 1 or max(dispatching_at) > $4`,
    [tenant, channel, new Date(since), new Date(lately)],
  )
  return rows
    .flatMap(({ pair, moments }) => moments.map((ms) => ({ pair, at: instant(Math.round(ms)) })))
    .toSorted((one, other) => one.at - other.at)
}

export async function settleAccepted(
  client: Client,
  tenant: TenantId,
  rows: readonly { readonly id: string; readonly wamid: string; readonly isHeld: boolean }[],
  now: Instant,
): Promise<{ id: string; conversation: string; kind: SendKind }[]> {
  if (rows.length === 0) return []
  const { rows: settled } = await client.query<{ id: string; conversation: string; kind: SendKind }>({
    name: 'settle_accepted',
    // `= any` finds each row by its key; a join with the arrays is planned as a scan while a table has no statistics.
    text: `with settled as (
        update sends set state = case when ($4::boolean[])[array_position($2::uuid[], id)] then 'held' else 'accepted' end,
          wamid = ($3::text[])[array_position($2::uuid[], id)], settled_at = $5, error = null
        where tenant_id = $1 and id = any($2::uuid[]) and state <> 'accepted'
        returning id, conversation_id, kind),
      named as (
        update messages set wamid = ($3::text[])[array_position($2::uuid[], id)]
        where tenant_id = $1 and id = any($2::uuid[]) and wamid is null),
      answered as (
        update conversations set referral_answered_at = $5
        where tenant_id = $1 and id = any(array(select conversation_id from settled where kind = 'message'))
          and last_referral_at is not null and coalesce(referral_answered_at, '-infinity') < last_referral_at)
      select id, conversation_id as conversation, kind from settled`,
    values: [
      tenant,
      rows.map(({ id }) => id),
      rows.map(({ wamid }) => wamid),
      rows.map(({ isHeld }) => isHeld),
      new Date(now),
    ],
  })
  return settled
}

export type Unsettled = {
  readonly id: string
  /** The attempt that this is the outcome of: a later one has an outcome of its own. */
  readonly attempt: number
  readonly state: 'queued' | 'unknown' | 'failed'
  readonly dueAt: Instant
  readonly error: JsonObject | null
  /** Meta's own failure, behind which the message may have gone out all the same. */
  readonly mayHaveGone?: boolean
}

/** Written twice if the first commit was never confirmed; by then a send may be under way again, and is another attempt. */
export async function settleOtherwise(
  client: Client,
  tenant: TenantId,
  rows: readonly Unsettled[],
  now: Instant,
): Promise<{ id: string; conversation: string }[]> {
  if (rows.length === 0) return []
  const { rows: done } = await client.query<{ id: string; conversation: string }>({
    name: 'settle_otherwise',
    text: `update sends set state = ($3::text[])[array_position($2::uuid[], id)], due_at = ($4::timestamptz[])[array_position($2::uuid[], id)],
        error = ($5::jsonb[])[array_position($2::uuid[], id)],
        settled_at = case when ($3::text[])[array_position($2::uuid[], id)] = 'failed' then $6::timestamptz end
      where tenant_id = $1 and id = any($2::uuid[]) and state in ('dispatching', 'queued', 'unknown')
        and attempts = ($7::int[])[array_position($2::uuid[], id)]
      returning id, conversation_id as conversation`,
    values: [
      ...[tenant, rows.map(({ id }) => id), rows.map(({ state }) => state)],
      rows.map(({ dueAt }) => new Date(dueAt)),
      rows.map(({ error }) => (error === null ? null : JSON.stringify(error))),
      ...[new Date(now), rows.map(({ attempt }) => attempt)],
    ],
  })
  return done
}

export type Deferred = { readonly id: string; readonly dueAt: Instant; readonly error: JsonObject | null }

/** Queued sends that need not be looked at before then. */
export async function deferSends(client: Client, tenant: TenantId, rows: readonly Deferred[]): Promise<void> {
  if (rows.length === 0) return
  await client.query({
    name: 'defer_sends',
    text: `update sends set due_at = ($3::timestamptz[])[array_position($2::uuid[], id)],
        error = coalesce(($4::jsonb[])[array_position($2::uuid[], id)], error)
      where tenant_id = $1 and id = any($2::uuid[]) and state = 'queued'`,
    values: [
      tenant,
      rows.map(({ id }) => id),
      rows.map(({ dueAt }) => new Date(dueAt)),
      rows.map(({ error }) => (error === null ? null : JSON.stringify(error))),
    ],
  })
}

/** Those that wait for what this error says may go now. Some at a time: walks sends_queue. Returns how many. */
export async function hasten(
  client: Client,
  tenant: TenantId,
  channel: string,
  error: string,
  now: Instant,
): Promise<number> {
  const { rowCount } = await client.query(
    `update sends set due_at = $4 where tenant_id = $1 and id = any(array(
       select id from sends where tenant_id = $1 and channel_id = $2 and state = 'queued' and due_at > $4 and error ->> 'harkara' = $3
       order by class, id limit 1000)) and state = 'queued'`,
    [tenant, channel, error, new Date(now)],
  )
  return rowCount ?? 0
}

/** Those that wait and are too late now, the oldest first; some at a time. Walks sends_expiry. */
export async function failExpired(
  client: Client,
  tenant: TenantId,
  channel: string,
  error: JsonObject,
  now: Instant,
): Promise<{ id: string; conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>({
    name: 'fail_expired',
    text: `update sends set state = 'failed', settled_at = $4, error = $3 where tenant_id = $1 and id = any(array(
        select id from sends where tenant_id = $1 and channel_id = $2 and state = 'queued' and expires_at <= $4
        order by expires_at limit $5)) and state = 'queued'
      returning id, conversation_id as conversation`,
    values: [tenant, channel, JSON.stringify(error), new Date(now), EXPIRED_AT_ONCE],
  })
  return rows
}
/** One transaction's worth. */
export const EXPIRED_AT_ONCE = 500

/** Whether Meta has any of these, as its statuses said since. */
export async function isAnyTaken(client: Client, tenant: TenantId, ids: readonly string[]): Promise<boolean> {
  const { rows } = await client.query(
    `select from sends where tenant_id = $1 and id = any($2::uuid[]) and state in ('accepted', 'held') limit 1`,
    [tenant, ids],
  )
  return rows.length > 0
}

/** Unknown for longer than their horizon: nobody will tell us any more. */
export async function giveUpUnknown(
  client: Client,
  tenant: TenantId,
  channel: string,
  before: { readonly freeForm: Instant; readonly template: Instant },
  error: JsonObject,
  now: Instant,
): Promise<{ id: string; conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>(
    `update sends set state = 'failed', settled_at = $6, error = $5
     where tenant_id = $1 and channel_id = $2 and state = 'unknown'
       and dispatching_at < case when payload ->> 'type' = 'template' then $4::timestamptz else $3::timestamptz end
     returning id, conversation_id as conversation`,
    [
      tenant,
      channel,
      new Date(before.freeForm),
      new Date(before.template),
      JSON.stringify(error),
      new Date(now),
    ],
  )
  return rows
}

/** The reactions that Meta took: now they are ours. */
export async function recordOwnReactions(
  client: Client,
  tenant: TenantId,
  rows: readonly { readonly id: string; readonly wamid: string }[],
): Promise<void> {
  await client.query(
    `insert into reactions as r (tenant_id, channel_id, target_wamid, reactor, direction, emoji, wamid, at)
     select $1, s.channel_id, s.payload -> 'reaction' ->> 'message_id', 'business', 'out',
       nullif(s.payload -> 'reaction' ->> 'emoji', ''), said.wamid, s.accepted_at
     from unnest($2::uuid[], $3::text[]) as said (id, wamid) join sends s on s.tenant_id = $1 and s.id = said.id and s.kind = 'reaction'
     on conflict (tenant_id, channel_id, target_wamid, reactor) do update
       set emoji = excluded.emoji, wamid = excluded.wamid, at = excluded.at where (r.at, r.wamid) < (excluded.at, excluded.wamid)`,
    [tenant, rows.map(({ id }) => id), rows.map(({ wamid }) => wamid)],
  )
}

/** Which messages these reactions were to. */
export async function reactedMessages(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<{ id: string; conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>(
    `select m.id, m.conversation_id as conversation from sends s
     join messages m on m.tenant_id = $1 and m.channel_id = s.channel_id and m.wamid = s.payload -> 'reaction' ->> 'message_id'
     where s.tenant_id = $1 and s.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return rows
}
