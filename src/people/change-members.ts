/** Roles change and people leave; a business always keeps an owner. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { ROLES, type Role } from '#tenants/permissions.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { deleteMember, lockMembers, updateRole } from './internal/sql.ts'

export type MemberRefusal = {
  readonly ok: false
  readonly because: 'not_found' | 'not_yours_to_give' | 'last_owner'
}
export type MemberChange = { readonly ok: true } | MemberRefusal

/** Nobody gives or takes a role above their own. Null: a program, which has none, and counts as an agent. */
export const mayGive = (own: Role | null, role: Role): boolean =>
  ROLES.indexOf(own ?? 'agent') <= ROLES.indexOf(role)

export async function changeRole(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  user: string,
  role: Role,
): Promise<MemberChange> {
  const members = await lockMembers(client, tenant)
  const member = members.find(({ id }) => id === user)
  const own = members.find(({ id }) => id === actor.id)?.role ?? null
  if (member === undefined) return { ok: false, because: 'not_found' }
  if (!mayGive(own, member.role) || !mayGive(own, role)) return { ok: false, because: 'not_yours_to_give' }
  if (role !== 'owner' && isLastOwner(members, user)) return { ok: false, because: 'last_owner' }
  if (member.role === role) return { ok: true }
  await updateRole(client, tenant, user, role)
  await appendEvents(client, tenant, [['assignees.changed']])
  await recordAudit(client, tenant, actor, {
    action: 'member.role-changed',
    subject: { kind: 'member', id: user },
    details: { from: member.role, to: role },
  })
  return { ok: true }
}

/** Whether somebody may be taken out of the business; everybody may leave by themselves. */
export async function mayRemove(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  user: string,
): Promise<{ readonly ok: true; readonly role: Role } | MemberRefusal> {
  const members = await lockMembers(client, tenant)
  const member = members.find(({ id }) => id === user)
  const own = members.find(({ id }) => id === actor.id)?.role ?? null
  if (member === undefined) return { ok: false, because: 'not_found' }
  if (user !== actor.id && !mayGive(own, member.role)) return { ok: false, because: 'not_yours_to_give' }
  return isLastOwner(members, user) ? { ok: false, because: 'last_owner' } : { ok: true, role: member.role }
}

/** Somebody is taken out of the business, or leaves by themselves. */
export async function removeMember(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  user: string,
): Promise<MemberChange> {
  const member = await mayRemove(client, tenant, actor, user)
  if (!member.ok) return member
  await deleteMember(client, tenant, user)
  await appendEvents(client, tenant, [['assignees.changed']])
  await recordAudit(client, tenant, actor, {
    action: user === actor.id ? 'member.left' : 'member.removed',
    subject: { kind: 'member', id: user },
    details: { role: member.role },
  })
  return { ok: true }
}

const isLastOwner = (
  members: readonly { readonly id: string; readonly role: Role }[],
  user: string,
): boolean => members.every(({ id, role }) => (id === user ? role === 'owner' : role !== 'owner'))
