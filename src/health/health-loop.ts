/** Keeps numbers' health going in a worker: asks Meta, counts what becomes of templates, watches it, and tells people by mail. */
import { listTenants } from '#channels/all-tenants.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import { followTenants, IN_NO_HURRY, type TenantLoop } from '#platform/follow-tenants.ts'
import type { Log } from '#platform/log.ts'
import type { Mailer } from '#platform/mail.ts'
import { MINUTE_MS, type Clock } from '#platform/time.ts'
import { countSends } from './count-sends.ts'
import { mailAlarms } from './mail-alarms.ts'
import { pollDue, type PollParts } from './poll-numbers.ts'
import { watchSegments } from './watch-segments.ts'
import { watchSignals } from './watch-signals.ts'

export type HealthParts = Pick<PollParts, 'graph' | 'tokenOf'> & {
  readonly database: Database
  readonly notifier: Notifier
  readonly clock: Clock
  readonly log: Log
  readonly mailer: Mailer
  readonly publicUrl: string | null
}

/** So soon after a webhook spoke of a number's health Meta is asked. */
const POLL_MS = 2000
/** Between two rounds of looks. */
const PAUSE_MS = 2000
const WATCH_MS = 60_000
/** Segments cost more to look at than templates, whose sums are kept. */
const SEGMENTS_MS = 15 * MINUTE_MS
/** People are told soon: an alarm that a webhook rang waits no longer than this for its mail. */
const MAIL_MS = 5000

export function startHealth(parts: HealthParts): TenantLoop {
  const { database, notifier, clock, log } = parts
  const failed =
    (evt: string) =>
    (error: unknown): void =>
      log.warn({ evt, err: errorText(error) })
  const tell = (tenants: readonly string[]): void => notifier.notify('events', [...tenants])
  const polling = every(POLL_MS, async () => pollDue({ ...parts, tell }), failed('health.poll-failed'))
  const mailing = every(MAIL_MS, async () => mailAll(parts), failed('health.mails-failed'))
  const counting = followTenants({
    list: async () => listTenants(database.pool),
    visit: async (tenant) => countSends(database, tenant, clock),
    ...IN_NO_HURRY,
    log,
    evt: 'health.count-failed',
  })
  const watch = (sweepMs: number, evt: string, look: typeof watchSignals): TenantLoop =>
    followTenants({
      list: async () => listTenants(database.pool),
      visit: async (tenant) => {
        if ((await look(database, tenant, clock())) > 0) tell([tenant])
        return false
      },
      ...{ sweepMs, pauseMs: PAUSE_MS, log, evt },
    })
  const watching = watch(WATCH_MS, 'health.watch-failed', watchSignals)
  const segmenting = watch(SEGMENTS_MS, 'health.segments-failed', watchSegments)
  return {
    wake: counting.wake,
    close: async () => {
      const all = [polling, mailing, counting, watching, segmenting]
      await Promise.all(all.map(async (one) => one.close()))
    },
  }
}

async function mailAll(parts: HealthParts): Promise<void> {
  for (const tenant of await listTenants(parts.database.pool)) await mailAlarms(parts, tenant)
}
