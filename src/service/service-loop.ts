/** Keeps promises, replies while closed and questions for ratings going: looks when it is woken, and by itself every second. */
import type { Notifier } from '#platform/db/notifications.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import { tenantsToServe } from './internal/relay-sql.ts'
import { serveTenant, type ServiceOptions } from './serve-tenant.ts'

/** A row may be hidden behind an older transaction for a moment after we are told of it, so we look again soon anyhow. */
const SWEEP_MS = 1000
const STEP_MS = 100

/** Only for tenants who promise, reply or ask. */
export function startService(
  options: ServiceOptions & { readonly notifier: Notifier; readonly log: Log },
): TenantLoop {
  const { database, notifier, log } = options
  return followTenants({
    list: async () => tenantsToServe(database.pool),
    isListedOnly: true,
    visit: async (tenant) => {
      const { isNews, channels } = await serveTenant(options, tenant)
      if (isNews) notifier.notify('events', [tenant])
      if (channels.size > 0) notifier.notify('sends', [...channels])
      return false
    },
    sweepMs: SWEEP_MS,
    pauseMs: STEP_MS,
    log,
    evt: 'service.round-failed',
  })
}
