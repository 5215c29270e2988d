/** How far a campaign is: everybody in its audience counted once, in one look. */
import { isId } from '#platform/ids.ts'
import { microsText } from '#costs/money.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { ORDERED, OUTCOME, REPLIED } from './internal/outcome-sql.ts'
import { retryFrom } from './retry-failed.ts'
import type { Progress } from './shapes.ts'

type Group = {
  readonly outcome: string
  readonly reason: string | null
  readonly variant: number | null
  readonly code: string | null
  readonly error: JsonObject | null
  readonly last: number | null
  readonly count: number
  readonly replied: number
  readonly clicked: number
  readonly ordered: number
  readonly optedOut: number
  readonly micros: string
}

export type Counted = {
  readonly progress: Progress
  /** Of those that failed: what they were reserved for and will not cost. */
  readonly released: bigint
}

export async function countProgress(
  client: Client,
  tenant: TenantId,
  { id, channelId }: { readonly id: string; readonly channelId: string },
  { currency, explain }: { readonly currency: string; readonly explain: ExplainFailure },
  now: Instant,
): Promise<Counted> {
  if (!isId(id)) throw new Error('a campaign has an id of ours')
  await client.query(`set local work_mem = '64MB'`)
  const { rows: groups } = await client.query<Group>({
    name: 'count_campaign',
    text: `select o.outcome, o.reason, o.variant::int as variant, o.code, (array_agg(o.error))[1] as error, max(${wholeMillisecondsOf('o.at')}) as last,
        count(*)::int as count, count(*) filter (where ${REPLIED})::int as replied, count(o.clicked_at)::int as clicked,
        count(*) filter (where ${ORDERED})::int as ordered, count(*) filter (where o.opted_out)::int as "optedOut",
        coalesce(sum(o.price_micros), 0)::text as micros
      from (${OUTCOME('$2')} and r.state <> 'waiting') o group by 1, 2, 3, 4
      union all
      select 'waiting', null, variant::int, null, null, null, count(*)::int, 0, 0, 0, 0, '0'
      from campaign_recipients where tenant_id = $1 and campaign_id = $2::uuid and state = 'waiting' group by variant`,
    values: [tenant, id],
  })
  const minutes = await countMinutes(client, tenant, { id, channelId }, now)
  const micros = (outcomes: readonly string[]): bigint =>
    groups.reduce((sum, one) => (outcomes.includes(one.outcome) ? sum + BigInt(one.micros) : sum), 0n)
  return {
    progress: {
      at: now,
      ...countsOf(groups),
      skippedBy: grouped(groups, 'skipped', ({ reason }) => reason).map(({ name, count }) => ({
        reason: name,
        count,
      })),
      failures: failuresOf(groups, explain),
      byMessage: byMessage(groups),
      minutes,
      spent: microsText(micros(['delivered', 'read'])),
      reserved: microsText(micros(['queued', 'unknown', 'held', 'sent'])),
      currency,
    },
    released: micros(['failed']),
  }
}

const sum = (groups: readonly Group[], of: (group: Group) => number = ({ count }) => count): number =>
  groups.reduce((total, group) => total + of(group), 0)

function countsOf(groups: readonly Group[]) {
  const count = (...outcomes: string[]): number =>
    sum(groups.filter(({ outcome }) => outcomes.includes(outcome)))
  return {
    audience: sum(groups),
    waiting: count('waiting'),
    skipped: count('skipped'),
    queued: count('queued'),
    unknown: count('unknown'),
    held: count('held'),
    sent: count('sent', 'delivered', 'read'),
    failed: count('failed'),
    delivered: count('delivered', 'read'),
    read: count('read'),
    replied: sum(groups, ({ replied }) => replied),
    clicked: sum(groups, ({ clicked }) => clicked),
    ordered: sum(groups, ({ ordered }) => ordered),
    optedOut: sum(groups, ({ optedOut, outcome }) => (outcome === 'skipped' ? 0 : optedOut)),
  }
}

/** By name, the most frequent first. */
function grouped(
  groups: readonly Group[],
  outcome: string,
  nameOf: (group: Group) => string | null,
): { readonly name: string; readonly count: number; readonly groups: readonly Group[] }[] {
  const named = Map.groupBy(
    groups.filter((group) => group.outcome === outcome),
    (group) => nameOf(group) ?? '',
  )
  return [...named]
    .map(([name, all]) => ({ name, count: sum(all), groups: all }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

function failuresOf(groups: readonly Group[], explain: ExplainFailure): Progress['failures'] {
  return grouped(groups, 'failed', ({ code }) => code).map(({ name, count, groups: all }) => {
    const said = explain(all[0]?.error ?? null)
    const last = Math.max(...all.map((one) => one.last ?? 0))
    return {
      code: name,
      metaCode: said?.metaCode ?? null,
      side: said?.side ?? 'harkara',
      title: said?.title ?? '',
      nextStep: said?.nextStep ?? '',
      count,
      retryFrom: retryFrom(name, instant(last)),
    }
  })
}

function byMessage(groups: readonly Group[]): Progress['byMessage'] {
  const isTaken = ({ outcome }: Group): boolean => outcome !== 'waiting' && outcome !== 'skipped'
  const named = Map.groupBy(groups.filter(isTaken), ({ variant }) => variant ?? 0)
  return [...named]
    .map(([message, all]) => {
      const { delivered, read, replied, clicked } = countsOf(all)
      return { message, taken: sum(all), delivered, read, replied, clicked }
    })
    .toSorted((a, b) => a.message - b.message)
}

/** Of the last hour; uses sends_recent. */
async function countMinutes(
  client: Client,
  tenant: TenantId,
  { id, channelId }: { readonly id: string; readonly channelId: string },
  now: Instant,
): Promise<Progress['minutes']> {
  const { rows } = await client.query<{ at: number; sent: number }>({
    name: 'count_campaign_minutes',
    text: `select ${wholeMillisecondsOf(`date_trunc('minute', s.dispatching_at)`)} as at, count(*)::int as sent
      from sends s join campaign_recipients r on r.tenant_id = $1 and r.send_id = s.id and r.campaign_id = $3
      where s.tenant_id = $1 and s.channel_id = $2 and s.dispatching_at > $4 group by 1 order by 1`,
    values: [tenant, channelId, id, new Date(after(now, -HOUR_MS))],
  })
  return rows
}
