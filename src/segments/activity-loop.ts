/** Counts in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { setTimeout as delay } from 'node:timers/promises'
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import { countActivity } from './count-activity.ts'

/** Nobody waits for these numbers: what came in within two seconds is counted together. */
const GAP_MS = 2000
/** Between two passes while there is more to do. */
const BUSY_GAP_MS = 150
/** With more news than this since the last pass it is a rush: then the machine belongs to the messages. */
const RUSH = 10
const RUSH_GAP_MS = 5000
/** Every tenant is looked at this often even if nobody said anything. */
const SWEEP_MS = 30_000

export type ActivityLoop = {
  /** These tenants have something new (none named: any may). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

export function startCountingActivity({
  database,
  log,
}: {
  readonly database: Database
  readonly log: Log
}): ActivityLoop {
  const asked = new Set<string>()
  const closing = new AbortController()
  let sweepAt = 0
  let news = 0
  /** One pass over each tenant that has news; whether any has more. */
  const pass = async (): Promise<boolean> => {
    const now = performance.now()
    if (now >= sweepAt) {
      sweepAt = now + SWEEP_MS
      for (const tenant of await listTenants(database.pool)) asked.add(tenant)
    }
    let hasMore = false
    for (const tenant of [...asked]) {
      if (closing.signal.aborted) return false
      asked.delete(tenant)
      if (!(await countActivity(database, tenantId(tenant)))) continue
      asked.add(tenant)
      hasMore = true
    }
    return hasMore
  }
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const hasMore = await pass().catch((error: unknown) => {
        log.warn({ evt: 'segments.pass-failed', err: error instanceof Error ? error.message : String(error) })
        return false
      })
      const gap = news > RUSH ? RUSH_GAP_MS : hasMore ? BUSY_GAP_MS : GAP_MS
      news = 0
      await delay(gap, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    wake: (tenants) => {
      news += 1
      if (tenants.length === 0) sweepAt = 0
      for (const tenant of tenants) asked.add(tenant)
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}
