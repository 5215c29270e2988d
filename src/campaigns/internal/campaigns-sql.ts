import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Campaign, CampaignState, Definition } from '../shapes.ts'

/** A campaign as it is kept. */
export type CampaignRow = {
  readonly id: string
  readonly channelId: string
  readonly name: string
  readonly state: CampaignState
  readonly definition: Definition
  readonly createdBy: string
  readonly createdAt: number
  readonly changedAt: number
  readonly startsAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly pausedBecause: JsonObject | null
  readonly audienceAfter: string | null
  readonly isAudienceWhole: boolean
  readonly audienceFrom: number | null
  readonly allowed: number | null
  readonly guard: JsonObject | null
  readonly taken: number
  readonly reservedMicros: bigint
  readonly releasedMicros: bigint
  readonly category: string | null
  readonly winner: number | null
  readonly progress: Campaign['progress']
  readonly plan: Campaign['plan']
  readonly countedAt: number | null
  readonly countedMs: number | null
}

const nullable = (column: string): string =>
  `case when ${column} is not null then ${wholeMillisecondsOf(column)} end`

/** A plan from before plans told of a hold has none. */
const COLUMNS = `c.id, c.channel_id as "channelId", c.name, c.state, c.definition, c.created_by as "createdBy",
  ${wholeMillisecondsOf('c.created_at')} as "createdAt", ${wholeMillisecondsOf('c.changed_at')} as "changedAt",
  ${nullable('c.starts_at')} as "startsAt", ${nullable('c.started_at')} as "startedAt", ${nullable('c.ended_at')} as "endedAt",
  c.paused_because as "pausedBecause", c.audience_after as "audienceAfter", c.is_audience_whole as "isAudienceWhole", ${nullable('c.audience_from')} as "audienceFrom", c.allowed, c.guard,
  c.taken, c.reserved_micros::text as "reservedMicros", c.released_micros::text as "releasedMicros", c.category, c.winner::int as winner, c.progress, '{"hold": null}'::jsonb || c.plan as plan, ${nullable('c.counted_at')} as "countedAt", c.counted_ms as "countedMs"`

type Raw = Omit<CampaignRow, 'reservedMicros' | 'releasedMicros'> & {
  readonly reservedMicros: string
  readonly releasedMicros: string
}
const rowOf = (raw: Raw): CampaignRow => ({
  ...raw,
  reservedMicros: BigInt(raw.reservedMicros),
  releasedMicros: BigInt(raw.releasedMicros),
})

/** `update` locks the row against whoever changes or feeds it; `share` against changes alone. */
export async function selectCampaign(
  client: Client,
  tenant: TenantId,
  id: string,
  lock: 'update' | 'none' = 'none',
): Promise<CampaignRow | null> {
  if (!isId(id)) return null
  const { rows } = await client.query<Raw>(
    `select ${COLUMNS} from campaigns c where c.tenant_id = $1 and c.id = $2 ${lock === 'update' ? 'for no key update' : ''}`,
    [tenant, id],
  )
  return rows[0] === undefined ? null : rowOf(rows[0])
}

/** The newest first: ids rise with time. */
export async function selectCampaigns(
  client: Client,
  tenant: TenantId,
  page: { readonly state: string | null; readonly before: string | null; readonly limit: number },
): Promise<CampaignRow[]> {
  const { rows } = await client.query<Raw>(
    `select ${COLUMNS} from campaigns c where c.tenant_id = $1 and ($2::text is null or c.state = $2) and ($3::uuid is null or c.id < $3)
     order by c.id desc limit $4`,
    [tenant, page.state, page.before, page.limit],
  )
  return rows.map(rowOf)
}

/** Those that are sending through this number, locked until the end of the transaction: a pause waits, and then holds for the rest. */
export async function lockRunning(client: Client, tenant: TenantId, channel: string): Promise<CampaignRow[]> {
  const { rows } = await client.query<Raw>({
    name: 'lock_running_campaigns',
    text: `select ${COLUMNS} from campaigns c where c.tenant_id = $1 and c.channel_id = $2 and c.state = 'running' order by c.id for no key update`,
    values: [tenant, channel],
  })
  return rows.map(rowOf)
}

export async function insertCampaign(
  client: Client,
  tenant: TenantId,
  campaign: Pick<CampaignRow, 'id' | 'channelId' | 'name' | 'definition' | 'createdBy'>,
  now: Instant,
): Promise<void> {
  const { id, channelId, name, definition, createdBy } = campaign
  await client.query(
    `insert into campaigns (tenant_id, id, channel_id, name, state, definition, created_by, created_at, changed_at)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $7)`,
    [tenant, id, channelId, name, JSON.stringify(definition), createdBy, new Date(now)],
  )
}

/** What may change of a campaign besides its counts. Moments are milliseconds; null empties. */
export type CampaignChange = Partial<
  Pick<
    CampaignRow,
    | 'name'
    | 'channelId'
    | 'definition'
    | 'state'
    | 'startsAt'
    | 'startedAt'
    | 'endedAt'
    | 'pausedBecause'
    | 'audienceAfter'
    | 'isAudienceWhole'
    | 'audienceFrom'
    | 'allowed'
    | 'guard'
    | 'winner'
    | 'progress'
    | 'plan'
    | 'countedAt'
    | 'countedMs'
    | 'changedAt'
    | 'category'
    | 'releasedMicros'
  >
>

const STORED: Readonly<
  Record<keyof CampaignChange, readonly [column: string, kind: 'plain' | 'json' | 'moment']>
> = {
  name: ['name', 'plain'],
  channelId: ['channel_id', 'plain'],
  definition: ['definition', 'json'],
  state: ['state', 'plain'],
  startsAt: ['starts_at', 'moment'],
  startedAt: ['started_at', 'moment'],
  endedAt: ['ended_at', 'moment'],
  pausedBecause: ['paused_because', 'json'],
  audienceAfter: ['audience_after', 'plain'],
  isAudienceWhole: ['is_audience_whole', 'plain'],
  audienceFrom: ['audience_from', 'moment'],
  allowed: ['allowed', 'plain'],
  guard: ['guard', 'json'],
  winner: ['winner', 'plain'],
  progress: ['progress', 'json'],
  plan: ['plan', 'json'],
  countedAt: ['counted_at', 'moment'],
  countedMs: ['counted_ms', 'plain'],
  changedAt: ['changed_at', 'moment'],
  category: ['category', 'plain'],
  releasedMicros: ['released_micros', 'plain'],
}

export async function updateCampaign(
  client: Client,
  tenant: TenantId,
  id: string,
  change: CampaignChange,
): Promise<void> {
  const set = Object.entries(change).filter(([, value]) => value !== undefined)
  const values = set.map(([name, value]) => storedForm(STORED[name as keyof CampaignChange][1], value))
  const columns = set.map(([name], nth) => `${STORED[name as keyof CampaignChange][0]} = $${nth + 3}`)
  await client.query(`update campaigns set ${columns.join(', ')} where tenant_id = $1 and id = $2`, [
    ...[tenant, id],
    ...values,
  ])
}

function storedForm(kind: 'plain' | 'json' | 'moment', value: unknown): unknown {
  if (value === null || kind === 'plain') return value
  return kind === 'json' ? JSON.stringify(value) : new Date(Number(value))
}

/** In the transaction that took them. */
export async function noteTaken(
  client: Client,
  tenant: TenantId,
  id: string,
  { count, micros }: { readonly count: number; readonly micros: bigint },
): Promise<void> {
  await client.query({
    name: 'note_taken',
    text: `update campaigns set taken = taken + $3, reserved_micros = reserved_micros + $4::bigint where tenant_id = $1 and id = $2`,
    values: [tenant, id, count, String(micros)],
  })
}

export async function removeCampaign(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from campaign_recipients where tenant_id = $1 and campaign_id = $2', [
    tenant,
    id,
  ])
  await client.query('delete from campaigns where tenant_id = $1 and id = $2', [tenant, id])
}

/** Somebody looks at this campaign at that moment; null: nobody need look any more. */
export async function setAlarm(
  client: Client,
  tenant: TenantId,
  id: string,
  at: Instant | null,
): Promise<void> {
  if (at === null)
    await client.query('delete from campaign_alarms where tenant_id = $1 and campaign_id = $2', [tenant, id])
  else
    await client.query(
      `insert into campaign_alarms (tenant_id, campaign_id, due_at) values ($1, $2, $3)
       on conflict (tenant_id, campaign_id) do update set due_at = excluded.due_at`,
      [tenant, id, new Date(at)],
    )
}

/** Somebody looks no later than that. */
export async function hasten(client: Client, tenant: TenantId, id: string, at: Instant): Promise<void> {
  await client.query(
    'update campaign_alarms set due_at = $3 where tenant_id = $1 and campaign_id = $2 and due_at > $3',
    [tenant, id, new Date(at)],
  )
}
