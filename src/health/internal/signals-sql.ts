import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Counts } from '../decide-signals.ts'

const SUMS = `coalesce(sum(sent), 0)::int as sent, coalesce(sum(delivered), 0)::int as delivered, coalesce(sum(read), 0)::int as read,
  coalesce(sum(failed), 0)::int as failed, coalesce(sum(blocked), 0)::int as blocked, coalesce(sum(opted_out), 0)::int as "optedOut"`

export type TemplateCounts = Counts & { readonly template: string; readonly language: string }

/** By template, the busiest first; hours from `from` up to `to`. Walks a range of the key. */
export async function sumTemplates(
  client: Client,
  tenant: TenantId,
  channel: string,
  from: Instant,
  to: Instant,
): Promise<TemplateCounts[]> {
  const { rows } = await client.query<TemplateCounts>(
    `select template, language, ${SUMS} from template_hours
     where tenant_id = $1 and channel_id = $2 and hour >= $3 and hour < $4
     group by template, language order by sum(sent) desc, template, language limit 200`,
    [tenant, channel, new Date(from), new Date(to)],
  )
  return rows
}

export type HourCounts = Counts & { readonly hour: number }

export async function sumHours(
  client: Client,
  tenant: TenantId,
  channel: string,
  from: Instant,
): Promise<HourCounts[]> {
  const { rows } = await client.query<HourCounts>(
    `select ${wholeMillisecondsOf('hour')} as hour, ${SUMS} from template_hours
     where tenant_id = $1 and channel_id = $2 and hour >= $3 group by template_hours.hour order by template_hours.hour`,
    [tenant, channel, new Date(from)],
  )
  return rows
}

/** `age`: by how many of the cuts it is younger. */
export type AgeCounts = Counts & { readonly channel: string; readonly age: number }

/** Of customers who fulfil a condition about the contact `k`, whose values come first. Uses template_sends_age. */
export async function sumContacts(
  client: Client,
  condition: { readonly text: string; readonly values: readonly unknown[] },
  { from, cuts = [] }: { readonly from: Instant; readonly cuts?: readonly Instant[] },
): Promise<AgeCounts[]> {
  const [since, at] = [`$${condition.values.length + 1}`, `$${condition.values.length + 2}`]
  await client.query(`set local work_mem = '64MB'`) // sets of up to all contacts must fit into memory
  const { rows } = await client.query<AgeCounts>(
    `select t.channel_id as channel, width_bucket(t.at, ${at}::timestamptz[]) as age, count(*)::int as sent,
       count(t.delivered_at)::int as delivered, count(t.read_at)::int as read, count(t.failed_at)::int as failed,
       count(*) filter (where t.failure_code in (131026, 131050))::int as blocked, count(t.opted_out_at)::int as "optedOut"
     from template_sends t
     join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
     join contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
     where t.tenant_id = $1 and t.at > ${since}::timestamptz and (${condition.text}) group by 1, 2`,
    [...condition.values, new Date(from), [from, ...cuts].map((cut) => new Date(cut))],
  )
  // The first of them is where counting begins, because a list of cuts may not be empty.
  return rows.map((row) => ({ ...row, age: row.age - 1 }))
}

export async function selectChannels(client: Client, tenant: TenantId): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from channels where tenant_id = $1 and status = 'connected' order by id`,
    [tenant],
  )
  return rows.map(({ id }) => id)
}
