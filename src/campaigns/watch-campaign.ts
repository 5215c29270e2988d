/** A campaign, for somebody who watches it: while it moves, its counts are made anew sooner than they would be for nobody. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { SECOND_MS, type Instant } from '#platform/time.ts'
import { hasten, selectCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { showCampaign } from './manage-campaigns.ts'
import type { Campaign } from './shapes.ts'

/** Counts that are younger are shown as they are. */
const FRESH_MS = 2 * SECOND_MS
/** A count that takes long is not made more often than this many times its own length: the sender has the database, too. */
const REST = 9
const ASKED_MAX = 1000

export type WatchCampaign = (
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
) => Promise<Campaign | null>

export function createWatch(): WatchCampaign {
  // While a count is under way nobody asks for the next one: its alarm says when it must be looked at if that process dies.
  const asked = new Map<string, Instant>()
  return async (client, tenant, id, now) => {
    const row = await selectCampaign(client, tenant, id)
    if (row === null) return null
    if (isOld(row, now) && isOld({ ...row, countedAt: asked.get(id) ?? 0 }, now)) {
      if (asked.size >= ASKED_MAX) asked.clear()
      asked.set(id, now)
      await hasten(client, tenant, id, now)
    }
    return showCampaign(client, tenant, row)
  }
}

function isOld(
  { state, countedAt, countedMs, taken }: Pick<CampaignRow, 'state' | 'countedAt' | 'countedMs' | 'taken'>,
  now: Instant,
): boolean {
  const isMoving = state === 'running' || (state === 'paused' && taken > 0)
  return isMoving && now - (countedAt ?? 0) >= Math.max(FRESH_MS, REST * (countedMs ?? 0))
}
