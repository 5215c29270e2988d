/** How a business has its conversations find somebody by themselves. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { lockList } from '#tenants/named-lists.ts'
import { closeRelay, openRelay, putRule, selectRule } from './internal/rule-sql.ts'
import { selectTeams } from './internal/teams-sql.ts'
import type { AssignmentRule } from './shapes.ts'

const NONE: AssignmentRule = { mode: 'off', teamId: null, isSticky: true }

export async function readRule(client: Client, tenant: TenantId): Promise<AssignmentRule> {
  return (await selectRule(client, tenant)) ?? NONE
}

/** From now on; conversations that already wait are left to people. null: there is no such team. */
export async function changeRule(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: AssignmentRule,
): Promise<AssignmentRule | null> {
  await lockList(client, tenant, 'teams') // so that the team stays, and two changes take turns
  const rule = { ...wish, teamId: wish.teamId?.toLowerCase() ?? null }
  if (rule.teamId !== null && !(await selectTeams(client, tenant)).some(({ id }) => id === rule.teamId))
    return null
  const was = await readRule(client, tenant)
  if (was.mode === rule.mode && was.teamId === rule.teamId && was.isSticky === rule.isSticky) return rule
  await putRule(client, tenant, rule)
  if (rule.mode === 'off') await closeRelay(client, tenant)
  else await openRelay(client, tenant)
  await recordAudit(client, tenant, actor, {
    action: 'assignment.changed',
    subject: { kind: 'tenant', id: tenant },
    details: { from: was, to: rule },
  })
  return rule
}
