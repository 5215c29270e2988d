/** What happens to a campaign on its way, and how far it is by then. */
import { setTimeout as delay } from 'node:timers/promises'
import { queryRows } from '#bench/chaos/database.ts'
import type { Stage } from '#bench/chaos/stage.ts'
import { createRandom } from '#simulator/world/random.ts'
import { ask } from './shop.ts'

/** What a disturbance has in its hands. */
export type Running = {
  readonly stage: Stage
  readonly campaign: string
  readonly seed: number
  readonly checkBooks: () => Promise<void>
  readonly countKill: () => void
}

export type Disturbance = {
  readonly name: string
  /** When this part of the recipients is taken. */
  readonly at: number
  /** Returns when it is over. */
  readonly strike: (run: Running) => Promise<void>
  /** Meta refuses people before it says why: what was under way then is no fault of the program's. */
  readonly isUntold?: true
}

const HEARD_MS = 100
/** What was claimed before it heard is at Meta by then. */
const UNDER_WAY_MS = 1500
const PAUSE_MS = 20_000
const STORM_MS = 15_000
/** The lease of a killed sender is over after six seconds; the next one gets time for a few rounds. */
const SENDER_GAP_MS = [7000, 3000] as const
/** PostgreSQL is back after one to three. */
const POSTGRES_GAP_MS = [4000, 2000] as const

/** In this order: more people, kills of the sender, a pause, a storm, kills of PostgreSQL, another storm, fewer people. */
export function allDisturbances(kills: number, tiers: { readonly more: string; readonly fewer: string }) {
  const ofSender = Math.ceil(kills / 2)
  return [
    { name: 'Meta allows more people', at: 0.1, strike: async (run) => setTier(run, tiers.more) },
    { name: `${ofSender} kills of the sender`, at: 0.25, strike: async (run) => killSenders(run, ofSender) },
    { name: 'a pause', at: 0.45, strike: pause },
    { name: 'a storm of 130429', at: 0.56, strike: async (run) => storm(run, 1) },
    {
      name: `${kills - ofSender} kills of PostgreSQL`,
      at: 0.68,
      strike: async (run) => killPostgres(run, kills - ofSender),
    },
    { name: 'another storm, of half of the calls', at: 0.82, strike: async (run) => storm(run, 0.5) },
    {
      ...{ name: 'Meta allows fewer people', at: 0.93, isUntold: true },
      strike: async (run) => setTier(run, tiers.fewer),
    },
  ] satisfies readonly Disturbance[]
}

/** Returns when the program has heard of it, and what it had begun before is over. */
async function setTier({ stage }: Running, messagingLimit: string): Promise<void> {
  const heard = async (): Promise<number> => {
    const sql = `select count(*)::int as count from updates where field = 'business_capability_update'`
    const [row] = await queryRows<{ count: number }>(stage.databaseUrl, sql)
    return row?.count ?? 0
  }
  const before = await heard()
  stage.simulator.control.updateNumber(stage.phoneNumberIds[0] ?? '', { messagingLimit })
  while ((await heard()) === before) await delay(HEARD_MS)
  await delay(UNDER_WAY_MS)
}

async function pause(run: Running): Promise<void> {
  const { stage, campaign } = run
  await ask(stage.web, 'POST', `/campaigns/${campaign}/pause`)
  await delay(PAUSE_MS)
  await run.checkBooks()
  await ask(stage.web, 'POST', `/campaigns/${campaign}/resume`)
}

async function storm({ stage }: Running, share: number): Promise<void> {
  stage.simulator.control.storm({ kind: 130429, share, forMs: STORM_MS })
  await delay(STORM_MS)
}

/** In turns: after each kill the other one has the number. */
async function killSenders(run: Running, count: number): Promise<void> {
  const random = createRandom(run.seed, 'senders')
  for (let nth = 0; nth < count; nth++) {
    const sender = run.stage.processes.find(({ name }) => name === `sender-${1 + (nth % 2)}`)
    await sender?.ready()
    sender?.kill()
    run.countKill()
    await delay(SENDER_GAP_MS[0] + random.below(SENDER_GAP_MS[1]))
    await run.checkBooks()
  }
}

async function killPostgres(run: Running, count: number): Promise<void> {
  const random = createRandom(run.seed, 'postgres')
  for (let nth = 0; nth < count; nth++) {
    process.kill(run.stage.postgres.pid(), 'SIGKILL')
    run.countKill()
    await delay(POSTGRES_GAP_MS[0] + random.below(POSTGRES_GAP_MS[1]))
    await run.checkBooks()
  }
}
