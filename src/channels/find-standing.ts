/** Which account one of our numbers belongs to, and whether anything can be sent from it. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'

export type Standing = { readonly wabaId: string; readonly isConnected: boolean }

/** null: there is no such number. */
export async function findStanding(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<Standing | null> {
  if (!isId(channel)) return null
  const { rows } = await client.query<Standing>(
    `select waba_id as "wabaId", status = 'connected' as "isConnected" from channels where tenant_id = $1 and id = $2`,
    [tenant, channel],
  )
  return rows[0] ?? null
}
