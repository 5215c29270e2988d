/**
 * The published design as a system under test, as printed and tuned.
 *
 * Web side and worker are one program, as in the snippet. Apart they show a shorter lag under load, but fewer effects
 * per second once the backlog counts (measured: 390–400 instead of 550–600 as printed, 740–1,150 instead of
 * 1,130–1,190 tuned, two cores), so this is also the form that the comparison of effects favours.
 */
import { fileURLToPath } from 'node:url'
import { Queue } from 'bullmq'
import { startNode } from '#bench/node-child.ts'
import { withClient } from '#bench/postgres.ts'
import type { Environment, System } from '#bench/system.ts'
import { COUNT_SQL, EFFECTS_SQL, TABLES } from '#bench/tables.ts'

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url))

/**
 * Loaded for less time: it answers five times as fast as it works, and what it accepts in five seconds takes it half
 * a minute to work off.
 */
export const published: System = publishedDesign({
  key: 'published',
  title: 'published design, as printed',
  concurrency: 1,
  poolSize: 10,
  loadShare: 0.4,
})
/**
 * Fifty jobs at once: two hundred gained another 4 % when consumption was measured alone. That it gives up the order is
 * part of the tuning.
 */
export const publishedTuned: System = publishedDesign({
  key: 'publishedTuned',
  title: 'published design, 50 at once',
  concurrency: 50,
  poolSize: 20,
  loadShare: 1,
})

type Variant = Pick<System, 'key' | 'title' | 'loadShare'> & {
  readonly concurrency: number
  readonly poolSize: number
}

function publishedDesign({ key, title, concurrency, poolSize, loadShare }: Variant): System {
  return {
    key,
    title,
    loadShare,
    unavailable: () => null,
    prepare: async ({ databaseUrl }) => {
      await withClient(databaseUrl, (client) => client.query(TABLES))
    },
    start: (environment) =>
      startNode(
        [SERVER],
        {
          PORT: String(environment.port),
          DATABASE_URL: environment.databaseUrl,
          REDIS_URL: environment.redisUrl,
          META_APP_SECRET: environment.appSecret,
          WORKER_CONCURRENCY: String(concurrency),
          POOL_SIZE: String(poolSize),
        },
        new URL(`http://127.0.0.1:${environment.port}/webhook`),
        environment,
      ),
    effectsSql: EFFECTS_SQL,
    countSql: COUNT_SQL,
    pending,
  }
}

/** Waiting, running and stalled jobs: what the queue still owes. */
async function pending({ redisUrl }: Environment): Promise<number> {
  const url = new URL(redisUrl)
  const connection = { host: url.hostname, port: Number(url.port), db: Number(url.pathname.slice(1)) }
  const queue = new Queue('webhooks', { connection })
  try {
    const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')
    return Object.values(counts).reduce((sum, count) => sum + count, 0)
  } finally {
    await queue.close()
  }
}
