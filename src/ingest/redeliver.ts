import type { Client } from '#platform/db/database.ts'
import { redeliverOrphans } from './internal/sql.ts'
import { laneOf } from './lane-of.ts'

/** A number was connected: what came in for it, or for its WABA, before we knew it is delivered again. Returns how many. */
export async function redeliver(
  client: Client,
  numbers: { readonly phoneNumberId: string; readonly wabaId: string },
): Promise<number> {
  let count = 0
  for (const route of [numbers.phoneNumberId, `waba:${numbers.wabaId}`])
    count += await redeliverOrphans(client, route, laneOf(route))
  return count
}
