/** Exports, erasures and ends by age, in the background: a little at a time, one tenant after the other. */
import { setTimeout as delay } from 'node:timers/promises'
import { listTenants } from '#channels/all-tenants.ts'
import { forgetDeliveries } from '#ingest/forget-deliveries.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { after } from '#platform/time.ts'
import { applyKeptRefusals } from './keep-refusals.ts'
import { applyRetention } from './retention.ts'
import { runErasures, type ErasureOptions } from './run-erasures.ts'
import { runExports, type ExportParts } from './run-exports.ts'

export type PrivacyLoop = {
  /** These tenants may have asked for something (none named: any may). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

const TICK_MS = 500
/** Every tenant is looked at this often even if nobody said anything. */
const SWEEP_MS = 5000
/** How often old data is looked for. */
const RETENTION_MS = 60_000
const DAY_MS = 24 * 60 * 60 * 1000

export type PrivacyParts = ErasureOptions &
  ExportParts & {
    /** After so many days raw webhooks go; null: never. */
    readonly deliveriesDays: number | null
  }

export function startPrivacy(options: PrivacyParts): PrivacyLoop {
  const { database, clock, log, deliveriesDays } = options
  let isClosing = false
  let [sweepAt, retentionAt] = [0, 0]
  const asked = new Set<string>()
  const parts = { ...options, isClosing: () => isClosing }
  const lookAt = async (tenant: TenantId): Promise<void> => {
    await applyKeptRefusals(parts, tenant)
    await runErasures(parts, tenant)
    if (!isClosing) await runExports(parts, tenant)
  }
  const retain = async (tenants: readonly TenantId[]): Promise<void> => {
    let hasMore = false
    for (const tenant of tenants) if (!isClosing) hasMore = (await applyRetention(parts, tenant)) || hasMore
    if (deliveriesDays !== null)
      hasMore =
        (await forgetDeliveries(database.pool, after(clock(), -deliveriesDays * DAY_MS))) > 0 || hasMore
    if (hasMore) retentionAt = 0 // the next tick goes on
  }
  const pass = async (): Promise<void> => {
    const now = performance.now()
    const isSweep = now >= sweepAt
    const tenants = isSweep ? await listTenants(database.pool) : [...asked].map(tenantId)
    asked.clear()
    if (isSweep) sweepAt = now + SWEEP_MS
    for (const tenant of tenants) if (!isClosing) await lookAt(tenant)
    if (!isSweep || now < retentionAt) return
    retentionAt = now + RETENTION_MS
    await retain(tenants)
  }
  const run = async (): Promise<void> => {
    while (!isClosing) {
      await pass().catch((error: unknown) =>
        log.warn({ evt: 'privacy.pass-failed', err: error instanceof Error ? error.message : String(error) }),
      )
      await delay(TICK_MS)
    }
  }
  const running = run()
  return {
    wake: (tenants) => {
      if (tenants.length === 0) sweepAt = 0
      for (const tenant of tenants) asked.add(tenant)
    },
    close: async () => {
      isClosing = true
      await running
    },
  }
}
