import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { WebhookMessage, WebhookMessageDetail } from '../shapes.ts'

export type NewMessage = {
  readonly id: string
  readonly endpoint: string
  readonly eventType: string
  readonly conversation: string | null
  readonly body: string
}

/**
 * Queues messages in this order. Due at once is only the first of a conversation in which nothing waits; the others are let
 * go one by one (`promoteNext`). Needs the relay's lock.
 */
export async function insertMessages(
  client: Client,
  tenant: TenantId,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<void> {
  if (messages.length === 0) return
  await client.query({
    name: 'insert_webhook_messages',
    text: `
      insert into webhook_messages (tenant_id, id, endpoint_id, event_type, conversation_id, body, created_at, due_at)
      select $1, r.id, r.endpoint_id, r.event_type, r.conversation_id, r.body, $7,
        case when r.conversation_id is null then $7::timestamptz
          when r.place > 1 or exists (select 1 from webhook_messages m where m.tenant_id = $1 and m.endpoint_id = r.endpoint_id
            and m.conversation_id = r.conversation_id and m.state = 'pending') then null
          else $7 end
      from (
        select *, row_number() over (partition by endpoint_id, conversation_id order by nth) as place
        from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[])
          with ordinality as u (id, endpoint_id, event_type, conversation_id, body, nth)) r
      order by r.nth`,
    values: [
      tenant,
      messages.map(({ id }) => id),
      messages.map(({ endpoint }) => endpoint),
      messages.map(({ eventType }) => eventType),
      messages.map(({ conversation }) => conversation),
      messages.map(({ body }) => body),
      new Date(now),
    ],
  })
}

export type Claimed = {
  readonly id: string
  readonly endpoint: string
  readonly conversation: string | null
  readonly body: string
  /** Which attempt this is, counted from 1; also the fence: a later claim has a higher one. */
  readonly nth: number
  /** The same, counted from the last replay. */
  readonly nthSinceReplay: number
  readonly url: string
  readonly secret: Buffer
  readonly previousSecret: Buffer | null
}

type ClaimedRow = {
  id: string
  endpoint_id: string
  conversation_id: string | null
  body: string
  attempts: number
  replayed_after: number
  url: string
  secret_sealed: Buffer
  previous_secret_sealed: Buffer | null
}

/**
 * Takes what is due, at most so many in flight to one endpoint, those that wait longest first. Uses webhook_messages_due and
 * webhook_messages_claimed; needs the relay's lock, or two processes would together exceed the limit.
 */
export async function claimDue(
  client: Client,
  tenant: TenantId,
  now: Instant,
  until: Instant,
  limits: { readonly perEndpoint: number; readonly all: number },
): Promise<Claimed[]> {
  const { rows } = await client.query<ClaimedRow>({
    name: 'claim_webhook_messages',
    text: `
      with chosen as (
        select d.id from webhook_endpoints e
        cross join lateral (
          select count(*) as busy from webhook_messages b where b.tenant_id = $1 and b.endpoint_id = e.id and b.claimed_until > $2) f
        cross join lateral (
          select id, due_at from webhook_messages m
          where m.tenant_id = $1 and m.endpoint_id = e.id and m.state = 'pending' and m.due_at <= $2
          order by m.due_at limit greatest(0, $4 - f.busy) for update skip locked) d
        where e.tenant_id = $1 and e.state = 'active' order by d.due_at limit $5),
      claimed as (
        update webhook_messages m set attempts = attempts + 1, claimed_until = $3, due_at = $3
        from chosen where m.tenant_id = $1 and m.id = chosen.id returning m.*)
      select c.id, c.endpoint_id, c.conversation_id, c.body, c.attempts, c.replayed_after, e.url, e.secret_sealed,
        case when e.previous_until > $2 then e.previous_secret_sealed end as previous_secret_sealed
      from claimed c join webhook_endpoints e on e.tenant_id = $1 and e.id = c.endpoint_id order by c.seq`,
    values: [tenant, new Date(now), new Date(until), limits.perEndpoint, limits.all],
  })
  return rows.map((row) => ({
    id: row.id,
    endpoint: row.endpoint_id,
    conversation: row.conversation_id,
    body: row.body,
    nth: row.attempts,
    nthSinceReplay: row.attempts - row.replayed_after,
    url: row.url,
    secret: row.secret_sealed,
    previousSecret: row.previous_secret_sealed,
  }))
}

export type AttemptResult = {
  readonly at: Instant
  readonly durationMs: number
  readonly status: number | null
  /** null: it was taken. */
  readonly errorCode: string | null
  readonly answer: string | null
}

/**
 * Writes an attempt down, and what becomes of its message: a later moment, or an end. Nothing changes if somebody else has
 * claimed it since, or if it was discarded meanwhile; but what was taken was taken. Needs the relay's lock.
 */
export async function recordAttempt(
  client: Client,
  tenant: TenantId,
  { id, nth }: Pick<Claimed, 'id' | 'nth'>,
  attempt: AttemptResult,
  next: { readonly state: 'delivered' | 'failed' } | { readonly state: 'pending'; readonly dueAt: Instant },
): Promise<void> {
  const at = new Date(attempt.at)
  const { status, errorCode, answer, durationMs } = attempt
  await client.query({
    name: 'insert_webhook_attempt',
    text: `insert into webhook_attempts (tenant_id, message_id, nth, at, duration_ms, status, error_code, answer)
      select $1, $2, $3, $4, $5, $6, $7, $8 where exists (select 1 from webhook_messages where tenant_id = $1 and id = $2)
      on conflict do nothing`,
    values: [tenant, id, nth, at, durationMs, status, errorCode, answer],
  })
  await client.query({
    name: 'record_webhook_attempt',
    text: `update webhook_messages set state = $4, due_at = $5, claimed_until = null, last_status = $6, last_error_code = $7,
        delivered_at = case when $4 = 'delivered' then $8::timestamptz end
      where tenant_id = $1 and id = $2 and attempts = $3
        and ((state = 'pending' and claimed_until is not null) or (state in ('pending', 'discarded') and $4 = 'delivered'))`,
    values: [
      ...[tenant, id, nth, next.state, next.state === 'pending' ? new Date(next.dueAt) : null],
      ...[status, errorCode, at],
    ],
  })
}

/** Lets the oldest waiting message of each of an endpoint's conversations go in which none is on its way. Needs the relay's lock. */
export async function promoteNext(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  conversation: string | null,
  now: Instant,
): Promise<void> {
  if (conversation === null) return
  await client.query({
    name: 'promote_next_webhook',
    text: `update webhook_messages set due_at = $4 where tenant_id = $1 and id = (
        select id from webhook_messages w where w.tenant_id = $1 and w.endpoint_id = $2 and w.conversation_id = $3
          and w.state = 'pending' order by w.seq limit 1)
      and due_at is null and not exists (
        select 1 from webhook_messages h where h.tenant_id = $1 and h.endpoint_id = $2 and h.conversation_id = $3
          and h.state = 'pending' and h.due_at is not null)`,
    values: [tenant, endpoint, conversation, new Date(now)],
  })
}

/** The same for all conversations of an endpoint, after many of its messages have come back. Needs the relay's lock. */
export async function promoteAll(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `update webhook_messages m set due_at = $3 from (
       select distinct on (coalesce(w.conversation_id, w.id)) w.id from webhook_messages w
       where w.tenant_id = $1 and w.endpoint_id = $2 and w.state = 'pending' and w.due_at is null
         and not exists (select 1 from webhook_messages h where h.tenant_id = $1 and h.endpoint_id = $2
           and h.conversation_id = w.conversation_id and h.state = 'pending' and h.due_at is not null)
       order by coalesce(w.conversation_id, w.id), w.seq) first
     where m.tenant_id = $1 and m.id = first.id`,
    [tenant, endpoint, new Date(now)],
  )
}

/** What an endpoint that is disabled will not be told. What is in flight may still be taken. Needs the relay's lock. */
export async function discardPending(client: Client, tenant: TenantId, endpoint: string): Promise<void> {
  await client.query(
    `update webhook_messages set state = 'discarded', due_at = null, claimed_until = null
     where tenant_id = $1 and endpoint_id = $2 and state = 'pending'`,
    [tenant, endpoint],
  )
}

/** Puts an ended message back, behind what is on its way; one that waits for its next attempt is tried now. Needs the relay's lock. */
export async function replayMessage(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `update webhook_messages m set state = 'pending', delivered_at = null, claimed_until = null,
       replayed_after = case when m.state = 'pending' then m.replayed_after else m.attempts end,
       due_at = case when m.conversation_id is not null and exists (select 1 from webhook_messages h
         where h.tenant_id = $1 and h.endpoint_id = m.endpoint_id and h.conversation_id = m.conversation_id
           and h.state = 'pending' and h.due_at is not null and h.id <> m.id) then null else $3::timestamptz end
     where m.tenant_id = $1 and m.id = $2 and (m.claimed_until is null or m.claimed_until <= $3)`,
    [tenant, id, new Date(now)],
  )
}

/** Puts back what failed or was discarded since then, oldest first; says how many. Needs the relay's lock, and `promoteAll` after it. */
export async function replayFailed(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  since: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `update webhook_messages m set state = 'pending', replayed_after = attempts, due_at = null, claimed_until = null
     from (select id from webhook_messages where tenant_id = $1 and endpoint_id = $2 and state in ('failed', 'discarded')
       and created_at >= $3 order by seq limit $4) old
     where m.tenant_id = $1 and m.id = old.id`,
    [tenant, endpoint, new Date(since), limit],
  )
  return rowCount ?? 0
}

/** What has ended goes after a while; uses webhook_messages_age. */
export async function deleteOldMessages(
  client: Client,
  tenant: TenantId,
  before: Instant,
  limit: number,
): Promise<void> {
  await client.query(
    `with gone as (
       delete from webhook_messages where tenant_id = $1 and id in (
         select id from webhook_messages where tenant_id = $1 and created_at < $2 and state <> 'pending'
         order by created_at limit $3) returning id)
     delete from webhook_attempts a using gone where a.tenant_id = $1 and a.message_id = gone.id`,
    [tenant, new Date(before), limit],
  )
}

type MessageRow = {
  id: string
  seq: string
  endpoint_id: string
  event_type: string
  conversation_id: string | null
  state: WebhookMessage['state']
  attempts: number
  due_ms: number | null
  last_status: number | null
  last_error_code: string | null
  created_ms: number
  delivered_ms: number | null
}

const COLUMNS = `id, seq::text as seq, endpoint_id, event_type, conversation_id, state, attempts, ${millisecondsOf('due_at')} as due_ms,
  last_status, last_error_code, ${millisecondsOf('created_at')} as created_ms, ${millisecondsOf('delivered_at')} as delivered_ms`

const messageOf = (row: MessageRow): WebhookMessage => ({
  id: row.id,
  endpointId: row.endpoint_id,
  eventType: row.event_type,
  conversationId: row.conversation_id,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.state === 'pending' ? momentOf(row.due_ms) : null,
  lastStatus: row.last_status,
  lastErrorCode: row.last_error_code,
  createdAt: Math.round(row.created_ms),
  deliveredAt: momentOf(row.delivered_ms),
})

/** Newest first, before a place; uses webhook_messages_newest. */
export async function selectMessages(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  page: {
    readonly limit: number
    readonly before: string | null
    readonly state: WebhookMessage['state'] | null
  },
): Promise<{ readonly items: WebhookMessage[]; readonly last: string | null }> {
  const { rows } = await client.query<MessageRow>(
    `select ${COLUMNS} from webhook_messages where tenant_id = $1 and endpoint_id = $2
       and ($3::bigint is null or seq < $3) and ($4::text is null or state = $4) order by webhook_messages.seq desc limit $5`,
    [tenant, endpoint, page.before, page.state, page.limit],
  )
  return {
    items: rows.map(messageOf),
    last: rows.length < page.limit ? null : (rows.at(-1)?.seq ?? null),
  }
}

export async function selectMessage(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<WebhookMessageDetail | null> {
  const { rows } = await client.query<MessageRow & { body: string }>(
    `select ${COLUMNS}, body from webhook_messages where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { rows: attempts } = await client.query<{
    nth: number
    at_ms: number
    duration_ms: number
    status: number | null
    error_code: string | null
    answer: string | null
  }>(
    `select nth, ${millisecondsOf('at')} as at_ms, duration_ms, status, error_code, answer from webhook_attempts
     where tenant_id = $1 and message_id = $2 order by nth`,
    [tenant, id],
  )
  return {
    ...messageOf(row),
    body: row.body,
    attemptLog: attempts.map((attempt) => ({
      nth: attempt.nth,
      at: Math.round(attempt.at_ms),
      durationMs: attempt.duration_ms,
      status: attempt.status,
      errorCode: attempt.error_code,
      answer: attempt.answer,
    })),
  }
}
