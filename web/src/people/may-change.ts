/** What the server will let somebody do to a colleague, so that a button can say why not before it is pressed. Pure. */
import { ROLES, type Role } from '../../../src/tenants/permissions.ts'
import type { Member } from '../platform/contract.ts'

export type WhyNot = 'no_permission' | 'above_own' | 'last_owner'
/** Who is about to press. */
export type Own = { readonly id: string; readonly role: Role; readonly mayWrite: boolean }

/** Nobody gives or takes a role above their own. */
export const rolesToGive = (own: Role): readonly Role[] => ROLES.slice(ROLES.indexOf(own))

const isLastOwner = ({ role }: Member, members: readonly Member[]): boolean =>
  role === 'owner' && members.filter((one) => one.role === 'owner').length === 1

/** Null: they may. */
export function whyNotChange(own: Own, member: Member, members: readonly Member[]): WhyNot | null {
  if (!own.mayWrite) return 'no_permission'
  if (!rolesToGive(own.role).includes(member.role)) return 'above_own'
  return isLastOwner(member, members) ? 'last_owner' : null
}

/** Everybody may leave, except the last owner. */
export function whyNotRemove(own: Own, member: Member, members: readonly Member[]): WhyNot | null {
  if (member.id !== own.id) return whyNotChange(own, member, members)
  return isLastOwner(member, members) ? 'last_owner' : null
}
