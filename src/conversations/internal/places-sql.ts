import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

export type Place = {
  readonly id: string
  readonly channel: string
  readonly conversation: string
  /** What the customer wrote counts as unread until somebody has read it. */
  readonly isUnread: boolean
}

/** Where these messages are. */
export async function findPlaces(client: Client, tenant: TenantId, ids: readonly string[]): Promise<Place[]> {
  const { rows } = await client.query<Place>(
    `select id, channel_id as channel, conversation_id as conversation, direction = 'in' and source = 'live' as "isUnread"
     from messages where tenant_id = $1 and id = any($2::uuid[]) order by id`,
    [tenant, ids],
  )
  return rows
}
