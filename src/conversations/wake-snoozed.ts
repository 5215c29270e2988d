import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { openDue } from './internal/inbox-sql.ts'

/** A transaction that writes must be short; whoever is left waits for the next time. */
const WOKEN_MAX = 200

/** Opens the conversations whose snooze is over, and says how many. The caller tells listeners after the commit. */
export async function wakeSnoozed(client: Client, tenant: TenantId, now: Instant): Promise<number> {
  const woken = await openDue(client, tenant, now, WOKEN_MAX)
  await appendEvents(
    client,
    tenant,
    woken.map((id) => ['conversation.updated', id] as const),
  )
  return woken.length
}
