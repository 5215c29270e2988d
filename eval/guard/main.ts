/**
 * Whether the quality guard stops a campaign that people mind before Meta thinks worse of the number, and leaves a harmless one
 * alone: `npm run eval:guard -- [--seeds 100] [--from 1] [--case fresh|withHistory] [--people 10000] [--json]`;
 * `people` are those of the harmless campaigns.
 * What each figure means is in docs/quality-guard.md.
 */
import { parseArgs } from 'node:util'
import { makeHistory, openWorld, runCampaign, type Outcome, type Plan } from './run-campaign.ts'

const HARMFUL_RATE = 0.03
const HEALTHY_RATE = 0.002
const HARMFUL_PEOPLE = 2000
/** Worlds of their own: nothing of one campaign is known in the other. */
const HEALTHY_SEEDS_FROM = 100_000

const CASES = ['fresh', 'withHistory'] as const
type Case = (typeof CASES)[number]

async function runIn(seed: number, kind: Case, plan: Plan): Promise<Outcome> {
  const world = await openWorld(seed)
  try {
    if (kind === 'withHistory') await makeHistory(world, HEALTHY_RATE)
    return await runCampaign(world, plan)
  } finally {
    await world.close()
  }
}

/** The guard stopped it, and the number was still green then. */
const isInTime = ({ stoppedMs, yellowMs }: Outcome): boolean =>
  stoppedMs !== null && (yellowMs === null || yellowMs > stoppedMs)

type Figures = {
  readonly seeds: number
  readonly stoppedInTime: number
  readonly wronglyStopped: number
  /** Of those stopped in time: the number turned yellow later, by what had gone out before. */
  readonly yellowAfterStop: number
  /** Of the harmful ones not stopped in time. */
  readonly yellowBeforeStop: number
  readonly neverStopped: number
  readonly takenWhenStopped: Spread
  readonly minutesUntilStopped: Spread
  /** Of the harmless ones: how much later the last message went out than without a guard. */
  readonly healthyDelayMinutes: Spread
  readonly reasons: Readonly<Record<string, number>>
}
/** The middle one, and the one that nine in ten do not exceed. */
type Spread = { readonly median: number; readonly p90: number }

function figuresOf(
  harmful: readonly Outcome[],
  healthy: readonly Outcome[],
  withoutGuardMs: number,
): Figures {
  const inTime = harmful.filter(isInTime)
  const stopped = harmful.filter(({ stoppedMs }) => stoppedMs !== null)
  const reasons: Record<string, number> = {}
  for (const { because } of [...harmful, ...healthy])
    if (because !== null) reasons[because.kind] = (reasons[because.kind] ?? 0) + 1
  return {
    seeds: harmful.length,
    stoppedInTime: inTime.length,
    wronglyStopped: healthy.filter(({ stoppedMs }) => stoppedMs !== null).length,
    yellowAfterStop: inTime.filter(({ yellowMs }) => yellowMs !== null).length,
    yellowBeforeStop: stopped.length - inTime.length,
    neverStopped: harmful.length - stopped.length,
    takenWhenStopped: spreadOf(stopped.map(({ taken }) => taken)),
    minutesUntilStopped: spreadOf(stopped.map(({ stoppedMs }) => minutesOf(stoppedMs ?? 0))),
    healthyDelayMinutes: spreadOf(
      healthy.flatMap(({ doneMs }) => (doneMs === null ? [] : [minutesOf(doneMs - withoutGuardMs)])),
    ),
    reasons,
  }
}

const minutesOf = (ms: number): number => Math.round(ms / 6000) / 10

function spreadOf(values: readonly number[]): Spread {
  const ordered = values.toSorted((one, other) => one - other)
  const at = (part: number): number => ordered[Math.floor(part * (ordered.length - 1))] ?? 0
  return { median: at(0.5), p90: at(0.9) }
}

async function measure(kind: Case, seeds: readonly number[], people: number): Promise<Figures> {
  const harmful: Outcome[] = []
  const healthy: Outcome[] = []
  const harmless = { people, blockRate: HEALTHY_RATE, isWatched: false }
  for (const seed of seeds) {
    const bad = { people: HARMFUL_PEOPLE, blockRate: HARMFUL_RATE, isGuarded: true, isWatched: true }
    harmful.push(await runIn(seed, kind, bad))
    healthy.push(await runIn(HEALTHY_SEEDS_FROM + seed, kind, { ...harmless, isGuarded: true }))
    if (process.stderr.isTTY) process.stderr.write(`\r${kind}: ${harmful.length}/${seeds.length} `)
  }
  const { doneMs } = await runIn(HEALTHY_SEEDS_FROM, kind, { ...harmless, isGuarded: false })
  return figuresOf(harmful, healthy, doneMs ?? 0)
}

const words = ({ median, p90 }: Spread): string => `${median} (nine in ten: at most ${p90})`

function print(kind: Case, figures: Figures, people: number): void {
  const { seeds, takenWhenStopped, minutesUntilStopped, healthyDelayMinutes } = figures
  console.log(`${kind === 'fresh' ? 'a number that never sent' : 'a number with healthy campaigns before'}:`)
  console.log(`  3 % block, ${HARMFUL_PEOPLE} people: stopped in time ${figures.stoppedInTime} of ${seeds}`)
  console.log(`    yellow before the stop ${figures.yellowBeforeStop}, never stopped ${figures.neverStopped}`)
  console.log(`    yellow later, by what had gone out: ${figures.yellowAfterStop}`)
  console.log(`    people written to when stopped: ${words(takenWhenStopped)}`)
  console.log(`    minutes until then: ${words(minutesUntilStopped)}`)
  console.log(`  0.2 % block, ${people} people: wrongly stopped ${figures.wronglyStopped} of ${seeds}`)
  console.log(`    minutes later than without a guard: ${words(healthyDelayMinutes)}`)
  console.log(`  reasons: ${JSON.stringify(figures.reasons)}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      case: { type: 'string', multiple: true, default: [...CASES] },
      people: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
    },
  })
  const from = Number(values.from)
  const people = Number(values.people)
  const seeds = Array.from({ length: Number(values.seeds) }, (_, nth) => from + nth)
  const measured: Partial<Record<Case, Figures>> = {}
  for (const kind of CASES.filter((one) => values.case.includes(one))) {
    const figures = await measure(kind, seeds, people)
    print(kind, figures, people)
    measured[kind] = figures
  }
  if (!values.json) return
  const all = Object.values(measured)
  const stoppedInTime = Math.min(...all.map((figures) => figures.stoppedInTime))
  const wronglyStopped = Math.max(...all.map((figures) => figures.wronglyStopped))
  // The worse of the cases, then each.
  console.log(JSON.stringify({ seeds: seeds.length, stoppedInTime, wronglyStopped, ...measured }))
}

await main()
