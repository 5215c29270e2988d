/** Counts in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { recordCharges } from './record-charges.ts'

/** Nobody waits for these numbers: what came in within two seconds is counted together. */
const GAP_MS = 2000
/** Between two rounds while there is more to do. */
const BUSY_GAP_MS = 150
/** With more news than this since the last round it is a rush: then the machine belongs to the messages. */
const RUSH = 10
const RUSH_GAP_MS = 5000
const SWEEP_MS = 30_000

export function startCharging({
  database,
  log,
}: {
  readonly database: Database
  readonly log: Log
}): TenantLoop {
  return followTenants({
    list: async () => listTenants(database.pool),
    visit: async (tenant) => recordCharges(database, tenant),
    sweepMs: SWEEP_MS,
    pauseMs: ({ news, hasMore }) => (news > RUSH ? RUSH_GAP_MS : hasMore ? BUSY_GAP_MS : GAP_MS),
    log,
    evt: 'costs.visit-failed',
  })
}
