import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** The account of one of our numbers. Throws if there is no such number. */
export async function wabaOf(client: Client, tenant: TenantId, channel: string): Promise<string> {
  const { rows } = await client.query<{ waba: string }>(
    'select waba_id as waba from channels where tenant_id = $1 and id = $2',
    [tenant, channel],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a campaign’s number is gone')
  return row.waba
}

/** How many people were put in by a file or the API, or written down. */
export async function countListed(
  client: Client,
  tenant: TenantId,
  campaigns: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; count: number }>(
    `select campaign_id as id, count(*)::int as count from campaign_recipients where tenant_id = $1 and campaign_id = any($2::uuid[]) group by 1`,
    [tenant, campaigns],
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** Alarms that are due, of all tenants, each put off so that nobody else takes it up while somebody is at it. */
export async function takeAlarms(
  pool: Pool,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<{ readonly tenant: TenantId; readonly campaign: string }[]> {
  const { rows } = await pool.query<{ tenant_id: string; campaign_id: string }>(
    `update campaign_alarms a set due_at = $2 from (
       select tenant_id, campaign_id from campaign_alarms where due_at <= $1 order by due_at limit $3 for update skip locked) d
     where a.tenant_id = d.tenant_id and a.campaign_id = d.campaign_id returning a.tenant_id, a.campaign_id`,
    [new Date(now), new Date(until), limit],
  )
  return rows.map((row) => ({ tenant: tenantId(row.tenant_id), campaign: row.campaign_id }))
}
