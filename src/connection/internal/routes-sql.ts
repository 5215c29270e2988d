import type { Client } from '#platform/db/database.ts'

/** Numbers whose templates nobody has asked for yet, each given to one asker. Of all tenants: ids only. */
export async function takePullDue(
  client: Client,
): Promise<{ readonly tenant: string; readonly channel: string }[]> {
  const { rows } = await client.query<{ tenant: string; channel: string }>(
    `update channel_routes set pull_due = false where phone_number_id = any(
       select phone_number_id from channel_routes where pull_due limit 50 for update skip locked)
     returning tenant_id as tenant, channel_id as channel`,
  )
  return rows
}
