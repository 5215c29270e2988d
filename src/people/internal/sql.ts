import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Role } from '#tenants/permissions.ts'
import type { Invitation, Member, SessionRow } from '../shapes.ts'

/** Outside of any tenant: who somebody is. */
export type Queries = { readonly query: Client['query'] }

export async function selectRole(client: Client, tenant: TenantId, user: string): Promise<Role | null> {
  const { rows } = await client.query<{ role: Role }>(
    'select role from tenant_members where tenant_id = $1 and user_id = $2',
    [tenant, user],
  )
  return rows[0]?.role ?? null
}

/** The businesses that somebody works for, the longest known first. */
export async function selectTenantsOf(pool: Queries, user: string): Promise<string[]> {
  const { rows } = await pool.query<{ tenant: string }>(
    'select tenant_id as tenant from member_routes where user_id = $1 order by tenant_id limit 100',
    [user],
  )
  return rows.map(({ tenant }) => tenant)
}

/** The business that they last had open in any browser. */
export async function selectLastTenant(pool: Queries, user: string): Promise<string | null> {
  const { rows } = await pool.query<{ tenant: string }>(
    `select tenant_id as tenant from sessions where user_id = $1 and tenant_id is not null
     order by updated_at desc limit 1`,
    [user],
  )
  return rows[0]?.tenant ?? null
}

export async function updateSessionTenant(pool: Queries, session: string, tenant: string): Promise<void> {
  await pool.query('update sessions set tenant_id = $2, updated_at = now() where id = $1', [session, tenant])
}

export async function selectSessions(pool: Queries, user: string, now: Instant): Promise<SessionRow[]> {
  const { rows } = await pool.query<SessionRow>(
    `select id, ip_address as "ipAddress", user_agent as "userAgent", ${millisecondsOf('created_at')} as "createdAt",
       ${millisecondsOf('updated_at')} as "seenAt"
     from sessions where user_id = $1 and expires_at > $2 order by updated_at desc, id limit 100`,
    [user, new Date(now)],
  )
  return rows
}

/** Ends one session of this person's; false: they have no such session. */
export async function deleteSession(pool: Queries, user: string, session: string): Promise<boolean> {
  const { rowCount } = await pool.query('delete from sessions where user_id = $1 and id = $2', [
    user,
    session,
  ])
  return rowCount === 1
}

/** Some of the sessions that were over before a moment, the oldest first; how many. Uses sessions_expiry. */
export async function deleteSessionsBefore(pool: Queries, before: Instant, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from sessions where id = any (array(
       select id from sessions where expires_at < $1 order by expires_at limit $2 for update skip locked))`,
    [new Date(before), limit],
  )
  return rowCount ?? 0
}

/** The same for what proves an address or a wish: links, second steps. Uses verifications_expiry. */
export async function deleteVerificationsBefore(
  pool: Queries,
  before: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from verifications where id = any (array(
       select id from verifications where expires_at < $1 order by expires_at limit $2 for update skip locked))`,
    [new Date(before), limit],
  )
  return rowCount ?? 0
}

/** @param token of one more that stays: the one that has just been made. */
export async function deleteSessionsBut(
  pool: Queries,
  user: string,
  session: string,
  token = '',
): Promise<void> {
  await pool.query('delete from sessions where user_id = $1 and id <> $2 and token <> $3', [
    user,
    session,
    token,
  ])
}

/** What stands for a proof of theirs: browsers that need no second factor, links that reset the password, sign-ins half done. */
export async function deleteProofs(pool: Queries, user: string): Promise<void> {
  await pool.query('delete from verifications where value = $1', [user])
}

/** Whether anybody but the demo's made-up colleagues is known here. */
export async function hasPeople(pool: Queries): Promise<boolean> {
  const { rows } = await pool.query('select 1 from users where not is_demo limit 1')
  return rows.length > 0
}

export async function selectUserByEmail(
  pool: Queries,
  email: string,
): Promise<{ readonly id: string; readonly isDemo: boolean } | null> {
  const { rows } = await pool.query<{ id: string; isDemo: boolean }>(
    'select id, is_demo as "isDemo" from users where email = $1',
    [email],
  )
  return rows[0] ?? null
}

/** Members are locked, so that of two who leave at once one is still seen as the last owner. */
export async function lockMembers(client: Client, tenant: TenantId): Promise<Pick<Member, 'id' | 'role'>[]> {
  const { rows } = await client.query<Pick<Member, 'id' | 'role'>>(
    'select user_id as id, role from tenant_members where tenant_id = $1 order by user_id for update',
    [tenant],
  )
  return rows
}

export async function updateRole(client: Client, tenant: TenantId, user: string, role: Role): Promise<void> {
  await client.query('update tenant_members set role = $3 where tenant_id = $1 and user_id = $2', [
    tenant,
    user,
    role,
  ])
}

/** Their route goes with it. */
export async function deleteMember(client: Client, tenant: TenantId, user: string): Promise<void> {
  await client.query('delete from tenant_members where tenant_id = $1 and user_id = $2', [tenant, user])
}

const INVITATION = `select id, email, role, json_build_object('id', invited_by_id, 'name', invited_by_name) as "invitedBy",
  ${millisecondsOf('created_at')} as "createdAt", ${millisecondsOf('expires_at')} as "expiresAt" from invitations`

/** Those that still open something, the newest first. */
export async function selectInvitations(
  client: Client,
  tenant: TenantId,
  now: Instant,
): Promise<Invitation[]> {
  const { rows } = await client.query<Invitation>(
    `${INVITATION} where tenant_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2
     order by id desc limit 500`,
    [tenant, new Date(now)],
  )
  return rows
}

/** Locked until the transaction ends: one link makes one member. */
export async function lockInvitation(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<Invitation | null> {
  const { rows } = await client.query<Invitation>(
    `${INVITATION} where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3
     for update`,
    [tenant, id, new Date(now)],
  )
  return rows[0] ?? null
}

export async function insertInvitation(
  client: Client,
  tenant: TenantId,
  { id, email, role, invitedBy, createdAt, expiresAt }: Invitation,
  hash: Buffer,
): Promise<void> {
  await client.query(
    `insert into invitations (tenant_id, id, email, role, invited_by_id, invited_by_name, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tenant, id, email, role, invitedBy.id, invitedBy.name, new Date(createdAt), new Date(expiresAt)],
  )
  await client.query('insert into invitation_routes (hash, tenant_id, invitation_id) values ($1, $2, $3)', [
    hash,
    tenant,
    id,
  ])
}

export async function closeInvitation(
  client: Client,
  tenant: TenantId,
  id: string,
  how: 'accepted' | 'revoked',
  now: Instant,
): Promise<void> {
  await client.query(`update invitations set ${how}_at = $3 where tenant_id = $1 and id = $2`, [
    tenant,
    id,
    new Date(now),
  ])
  await client.query('delete from invitation_routes where tenant_id = $1 and invitation_id = $2', [
    tenant,
    id,
  ])
}

/** Earlier invitations of the same address are replaced by a new one. */
export async function revokeInvitationsTo(
  client: Client,
  tenant: TenantId,
  email: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `with gone as (update invitations set revoked_at = $3
       where tenant_id = $1 and email = $2 and accepted_at is null and revoked_at is null returning id)
     delete from invitation_routes where tenant_id = $1 and invitation_id in (select id from gone)`,
    [tenant, email, new Date(now)],
  )
}

export async function findInvitationRoute(
  pool: Queries,
  hash: Buffer,
): Promise<{ readonly tenant: string; readonly id: string } | null> {
  const { rows } = await pool.query<{ tenant: string; id: string }>(
    'select tenant_id as tenant, invitation_id as id from invitation_routes where hash = $1',
    [hash],
  )
  return rows[0] ?? null
}
