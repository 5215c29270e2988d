import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** Also forgets the tenant's visits that are over, and the tokens in them. */
export async function insertSignup(
  client: Client,
  tenant: TenantId,
  signup: {
    readonly id: string
    readonly stateHash: Buffer
    readonly actor: string
    readonly redirectUri: string
    readonly isCoexistence: boolean
    readonly now: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  await client.query('delete from channel_signups where tenant_id = $1 and expires_at < $2', [
    tenant,
    new Date(signup.now),
  ])
  await client.query(
    `insert into channel_signups (tenant_id, id, state_hash, actor_id, redirect_uri, is_coexistence, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[tenant, signup.id, signup.stateHash, signup.actor, signup.redirectUri, signup.isCoexistence],
      ...[new Date(signup.now), new Date(signup.expiresAt)],
    ],
  )
}

/** Once, and only for whoever began it; null: it was used, is over, or is none. */
export async function useSignup(
  client: Client,
  tenant: TenantId,
  stateHash: Buffer,
  actor: string,
  now: Instant,
): Promise<{ readonly id: string; readonly redirectUri: string } | null> {
  const { rows } = await client.query<{ id: string; redirect_uri: string }>(
    `update channel_signups set used_at = $4
     where tenant_id = $1 and state_hash = $2 and actor_id = $3 and used_at is null and expires_at > $4
     returning id, redirect_uri`,
    [tenant, stateHash, actor, new Date(now)],
  )
  const row = rows[0]
  return row === undefined ? null : { id: row.id, redirectUri: row.redirect_uri }
}

export async function keepSignupToken(
  client: Client,
  tenant: TenantId,
  id: string,
  sealed: Buffer,
): Promise<void> {
  await client.query('update channel_signups set token_sealed = $3 where tenant_id = $1 and id = $2', [
    tenant,
    id,
    sealed,
  ])
}

/** null: there is none, it is somebody else's, or it is over. */
export async function selectSignupToken(
  client: Client,
  tenant: TenantId,
  id: string,
  actor: string,
  now: Instant,
): Promise<{ readonly sealed: Buffer; readonly isCoexistence: boolean } | null> {
  const { rows } = await client.query<{ token_sealed: Buffer; is_coexistence: boolean }>(
    `select token_sealed, is_coexistence from channel_signups
     where tenant_id = $1 and id = $2 and actor_id = $3 and token_sealed is not null and expires_at > $4`,
    [tenant, id, actor, new Date(now)],
  )
  const row = rows[0]
  return row === undefined ? null : { sealed: row.token_sealed, isCoexistence: row.is_coexistence }
}

export async function deleteSignup(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from channel_signups where tenant_id = $1 and id = $2', [tenant, id])
}
