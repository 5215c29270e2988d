/**
 * One run of one system: fresh database, load, optionally kills, drain, verdict.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Plan } from '#bench/bodies.ts'
import { wamidOf } from '#bench/bodies.ts'
import { check } from '#bench/check.ts'
import type { Effect, Verdict } from '#bench/check.ts'
import { freePort } from '#bench/children.ts'
import type { Generator } from '#bench/generator.ts'
import type { LoadResult, RunOrder } from '#bench/load.ts'
import { withClient } from '#bench/postgres.ts'
import type { Postgres } from '#bench/postgres.ts'
import type { RedisServer } from '#bench/redis.ts'
import type { Environment, System } from '#bench/system.ts'

export type Stage = {
  readonly folder: string
  readonly postgres: Postgres
  readonly redis: RedisServer
  readonly generator: Generator
  readonly plan: Plan
  readonly appSecret: string
}

export type TrialOptions = Omit<RunOrder, 'do' | 'url'> & {
  /** How often to kill the process under load. */
  readonly kills: number
}

export type Trial = Verdict & {
  readonly refused: number
  readonly broken: number
  /** Whether effects were still coming when we stopped waiting. */
  readonly isUnfinished: boolean
  /** What a queue still owed then; not counted as lost. */
  readonly late: number
  readonly ranOut: boolean
  /** From the kill to the first answer of the process that replaced it; empty without kills. */
  readonly restartsMs: readonly number[]
}

/** How long a process works between its start and its end by SIGKILL. */
const KILL_AFTER_MS = 1200
/** No new effect for this long means that none will come. Longer than any lease or back-off of a system under test. */
const QUIET_MS = 12_000
/**
 * A queue that keeps its own books is waited for until they are empty: BullMQ takes a killed worker's jobs back after a
 * minute and more (a lock of 30 s, looked for every 30 s, taken at the second look).
 */
const DRAIN_MAX_MS = 100_000

/** `onLoaded` is called when the load generator is free again, while the system still works off what it accepted. */
export async function runTrial(
  stage: Stage,
  system: System,
  options: TrialOptions,
  onLoaded: () => void = () => undefined,
): Promise<Trial> {
  const environment: Environment = {
    databaseUrl: await stage.postgres.freshDatabase(`bench_${system.key.toLowerCase()}`),
    redisUrl: await stage.redis.freshDatabase(system.key),
    appSecret: stage.appSecret,
    port: await freePort(),
    logFile: join(stage.folder, `${system.key}.log`),
  }
  await system.prepare(environment)
  let running = await system.start(environment)
  try {
    const { kills, ...order } = options
    await running.whole()
    const load = stage.generator.run({ ...order, url: running.url.href })
    const restartsMs: number[] = []
    for (let kill = 0; kill < kills; kill++) {
      await sleep(KILL_AFTER_MS)
      const killedAt = performance.now()
      await running.kill9()
      running = await system.start(environment)
      restartsMs.push(performance.now() - killedAt)
    }
    const result = await load
    onLoaded()
    const drained = await drain(system, environment, countAccepted(stage.plan, result))
    const found = verdict(stage.plan, result, await readEffects(stage.plan, system, environment))
    const late = Math.min(found.lost, drained.owed)
    return { ...found, ...drained, ...counts(result), lost: found.lost - late, late, restartsMs }
  } finally {
    await running.stop()
  }
}

const counts = ({ refused, broken, ranOut }: LoadResult): Pick<Trial, 'refused' | 'broken' | 'ranOut'> => ({
  refused,
  broken,
  ranOut,
})

const verdict = (plan: Plan, result: LoadResult, effects: readonly Effect[]): Verdict =>
  check({
    posted: result.posted,
    answered: result.answered,
    conversationOf: plan.customerOf,
    isStatus: plan.isStatus,
    effects,
    measuredFrom: result.measuredFrom,
    loadEndedAt: result.loadEndedAt,
  })

const countAccepted = (plan: Plan, { answered }: LoadResult): number =>
  answered.filter((at, index) => !Number.isNaN(at) && plan.isStatus[index] === 0).length

/**
 * Waits until nothing more will come, or not much longer.
 *
 * A system whose queue tells what it owes is done when that is nothing. Another is done a moment after as many effects
 * as were accepted, so that a doubled one still shows, or when it has been quiet for long.
 */
async function drain(
  system: System,
  environment: Environment,
  accepted: number,
): Promise<{ isUnfinished: boolean; owed: number }> {
  const startedAt = performance.now()
  let quietSince = startedAt
  let known = -1
  return withClient(environment.databaseUrl, async (client) => {
    for (;;) {
      const owed = await system.pending?.(environment)
      const { rows } = await client.query<{ count: number }>(system.countSql)
      const count = rows[0]?.count ?? 0
      const now = performance.now()
      if (count !== known) quietSince = now
      known = count
      const quietMs = now - quietSince
      const isDone =
        owed === undefined ? quietMs > (count >= accepted ? 900 : QUIET_MS) : owed === 0 && quietMs > 400
      if (isDone) return { isUnfinished: false, owed: 0 }
      if (now - startedAt > DRAIN_MAX_MS) return { isUnfinished: true, owed: owed ?? 0 }
      await sleep(owed === undefined ? 250 : 500)
    }
  })
}

async function readEffects(plan: Plan, system: System, environment: Environment): Promise<readonly Effect[]> {
  const indexOf = new Map<string, number>()
  for (let index = 0; index < plan.deliveries; index++) {
    if (plan.isStatus[index] === 0) indexOf.set(wamidOf(plan, index), index)
  }
  return withClient(environment.databaseUrl, async (client) => {
    const { rows } = await client.query<{ wamid: string; at_ms: number }>(system.effectsSql)
    return rows.map((row) => ({ index: indexOf.get(row.wamid) ?? -1, atMs: row.at_ms }))
  })
}
