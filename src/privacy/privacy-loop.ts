/** Exports, erasures and ends by age, in the background: a little at a time, one tenant after the other. */
import { listTenants } from '#channels/all-tenants.ts'
import { forgetDeliveries } from '#ingest/forget-deliveries.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import { after } from '#platform/time.ts'
import { applyKeptRefusals } from './keep-refusals.ts'
import { applyRetention } from './retention.ts'
import { runErasures, type ErasureOptions } from './run-erasures.ts'
import { runExports, type ExportParts } from './run-exports.ts'

const TICK_MS = 500
const SWEEP_MS = 5000
/** How often old data is looked for. */
const RETENTION_MS = 60_000
/** While there is more of it: at the next sweep. */
const MORE_MS = 4000
const DAY_MS = 24 * 60 * 60 * 1000
const EVT = 'privacy.pass-failed'

export type PrivacyParts = ErasureOptions &
  ExportParts & {
    /** After so many days raw webhooks go; null: never. */
    readonly deliveriesDays: number | null
  }

export function startPrivacy(options: PrivacyParts): TenantLoop {
  const { database, log } = options
  const retainAt = new Map<TenantId, number>()
  const retain = async (tenant: TenantId): Promise<void> => {
    const now = performance.now()
    if (now < (retainAt.get(tenant) ?? 0)) return
    retainAt.set(tenant, now + RETENTION_MS)
    if (await applyRetention(options, tenant)) retainAt.set(tenant, now + MORE_MS)
  }
  const following = followTenants({
    list: async () => listTenants(database.pool),
    visit: async (tenant, closing) => {
      await applyKeptRefusals(options, tenant)
      await runErasures({ ...options, isClosing: () => closing.aborted }, tenant)
      if (!closing.aborted) await runExports(options, tenant)
      if (!closing.aborted) await retain(tenant)
      return false
    },
    sweepMs: SWEEP_MS,
    pauseMs: TICK_MS,
    log,
    evt: EVT,
  })
  const forgetting = keepForgetting(options)
  return {
    wake: following.wake,
    close: async () => {
      await Promise.all([following.close(), forgetting.close()])
    },
  }
}

/** Raw webhooks are of no one tenant. */
function keepForgetting({ database, clock, log, deliveriesDays }: PrivacyParts): ReturnType<typeof every> {
  let forgetAt = 0
  const forget = async (): Promise<void> => {
    const now = performance.now()
    if (deliveriesDays === null || now < forgetAt) return
    forgetAt = now + RETENTION_MS
    const before = after(clock(), -deliveriesDays * DAY_MS)
    if ((await forgetDeliveries(database.pool, before)) > 0) forgetAt = now + MORE_MS
  }
  return every(SWEEP_MS, forget, (error) => log.warn({ evt: EVT, err: errorText(error) }))
}
