/** What the worker does for numbers by itself: templates of new ones, and the silence detector. */
import { listTenants } from '#channels/all-tenants.ts'
import { inTransaction, type Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { JobQueue } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
import { pullTemplatesJob } from '#templates/pull-templates.ts'
import { takePullDue } from './internal/routes-sql.ts'
import { watchSilence } from './watch-silence.ts'

export type ChannelWatch = {
  readonly database: Database
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly notifier: Notifier
  readonly clock: Clock
  readonly log: Log
}

/** So soon after a number was connected its templates are fetched. */
const PULL_MS = 2000
const SILENCE_MS = 60_000

export function watchChannels(parts: ChannelWatch): { readonly close: () => Promise<void> } {
  const pulling = every(PULL_MS, parts, 'connection.pull-failed', async () => pullDue(parts))
  const listening = every(SILENCE_MS, parts, 'connection.silence-failed', async () => lookForSilence(parts))
  return {
    close: async () => {
      await pulling.close()
      await listening.close()
    },
  }
}

/** Has the templates of numbers that were just connected fetched. */
export async function pullDue({ database, jobs }: Pick<ChannelWatch, 'database' | 'jobs'>): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    const due = await takePullDue(client)
    if (due.length > 0) await jobs.enqueue(client, pullTemplatesJob, due)
  })
}

async function lookForSilence({ database, notifier, clock, log }: ChannelWatch): Promise<void> {
  for (const tenant of await listTenants(database.pool)) {
    const moves = await watchSilence(database, tenant, clock())
    if (moves === 0) continue
    log.warn({ evt: 'connection.alarms-moved', tenant, moves })
    notifier.notify('events', [tenant])
  }
}

/** One after the other, never two at once. */
function every(
  ms: number,
  { log }: ChannelWatch,
  evt: string,
  work: () => Promise<void>,
): { readonly close: () => Promise<void> } {
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) =>
        log.warn({ evt, err: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => (running = null))
  }, ms)
  return {
    close: async () => {
      clearInterval(timer)
      await running
    },
  }
}
