import { recordAudit } from '#audit/record-audit.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Actor } from '#tenants/access.ts'
import { createTenant, tenantName } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { addMember } from './add-member.ts'
import { lockMembers } from './internal/sql.ts'

type Founder = { readonly id: string; readonly name: string }
const actorOf = ({ id, name }: Founder): Actor => ({ kind: 'user', id, name })

/** Opens a business, of which the founder is the owner. */
export async function openBusiness(database: Database, founder: Founder, name: string): Promise<TenantId> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => {
    await createTenant(client, tenant, name)
    await addMember(client, tenant, founder.id, 'owner')
    await recordAudit(client, tenant, actorOf(founder), {
      action: 'business.opened',
      subject: { kind: 'business', id: tenant },
      details: { name },
    })
  })
  return tenant
}

/**
 * A number that the settings name is connected before anybody has signed up: its business waits for its owner. Null: there is no
 * such business, or somebody owns it.
 */
export async function takeFirstBusiness(
  database: Database,
  founder: Founder,
  name: string,
): Promise<TenantId | null> {
  return database.inTenant(FIRST_TENANT, async (client) => {
    await client.query('select 1 from tenants where tenant_id = $1 for update', [FIRST_TENANT])
    if ((await tenantName(client, FIRST_TENANT)) === null) return null
    if ((await lockMembers(client, FIRST_TENANT)).length > 0) return null
    await client.query('update tenants set name = $2 where tenant_id = $1', [FIRST_TENANT, name])
    await addMember(client, FIRST_TENANT, founder.id, 'owner')
    await recordAudit(client, FIRST_TENANT, actorOf(founder), {
      action: 'business.taken-over',
      subject: { kind: 'business', id: FIRST_TENANT },
      details: { name },
    })
    return FIRST_TENANT
  })
}
