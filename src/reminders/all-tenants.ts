/** Whose reminders are due: asked for all tenants at once. Ids and moments only, no data. */
import type { Pool } from 'pg'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** Uses reminder_alarms_due. */
export async function tenantsWithDue(pool: Pool, now: Instant): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>(
    'select tenant_id from reminder_alarms where due_at <= $1 order by due_at limit 1000',
    [new Date(now)],
  )
  return rows.map((row) => tenantId(row.tenant_id))
}
