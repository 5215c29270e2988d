/** What PostgreSQL says of a campaign; it may be away at any moment, and is then asked again. */
import { queryRows } from '#bench/chaos/database.ts'
import { PLACE_MS } from '#outbound/portfolio-places.ts'
import type { Books } from './judge.ts'

/** One statement, so one look. */
export async function readBooks(databaseUrl: string, campaign: string): Promise<Books> {
  const states = ['queued', 'dispatching', 'unknown', 'accepted', 'held', 'failed']
  const [books] = await queryRows<Books>(
    databaseUrl,
    `select count(*)::int as audience,
       count(*) filter (where r.state = 'waiting')::int as waiting,
       count(*) filter (where r.state = 'skipped')::int as skipped,
       count(*) filter (where r.state = 'taken')::int as taken,
       ${states.map((state) => `count(*) filter (where s.state = '${state}')::int as ${state}`).join(', ')},
       (select count(*)::int from sends where idempotency_key like 'campaign:' || $1 || ':%') as sends
     from campaign_recipients r left join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
     where r.campaign_id = $1::uuid`,
    [campaign],
  )
  if (books === undefined) throw new Error('a count has a row')
  return books
}

export type Progress = {
  readonly state: string
  readonly taken: number
  /** Sends about which Meta is being asked at this moment. */
  readonly dispatching: number
  /** Sends of which nobody knows. */
  readonly unknown: number
  /** Sends whose turn has not come. */
  readonly queued: number
}

export async function readProgress(databaseUrl: string, campaign: string): Promise<Progress> {
  const [progress] = await queryRows<Progress>(
    databaseUrl,
    `select state, taken, (select count(*)::int from sends where state = 'dispatching') as dispatching,
       (select count(*)::int from sends where state = 'unknown') as unknown,
       (select count(*)::int from sends where state = 'queued') as queued
     from campaigns where id = $1::uuid`,
    [campaign],
  )
  if (progress === undefined) throw new Error('the campaign is gone')
  return progress
}

/** When the portfolio has room for one more; null: it has. */
export async function readRoomAt(databaseUrl: string): Promise<number | null> {
  const [room] = await queryRows<{ at: number | null }>(
    databaseUrl,
    `select (select extract(epoch from at) * 1000 from portfolio_places where key = p.key order by at desc offset people_max - 1 limit 1)::float8 as at
     from portfolios p where people_max is not null`,
  )
  return room?.at === null || room === undefined ? null : room.at + PLACE_MS
}

/** When the last message was handed to Meta. */
export async function readLastSentAt(databaseUrl: string, campaign: string): Promise<number> {
  const [last] = await queryRows<{ at: number }>(
    databaseUrl,
    `select (extract(epoch from max(s.dispatching_at)) * 1000)::float8 as at from campaign_recipients r
     join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id where r.campaign_id = $1::uuid`,
    [campaign],
  )
  return last?.at ?? Number.NaN
}

/** Recipients' sends that ended without Meta having taken them, and those of which nobody knows yet. */
export async function readSettled(
  databaseUrl: string,
  campaign: string,
): Promise<{ readonly id: string; readonly state: string }[]> {
  return queryRows(
    databaseUrl,
    `select s.id, s.state from campaign_recipients r join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
     where r.campaign_id = $1::uuid`,
    [campaign],
  )
}
