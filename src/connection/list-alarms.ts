import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectDismissed, selectOpenAlarms } from './internal/sql.ts'
import type { Alarm } from './shapes.ts'

/** What seems to be wrong with a tenant's numbers at the moment. */
export const listAlarms = selectOpenAlarms

/** The same without those that this person has put away. */
export async function listAlarmsFor(client: Client, tenant: TenantId, user: string): Promise<Alarm[]> {
  const alarms = await selectOpenAlarms(client, tenant)
  if (alarms.length === 0) return alarms
  const dismissed = await selectDismissed(client, tenant, user)
  return alarms.filter(({ id }) => !dismissed.has(id))
}
