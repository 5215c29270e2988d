import { holdMembers } from '#conversations/hold-conversation.ts'
import { listMembers } from '#people/read-members.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { ANSWERING_ROLES } from './assign-waiting.ts'
import { putAvailability, selectAway } from './internal/teams-sql.ts'
import { listTeams } from './manage-teams.ts'
import type { Assignees } from './shapes.ts'

/** Everybody and every team that a conversation can be given to. */
export async function readAssignees(client: Client, tenant: TenantId, actor: Actor): Promise<Assignees> {
  const members = await listMembers(client, tenant)
  const away = await selectAway(client, tenant)
  return {
    me: actor.kind === 'user' && members.some(({ id }) => id === actor.id) ? actor.id : null,
    people: members.map(({ id, name, role }) => ({
      id,
      name,
      isAvailable: !away.has(id),
      mayAnswer: ANSWERING_ROLES.includes(role),
    })),
    teams: await listTeams(client, tenant),
  }
}

/** Somebody comes or goes for a while. They keep what they have; null: they are no member. */
export async function changeAvailability(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { isAvailable, now }: { readonly isAvailable: boolean; readonly now: Instant },
): Promise<{ readonly isChanged: boolean } | null> {
  if (actor.kind !== 'user' || !(await holdMembers(client, tenant, [actor.id])).has(actor.id)) return null
  const isChanged = await putAvailability(client, tenant, actor.id, { isAvailable, now })
  if (isChanged) await appendEvents(client, tenant, [['assignees.changed']])
  return { isChanged }
}
