import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { ApiKey } from '../shapes.ts'

export type KeyRow = {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly hash: Buffer
  readonly permissions: readonly string[]
  readonly ratePerMinute: number
  readonly createdBy: Actor
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

const dateOf = (at: Instant | null): Date | null => (at === null ? null : new Date(at))

export async function insertKey(
  client: Client,
  tenant: TenantId,
  key: KeyRow,
  lookup: string,
): Promise<void> {
  await client.query(
    `insert into api_keys (tenant_id, id, name, prefix, hash, permissions, rate_per_minute,
       created_by_kind, created_by_id, created_by_name, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tenant,
      key.id,
      key.name,
      key.prefix,
      key.hash,
      key.permissions,
      key.ratePerMinute,
      key.createdBy.kind,
      key.createdBy.id,
      key.createdBy.name,
      dateOf(key.createdAt),
      dateOf(key.expiresAt),
    ],
  )
  await client.query('insert into api_key_routes (lookup, tenant_id, key_id) values ($1, $2, $3)', [
    lookup,
    tenant,
    key.id,
  ])
}

/** Newest first. */
export async function selectKeys(client: Client, tenant: TenantId, limit: number): Promise<ApiKey[]> {
  const { rows } = await client.query<ApiKey>(
    `select id, name, prefix, permissions, rate_per_minute as "ratePerMinute",
       json_build_object('kind', created_by_kind, 'id', created_by_id, 'name', created_by_name) as "createdBy",
       ${wholeMillisecondsOf('created_at')} as "createdAt", ${wholeMillisecondsOf('last_used_at')} as "lastUsedAt",
       ${wholeMillisecondsOf('expires_at')} as "expiresAt", ${wholeMillisecondsOf('revoked_at')} as "revokedAt"
     from api_keys where tenant_id = $1 order by id desc limit $2`,
    [tenant, limit],
  )
  return rows
}

/** How many keys still open something. Locks the tenant's row, so that two requests at once cannot both take the last place. */
export async function countLiveKeys(client: Client, tenant: TenantId, now: Instant): Promise<number> {
  await client.query('select 1 from tenants where tenant_id = $1 for update', [tenant])
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from api_keys
     where tenant_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [tenant, dateOf(now)],
  )
  return rows[0]?.count ?? 0
}

/** Locks the key's row. `wasLive`: it is this call that revoked it. Null: there is no such key. */
export async function markRevoked(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<{ readonly name: string; readonly prefix: string; readonly wasLive: boolean } | null> {
  const { rows } = await client.query<{ name: string; prefix: string; wasLive: boolean }>(
    `with key as (
       select id, name, prefix, revoked_at is null as was_live from api_keys where tenant_id = $1 and id = $2 for update
     ), revoked as (
       update api_keys set revoked_at = $3 where tenant_id = $1 and id = (select id from key where was_live)
     ), unrouted as (
       delete from api_key_routes where tenant_id = $1 and key_id = (select id from key)
     ) select name, prefix, was_live as "wasLive" from key`,
    [tenant, id, dateOf(now)],
  )
  return rows[0] ?? null
}

/** Whose key this is. Not within a tenant: the table is there to find it. */
export async function findRoute(
  pool: { readonly query: Client['query'] },
  lookup: string,
): Promise<{ readonly tenant: string; readonly key: string } | null> {
  const { rows } = await pool.query<{ tenant: string; key: string }>(
    'select tenant_id as tenant, key_id as key from api_key_routes where lookup = $1',
    [lookup],
  )
  return rows[0] ?? null
}

export type LiveKey = Pick<KeyRow, 'id' | 'name' | 'hash' | 'permissions' | 'ratePerMinute'> & {
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
}

export async function selectLiveKey(client: Client, tenant: TenantId, id: string): Promise<LiveKey | null> {
  const { rows } = await client.query<LiveKey>(
    `select id, name, hash, permissions, rate_per_minute as "ratePerMinute",
       ${wholeMillisecondsOf('expires_at')} as "expiresAt", ${wholeMillisecondsOf('last_used_at')} as "lastUsedAt"
     from api_keys where tenant_id = $1 and id = $2 and revoked_at is null`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Backwards never: several processes say it. */
export async function markUsed(client: Client, tenant: TenantId, id: string, now: Instant): Promise<void> {
  await client.query(
    `update api_keys set last_used_at = $3 where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3)`,
    [tenant, id, dateOf(now)],
  )
}
