/** Looks after the flows of all tenants: hears what customers say, and takes on whoever's moment has come. */
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { after, SECOND_MS, type Clock } from '#platform/time.ts'
import { hearMessages } from './hear-messages.ts'
import { listTenantsWithFlows, settleAlarm, takeAlarms } from './internal/turns-sql.ts'
import { PublishedFlows } from './published-flows.ts'
import { takeTurns } from './take-turns.ts'

export type FlowLoopParts = {
  readonly database: Database
  readonly notifier: Pick<Notifier, 'notify'>
  readonly clock: Clock
}

/** How often is looked whether anybody's turn has come. */
const TICK_MS = 250
/** Whoever takes an alarm has so long; then somebody else may. */
const TAKEN_MS = 10 * SECOND_MS
const AT_ONCE = 8
/** So many batches in one visit: others wait for their turn. */
const PARTS_MAX = 20
const SWEEP_MS = 5000
const PAUSE_MS = 50

/** One tenant that throws is visited again, and keeps no other waiting. */
export function startFlows(parts: FlowLoopParts & { readonly log: Log }): TenantLoop {
  const { database, clock, log } = parts
  const flows = new PublishedFlows()
  const failed = (error: unknown): void => log.warn({ evt: 'flows.visit-failed', err: errorText(error) })
  const hearing = followTenants({
    list: async () => listTenantsWithFlows(database.pool),
    isListedOnly: true,
    visit: async (tenant) => hearMessages(database, tenant, clock),
    ...{ sweepMs: SWEEP_MS, pauseMs: PAUSE_MS, log, evt: 'flows.hearing-failed' },
  })
  const taking = every(
    TICK_MS,
    async () => {
      const now = clock()
      const due = await takeAlarms(database.pool, { now, until: after(now, TAKEN_MS), limit: AT_ONCE })
      for (const tenant of due) await visitTenant(parts, flows, tenant).catch(failed)
    },
    failed,
  )
  return {
    wake: (tenants) => hearing.wake(tenants),
    close: async () => {
      await Promise.all([hearing.close(), taking.close()])
    },
  }
}

/** Takes everybody on who is due, batch by batch, and says when to come again. */
export async function visitTenant(
  { database, notifier, clock }: FlowLoopParts,
  flows: PublishedFlows,
  tenant: TenantId,
): Promise<void> {
  let isMore = false
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const { count, channels } = await database.inTenant(tenant, async (client) =>
      takeTurns(client, tenant, flows, clock()),
    )
    if (channels.size > 0) notifier.notify('sends', [...channels])
    if (count > 0) notifier.notify('events', [tenant])
    isMore = count > 0
    if (!isMore) break
  }
  await database.inTenant(tenant, async (client) => settleAlarm(client, tenant, clock()))
}
