import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { Fault } from '#platform/errors.ts'
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
  /** What Meta says of it, as far as it was asked. */
  readonly facts?: ChannelFacts
}

export type ChannelFacts = {
  readonly isCoexistence: boolean
  /** Milliseconds since the epoch; null: it does not expire. */
  readonly tokenExpiresAt: number | null
  readonly qualityRating: string | null
  readonly nameDecision: string | null
  readonly messagingLimit: string | null
  readonly isHighThroughput: boolean
}

/** What the token of a channel is sealed to, so that no other row's can be put in its place. */
export const tokenSealedTo = (tenant: TenantId, channel: string): string => `${tenant}:${channel}`

/** Whose number it is; null: nobody's. Disconnected numbers are nobody's. */
export async function ownerOf(client: Client, phoneNumberId: string): Promise<string | null> {
  const { rows } = await client.query<{ tenant_id: string }>(
    'select tenant_id from channel_routes where phone_number_id = $1',
    [phoneNumberId],
  )
  return rows[0]?.tenant_id ?? null
}

/**
 * Makes a number one of the tenant's channels, or renews its token if it is one already, or was one. Throws a conflict if it is
 * another tenant's: a number has one owner. The caller delivers again what came in before (`ingest/redeliver.ts`).
 */
export async function connectChannel(
  client: Client,
  tenant: TenantId,
  channel: NewChannel,
  vault: Vault,
): Promise<string> {
  // Of two who connect the same number at once, the second one sees what the first one did.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [channel.phoneNumberId])
  const owner = await ownerOf(client, channel.phoneNumberId)
  if (owner !== null && owner !== tenant)
    throw new Fault('conflict', 'channels.number_taken', `${channel.phoneNumberId} is another tenant's`, {
      shown: 'This number is connected to another account here',
    })
  const { rows: known } = await client.query<{ id: string }>(
    'select id from channels where tenant_id = $1 and phone_number_id = $2',
    [tenant, channel.phoneNumberId],
  )
  const id = known[0]?.id ?? newId()
  await upsertChannel(client, tenant, id, channel, vault.seal(channel.accessToken, tokenSealedTo(tenant, id)))
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

/** What Meta did not say stays as it was. */
async function upsertChannel(
  client: Client,
  tenant: TenantId,
  id: string,
  channel: NewChannel,
  sealed: Buffer,
): Promise<void> {
  const { facts } = channel
  const expiresAt = facts?.tokenExpiresAt ?? null
  await client.query(
    `insert into channels as c (tenant_id, id, phone_number_id, waba_id, display_phone_number, verified_name, access_token_sealed, greeting,
       is_coexistence, token_expires_at, quality_rating, name_decision, messaging_limit, throughput_mps)
     values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, false), $10, $11, $12, $13, case when $14 then 1000 else 80 end)
     on conflict (tenant_id, id) do update set access_token_sealed = excluded.access_token_sealed, status = 'connected',
       disconnected_at = null, waba_id = excluded.waba_id, display_phone_number = excluded.display_phone_number,
       verified_name = coalesce(excluded.verified_name, c.verified_name),
       is_coexistence = coalesce($9, c.is_coexistence), token_expires_at = excluded.token_expires_at,
       quality_rating = coalesce(excluded.quality_rating, c.quality_rating),
       name_decision = coalesce(excluded.name_decision, c.name_decision),
       messaging_limit = coalesce(excluded.messaging_limit, c.messaging_limit),
       throughput_mps = greatest(excluded.throughput_mps, c.throughput_mps)`,
    [
      ...[
        tenant,
        id,
        channel.phoneNumberId,
        channel.wabaId,
        channel.displayPhoneNumber,
        channel.verifiedName,
      ],
      ...[sealed, channel.greeting, facts?.isCoexistence ?? null],
      ...[expiresAt === null ? null : new Date(expiresAt), facts?.qualityRating ?? null],
      ...[facts?.nameDecision ?? null, facts?.messagingLimit ?? null, facts?.isHighThroughput ?? false],
    ],
  )
}
