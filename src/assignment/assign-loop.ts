/** Keeps automatic assignment going: looks when it is woken, and by itself every second. */
import type { Notifier } from '#platform/db/notifications.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { assignWaiting, type AssignerOptions } from './assign-waiting.ts'
import { tenantsWithRules } from './internal/rule-sql.ts'

/** A row may be hidden behind an older transaction for a moment after we are told of it, so we look again soon anyhow. */
const SWEEP_MS = 1000
const STEP_MS = 100

/** Only for tenants with rules: nobody else costs more than being left out. */
export function startAssigning(
  options: AssignerOptions & { readonly notifier: Notifier; readonly log: Log },
): TenantLoop {
  const { database, notifier, log } = options
  return followTenants({
    list: async () => tenantsWithRules(database.pool),
    isListedOnly: true,
    visit: async (tenant) => {
      if ((await assignWaiting(options, tenant)) > 0) notifier.notify('events', [tenant])
      return false
    },
    sweepMs: SWEEP_MS,
    pauseMs: STEP_MS,
    log,
    evt: 'assignment.round-failed',
  })
}
