/**
 * `npm run bench`: Harkara beside the published design and beside the floor, in one run, on one machine, with the same
 * load generator, the same bodies and the same PostgreSQL. `--help` lists the options.
 *
 * Per round every system has its turn with an empty database, in an order that changes from round to round; figures are
 * medians over rounds. What must not happen (lost, doubled, out of order) is added up over all rounds. Afterwards each
 * system is killed three times under load.
 */
import { randomBytes } from 'node:crypto'
import { makePlan } from '#bench/bodies.ts'
import { cleanUpOnExit, temporaryFolder } from '#bench/children.ts'
import { floor } from '#bench/floor/system.ts'
import { startGenerator } from '#bench/generator.ts'
import { harkara } from '#bench/harkara.ts'
import { machine, readOptions } from '#bench/options.ts'
import { startPostgres } from '#bench/postgres.ts'
import { published, publishedTuned } from '#bench/published-design/system.ts'
import { hasRedis, startRedis } from '#bench/redis.ts'
import { ratios, summary, table } from '#bench/report.ts'
import type { Measured } from '#bench/report.ts'
import type { System } from '#bench/system.ts'
import { runTrial } from '#bench/trial.ts'
import type { Stage, Trial, TrialOptions } from '#bench/trial.ts'

const SYSTEMS: readonly System[] = [published, publishedTuned, floor, harkara]
/** Until just-in-time compilers have seen all of the work: shorter, and their threads take a tenth of the machine. */
const WARM_UP_MS = 6000
const CUSTOMERS = 2000
/** More than any system here accepts; a run that uses them all up says so. */
const DELIVERIES_PER_SECOND_MAX = 16_000
const KILL_RUN_MS = 7000
const KILLS = 3
const PACED_RUN_MS = 5000

const options = readOptions(process.argv.slice(2))
if (!hasRedis()) {
  console.error('redis-server is not on the PATH; install it, for example with: apt-get install redis-server')
  process.exit(2)
}
cleanUpOnExit()
await main()
process.exit()

async function main(): Promise<void> {
  const systems = choose()
  const stage = await setStage()
  say(`${machine()}; ${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections\n`)
  const load = { connections: options.connections, warmUpMs: WARM_UP_MS, rate: null, kills: 0 }
  const rounds = new Map<System, Trial[]>(systems.map((system) => [system, []]))
  for (let round = 0; round < options.rounds; round++) {
    const turns = systems.map((_, n) => systems[(n + round) % systems.length] ?? floor)
    for (const system of turns) {
      const trial = await perform(stage, system, `round ${round + 1}`, {
        ...load,
        measureMs: options.seconds * 1000 * system.loadShare,
      })
      rounds.get(system)?.push(trial)
    }
  }
  const killed = options.withKill ? await killAll(stage, systems) : new Map<System, Trial>()
  const all: Measured[] = []
  for (const system of systems) {
    const paced =
      options.rate === null
        ? null
        : await perform(stage, system, 'fixed rate', { ...load, measureMs: PACED_RUN_MS, rate: options.rate })
    all.push({ system, rounds: rounds.get(system) ?? [], killed: killed.get(system) ?? null, paced })
  }
  await Promise.all([stage.generator.stop(), stage.redis.stop(), stage.postgres.stop()])
  await report(all)
}

/**
 * Kills each system under load. The load comes one after the other, but while one works off its backlog the next is
 * already loaded: a queue waits up to a minute for the jobs of the dead, and here only counts matter, not speeds.
 */
async function killAll(stage: Stage, systems: readonly System[]): Promise<ReadonlyMap<System, Trial>> {
  const order = {
    connections: options.connections,
    warmUpMs: 0,
    measureMs: KILL_RUN_MS,
    rate: null,
    kills: KILLS,
  }
  const trials: Promise<[System, Trial]>[] = []
  for (const system of systems) {
    const loaded = Promise.withResolvers<void>()
    const trial = perform(stage, system, 'kill -9', order, loaded.resolve)
    trials.push(trial.then((done) => [system, done]))
    await Promise.race([loaded.promise, trial])
  }
  return new Map(await Promise.all(trials))
}

/** Starts everything that all systems share, and writes and signs the bodies. */
async function setStage(): Promise<Stage> {
  const folder = temporaryFolder()
  const appSecret = randomBytes(16).toString('hex')
  const plan = {
    deliveries: Math.ceil((options.seconds + WARM_UP_MS / 1000) * DELIVERIES_PER_SECOND_MAX),
    customers: CUSTOMERS,
    seed: 1,
    isMixed: options.isMixed,
  }
  const [postgres, redis, generator] = await Promise.all([
    startPostgres(folder),
    startRedis(folder),
    startGenerator({ plan, appSecret }),
  ])
  return { folder, postgres, redis, generator, appSecret, plan: makePlan(plan) }
}

async function perform(
  stage: Stage,
  system: System,
  what: string,
  trialOptions: TrialOptions,
  onLoaded?: () => void,
): Promise<Trial> {
  const trial = await runTrial(stage, system, trialOptions, onLoaded)
  say(
    `${Math.round(performance.now() / 1000)} s: ${what}, ${system.title}: ${Math.round(trial.acceptedPerSecond)} accepted/s, ` +
      `${Math.round(trial.effectsPerSecond)} effects/s (${Math.round(trial.effectsPerSecondUnderLoad)} under load), ` +
      `lag p50 ${Math.round(trial.lagP50Ms)} ms, lost ${trial.lost}, doubled ${trial.doubled}, ` +
      `out of order ${trial.misordered} of ${trial.accepted}` +
      `${trial.isUnfinished ? ', unfinished' : ''}${trial.ranOut ? ', ran out of bodies' : ''}\n`,
  )
  return trial
}

function choose(): readonly System[] {
  return SYSTEMS.filter((system) => {
    if (options.only !== null && !options.only.includes(system.key)) return false
    const because = system.unavailable()
    if (because !== null) say(`${system.title} is left out: ${because}\n`)
    return because === null
  })
}

function report(all: readonly Measured[]): Promise<void> {
  const factors = ratios(all)
  const factorLines = Object.entries(factors).map(([name, factor]) => `  ${name.padEnd(24)} ${factor}`)
  console.log(`\n${table(all)}\n\neffects/s, median of the rounds' ratios:\n${factorLines.join('\n')}\n`)
  if (!options.asJson) return Promise.resolve()
  const json = { ...Object.fromEntries(all.map((each) => [each.system.key, summary(each)])), ratios: factors }
  return new Promise((resolve) => void process.stdout.write(`${JSON.stringify(json)}\n`, () => resolve()))
}

/** Progress goes to the error stream, so that the table and the JSON stay clean. */
function say(text: string): void {
  process.stderr.write(text)
}
