/**
 * Work that may take its time: pg-boss, in the same database. A job is enqueued in the transaction that causes it, carries
 * ids and never a copy of data, and is tried again with back-off until it is a dead letter.
 */
import { PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Client } from './db/database.ts'

/** A promise about one kind of job, kept next to the capability that owns it. */
export type JobSpec<Payload extends object = object> = {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly timeoutMs: number
  readonly attemptsMax: number
  readonly concurrency: number
  /** Jobs of one key that nobody has begun are one job. Without it every job counts. */
  keyOf?(this: void, payload: Payload): string
}

export const job = <Payload extends object>(spec: JobSpec<Payload>): JobSpec<Payload> => spec

export type JobQueue = {
  /** Commits together with the caller's transaction. */
  readonly enqueue: <Payload extends object>(
    client: Client,
    spec: JobSpec<Payload>,
    payloads: readonly Payload[],
  ) => Promise<void>
  /** Starts working on this kind of job. A handler that throws is called again later. */
  readonly work: <Payload extends object>(
    spec: JobSpec<Payload>,
    handler: (payload: Payload, attempt: { readonly isLast: boolean }) => Promise<void>,
  ) => Promise<void>
  readonly close: () => Promise<void>
}

/** How long a job may lie before anybody looks; a worker that has just finished one looks again at once. */
const POLL_SECONDS = 0.5
const CLOSE_TIMEOUT_MS = 5000

const GRANT_LOCK = 0x6861726c

/** pg-boss keeps its tables in its own schema, made by whoever owns the database; our app role may use them. */
export async function openJobs(
  databaseUrl: string,
  specs: readonly JobSpec[],
  onError: (error: unknown) => void,
): Promise<JobQueue> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 4, application_name: 'harkara jobs' })
  boss.on('error', onError)
  await boss.start()
  for (const { name, attemptsMax, timeoutMs, keyOf } of specs) {
    await boss.createQueue(name, {
      policy: keyOf === undefined ? 'standard' : 'short',
      retryLimit: attemptsMax - 1,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: Math.ceil(timeoutMs / 1000),
      deleteAfterSeconds: 7 * 24 * 60 * 60,
    })
  }
  await boss.getDb()
    .executeSql(`select pg_advisory_xact_lock(${GRANT_LOCK}); -- grants of two starts at once collide
    grant usage on schema pgboss to harkara_app;
    grant select, insert, update, delete on all tables in schema pgboss to harkara_app;
    grant execute on all functions in schema pgboss to harkara_app`)
  return {
    enqueue: async (client, { name, keyOf }, payloads) => {
      const db = { executeSql: async (text: string, values?: unknown[]) => client.query(text, values) }
      await boss.insert(
        name,
        payloads.map((data) => ({ data, ...(keyOf === undefined ? {} : { singletonKey: keyOf(data) }) })),
        { db },
      )
    },
    work: async (spec, handler) => {
      await boss.work(
        spec.name,
        {
          pollingIntervalSeconds: POLL_SECONDS,
          batchSize: spec.concurrency,
          includeMetadata: true,
          perJobResults: true,
        } as const,
        async (jobs) =>
          Promise.all(
            jobs.map(async ({ id, data, retryCount, retryLimit }) => {
              try {
                await handler(spec.payload.parse(data), { isLast: retryCount >= retryLimit })
                return { id, status: 'completed' as const }
              } catch (error) {
                onError(error)
                return { id, status: 'failed' as const, output: { message: String(error) } }
              }
            }),
          ),
      )
    },
    close: async () => boss.stop({ graceful: true, timeout: CLOSE_TIMEOUT_MS }),
  }
}
