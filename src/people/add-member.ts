import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Role } from '#tenants/permissions.ts'

/** Makes a person a member of the business; nothing changes if they are one already. False: they were. */
export async function addMember(
  client: Client,
  tenant: TenantId,
  user: string,
  role: Role,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into tenant_members (tenant_id, user_id, role) values ($1, $2, $3) on conflict do nothing',
    [tenant, user, role],
  )
  await client.query(
    'insert into member_routes (user_id, tenant_id) values ($1, $2) on conflict do nothing',
    [user, tenant],
  )
  return rowCount === 1
}
