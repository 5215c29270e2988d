/** Indexes in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { indexMessages } from './index-messages.ts'

/** Between two passes over one tenant, and less between passes over several. */
const GAP_MS = 200
const BREATH_MS = 50
/** With more news than this since its last pass, a tenant is in a rush: the machine belongs to its messages, its index waits. */
const RUSH = 10
const RUSH_GAP_MS = 1500
const SWEEP_MS = 15_000

export function startIndexing({
  database,
  log,
}: {
  readonly database: Database
  readonly log: Log
}): TenantLoop {
  return followTenants({
    list: async () => listTenants(database.pool),
    visit: async (tenant) => indexMessages(database, tenant),
    sweepMs: SWEEP_MS,
    pauseMs: ({ waiting }) => (waiting > 1 ? BREATH_MS : GAP_MS),
    breathMs: BREATH_MS,
    gapMs: (news) => (news > RUSH ? RUSH_GAP_MS : GAP_MS),
    log,
    evt: 'search.pass-failed',
  })
}
