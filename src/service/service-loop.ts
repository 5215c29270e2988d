/** Keeps promises, replies while closed and questions for ratings going: looks when it is woken, and by itself every second. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Notifier } from '#platform/db/notifications.ts'
import type { Log } from '#platform/log.ts'
import { tenantsToServe } from './internal/relay-sql.ts'
import { serveTenant, type ServiceOptions } from './serve-tenant.ts'

/** A row may be hidden behind an older transaction for a moment after we are told of it, so we look again soon anyhow. */
const SWEEP_MS = 1000
const STEP_MS = 100

export type ServiceLoop = {
  /** Something happened to these tenants (none: perhaps to any). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

/** Runs until it is closed. One tenant's trouble does not keep others from being served. */
export function startService(
  options: ServiceOptions & { readonly notifier: Notifier; readonly log: Log },
): ServiceLoop {
  const { database, notifier, log } = options
  const asked = new Set<string>()
  let sweptAt = -Infinity
  let isClosing = false
  const warn = (error: unknown): void =>
    log.warn({ evt: 'service.round-failed', err: error instanceof Error ? error.message : String(error) })
  const round = async (): Promise<void> => {
    const isSweep = performance.now() - sweptAt > SWEEP_MS
    if (!isSweep && asked.size === 0) return
    if (isSweep) sweptAt = performance.now()
    const names = new Set(asked)
    asked.clear()
    for (const tenant of await tenantsToServe(database.pool)) {
      if (isClosing || (!isSweep && !names.has(tenant))) continue
      try {
        const { isNews, channels } = await serveTenant(options, tenant)
        if (isNews) notifier.notify('events', [tenant])
        if (channels.size > 0) notifier.notify('sends', [...channels])
      } catch (error) {
        warn(error)
      }
    }
  }
  const loop = async (): Promise<void> => {
    while (!isClosing) {
      await round().catch(warn)
      await delay(STEP_MS)
    }
  }
  const running = loop()
  return {
    wake: (tenants) => {
      if (tenants.length === 0) sweptAt = -Infinity
      for (const tenant of tenants) asked.add(tenant)
    },
    close: async () => {
      isClosing = true
      await running
    },
  }
}
