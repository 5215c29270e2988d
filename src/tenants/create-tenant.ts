import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Makes a business. The caller's transaction has this tenant set already, or row-level security refuses it. */
export async function createTenant(client: Client, tenant: TenantId, name: string): Promise<void> {
  await client.query('insert into tenants (tenant_id, name) values ($1, $2) on conflict do nothing', [
    tenant,
    name,
  ])
}

export async function tenantName(client: Client, tenant: TenantId): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>('select name from tenants where tenant_id = $1', [
    tenant,
  ])
  return rows[0]?.name ?? null
}
