import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Before a contact goes, because it is the same person as another: what may be sold to them may be sold to the other. */
export async function mergeDeals(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<void> {
  await client.query('update deals set contact_id = $3 where tenant_id = $1 and contact_id = $2', [
    tenant,
    loser,
    winner,
  ])
}
