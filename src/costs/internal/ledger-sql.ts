import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Micros } from '../money.ts'

export type AccountRow = {
  readonly wabaId: string
  /** null: Meta was not asked. */
  readonly currency: string | null
  readonly timeZone: string | null
  readonly portfolioId: string | null
  readonly channels: readonly string[]
}

/**
 * The WABAs behind the tenant's numbers, with the numbers, disconnected ones too: what they sent was billed. The portfolio is what Meta
 * said last of any of them (`health_events`).
 */
export async function selectAccounts(client: Client, tenant: TenantId): Promise<AccountRow[]> {
  const { rows } = await client.query<AccountRow>(
    `select c.waba_id as "wabaId", a.currency, a.time_zone as "timeZone", array_agg(c.id order by c.id) as channels,
       (array_agg(p.id order by p.at desc) filter (where p.id is not null))[1] as "portfolioId"
     from channels c left join cost_accounts a on a.tenant_id = $1 and a.waba_id = c.waba_id
     left join lateral (select to_value as id, at from health_events h where h.tenant_id = $1 and h.channel_id = c.id
       and h.kind = 'portfolio' and h.subject = '' order by at desc, h.id desc limit 1) p on true
     where c.tenant_id = $1 group by 1, 2, 3 order by channels`,
    [tenant],
  )
  return rows
}

export async function putAccount(
  client: Client,
  tenant: TenantId,
  { wabaId, currency, timeZone }: { wabaId: string; currency: string; timeZone: string },
  now: number,
): Promise<void> {
  await client.query(
    `insert into cost_accounts (tenant_id, waba_id, currency, time_zone, read_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, waba_id) do update set currency = excluded.currency, time_zone = excluded.time_zone, read_at = excluded.read_at`,
    [tenant, wabaId, currency, timeZone, new Date(now)],
  )
}

/** The moments at which these days begin in a time zone. Milliseconds. */
export async function selectBeginnings(
  client: Client,
  timeZone: string,
  days: readonly string[],
): Promise<number[]> {
  const { rows } = await client.query<{ at: number }>(
    `select ${millisecondsOf('day::timestamp at time zone $1')} as at from unnest($2::date[]) with ordinality as d (day, n) order by n`,
    [timeZone, days],
  )
  return rows.map(({ at }) => at)
}

/** A month of some numbers. Moments in milliseconds. */
export type Span = {
  readonly channels: readonly string[]
  readonly from: number
  readonly to: number
  readonly timeZone: string
  /** When each card begins to hold. */
  readonly cuts: readonly number[]
}

export type VolumeRow = {
  readonly key: string
  /** How many cards had begun: 0 is before the first. */
  readonly card: number
  readonly country: string
  readonly category: string
  readonly type: string
  readonly isBillable: boolean
  readonly volume: number
}

const KEYS = {
  category: 'c.category',
  country: 'c.country',
  day: `to_char(c.delivered_at at time zone $6, 'YYYY-MM-DD')`,
  template: `coalesce(m.content #>> '{template,name}', '')`,
  /** Seconds; of what fills volume tiers alone, because of the rest nobody needs to know the hour. */
  hour: `extract(epoch from date_trunc('hour', c.delivered_at, 'UTC'))::text`,
} as const
const OF_TIERS = `and c.is_billable and c.category in ('utility', 'authentication', 'authentication_international')`

const spanValues = (tenant: TenantId, { channels, from, to, cuts, timeZone }: Span) => [
  tenant,
  channels,
  new Date(from),
  new Date(to),
  cuts.map((at) => new Date(at)),
  timeZone,
]

/** Looked up one by one, whatever the planner believes: a month's messages are few among all that there ever were. */
const MESSAGE_OF = `left join lateral (
  select conversation_id, content from messages m where m.tenant_id = $1 and m.id = c.id limit 1) m on true`

/** How much of what, by the index of months alone but for templates, whose messages are looked up. */
export async function selectVolumes(
  client: Client,
  tenant: TenantId,
  span: Span,
  by: keyof typeof KEYS,
): Promise<VolumeRow[]> {
  const messages = by === 'template' ? MESSAGE_OF : ''
  const { rows } = await client.query<VolumeRow>(
    `select ${KEYS[by]} as key, width_bucket(c.delivered_at, $5::timestamptz[]) as card, c.country, c.category, c.type,
       c.is_billable as "isBillable", sum(c.units)::float8 as volume
     from charges c ${messages}
     where c.tenant_id = $1 and c.channel_id = any($2::uuid[]) and c.delivered_at >= $3 and c.delivered_at < $4
       and $6::text is not null ${by === 'hour' ? OF_TIERS : ''}
     group by 1, 2, 3, 4, 5, 6`,
    spanValues(tenant, span),
  )
  return rows
}

export type PriceRow = {
  readonly card: number
  readonly country: string
  readonly category: string
  readonly micros: Micros
}
export type ConversationRow = {
  readonly key: string
  readonly label: string | null
  readonly volume: number
  readonly billable: number
  readonly unpriced: number
  readonly micros: string
}

/** The conversations that cost most; what was said in those that were erased is one line without a name. */
export async function selectConversations(
  client: Client,
  tenant: TenantId,
  span: Span,
  prices: readonly PriceRow[],
  limit: number,
): Promise<ConversationRow[]> {
  const { rows } = await client.query<ConversationRow>(
    `with sums as (
       select m.conversation_id as id, sum(c.units)::float8 as volume,
         coalesce(sum(c.units) filter (where c.is_billable), 0)::float8 as billable,
         coalesce(sum(c.units) filter (where c.is_billable and p.micros is null), 0)::float8 as unpriced,
         coalesce(sum(c.units * p.micros) filter (where c.is_billable), 0) as micros
       from charges c ${MESSAGE_OF}
       left join unnest($7::int[], $8::text[], $9::text[], $10::numeric[]) as p (card, country, category, micros)
         on p.card = width_bucket(c.delivered_at, $5::timestamptz[]) and p.country = c.country and p.category = c.category
       where c.tenant_id = $1 and c.channel_id = any($2::uuid[]) and c.delivered_at >= $3 and c.delivered_at < $4
         and $6::text is not null
       group by 1 order by micros desc, volume desc, id limit $11)
     select coalesce(s.id::text, '') as key, coalesce(k.book_name, k.profile_name, k.username, i.value) as label,
       s.volume, s.billable, s.unpriced, s.micros::text as micros
     from sums s left join conversations v on v.tenant_id = $1 and v.id = s.id
     left join contacts k on k.tenant_id = $1 and k.id = v.contact_id
     left join lateral (select value from contact_identities i where i.tenant_id = $1 and i.contact_id = k.id
       and i.kind in ('phone', 'bsuid') order by i.kind desc, i.value limit 1) i on true
     order by s.micros desc, s.volume desc, s.id`,
    [
      ...spanValues(tenant, span),
      prices.map(({ card }) => card),
      prices.map(({ country }) => country),
      prices.map(({ category }) => category),
      prices.map(({ micros }) => String(micros)),
      limit,
    ],
  )
  return rows
}

export type ServiceRow = { readonly channelId: string; readonly free: number; readonly billed: number }

/** Service messages of a month: what was free as an answer, and what was billed. */
export async function selectService(client: Client, tenant: TenantId, span: Span): Promise<ServiceRow[]> {
  const { rows } = await client.query<ServiceRow>(
    `select channel_id as "channelId", coalesce(sum(units) filter (where not is_billable), 0)::float8 as free,
       coalesce(sum(units) filter (where is_billable), 0)::float8 as billed
     from charges where tenant_id = $1 and channel_id = any($2::uuid[]) and delivered_at >= $3 and delivered_at < $4
       and category = 'service' and type in ('free_customer_service', 'regular') group by 1`,
    [tenant, span.channels, new Date(span.from), new Date(span.to)],
  )
  return rows
}
