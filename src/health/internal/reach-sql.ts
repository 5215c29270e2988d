import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** The tenant's numbers with the portfolio and account that each is in. */
export async function selectPortfolios(
  client: Client,
  tenant: TenantId,
): Promise<{ channel: string; wabaId: string; portfolioId: string | null }[]> {
  const { rows } = await client.query<{ channel: string; wabaId: string; portfolioId: string | null }>(
    `select c.id as channel, c.waba_id as "wabaId", (
       select to_value from health_events h where h.tenant_id = c.tenant_id and h.channel_id = c.id and h.kind = 'portfolio' and h.subject = ''
       order by at desc, id desc limit 1) as "portfolioId"
     from channels c where c.tenant_id = $1`,
    [tenant],
  )
  return rows
}

export type Reach = {
  readonly used: number
  readonly oldestAt: number | null
  /** When the one was reached who must leave before there is room; null: there is room. */
  readonly blocksAt: number | null
  /** By which whole hour how many leave. */
  readonly leaving: { readonly at: number; readonly count: number }[]
}

/**
 * The people who got a template outside of an open window since then, each at the last one: when each of them counts no more is a
 * day later. Uses template_sends_reach. A number has one conversation with each person, so only of several numbers it is asked whose
 * conversation it is.
 */
export async function selectReach(
  client: Client,
  tenant: TenantId,
  channels: readonly string[],
  wish: { readonly since: Instant; readonly now: Instant; readonly limit: number | null },
): Promise<Reach> {
  const perConversation = `select t.conversation_id, max(t.delivered_at) as at from template_sends t
    where t.tenant_id = $1 and t.is_outside and t.delivered_at > $3 and t.delivered_at <= $4 and t.channel_id = any($2::uuid[])
    group by t.conversation_id`
  const perPerson = `select max(p.at) as at from (${perConversation}) p
    join conversations c on c.tenant_id = $1 and c.id = p.conversation_id group by c.contact_id`
  const { rows } = await client.query<Reach>(
    `with reached as materialized (${channels.length === 1 ? perConversation : perPerson}),
       total as (select count(*)::int as used, min(at) as oldest from reached)
     select used, ${wholeMillisecondsOf('oldest')} as "oldestAt",
       case when used >= $5::int then (
         select ${wholeMillisecondsOf('at')} from reached order by at offset (select used from total) - $5::int limit 1) end as "blocksAt",
       coalesce((select json_agg(h order by h.at) from (
         select ${wholeMillisecondsOf(`date_trunc('hour', at, 'UTC') + interval '25 hours'`)} as at, count(*)::int as count
         from reached group by date_trunc('hour', reached.at, 'UTC')) h), '[]') as leaving
     from total`,
    [tenant, channels, new Date(wish.since), new Date(wish.now), wish.limit],
  )
  return rows[0] ?? { used: 0, oldestAt: null, blocksAt: null, leaving: [] }
}
