import type { Client, Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Secret, Vault } from '#platform/secrets.ts'

export type ChannelRow = {
  readonly id: string
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly displayPhoneNumber: string
  readonly verifiedName: string | null
  readonly qualityRating: string | null
  readonly status: string
  readonly throughputMps: number
  /** Whether its account is onboarded to the Marketing Messages API; null: Meta was not asked yet. Never with the app on a phone. */
  readonly isForMarketing: boolean | null
}

/** In SQL, about a row of `channels`: what Meta said last of this thing, by itself or when it was asked; until then a column of the row. */
export const newestWord = (kind: 'quality' | 'name' | 'tier', column: string): string =>
  `coalesce((select h.to_value from health_events h where h.tenant_id = channels.tenant_id and h.channel_id = channels.id
     and h.kind = '${kind}' and h.subject = '' order by h.at desc, h.id desc limit 1), channels.${column})`

export async function listChannels(client: Client, tenant: TenantId): Promise<ChannelRow[]> {
  const { rows } = await client.query<ChannelRow>(
    `select id, phone_number_id as "phoneNumberId", waba_id as "wabaId", display_phone_number as "displayPhoneNumber",
       verified_name as "verifiedName", ${newestWord('quality', 'quality_rating')} as "qualityRating", status, throughput_mps as "throughputMps",
       not is_coexistence and (select h.to_value = 'ONBOARDED' from health_events h where h.tenant_id = channels.tenant_id
         and h.channel_id = channels.id and h.kind = 'marketing_messages' and h.subject = '' order by h.at desc, h.id desc limit 1)
         as "isForMarketing"
     from channels where tenant_id = $1 order by id`,
    [tenant],
  )
  return rows
}

/** Tokens, opened; remembered for a minute, because every send asks. */
export function createTokens(
  database: Database,
  vault: Vault,
): (tenant: TenantId, channel: string) => Promise<Secret | null> {
  const REMEMBER_MS = 60_000
  const known = new Map<string, { readonly token: Secret | null; readonly until: number }>()
  return async (tenant, channel) => {
    const cached = known.get(channel)
    if (cached !== undefined && cached.until > performance.now()) return cached.token
    const sealed = await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ sealed: Buffer }>(
        'select access_token_sealed as sealed from channels where tenant_id = $1 and id = $2',
        [tenant, channel],
      )
      return rows[0]?.sealed ?? null
    })
    let token: Secret | null = null
    try {
      token = sealed === null ? null : vault.open(sealed, `${tenant}:${channel}`)
    } catch {
      token = null // sealed with another key: the channel must be connected again
    }
    known.set(channel, { token, until: performance.now() + REMEMBER_MS })
    return token
  }
}

/** What a sender must know of a number that it has leased; the lease names the tenant. */
export async function describeNumber(
  database: Database,
  channel: string,
): Promise<{
  readonly tenant: TenantId
  readonly phoneNumberId: string
  readonly throughputMps: number
  readonly isForMarketing: boolean | null
} | null> {
  const { rows } = await database.pool.query<{ tenant_id: string }>(
    'select tenant_id from number_leases where channel_id = $1',
    [channel],
  )
  const id = rows[0]?.tenant_id
  if (id === undefined) return null
  const tenant = tenantId(id)
  const found = (await database.inTenant(tenant, async (client) => listChannels(client, tenant))).find(
    (row) => row.id === channel,
  )
  if (found === undefined) return null
  const { phoneNumberId, throughputMps, isForMarketing } = found
  return { tenant, phoneNumberId, throughputMps, isForMarketing }
}
