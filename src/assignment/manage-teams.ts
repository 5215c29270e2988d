/** Groups of members, to which conversations can be given. */
import { recordAudit } from '#audit/record-audit.ts'
import { holdMembers } from '#conversations/hold-conversation.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { byName, keyOfName, lockList, type ListRefusal, type ListResult } from '#tenants/named-lists.ts'
import { selectRule } from './internal/rule-sql.ts'
import { putTeam, removeTeam, selectTeams } from './internal/teams-sql.ts'
import { releaseTeam } from './release.ts'
import type { NewTeam, Team, TeamPatch } from './shapes.ts'

/** All of them go to each open inbox. */
export const TEAMS_MAX = 100

type TeamResult = ListResult<Team, 'team_exists' | 'too_many_teams' | 'member_not_found'>

/** All, by name. */
export async function listTeams(client: Client, tenant: TenantId): Promise<Team[]> {
  const rows = await selectTeams(client, tenant)
  return rows.map(({ id, name, memberIds }) => ({ id, name, memberIds })).toSorted(byName)
}

export async function addTeam(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, memberIds }: NewTeam,
): Promise<TeamResult> {
  await lockList(client, tenant, 'teams')
  const others = await selectTeams(client, tenant)
  if (others.some(({ nameKey }) => nameKey === keyOfName(name))) return { ok: false, because: 'team_exists' }
  if (others.length >= TEAMS_MAX) return { ok: false, because: 'too_many_teams' }
  const strangers = await strangersAmong(client, tenant, memberIds)
  if (strangers !== null) return strangers
  const team = { id: newId(), name, memberIds: inOrder(memberIds) }
  await putTeam(client, tenant, { ...team, nameKey: keyOfName(name) })
  await tell(client, tenant, actor, 'team.created', team)
  return { ok: true, item: team, isChanged: true }
}

export async function changeTeam(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: TeamPatch },
): Promise<TeamResult> {
  await lockList(client, tenant, 'teams')
  const all = await selectTeams(client, tenant)
  const was = all.find((team) => team.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const name = patch.name ?? was.name
  const nameKey = keyOfName(name)
  if (all.some((other) => other.id !== was.id && other.nameKey === nameKey))
    return { ok: false, because: 'team_exists' }
  const strangers = await strangersAmong(client, tenant, patch.memberIds ?? [])
  if (strangers !== null) return strangers
  const memberIds = patch.memberIds === undefined ? was.memberIds : inOrder(patch.memberIds)
  const team = { id: was.id, name, memberIds }
  const isChanged = name !== was.name || memberIds.join() !== was.memberIds.join()
  if (isChanged) {
    await putTeam(client, tenant, { ...team, nameKey })
    await tell(client, tenant, actor, 'team.changed', team)
  }
  return { ok: true, item: team, isChanged }
}

/**
 * Its conversations go on without it. They are freed in small batches before, since they may be many; what is given to it in the
 * meantime is freed with it. null: it is gone.
 */
export async function deleteTeam(
  database: Database,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<'not_found' | 'team_in_use' | null> {
  const refusal = await database.inTenant(tenant, async (client) => whyNotDeleted(client, tenant, id))
  if (refusal !== null) return refusal
  await releaseTeam(database, tenant, id)
  return database.inTenant(tenant, async (client) => {
    await lockList(client, tenant, 'teams')
    const late = await whyNotDeleted(client, tenant, id)
    if (late !== null) return late
    const name = await removeTeam(client, tenant, id)
    if (name === null) return 'not_found'
    await tell(client, tenant, actor, 'team.deleted', { id, name, memberIds: [] })
    return null
  })
}

async function whyNotDeleted(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<'not_found' | 'team_in_use' | null> {
  const team = (await selectTeams(client, tenant)).find((one) => one.id === id.toLowerCase())
  if (team === undefined) return 'not_found'
  const rule = await selectRule(client, tenant)
  return rule?.teamId === team.id ? 'team_in_use' : null
}

/** Names those who are no members by their places; the others stay members until the end of the transaction. */
async function strangersAmong(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ListRefusal<'member_not_found'> | null> {
  const known = await holdMembers(client, tenant, ids)
  const errors = ids.flatMap((id, place) =>
    known.has(id.toLowerCase()) ? [] : [{ path: `memberIds.${place}`, message: 'is no member of yours' }],
  )
  return errors.length === 0 ? null : { ok: false, because: 'member_not_found', errors }
}

const inOrder = (ids: readonly string[]): string[] =>
  [...new Set(ids.map((id) => id.toLowerCase()))].toSorted()

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name, memberIds }: Team,
): Promise<void> {
  await appendEvents(client, tenant, [['assignees.changed']])
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'team', id },
    details: { name, memberIds },
  })
}
