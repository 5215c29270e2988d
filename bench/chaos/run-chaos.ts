/** The chaos run: people write to each other while the machines die, then the machines are left alone and all is counted. */
import { setTimeout as delay } from 'node:timers/promises'
import { LEASE_MS } from '#platform/db/leases.ts'
import { createRandom } from '#simulator/world/random.ts'
import { collect, measureTimes, settle } from './evidence.ts'
import { openThreads, startLoad, write, type Traffic } from './load.ts'
import { planBlows, type Blow } from './plan.ts'
import { startStage, type Stage } from './stage.ts'
import type { Supervised } from './supervise.ts'
import { judge, type Verdict } from './verdict.ts'

export type ChaosOptions = {
  readonly kills: number
  readonly seed: number
  readonly say: (line: string) => void
}

export type ChaosReport = { readonly kills: number; readonly seed: number } & Verdict & {
    readonly blows: Readonly<Record<string, number>>
    readonly loadMs: number
    /** From the end of the load until nothing was open any more; null: the bound was passed. */
    readonly settledMs: number | null
    readonly times: Awaited<ReturnType<typeof measureTimes>>
    /** Processes that ended without our doing, and what they said. */
    readonly ownEnds: readonly string[]
    /** Texts whose acceptance had to be asked for more than once. */
    readonly askedAgain: number
  }

const PROCESSES = ['gateway', 'worker-1', 'worker-2', 'sender-1', 'sender-2', 'web'].map((name) => ({
  name,
  roles: [name.replace(/-\d$/u, '')],
}))
const NUMBERS = 3
const CUSTOMERS = 40
const GREETING = 'Namaste! A person answers in a few minutes.'
const TRAFFIC: Traffic = { customersRate: 60, agentsRate: 25, textsPerThreadMax: 40 }
/** What Meta may do at any time: tell twice, tell many things at once, answer slowly, and take a message without saying so. */
const FAULTS = { duplicate: 0.1, batch: 20, slowMs: 30, dropReply: 0.02 }
const NO_FAULTS = { duplicate: 0, batch: 1, slowMs: 0, dropReply: 0 }
/** Longer than a lease, so that somebody else has taken over when it wakes up. */
const PAUSE_MS = LEASE_MS + 2000
const CALM_MS = 2000
const MEET_MS_MAX = 60_000
/** A lease must end, a webhook's retry come round (32 s at most after so short outages), and the backlog be worked off. */
const SETTLE_MS_MAX = 60_000

export async function runChaos({ kills, seed, say }: ChaosOptions): Promise<ChaosReport> {
  const stage = await startStage({ seed, numbers: NUMBERS, greeting: GREETING, processes: PROCESSES })
  try {
    say(`${stage.processes.length} processes of Harkara, PostgreSQL and the simulator in ${stage.folder}`)
    const { simulator, databaseUrl, web } = stage
    simulator.control.faults(FAULTS)
    const threads = openThreads(simulator, CUSTOMERS, stage.phoneNumberIds)
    for (const thread of threads) write(simulator, thread)
    const startedAt = performance.now()
    const load = startLoad(simulator, { databaseUrl, web, seed }, threads, TRAFFIC)
    await delay(CALM_MS)
    const blows = await strike(stage, kills, seed, say)
    await delay(CALM_MS)
    await Promise.all(stage.processes.map(async (one) => one.ready()))
    await load.stop()
    const loadMs = Math.round(performance.now() - startedAt)
    simulator.control.faults(NO_FAULTS)
    const settledMs = await settle(stage, SETTLE_MS_MAX)
    const verdict = judge(await collect(stage, threads, GREETING))
    const times = await measureTimes(stage, threads)
    return {
      kills,
      seed,
      ...verdict,
      blows,
      loadMs,
      settledMs,
      times,
      ownEnds: stage.processes.flatMap((one) => one.ownEnds()),
      askedAgain: threads.flatMap(({ accepted }) => accepted).filter(({ askedTimes }) => askedTimes > 1)
        .length,
    }
  } finally {
    await stage.close()
  }
}

/** Strikes as planned; a blow meets somebody of its role who is not asleep. Ends when everybody is awake again. */
async function strike(
  stage: Stage,
  kills: number,
  seed: number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const pauses: Promise<void>[] = []
  for (const [nth, { blow, afterMs, which }] of planBlows(seed, kills).entries()) {
    await delay(afterMs)
    const met = await meet(stage, blow, which)
    say(
      `${String(nth + 1).padStart(3)}  ${blow.startsWith('kill') ? 'kill -9' : 'freeze '}  ${met?.name ?? 'postgres'}`,
    )
    counts[blow] = (counts[blow] ?? 0) + 1
    if (met === null) killNow(stage.postgres.pid())
    else if (blow.startsWith('kill')) met.kill()
    else pauses.push(met.pause(PAUSE_MS))
  }
  await Promise.all(pauses)
  return counts
}

/** Whoever has just ended by itself, from an earlier blow, is as dead as could be wished. */
function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Who is hit; null for PostgreSQL. Waits until one of the role is at work, so that a slow machine makes the run longer and not
 * the outage; but now and then it hits somebody who is just getting up.
 */
async function meet(stage: Stage, blow: Blow, which: number): Promise<Supervised | null> {
  const role = blow.split(' ')[1] ?? ''
  if (role === 'postgres') return null
  const random = createRandom(which, role)
  const mayBeStarting = blow.startsWith('kill') && random.chance(0.15)
  for (let waited = 0; ; waited += 100) {
    const able = stage.processes.filter(
      (one) => one.name.startsWith(role) && !one.isPaused() && (one.isReady() || mayBeStarting),
    )
    const met = able[random.below(Math.max(1, able.length))]
    if (met !== undefined) return met
    if (waited > MEET_MS_MAX) throw new Error(`no ${role} got up again`)
    await delay(100)
  }
}
