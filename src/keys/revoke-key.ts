import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { markRevoked } from './internal/sql.ts'

/** Makes a key open nothing any more, within five seconds in every process. False: there is no such key. A second time does nothing. */
export async function revokeKey(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<boolean> {
  const found = await markRevoked(client, tenant, id, now)
  if (found === null) return false
  const { name, prefix, wasLive } = found
  if (wasLive)
    await recordAudit(client, tenant, actor, {
      action: 'key.revoked',
      subject: { kind: 'key', id },
      details: { name, prefix },
    })
  return true
}
