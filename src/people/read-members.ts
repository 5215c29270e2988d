import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Member } from './shapes.ts'

/** Everybody who works for the business, by name. */
export async function listMembers(client: Client, tenant: TenantId): Promise<Member[]> {
  const { rows } = await client.query<Member>(
    `select users.id, users.name, users.email, member.role,
       users.two_factor_enabled as "hasTwoFactor", users.is_demo as "isDemo",
       ${wholeMillisecondsOf('member.created_at')} as "createdAt"
     from tenant_members member join users on users.id = member.user_id
     where member.tenant_id = $1 order by lower(users.name), users.id`,
    [tenant],
  )
  return rows
}
