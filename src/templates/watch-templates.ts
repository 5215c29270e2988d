/** Fetches each account's templates every hour, and sooner when somebody asked for it. */
import { inTransaction, type Database } from '#platform/db/database.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import type { JobQueue } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { HOUR_MS, type Clock } from '#platform/time.ts'
import { takeDue } from './internal/due-sql.ts'
import { pullTemplatesJob } from './pull-templates.ts'

type Watch = {
  readonly database: Database
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly clock: Clock
}

const LOOK_MS = 1000
/** Webhooks may be missing (Meta, "Webhooks", Dec 2025); an account may be asked 5,000 times an hour, and a pull is a few calls. */
export const RECONCILE_MS = HOUR_MS

export const watchTemplates = (
  parts: Watch & { readonly log: Log },
): { readonly close: () => Promise<void> } =>
  every(
    LOOK_MS,
    async () => queueDuePulls(parts),
    (error) => parts.log.warn({ evt: 'templates.queue-failed', err: errorText(error) }),
  )

/** Queues the pulls whose time has come. */
export async function queueDuePulls({ database, jobs, clock }: Watch): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    const due = await takeDue(client, clock(), RECONCILE_MS)
    if (due.length > 0) await jobs.enqueue(client, pullTemplatesJob, due)
  })
}
