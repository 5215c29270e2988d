/** Looks after the sequences of all tenants when somebody's moment has come. A look may be cut off at any moment and made again. */
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import type { Log } from '#platform/log.ts'
import { after, SECOND_MS, type Clock } from '#platform/time.ts'
import { removeSome } from './internal/enrolments-sql.ts'
import { removeSequence, selectSequence, settleAlarm, takeAlarms, wakeAt } from './internal/sequences-sql.ts'
import { takeDue } from './take-due.ts'

export type LoopParts = { readonly database: Database; readonly notifier: Notifier; readonly clock: Clock }

/** How often is looked whether anybody is due. */
const TICK_MS = 500
/** Whoever takes an alarm has so long; then somebody else may. */
const TAKEN_MS = 10 * SECOND_MS
const AT_ONCE = 8
/** So many batches in one visit: others wait for their turn. */
const PARTS_MAX = 20
const REMOVED_AT_ONCE = 500

/** One that throws is visited again, and keeps no other waiting. */
export function startSequences(parts: LoopParts & { readonly log: Log }): {
  readonly close: () => Promise<void>
} {
  const { database, clock, log } = parts
  const failed = (error: unknown): void => log.warn({ evt: 'sequences.visit-failed', err: errorText(error) })
  return every(
    TICK_MS,
    async () => {
      const now = clock()
      const due = await takeAlarms(database.pool, { now, until: after(now, TAKEN_MS), limit: AT_ONCE })
      for (const { tenant, sequence } of due) await visitSequence(parts, tenant, sequence).catch(failed)
    },
    failed,
  )
}

/** Takes everybody on who is due, batch by batch, and says when to come again. */
export async function visitSequence(parts: LoopParts, tenant: TenantId, id: string): Promise<void> {
  const { database, notifier, clock } = parts
  const sequence = await database.inTenant(tenant, async (client) => selectSequence(client, tenant, id))
  if (sequence?.state === 'deleted') {
    await removeAll(parts, tenant, id)
    return
  }
  let isMore = false
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const { moved, sent, channel } = await database.inTenant(tenant, async (client) =>
      takeDue(client, tenant, id, clock()),
    )
    if (sent > 0 && channel !== null) notifier.notify('sends', [channel])
    if (sent > 0) notifier.notify('events', [tenant])
    isMore = moved > 0
    if (!isMore) break
  }
  // Who is due and was not taken on has a number that is away, or is being taken on by somebody else.
  const again = after(clock(), isMore ? 0 : TAKEN_MS)
  await database.inTenant(tenant, async (client) => settleAlarm(client, tenant, id, again))
}

/** What a deleted one leaves behind, in parts, so that nobody waits for it; it goes last. */
async function removeAll({ database, clock }: LoopParts, tenant: TenantId, id: string): Promise<void> {
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const isGone = await database.inTenant(tenant, async (client) => {
      const removed = await removeSome(client, tenant, id, REMOVED_AT_ONCE)
      if (removed > 0) return false
      await removeSequence(client, tenant, id)
      return true
    })
    if (isGone) return
  }
  await database.inTenant(tenant, async (client) => wakeAt(client, tenant, id, clock()))
}
