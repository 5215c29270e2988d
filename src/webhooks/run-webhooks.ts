/** Keeps relay and deliverer going: looks when it is woken, and by itself twice a second. */
import { setTimeout as delay } from 'node:timers/promises'
import type { TenantId } from '#platform/db/tenant-id.ts'
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

export type RunningWebhooks = {
  /** Something happened to these tenants (none: perhaps to any). */
  readonly wake: (tenants: readonly string[]) => void
  /** Finishes the calls that are under way, or leaves them to whoever comes next. */
  readonly close: () => Promise<void>
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
        log.warn({
          evt: 'webhooks.round-failed',
          tenant,
          err: error instanceof Error ? error.message : String(error),
        })
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

/** Runs until it is closed. */
export function startWebhooks(options: WebhookRunOptions): RunningWebhooks {
  const { database, log } = options
  const run = createWebhookRun(options)
  const asked = new Set<string>()
  let isAllAsked = true
  let isClosing = false
  run.onRecorded((tenant) => asked.add(tenant))

  const round = async (): Promise<void> => {
    if (!isAllAsked && asked.size === 0) return
    const isAll = isAllAsked
    const names = new Set(asked)
    isAllAsked = false
    asked.clear()
    for (const tenant of await tenantsWithWebhooks(database.pool))
      if ((isAll || names.has(tenant)) && !isClosing) await run.visit(tenant)
  }
  const loop = async (): Promise<void> => {
    let sweptAt = -Infinity
    let tidiedAt = performance.now()
    while (!isClosing) {
      try {
        const now = performance.now()
        if (now - sweptAt > SWEEP_MS) {
          isAllAsked = true
          sweptAt = now
        }
        await round()
        if (now - tidiedAt > TIDY_MS) {
          tidiedAt = now
          await run.tidy()
        }
      } catch (error) {
        log.warn({ evt: 'webhooks.loop-failed', err: error instanceof Error ? error.message : String(error) })
      }
      await delay(STEP_MS)
    }
  }
  const running = loop()
  return {
    wake: (tenants) => {
      if (tenants.length === 0) isAllAsked = true
      for (const tenant of tenants) asked.add(tenant)
    },
    close: async () => {
      isClosing = true
      await running
      const impatience = setTimeout(run.abandon, PATIENCE_MS)
      await run.settle()
      clearTimeout(impatience)
    },
  }
}
