/** Indexes in the background: one tenant after the other, with pauses, so that live traffic never waits for it. */
import { setTimeout as delay } from 'node:timers/promises'
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import { indexMessages } from './index-messages.ts'

/** Between two passes over one tenant, and less between passes over several. */
const GAP_MS = 200
/** With more news than this since its last pass, a tenant is in a rush: the machine belongs to its messages, its index waits. */
const RUSH = 10
const RUSH_GAP_MS = 1500
/** Every tenant is looked at this often even if nobody said anything. */
const SWEEP_MS = 15_000

export type IndexLoop = {
  /** These tenants have something new (none named: any may). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

type Asked = { news: number; readonly passedAt: number }

export function startIndexing({
  database,
  log,
}: {
  readonly database: Database
  readonly log: Log
}): IndexLoop {
  /** Tenants with something to do, whoever waits longest first. */
  const asked = new Map<string, Asked>()
  let sweepAt = 0
  let isClosing = false
  const ask = (tenant: string): void => {
    const known = asked.get(tenant)
    if (known === undefined) asked.set(tenant, { news: 1, passedAt: -Infinity })
    else known.news += 1
  }
  const nextTenant = (now: number): TenantId | null => {
    for (const [tenant, { news, passedAt }] of asked)
      if (now - passedAt >= (news > RUSH ? RUSH_GAP_MS : GAP_MS)) return tenantId(tenant)
    return null
  }
  const pass = async (): Promise<void> => {
    const now = performance.now()
    if (now >= sweepAt) {
      sweepAt = now + SWEEP_MS
      for (const tenant of await listTenants(database.pool)) if (!asked.has(tenant)) ask(tenant)
    }
    const tenant = nextTenant(now)
    if (tenant === null) return
    asked.delete(tenant)
    if (await indexMessages(database, tenant)) asked.set(tenant, { news: 0, passedAt: performance.now() }) // behind the others
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
      if (tenants.length === 0) sweepAt = 0
      for (const tenant of tenants) ask(tenant)
    },
    close: async () => {
      isClosing = true
      await running
    },
  }
}
