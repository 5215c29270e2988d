/** Indexes in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import { indexMessages } from './index-messages.ts'

/** Between two passes: at most a thousand messages a second, whatever comes in. */
const GAP_MS = 200
/** More news than this between two looks is a rush: then the index waits, and the machine belongs to the messages. */
const RUSH = 4
const RUSH_MS_MAX = 3000
/** Every tenant is looked at this often even if nobody said anything. */
const SWEEP_MS = 15_000

export type IndexLoop = {
  /** These tenants have something new (none named: any may). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

export function startIndexing({
  database,
  log,
}: {
  readonly database: Database
  readonly log: Log
}): IndexLoop {
  const asked = new Set<string>()
  let sweepAt = 0
  let news = 0
  let passedAt = -Infinity
  let isClosing = false
  const pass = async (): Promise<void> => {
    const isRush = news > RUSH && performance.now() - passedAt < RUSH_MS_MAX
    news = 0
    if (isRush) return
    passedAt = performance.now()
    if (performance.now() >= sweepAt) {
      sweepAt = performance.now() + SWEEP_MS
      const { rows } = await database.pool.query<{ id: string }>(
        'select distinct tenant_id as id from channel_routes',
      )
      for (const { id } of rows) asked.add(id)
    }
    const [next] = asked
    if (next === undefined) return
    asked.delete(next)
    if (await indexMessages(database, tenantId(next))) asked.add(next) // behind the others
  }
  const run = async (): Promise<void> => {
    while (!isClosing) {
      await pass().catch((error: unknown) =>
        log.warn({ evt: 'search.pass-failed', err: error instanceof Error ? error.message : String(error) }),
      )
      await delay(asked.size > 1 ? GAP_MS / 4 : GAP_MS)
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
      isClosing = true
      await running
    },
  }
}
