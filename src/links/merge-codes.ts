import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Before a contact goes, because it is the same person as another: the links that it got are the other one's. Where both have the
 * same link both codes stay, since both were sent; the winner's is the one that is given out again.
 */
export async function mergeLinks(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<void> {
  await client.query('update tracked_links set contact_id = $3 where tenant_id = $1 and contact_id = $2', [
    ...[tenant, loser, winner],
  ])
  await client.query(
    `update link_codes l set contact_id = $3, nth = l.nth + coalesce((
       select max(w.nth) + 1 from link_codes w where w.tenant_id = $1 and w.contact_id = $3
         and w.campaign_id is not distinct from l.campaign_id and w.link_id = l.link_id), 0)
     where l.tenant_id = $1 and l.contact_id = $2`,
    [tenant, loser, winner],
  )
}
