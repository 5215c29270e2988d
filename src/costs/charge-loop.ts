/** Counts in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import { followTenants, IN_NO_HURRY, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { recordCharges } from './record-charges.ts'

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
    ...IN_NO_HURRY,
    log,
    evt: 'costs.visit-failed',
  })
}
