import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Shared by everybody who writes contacts in the usual way; exclusive for whoever merges them or moves numbers. Held to the
 * end of the transaction, in memory only. Comes first in a transaction, before anything is read.
 */
export async function lockTenant(client: Client, tenant: TenantId, isAlone: boolean): Promise<void> {
  await client.query({
    name: isAlone ? 'lock_tenant' : 'share_tenant',
    text: `select pg_advisory_xact_lock${isAlone ? '' : '_shared'}(hashtextextended($1, 0))`,
    values: [tenant],
  })
}
