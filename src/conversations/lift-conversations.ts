import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { lift, resolveConversations } from './internal/lift-sql.ts'

/**
 * Brings conversations to the top of the list, and opens them if they were snoozed or resolved: somebody wanted to be reminded
 * of them now. The next message in another one overtakes them. The caller tells listeners after the commit.
 */
export async function liftConversations(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  now: Instant,
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const lifted = await lift(client, tenant, ids, now)
  await appendEvents(
    client,
    tenant,
    lifted.map((id) => ['conversation.updated', id] as const),
  )
  return lifted
}

/** The conversation of this id, or the one that it was merged into; null if there is none. */
export async function whereIsConversation(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<string | null> {
  return (await resolveConversations(client, tenant, [id]))[0] ?? null
}
