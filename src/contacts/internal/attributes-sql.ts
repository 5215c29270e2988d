import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Attribute } from '../shapes.ts'

export async function selectDefinitions(client: Client, tenant: TenantId): Promise<Attribute[]> {
  const { rows } = await client.query<Attribute>(
    'select key, label, type, choices from attribute_definitions where tenant_id = $1 order by created_at, key',
    [tenant],
  )
  return rows
}

/** Whether there was none of this key. */
export async function insertDefinition(
  client: Client,
  tenant: TenantId,
  { key, label, type, choices }: Attribute,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into attribute_definitions (tenant_id, key, label, type, choices) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenant, key, label, type, choices],
  )
  return rowCount === 1
}

export async function updateDefinition(
  client: Client,
  tenant: TenantId,
  { key, label, choices }: Attribute,
): Promise<void> {
  await client.query(
    'update attribute_definitions set label = $3, choices = $4 where tenant_id = $1 and key = $2',
    [tenant, key, label, choices],
  )
}

export async function deleteDefinition(client: Client, tenant: TenantId, key: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from attribute_definitions where tenant_id = $1 and key = $2',
    [tenant, key],
  )
  return rowCount === 1
}

/** Takes the values of this key from so many contacts; how many there were. */
export async function dropValues(
  client: Client,
  tenant: TenantId,
  key: string,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `update contact_attributes set attributes = attributes - $2 where tenant_id = $1 and contact_id in (
       select contact_id from contact_attributes where tenant_id = $1 and attributes ? $2 limit $3)`,
    [tenant, key, limit],
  )
  return rowCount ?? 0
}
