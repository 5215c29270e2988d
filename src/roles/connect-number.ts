import { connectChannel, type NewChannel } from '#channels/connect-channel.ts'
import { redeliver } from '#ingest/redeliver.ts'
import type { Database } from '#platform/db/database.ts'
import type { Vault } from '#platform/secrets.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'

/** Connects a number to the first tenant, and brings in what was delivered for it before. Returns the channel's id. */
export async function connectNumber(
  database: Database,
  vault: Vault,
  shop: string,
  channel: NewChannel,
): Promise<string> {
  return database.inTenant(FIRST_TENANT, async (client) => {
    await createTenant(client, FIRST_TENANT, shop)
    const id = await connectChannel(client, FIRST_TENANT, channel, vault)
    await redeliver(client, channel)
    return id
  })
}
