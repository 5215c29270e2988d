import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/**
 * Has Meta asked about a number no later than then: of some changes, such as a quality of YELLOW, no webhook tells ("phone_number_quality_update",
 * Nov 2025, has FLAGGED and UNFLAGGED alone).
 */
export async function askSoon(client: Client, tenant: TenantId, channel: string, at: Instant): Promise<void> {
  await client.query(
    'update channel_routes set health_due_at = $3 where tenant_id = $1 and channel_id = $2 and health_due_at > $3',
    [tenant, channel, new Date(at)],
  )
}
