/** The published design of sending against a simulator of its own: how many messages a second Meta takes from it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { end, start } from '#bench/children.ts'
import { hasRedis, startRedis } from '#bench/redis.ts'
import { startMeta, TEMPLATE, TOKEN } from '#bench/send-world.ts'

const SENDER = fileURLToPath(new URL('published-design/sender.ts', import.meta.url))
const NUMBER = { phoneNumberId: '100000000000002', wabaId: '200000000000002', display: '919800000002' }
const WARM_UP_S = 3
const ADDED_MS_MAX = 120_000

/** null: there is no Redis here. */
export async function runPublished(
  folder: string,
  seconds: number,
  limitMps: number,
): Promise<{ readonly mps: number; readonly violations: number } | null> {
  if (!hasRedis()) return null
  const redis = await startRedis(folder)
  const meta = await startMeta(folder, null)
  await meta.addNumber(NUMBER, limitMps)
  const logFile = join(folder, 'published-sender.log')
  const child = start(process.execPath, [SENDER], logFile, {
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', REDIS_URL: await redis.freshDatabase('sends'), GRAPH_URL: meta.url },
      ...{ PHONE_NUMBER_ID: NUMBER.phoneNumberId, ACCESS_TOKEN: TOKEN, TEMPLATE: TEMPLATE.name },
      ...{ LIMIT_MPS: String(limitMps), RECIPIENTS: String((seconds + WARM_UP_S + 2) * limitMps) },
    },
  })
  const giveUpAt = performance.now() + ADDED_MS_MAX
  while (!readFileSync(logFile, 'utf8').includes('all jobs are added')) {
    if (child.exitCode !== null || performance.now() > giveUpAt)
      throw new Error(readFileSync(logFile, 'utf8').slice(-2000))
    await delay(100)
  }
  await delay(WARM_UP_S * 1000)
  const from = { at: performance.now(), ...(await meta.summary()) }
  await delay(seconds * 1000)
  const to = { at: performance.now(), ...(await meta.summary()) }
  const { throughput, pair } = await meta.violations()
  await end(child, 'SIGTERM')
  await meta.stop()
  await redis.stop()
  return {
    mps: Math.round((to.accepted - from.accepted) / ((to.at - from.at) / 1000)),
    violations: throughput + pair,
  }
}
