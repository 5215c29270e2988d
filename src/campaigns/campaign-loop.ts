import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import type { Log } from '#platform/log.ts'
import { after, SECOND_MS } from '#platform/time.ts'
import { takeAlarms } from './internal/state-sql.ts'
import { visitCampaign, type VisitParts } from './visit-campaign.ts'

/** How often is looked whether a campaign is due. */
const TICK_MS = 500
/** Whoever takes an alarm has so long; then somebody else may. */
const TAKEN_MS = 10 * SECOND_MS
const AT_ONCE = 8

/** Visits the campaigns of all tenants when their moment has come. One that throws is visited again, and keeps no other waiting. */
export function startCampaigns(parts: VisitParts & { readonly log: Log }): {
  readonly close: () => Promise<void>
} {
  const { database, clock, log } = parts
  const failed = (error: unknown): void => log.warn({ evt: 'campaigns.visit-failed', err: errorText(error) })
  return every(
    TICK_MS,
    async () => {
      const now = clock()
      const due = await takeAlarms(database.pool, { now, until: after(now, TAKEN_MS), limit: AT_ONCE })
      for (const { tenant, campaign } of due) await visitCampaign(parts, tenant, campaign).catch(failed)
    },
    failed,
  )
}
