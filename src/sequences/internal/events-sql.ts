import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

export type EventRow = {
  readonly id: string
  readonly name: string
  readonly contact: string
  readonly key: string
  readonly occurredAt: Instant
}

/** Whether it is new: whoever tells it at the same moment waits for the other. */
export async function insertEvent(
  client: Client,
  tenant: TenantId,
  { id, name, contact, key, occurredAt }: EventRow,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into sequence_events (tenant_id, id, name, contact_id, key, occurred_at, received_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, key) do nothing`,
    [tenant, id, name, contact, key, new Date(occurredAt), new Date(now)],
  )
  return (rowCount ?? 0) > 0
}

export async function selectEvent(
  client: Client,
  tenant: TenantId,
  key: string,
): Promise<Pick<EventRow, 'id' | 'name' | 'contact'> | null> {
  const { rows } = await client.query<Pick<EventRow, 'id' | 'name' | 'contact'>>(
    'select id, name, contact_id as contact from sequence_events where tenant_id = $1 and key = $2',
    [tenant, key],
  )
  return rows[0] ?? null
}

/** What has been told of lately, by name. Looks at the newest so many: ids rise with time. */
export async function selectNames(
  client: Client,
  tenant: TenantId,
  { among, limit }: { readonly among: number; readonly limit: number },
): Promise<{ name: string; lastAt: number }[]> {
  const { rows } = await client.query<{ name: string; lastAt: number }>(
    `select name, ${wholeMillisecondsOf('max(received_at)')} as "lastAt" from (
       select name, received_at from sequence_events where tenant_id = $1 order by id desc limit $2) v group by 1 order by 2 desc limit $3`,
    [tenant, among, limit],
  )
  return rows
}

/** The oldest, a batch. Ids rise with time. */
export async function forgetOldest(
  client: Client,
  tenant: TenantId,
  { before, limit }: { readonly before: Instant; readonly limit: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from sequence_events where tenant_id = $1 and received_at < $2 and id = any(array(
       select id from sequence_events where tenant_id = $1 order by id limit $3))`,
    [tenant, new Date(before), limit],
  )
  return rowCount ?? 0
}
