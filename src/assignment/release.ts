/** Takes conversations away from whoever goes, in small batches, each a short transaction of its own. */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { release, type Holder } from './internal/rule-sql.ts'

const AT_ONCE = 100

/**
 * Before a member is removed. What they get between this and their removal becomes nobody's with the removal itself, since
 * nobody but a member can have a conversation; but of that browsers are not told.
 */
export async function releasePerson(database: Database, tenant: TenantId, user: string): Promise<number> {
  return releaseAll(database, tenant, { column: 'assignee_id', id: user })
}

/** Before a team is deleted. */
export async function releaseTeam(database: Database, tenant: TenantId, team: string): Promise<number> {
  return releaseAll(database, tenant, { column: 'team_id', id: team })
}

async function releaseAll(database: Database, tenant: TenantId, holder: Holder): Promise<number> {
  let count = 0
  for (;;) {
    const freed = await database.inTenant(tenant, async (client) => {
      const ids = await release(client, tenant, holder, AT_ONCE)
      await appendEvents(
        client,
        tenant,
        ids.map((id) => ['conversation.updated', id] as const),
      )
      return ids.length
    })
    count += freed
    if (freed < AT_ONCE) return count
  }
}
