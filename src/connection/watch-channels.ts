/** What the worker does for numbers by itself: templates of new ones and what the phone's app knows, and the silence detector. */
import { listTenants } from '#channels/all-tenants.ts'
import { inTransaction, type Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import type { JobQueue } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
import { pullTemplatesJob } from '#templates/pull-templates.ts'
import { takePullDue } from './internal/routes-sql.ts'
import { syncBusinessAppJob } from './sync-business-app.ts'
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
  const failed =
    (evt: string) =>
    (error: unknown): void =>
      parts.log.warn({ evt, err: errorText(error) })
  const pulling = every(PULL_MS, async () => pullDue(parts), failed('connection.pull-failed'))
  const listening = every(SILENCE_MS, async () => lookForSilence(parts), failed('connection.silence-failed'))
  return {
    close: async () => {
      await pulling.close()
      await listening.close()
    },
  }
}

/** Has the templates of numbers that were just connected fetched, and what the WhatsApp Business app knows of them. */
async function pullDue({ database, jobs }: Pick<ChannelWatch, 'database' | 'jobs'>): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    const due = await takePullDue(client)
    if (due.length === 0) return
    await jobs.enqueue(client, pullTemplatesJob, due)
    await jobs.enqueue(client, syncBusinessAppJob, due)
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
