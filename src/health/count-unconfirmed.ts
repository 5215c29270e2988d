/** The measure of what nobody knows: messages that Meta may or may not have taken. They are never sent again by themselves. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

export type Unconfirmed = {
  /** Their answer was lost, and a status may still tell. */
  readonly open: number
  /** Nothing was heard of them in time; since the moment that was asked for. */
  readonly givenUp: number
}

/** Of one number. Uses sends_unknown and sends_unconfirmed. */
export async function countUnconfirmed(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<Unconfirmed> {
  const { rows } = await client.query<Unconfirmed>({
    name: 'count_unconfirmed',
    text: `select
      (select count(*)::int from sends where tenant_id = $1 and channel_id = $2 and state = 'unknown') as open,
      (select count(*)::int from sends where tenant_id = $1 and channel_id = $2 and state = 'failed'
         and error ->> 'harkara' = 'outbound.unconfirmed' and settled_at > $3) as "givenUp"`,
    values: [tenant, channel, new Date(since)],
  })
  return rows[0] ?? { open: 0, givenUp: 0 }
}
