/** Keeps relay and deliverer going: looks when it is woken, and by itself twice a second. */
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import { after } from '#platform/time.ts'
import { createDeliverer, type DelivererOptions } from './deliver.ts'
import { deleteOldMessages } from './internal/messages-sql.ts'
import { lookAtRelay, tenantsWithMessages, tenantsWithWebhooks } from './internal/relay-sql.ts'
import { relayEvents, type RelayOptions } from './relay.ts'

export type WebhookRunOptions = RelayOptions & DelivererOptions

/** The parts of a run, each of which a test can have run when it likes. */
export type WebhookRun = {
  /** Looks at one tenant: turns what happened into messages, and begins what is due. Never throws. */
  readonly visit: (tenant: TenantId) => Promise<void>
  /** Looks at everything, and tells what is due until nothing is. */
  readonly drain: () => Promise<void>
  /** Forgets what was told long ago. */
  readonly tidy: () => Promise<void>
  /** Until what has begun is written down. */
  readonly settle: () => Promise<void>
  /** Gives up what is under way; it is told again later. */
  readonly abandon: () => void
  /** Called when an attempt has been written down. */
  readonly onRecorded: (heard: (tenant: TenantId) => void) => void
}

/** A row may be hidden behind an older transaction for a moment after we are told of it, so we look again soon anyhow. */
const SWEEP_MS = 500
const STEP_MS = 25
const TIDY_MS = 60_000
/** How long a program that is told to end waits for slow receivers. */
const PATIENCE_MS = 2000
/** How long people can look up what was told, and have it told again. */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000
const DELETED_AT_ONCE = 2000
const EVT = 'webhooks.loop-failed'

/** Nothing runs until somebody calls `drain`; `startWebhooks` does so by itself. */
export function createWebhookRun(options: WebhookRunOptions): WebhookRun {
  const { database, clock, log } = options
  const deliverer = createDeliverer(options)
  /** Returns how many calls began. */
  const look = async (tenant: TenantId): Promise<number> => {
    const seen = await database.inTenant(tenant, async (client) => lookAtRelay(client, tenant, clock()))
    let hasMore = seen.hasEvents
    while (hasMore) hasMore = await relayEvents(options, tenant)
    return seen.hasEvents || seen.hasDue ? deliverer.begin(tenant) : 0
  }
  return {
    visit: async (tenant) => {
      try {
        await look(tenant)
      } catch (error) {
        log.warn({ evt: 'webhooks.round-failed', tenant, err: errorText(error) })
      }
    },
    drain: async () => {
      const tenants = await tenantsWithWebhooks(database.pool)
      for (const tenant of tenants) while ((await look(tenant)) > 0) await deliverer.settle()
    },
    tidy: async () => {
      const before = after(clock(), -REMEMBERED_MS)
      for (const tenant of await tenantsWithMessages(database.pool))
        await database.inTenant(tenant, async (client) =>
          deleteOldMessages(client, tenant, before, DELETED_AT_ONCE),
        )
    },
    settle: deliverer.settle,
    abandon: deliverer.abandon,
    onRecorded: deliverer.onRecorded,
  }
}

/** Goes on until it is closed: then it finishes the calls that are under way, or leaves them to whoever comes next. */
export function startWebhooks(options: WebhookRunOptions): TenantLoop {
  const { database, log } = options
  const run = createWebhookRun(options)
  const following = followTenants({
    list: async () => tenantsWithWebhooks(database.pool),
    isListedOnly: true,
    visit: async (tenant) => {
      await run.visit(tenant)
      return false
    },
    sweepMs: SWEEP_MS,
    pauseMs: STEP_MS,
    log,
    evt: EVT,
  })
  run.onRecorded((tenant) => following.wake([tenant]))
  const tidying = every(TIDY_MS, run.tidy, (error) => log.warn({ evt: EVT, err: errorText(error) }))
  return {
    wake: following.wake,
    close: async () => {
      await Promise.all([following.close(), tidying.close()])
      const impatience = setTimeout(run.abandon, PATIENCE_MS)
      await run.settle()
      clearTimeout(impatience)
    },
  }
}
