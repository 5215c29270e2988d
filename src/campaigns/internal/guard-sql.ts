import { newestWord } from '#channels/read-channels.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Answers } from '../guard-evidence.ts'
import type { GuardCounts } from '../guard.ts'
import { OUTCOME } from './outcome-sql.ts'

/** Failed with what somebody who blocked the number, or stopped its offers, fails with. */
const BLOCKED = `('131026', '131050')`
/** Failed because Meta holds the template or the number back. */
const REFUSED = `('131048', '132015', '132016', '368')`

/** Of those taken after `since`. `readBefore`: delivered then or earlier, they have had time to read. `sentAfter`: they may still be on their way. */
export async function countSigns(
  client: Client,
  tenant: TenantId,
  campaign: string,
  {
    since,
    readBefore,
    sentAfter,
  }: { readonly since: Instant; readonly readBefore: Instant; readonly sentAfter: Instant },
): Promise<GuardCounts & { readonly refused: number; readonly underWay: number }> {
  const { rows } = await client.query<GuardCounts & { readonly refused: number; readonly underWay: number }>({
    name: 'count_guard_signs',
    text: `select count(*) filter (where o.outcome in ('delivered', 'read'))::int as delivered,
        count(*) filter (where o.opted_out)::int as "optedOut",
        count(*) filter (where o.code in ${BLOCKED} and o.outcome = 'failed')::int as blocked,
        count(*) filter (where o.code = '131049' and o.outcome = 'failed')::int as capped,
        count(*) filter (where o.outcome = 'failed' and o.code not in ${BLOCKED} and o.code not in ${REFUSED} and o.code <> '131049')::int as failed,
        count(*) filter (where o.outcome = 'failed' and o.code in ${REFUSED})::int as refused,
        count(*) filter (where o.outcome in ('queued', 'unknown', 'held', 'sent') and o.at > $5)::int as "underWay",
        count(*) filter (where o.outcome in ('delivered', 'read') and o.delivered_at < $4)::int as readable,
        count(*) filter (where o.outcome = 'delivered' and o.delivered_at < $4)::int as unread
      from (${OUTCOME('$2')} and r.state = 'taken' and r.done_at > $3) o`,
    values: [tenant, campaign, new Date(since), new Date(readBefore), new Date(sentAfter)],
  })
  const [row] = rows
  if (row === undefined) throw new Error('a count has one row')
  return row
}

/** When those that count were delivered, by the minute. */
export async function selectWaves(
  client: Client,
  tenant: TenantId,
  campaign: string,
  since: Instant,
): Promise<{ at: Instant; count: number }[]> {
  const { rows } = await client.query<{ at: Instant; count: number }>({
    name: 'select_guard_waves',
    text: `select ${wholeMillisecondsOf(`date_trunc('minute', coalesce(m.delivered_at, m.read_at))`)} as at, count(*)::int as count
      from campaign_recipients r join messages m on m.tenant_id = $1 and m.id = r.send_id
      where r.tenant_id = $1 and r.campaign_id = $2 and r.state = 'taken' and r.done_at > $3 and m.status_rank >= 2 group by 1 order by 1`,
    values: [tenant, campaign, new Date(since)],
  })
  return rows
}

/** What the guards of this number's other campaigns counted in the end, since then. */
export async function selectOthersCounts(
  client: Client,
  tenant: TenantId,
  {
    campaign,
    channel,
    since,
  }: { readonly campaign: string; readonly channel: string; readonly since: Instant },
): Promise<GuardCounts[]> {
  const { rows } = await client.query<{ counts: GuardCounts }>(
    `select guard -> 'counts' as counts from campaigns where tenant_id = $1 and channel_id = $2 and id <> $3 and started_at > $4
       and guard -> 'counts' is not null order by started_at desc limit 50`,
    [tenant, channel, campaign, new Date(since)],
  )
  return rows.map(({ counts }) => counts)
}

/** Template messages of this number that were delivered since then. */
export async function countDelivered(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select coalesce(sum(delivered), 0)::int as count from template_hours where tenant_id = $1 and channel_id = $2 and hour > $3',
    [tenant, channel, new Date(since)],
  )
  return rows[0]?.count ?? 0
}

/** What Meta said last of the number, by a webhook or asked, and the worst that it says of these templates. */
export async function selectQualities(
  client: Client,
  tenant: TenantId,
  channel: string,
  names: readonly string[],
): Promise<{ readonly number: string | null; readonly templates: readonly (string | null)[] }> {
  const { rows } = await client.query<{ number: string | null; templates: (string | null)[] | null }>(
    `select ${newestWord('quality', 'quality_rating')} as number, (select array_agg(t.quality) from templates t
       where t.tenant_id = $1 and t.waba_id = channels.waba_id and t.name = any($3)) as templates
     from channels where channels.tenant_id = $1 and channels.id = $2`,
    [tenant, channel, names],
  )
  return { number: rows[0]?.number ?? null, templates: rows[0]?.templates ?? [] }
}

/** How long this number's customers took from getting a template message to wanting no more: how many did, and the median. */
export async function selectAnswers(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<Answers> {
  const { rows } = await client.query<Answers>(
    `select count(*)::int as count, coalesce(percentile_cont(0.5) within group (
       order by extract(epoch from opted_out_at - delivered_at) * 1000), 0)::float8 as "halfMs"
     from template_sends where tenant_id = $1 and channel_id = $2 and at > $3 and opted_out_at > delivered_at`,
    [tenant, channel, new Date(since)],
  )
  return rows[0] ?? { count: 0, halfMs: 0 }
}
