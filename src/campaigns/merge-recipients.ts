import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Before a contact goes, because it is the same person as another. Where both are recipients of one campaign they are one from now on: if
 * either was written to already, nobody writes again.
 */
export async function mergeRecipients(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<void> {
  // The campaign's row is held by whoever takes recipients: this waits for them, and they for this.
  await client.query(
    `select 1 from campaigns where tenant_id = $1 and id in (select campaign_id from campaign_recipients where tenant_id = $1 and contact_id = $2)
     order by id for no key update`,
    [tenant, loser],
  )
  await client.query(
    `delete from campaign_recipients one using campaign_recipients other
     where one.tenant_id = $1 and other.tenant_id = $1 and one.campaign_id = other.campaign_id
       and one.contact_id = any(array[$2, $3]::uuid[]) and other.contact_id = any(array[$2, $3]::uuid[]) and one.contact_id <> other.contact_id
       and one.state <> 'taken' and (other.state = 'taken' or one.contact_id = $2)`,
    [tenant, loser, winner],
  )
  // Both were written to: the one that stays has its own message to show.
  await client.query(
    `delete from campaign_recipients one where one.tenant_id = $1 and one.contact_id = $2 and exists (
       select from campaign_recipients other where other.tenant_id = $1 and other.campaign_id = one.campaign_id and other.contact_id = $3)`,
    [tenant, loser, winner],
  )
  await client.query(
    'update campaign_recipients set contact_id = $3 where tenant_id = $1 and contact_id = $2',
    [tenant, loser, winner],
  )
}
