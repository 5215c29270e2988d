import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Secret, Vault } from '#platform/secrets.ts'

export type NewChannel = {
  readonly phoneNumberId: string
  readonly wabaId: string
  /** Digits. */
  readonly displayPhoneNumber: string
  readonly verifiedName: string | null
  readonly accessToken: Secret
  readonly greeting: string | null
}

/**
 * Makes a number one of the tenant's channels, or renews its token if it is one already. Throws if it is another tenant's:
 * a number has one owner. The caller delivers again what came in before (`ingest/redeliver.ts`).
 */
export async function connectChannel(
  client: Client,
  tenant: TenantId,
  channel: NewChannel,
  vault: Vault,
): Promise<string> {
  const { rows: known } = await client.query<{ tenant_id: string; channel_id: string }>(
    'select tenant_id, channel_id from channel_routes where phone_number_id = $1',
    [channel.phoneNumberId],
  )
  const taken = known[0]
  if (taken !== undefined && taken.tenant_id !== tenant)
    throw new Error(`phone number ${channel.phoneNumberId} belongs to another tenant`)
  const id = taken?.channel_id ?? newId()
  const sealed = vault.seal(channel.accessToken, `${tenant}:${id}`)
  await client.query(
    `insert into channels (tenant_id, id, phone_number_id, waba_id, display_phone_number, verified_name, access_token_sealed, greeting)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, id) do update set access_token_sealed = excluded.access_token_sealed, status = 'connected',
       waba_id = excluded.waba_id, display_phone_number = excluded.display_phone_number`,
    [
      tenant,
      id,
      channel.phoneNumberId,
      channel.wabaId,
      channel.displayPhoneNumber,
      channel.verifiedName,
      sealed,
      channel.greeting,
    ],
  )
  await client.query(
    `insert into channel_routes (phone_number_id, waba_id, tenant_id, channel_id) values ($1, $2, $3, $4)
     on conflict (phone_number_id) do update set waba_id = excluded.waba_id`,
    [channel.phoneNumberId, channel.wabaId, tenant, id],
  )
  await client.query(
    'insert into number_leases (channel_id, tenant_id) values ($1, $2) on conflict do nothing',
    [id, tenant],
  )
  return id
}
