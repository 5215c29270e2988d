import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { HOUR_MS, instant, type Instant } from '#platform/time.ts'
import type { Unanswered } from '../decide-silence.ts'

/** Statuses of older messages prove nothing about now. */
const LOOKED_BACK = '6 hours'

/** The smallest uuidv7 of this moment: messages get their ids as they arrive, so their key finds those of an hour. */
const idFrom = (at: Instant): string => {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
/** When this id was made, in hours since the epoch. */
const HOUR_OF_ID = `(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / ${HOUR_MS})`

/** Numbers that are connected. */
export async function selectConnected(client: Client, tenant: TenantId): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from channels where tenant_id = $1 and status = 'connected' order by id`,
    [tenant],
  )
  return rows.map(({ id }) => id)
}

/** Up to where hours have been counted; locked, so that of two workers one counts. A new tenant starts at `from`. */
export async function lockCounted(client: Client, tenant: TenantId, from: Instant): Promise<Instant> {
  await client.query(
    'insert into channel_hours_until (tenant_id, until) values ($1, $2) on conflict do nothing',
    [tenant, new Date(from)],
  )
  const { rows } = await client.query<{ until: Date }>(
    'select until from channel_hours_until where tenant_id = $1 for update',
    [tenant],
  )
  return instant(rows[0]?.until.getTime() ?? from)
}

/** Counts what customers wrote in these whole hours, and forgets hours before `forgetBefore`. Walks a range of the messages' key. */
export async function countHours(
  client: Client,
  tenant: TenantId,
  from: Instant,
  to: Instant,
  forgetBefore: Instant,
): Promise<void> {
  await client.query(
    `insert into channel_hours (tenant_id, channel_id, hour, inbound)
     select $1, channel_id, to_timestamp(${HOUR_OF_ID} * ${HOUR_MS / 1000}), count(*) from messages
     where tenant_id = $1 and id >= $2 and id < $3 and direction = 'in' and source = 'live'
     group by channel_id, ${HOUR_OF_ID}
     on conflict (tenant_id, channel_id, hour) do update set inbound = excluded.inbound`,
    [tenant, idFrom(from), idFrom(to)],
  )
  await client.query('update channel_hours_until set until = $2 where tenant_id = $1', [tenant, new Date(to)])
  await client.query('delete from channel_hours where tenant_id = $1 and hour < $2', [
    tenant,
    new Date(forgetBefore),
  ])
}

/** Hours that were counted, of one number. */
export async function selectHours(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ hour: Date; inbound: number }>(
    'select hour, inbound from channel_hours where tenant_id = $1 and channel_id = $2',
    [tenant, channel],
  )
  return new Map(rows.map(({ hour, inbound }) => [hour.getTime(), inbound]))
}

/** What customers wrote to this number since then. */
export async function countSince(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from messages
     where tenant_id = $1 and id >= $3 and channel_id = $2 and direction = 'in' and source = 'live'`,
    [tenant, channel, idFrom(since)],
  )
  return rows[0]?.count ?? 0
}

const TAKEN_LATELY = `s.tenant_id = $1 and s.channel_id = $2 and s.kind = 'message' and s.state = 'accepted'
  and s.dispatching_at > $3::timestamptz - interval '${LOOKED_BACK}' and s.dispatching_at <= $3`

/**
 * The messages that Meta took after the last one of which it said more, and whether it said more of any. Walks sends_recent backwards, as far as
 * that last one: a number that sends much has millions of them.
 */
export async function selectUnanswered(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<{ readonly unanswered: Unanswered; readonly isAnswered: boolean }> {
  const { rows } = await client.query<{ count: number; oldest: Date | null; is_answered: boolean }>(
    `with answered as materialized (
       select s.dispatching_at as at from sends s
       join lateral (select from messages
         where tenant_id = $1 and id = s.id and (status_rank > 0 or failed_at is not null) limit 1) m on true
       where ${TAKEN_LATELY} order by s.dispatching_at desc limit 1)
     select count(*)::int as count, min(s.dispatching_at) as oldest, exists (select from answered) as is_answered
     from sends s where ${TAKEN_LATELY} and s.dispatching_at > coalesce((select at from answered), '-infinity')`,
    [tenant, channel, new Date(now)],
  )
  const row = rows[0]
  const oldest = row?.oldest ?? null
  return {
    unanswered:
      row === undefined || oldest === null ? null : { count: row.count, oldestAt: instant(oldest.getTime()) },
    isAnswered: row?.is_answered ?? false,
  }
}

/** Whether it was opened: there is one of a kind and subject at a time. People are told by mail from that moment. */
export async function openAlarm(
  client: Client,
  tenant: TenantId,
  alarm: {
    readonly id: string
    readonly channel: string
    readonly kind: string
    readonly subject: string
    readonly severity: 'warning' | 'critical'
    readonly now: Instant
    readonly details: Readonly<Record<string, unknown>>
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into channel_alarms (tenant_id, id, channel_id, kind, subject, severity, opened_at, mail_due_at, details)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
     on conflict (tenant_id, channel_id, kind, subject) where closed_at is null do nothing`,
    [
      ...[tenant, alarm.id, alarm.channel, alarm.kind, alarm.subject, alarm.severity],
      ...[new Date(alarm.now), JSON.stringify(alarm.details)],
    ],
  )
  return rowCount === 1
}

export async function closeAlarm(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'update channel_alarms set closed_at = $3 where tenant_id = $1 and id = $2 and closed_at is null',
    [tenant, id, new Date(now)],
  )
  return rowCount === 1
}
