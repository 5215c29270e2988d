import { createKey } from '#keys/create-key.ts'
import { GRANTABLE } from '#keys/shapes.ts'
import { openDatabase } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { systemClock } from '#platform/time.ts'
import { permissionsOf } from '#tenants/permissions.ts'

/** API keys that may do all that keys may. One alone may ask 6,000 times a minute: who asks more often takes them in turn. */
export async function makeApiKeys(databaseUrl: string, tenant: TenantId, count = 1): Promise<string[]> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1, name: 'bench' })
  const creator = {
    actor: { kind: 'system', id: 'bench', name: 'Benchmark' },
    permissions: permissionsOf('owner'),
  } as const
  const keys: string[] = []
  try {
    for (let nth = 0; nth < count; nth++) {
      const wish = { name: `bench ${nth}`, permissions: GRANTABLE, ratePerMinute: 6000, expiresAt: null }
      const made = await database.inTenant(tenant, async (client) =>
        createKey(client, tenant, creator, wish, systemClock()),
      )
      if (!made.ok) throw new Error(made.because)
      keys.push(made.key.secret)
    }
  } finally {
    await database.close()
  }
  return keys
}
