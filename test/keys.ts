/** A program's key, for tests. */
import { createKey } from '#keys/create-key.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { systemClock } from '#platform/time.ts'
import { permissionsOf, type Permission } from '#tenants/permissions.ts'

const OWNER = {
  actor: { kind: 'user', id: '1', name: 'Owner' },
  permissions: permissionsOf('owner'),
} as const

/** A key that may do just this, as often as a test likes. */
export async function keyOf(
  database: Database,
  tenant: TenantId,
  permissions: readonly Permission[],
): Promise<{ readonly id: string; readonly secret: string }> {
  const wish = { name: 'Key', permissions, ratePerMinute: 6000, expiresAt: null }
  const made = await database.inTenant(tenant, async (client) =>
    createKey(client, tenant, OWNER, wish, systemClock()),
  )
  if (!made.ok) throw new Error(made.because)
  return made.key
}
