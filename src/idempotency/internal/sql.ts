import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

export type RequestKey = { readonly tenant: TenantId; readonly actor: string; readonly key: string }
export type KnownRequest = {
  readonly hash: Buffer
  readonly status: number | null
  readonly answer: Buffer | null
  readonly createdAt: number
}

/** Takes the key; null: it is this request's now. Of two at once one gets it, and the other sees its row. */
export async function takeKey(
  client: Client,
  { tenant, actor, key }: RequestKey,
  hash: Buffer,
  now: Instant,
): Promise<KnownRequest | null> {
  const { rowCount } = await client.query(
    `insert into idempotent_requests (tenant_id, actor_id, key, request_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tenant, actor, key, hash, new Date(now)],
  )
  if (rowCount === 1) return null
  const { rows } = await client.query<KnownRequest>(
    `select request_hash as hash, status, answer,
       ${wholeMillisecondsOf('created_at')} as "createdAt"
     from idempotent_requests where tenant_id = $1 and actor_id = $2 and key = $3`,
    [tenant, actor, key],
  )
  // Forgotten between the two statements: whoever asks again will get it.
  return rows[0] ?? { hash, status: null, answer: null, createdAt: now }
}

export async function putAnswer(
  client: Client,
  { tenant, actor, key }: RequestKey,
  status: number,
  answer: Buffer,
): Promise<void> {
  await client.query(
    `update idempotent_requests set status = $4, answer = $5
     where tenant_id = $1 and actor_id = $2 and key = $3`,
    [tenant, actor, key, status, answer],
  )
}

export async function dropKey(client: Client, { tenant, actor, key }: RequestKey): Promise<void> {
  await client.query('delete from idempotent_requests where tenant_id = $1 and actor_id = $2 and key = $3', [
    tenant,
    actor,
    key,
  ])
}

export async function deleteBefore(
  client: Client,
  tenant: TenantId,
  before: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from idempotent_requests where tenant_id = $1 and (actor_id, key) in (
       select actor_id, key from idempotent_requests where tenant_id = $1 and created_at < $2 limit $3)`,
    [tenant, new Date(before), limit],
  )
  return rowCount ?? 0
}
