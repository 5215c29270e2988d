import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Whoever is about to commit that something goes out holds what is suppressed as it is, until the end of the transaction; whoever
 * suppresses waits for them, and they for whoever does. So of an opt-out and a claim one is surely first: without this, a claim that had
 * looked before the opt-out's commit could commit after it. In memory only, one for each tenant; claims do not wait for one another.
 */
export const holdConsents = async (client: Client, tenant: TenantId): Promise<void> =>
  lock(client, tenant, '_shared')

/** Before a suppression is written. */
export const lockConsents = async (client: Client, tenant: TenantId): Promise<void> =>
  lock(client, tenant, '')

async function lock(client: Client, tenant: TenantId, how: '' | '_shared'): Promise<void> {
  await client.query({
    name: `consents_lock${how}`,
    text: `select pg_advisory_xact_lock${how}(hashtextextended('consents:' || $1, 0))`,
    values: [tenant],
  })
}
