/** Keeps automatic assignment going: looks when it is woken, and by itself every second. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Notifier } from '#platform/db/notifications.ts'
import type { Log } from '#platform/log.ts'
import { assignWaiting, type AssignerOptions } from './assign-waiting.ts'
import { tenantsWithRules } from './internal/rule-sql.ts'

/** A row may be hidden behind an older transaction for a moment after we are told of it, so we look again soon anyhow. */
const SWEEP_MS = 1000
const STEP_MS = 100

export type AssignLoop = {
  /** Something happened to these tenants (none: perhaps to any). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

/** Runs until it is closed. */
export function startAssigning(
  options: AssignerOptions & { readonly notifier: Notifier; readonly log: Log },
): AssignLoop {
  const { database, notifier, log } = options
  const asked = new Set<string>()
  let isAllAsked = true
  let isClosing = false
  const round = async (): Promise<void> => {
    if (!isAllAsked && asked.size === 0) return
    const isAll = isAllAsked
    const names = new Set(asked)
    isAllAsked = false
    asked.clear()
    for (const tenant of await tenantsWithRules(database.pool)) {
      if (isClosing || (!isAll && !names.has(tenant))) continue
      if ((await assignWaiting(options, tenant)) > 0) notifier.notify('events', [tenant])
    }
  }
  const loop = async (): Promise<void> => {
    let sweptAt = -Infinity
    while (!isClosing) {
      const now = performance.now()
      if (now - sweptAt > SWEEP_MS) {
        isAllAsked = true
        sweptAt = now
      }
      await round().catch((error: unknown) =>
        log.warn({
          evt: 'assignment.round-failed',
          err: error instanceof Error ? error.message : String(error),
        }),
      )
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
    },
  }
}
