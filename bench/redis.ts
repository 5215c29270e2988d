/**
 * The Redis of the published design, with the durability that people run it with: `appendfsync everysec`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { end, freePort, start, untilReady } from '#bench/children.ts'

const PROGRAM = 'redis-server'

export type RedisServer = {
  /** Empties the database of this name (the same one each time), and says where it is. */
  freshDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Whether there is a `redis-server` on the PATH. */
export const hasRedis = (): boolean => spawnSync(PROGRAM, ['--version']).status === 0

export async function startRedis(folder: string): Promise<RedisServer> {
  const dir = join(folder, 'redis')
  const logFile = join(folder, 'redis.log')
  mkdirSync(dir)
  const port = await freePort()
  const persistence = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '']
  const child = start(
    PROGRAM,
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...persistence],
    logFile,
  )
  const url = `redis://127.0.0.1:${port}`
  await untilReady(child, logFile, () => withRedis(url, async (redis) => (await redis.ping()) === 'PONG'))
  const names: string[] = []
  return {
    freshDatabase: async (name) => {
      if (!names.includes(name)) names.push(name)
      const database = `${url}/${names.indexOf(name)}`
      await withRedis(database, (redis) => redis.flushdb())
      return database
    },
    stop: () => end(child, 'SIGKILL'),
  }
}

/** One connection for one purpose, which fails at once instead of retrying. */
async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 1 })
  redis.on('error', () => undefined) // the rejected command says it
  try {
    await redis.connect()
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
