import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { ReconciledLine } from '../shapes.ts'
import type { ToldTier } from '../volume-tiers.ts'

export type ReconciliationRow = {
  readonly wabaId: string
  readonly checkedAt: number
  readonly state: 'equal' | 'differs' | 'failed'
  readonly problem: string | null
  readonly currency: string
  readonly lines: readonly ReconciledLine[]
}

export async function selectReconciliations(
  client: Client,
  tenant: TenantId,
  month: string,
): Promise<ReconciliationRow[]> {
  const { rows } = await client.query<ReconciliationRow>(
    `select waba_id as "wabaId", ${millisecondsOf('checked_at')} as "checkedAt", state, problem, currency, lines
     from cost_reconciliations where tenant_id = $1 and month = $2::date`,
    [tenant, `${month}-01`],
  )
  return rows
}

/** A comparison that failed leaves the lines of the one before, which say what was known then. */
export async function putReconciliation(
  client: Client,
  tenant: TenantId,
  month: string,
  { wabaId, checkedAt, state, problem, currency, lines }: ReconciliationRow,
): Promise<void> {
  await client.query(
    `insert into cost_reconciliations as r (tenant_id, waba_id, month, checked_at, state, problem, currency, lines)
     values ($1, $2, $3::date, $4, $5, $6, $7, $8)
     on conflict (tenant_id, waba_id, month) do update set checked_at = excluded.checked_at, state = excluded.state,
       problem = excluded.problem, currency = excluded.currency,
       lines = case when excluded.state = 'failed' then r.lines else excluded.lines end`,
    [tenant, wabaId, `${month}-01`, new Date(checkedAt), state, problem, currency, JSON.stringify(lines)],
  )
}

/** The WABAs that this month was not compared for since then. */
export async function selectDue(
  client: Client,
  tenant: TenantId,
  month: string,
  since: number,
): Promise<string[]> {
  const { rows } = await client.query<{ waba_id: string }>(
    `select distinct c.waba_id from channels c where c.tenant_id = $1 and c.status = 'connected' and not exists (
       select from cost_reconciliations r where r.tenant_id = $1 and r.waba_id = c.waba_id and r.month = $2::date and r.checked_at >= $3)`,
    [tenant, `${month}-01`, new Date(since)],
  )
  return rows.map((row) => row.waba_id)
}

/** The tiers that Meta told these WABAs of for a month, in its own words. Uses updates_newest: such updates are few. */
export async function selectToldTiers(
  client: Client,
  tenant: TenantId,
  month: string,
  wabas: readonly string[],
): Promise<ToldTier[]> {
  const { rows } = await client.query<ToldTier>(
    `select i ->> 'pricing_category' as category, i ->> 'region' as region, i ->> 'tier' as tier
     from updates u cross join lateral (select u.value -> 'volume_tier_info' as i) info
     where u.tenant_id = $1 and u.field = 'account_update' and u.waba_id = any($2::text[])
       and u.value ->> 'event' = 'VOLUME_BASED_PRICING_TIER_UPDATE' and i ->> 'effective_month' = $3
       and i ->> 'pricing_category' is not null and i ->> 'region' is not null and i ->> 'tier' is not null`,
    [tenant, wabas, month],
  )
  return rows
}
