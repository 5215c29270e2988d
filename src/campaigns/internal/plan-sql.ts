import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import type { PlanInput } from '../plan-input.ts'

/** Throws if there is no such number. */
export async function selectThroughput(client: Client, tenant: TenantId, channel: string): Promise<number> {
  const { rows } = await client.query<{ mps: number }>(
    'select throughput_mps as mps from channels where tenant_id = $1 and id = $2',
    [tenant, channel],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a campaign’s number is gone')
  return row.mps
}

/** How many other campaigns of this number have before them. */
export async function selectOthersRemaining(
  client: Client,
  tenant: TenantId,
  channel: string,
  campaign: string,
): Promise<number[]> {
  const { rows } = await client.query<{ remaining: number }>(
    `select coalesce((progress ->> 'waiting')::int, 0) as remaining from campaigns
     where tenant_id = $1 and channel_id = $2 and state = 'running' and id <> $3`,
    [tenant, channel, campaign],
  )
  return rows.map(({ remaining }) => remaining)
}

const DAYS = 3

/**
 * What the number sent beside campaigns in the last days, by the hour of the day: how much usually, how much at most. Of places, as
 * many as template messages went out. Uses sends_recent.
 */
export async function selectOtherTraffic(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<PlanInput['otherTraffic']> {
  const { rows } = await client.query<{ hour: number; day: string; sent: number; templates: number }>(
    `select extract(hour from s.dispatching_at at time zone 'UTC')::int as hour, date_trunc('day', s.dispatching_at, 'UTC')::text as day,
       count(*)::int as sent, count(*) filter (where s.class >= 2)::int as templates
     from sends s where s.tenant_id = $1 and s.channel_id = $2 and s.dispatching_at > $3 and s.kind = 'message'
       and s.idempotency_key not like 'campaign:%' group by 1, 2`,
    [tenant, channel, new Date(after(now, -DAYS * DAY_MS))],
  )
  if (rows.length === 0) return []
  return Array.from({ length: 24 }, (_, hour) => {
    const of = (count: (row: (typeof rows)[number]) => number) => {
      const seen = rows.filter((row) => row.hour === hour).map((row) => count(row))
      const all = [...seen, ...Array.from({ length: Math.max(0, DAYS - seen.length) }, () => 0)]
      const sum = all.reduce((a, b) => a + b, 0)
      return { low: Math.min(...all), usual: sum / all.length, high: Math.max(...all) }
    }
    const { low, usual, high } = of(({ sent }) => sent)
    return {
      perSecond: { low: low / 3600, usual: usual / 3600, high: high / 3600 },
      placesPerHour: of(({ templates }) => templates),
    }
  })
}
