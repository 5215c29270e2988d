/** Links that make whoever opens them a member of the business. */
import { createHash, randomBytes } from 'node:crypto'
import { recordAudit } from '#audit/record-audit.ts'
import type { Client, Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import type { Role } from '#tenants/permissions.ts'
import { addMember } from './add-member.ts'
import { mayGive } from './change-members.ts'
import {
  closeInvitation,
  findInvitationRoute,
  insertInvitation,
  lockInvitation,
  revokeInvitationsTo,
  selectInvitations,
  selectRole,
  selectUserByEmail,
} from './internal/sql.ts'
import type { Invitation, InvitationPreview } from './shapes.ts'

const VALID_MS = 7 * DAY_MS
/** More open invitations than any team needs: a program that invites the world is stopped here. */
const OPEN_MAX = 200

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export type InviteRefusal = {
  readonly ok: false
  readonly because: 'not_yours_to_give' | 'already_member' | 'too_many'
}

/** The secret is in the answer and nowhere else. An earlier invitation of the same address stops working. */
export async function invitePerson(
  client: Client,
  tenant: TenantId,
  inviter: { readonly actor: Actor; readonly role: Role | null },
  { email, role }: { readonly email: string; readonly role: Role },
  now: Instant,
): Promise<{ readonly ok: true; readonly invitation: Invitation; readonly secret: string } | InviteRefusal> {
  if (!mayGive(inviter.role, role)) return { ok: false, because: 'not_yours_to_give' }
  const known = await selectUserByEmail(client, email)
  if (known !== null && (await selectRole(client, tenant, known.id)) !== null)
    return { ok: false, because: 'already_member' }
  if ((await selectInvitations(client, tenant, now)).length >= OPEN_MAX)
    return { ok: false, because: 'too_many' }
  await revokeInvitationsTo(client, tenant, email, now)
  const secret = randomBytes(24).toString('base64url')
  const { id: by, name } = inviter.actor
  const invitation = {
    id: newId(),
    email,
    role,
    invitedBy: { id: by, name },
    createdAt: now,
    expiresAt: after(now, VALID_MS),
  }
  await insertInvitation(client, tenant, invitation, hashOf(secret))
  await recordAudit(client, tenant, inviter.actor, {
    action: 'invitation.created',
    subject: { kind: 'invitation', id: invitation.id },
    details: { email, role },
  })
  return { ok: true, invitation, secret }
}

export const listInvitations = selectInvitations

/** False: there is no such open invitation. */
export async function revokeInvitation(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<boolean> {
  const invitation = await lockInvitation(client, tenant, id, now)
  if (invitation === null) return false
  await closeInvitation(client, tenant, id, 'revoked', now)
  await recordAudit(client, tenant, actor, {
    action: 'invitation.revoked',
    subject: { kind: 'invitation', id },
    details: { email: invitation.email },
  })
  return true
}

/** What a link is about; null: it opens nothing (any more). */
export async function previewInvitation(
  database: Database,
  secret: string,
  now: Instant,
): Promise<InvitationPreview | null> {
  const route = await findInvitationRoute(database.pool, hashOf(secret))
  if (route === null) return null
  const tenant = tenantId(route.tenant)
  return database.inTenant(tenant, async (client) => {
    const invitation = await lockInvitation(client, tenant, route.id, now)
    if (invitation === null) return null
    return {
      businessName: (await tenantName(client, tenant)) ?? '',
      email: invitation.email,
      role: invitation.role,
      invitedByName: invitation.invitedBy.name,
      isKnown: (await selectUserByEmail(client, invitation.email)) !== null,
    }
  })
}

export type Accepted =
  | { readonly ok: true; readonly tenant: TenantId }
  | { readonly ok: false; readonly because: 'link_expired' | 'for_somebody_else' }

/** Makes the person whose address was invited a member. A link works once; of two who come at once, once. */
export async function acceptInvitation(
  database: Database,
  secret: string,
  person: { readonly id: string; readonly name: string; readonly email: string },
  now: Instant,
): Promise<Accepted> {
  const route = await findInvitationRoute(database.pool, hashOf(secret))
  if (route === null) return { ok: false, because: 'link_expired' }
  const tenant = tenantId(route.tenant)
  return database.inTenant(tenant, async (client): Promise<Accepted> => {
    const invitation = await lockInvitation(client, tenant, route.id, now)
    if (invitation === null) return { ok: false, because: 'link_expired' }
    if (invitation.email !== person.email) return { ok: false, because: 'for_somebody_else' }
    await closeInvitation(client, tenant, invitation.id, 'accepted', now)
    await addMember(client, tenant, person.id, invitation.role)
    await appendEvents(client, tenant, [['assignees.changed']])
    await recordAudit(
      client,
      tenant,
      { kind: 'user', id: person.id, name: person.name },
      {
        action: 'member.joined',
        subject: { kind: 'member', id: person.id },
        details: { email: person.email, role: invitation.role, invitedBy: invitation.invitedBy.name },
      },
    )
    return { ok: true, tenant }
  })
}
