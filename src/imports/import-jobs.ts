import { z } from 'zod'
import { inTransaction, type Database } from '#platform/db/database.ts'
import { job, type JobQueue } from '#platform/jobs.ts'
import type { Clock } from '#platform/time.ts'
import { selectWaiting } from './internal/sql.ts'

export const runImportJob = job({
  name: 'imports.run',
  payload: z.object({ tenant: z.uuid(), import: z.uuid() }),
  timeoutMs: 3_600_000,
  attemptsMax: 3,
  concurrency: 2,
  keyOf: ({ import: id }) => id,
})

/**
 * Queues the imports on which nobody works: those that were just started, and those whose worker died. A job too many finds
 * the lease taken and ends; jobs of one import that nobody has begun are one.
 */
export async function queueImports(
  database: Database,
  jobs: Pick<JobQueue, 'enqueue'>,
  clock: Clock,
): Promise<number> {
  const waiting = await selectWaiting(database.pool, clock())
  if (waiting.length > 0)
    await inTransaction(database.pool, async (client) => jobs.enqueue(client, runImportJob, waiting))
  return waiting.length
}
