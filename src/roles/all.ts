/** Everything in one process, with what is missing brought along: PostgreSQL, the simulator, a demo shop. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WEBHOOK_PATH } from '#ingest/gateway.ts'
import { seedDemoShop } from '#demo/seed-demo-shop.ts'
import { diskStorage, s3Storage } from '#media/storage.ts'
import { addDemoPeople } from '#people/demo-people.ts'
import { SettingsError, ROLES, type Config } from '#platform/config.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import type { Log } from '#platform/log.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { DEFAULT_ACCESS_TOKEN, startSimulator, type Simulator } from '#simulator/start.ts'
import { connectNumber } from './connect-number.ts'
import { prepareDatabase } from './prepare-database.ts'
import { checkSealingKeys } from './rotate-secrets.ts'
import { startTogether } from './start-together.ts'

export type Started = { readonly close: () => Promise<void> }

const scenarioFile = (name: string): string =>
  fileURLToPath(new URL(`../../simulator/scenarios/${name}`, import.meta.url))
const DEMO_SCENARIO = scenarioFile('demo.json')
/** Templates that have come further than approval. */
const DEMO_LIBRARY = scenarioFile('demo-library.json')
const GREETING =
  'नमस्ते! Welcome to Kurta House 👋 Tell us what you are looking for; a person answers in a few minutes.'

export async function startAll(
  config: Config,
  log: Log,
  logFile: string,
  say: (line: string) => void,
): Promise<Started> {
  const closers: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => takeDown(closers)
  try {
    closers.push(lockFolder(config.dataFolder))
    const [databaseUrl, simulator] = await settled(
      prepareOwn(config, log, say, closers),
      config.graphUrl === null ? simulate(config, closers) : null,
    )
    const graphUrl = config.graphUrl ?? simulator?.url ?? ''
    await checkSealingKeys(config, databaseUrl)
    const database = openDatabase({ url: databaseUrl, poolSize: 2, name: 'start' })
    closers.push(database.close)
    const channel = await connectFirstNumber(config, database, graphUrl, simulator)
    const phoneUrl = simulator === null ? null : `${simulator.url}/phone`
    const together = {
      config,
      databaseUrl,
      graphUrl,
      phoneUrl,
      simulator:
        simulator === null
          ? null
          : { appId: simulator.appId, accessToken: new Secret(simulator.accessToken) },
      roles: new Set(ROLES),
      log,
      logFile,
      isAll: true,
    }
    const [running] = await settled(
      startTogether(together).then((started) => {
        closers.push(started.close)
        return started
      }),
      channel === null ? null : fillDemoShop(config, database, channel, simulator),
    )
    const url = running.url ?? ''
    say(`inbox      ${url}`)
    if (simulator !== null) {
      await connectApp(simulator, config, url)
      say(`phone      ${simulator.url}/phone    (write as a customer; Meta is simulated here)`)
    } else {
      say(`webhooks   ${url}${WEBHOOK_PATH}    (the address for Meta's App dashboard)`)
      say(`graph      ${graphUrl}`)
    }
    return { close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The last first, and each even if one after it failed: nothing is left running because something else would not stop. */
async function takeDown(closers: readonly (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of closers.toReversed()) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Two programs on one data folder would stop each other's database. Of two that start at once one makes the file. */
function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'harkara.pid')
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, String(process.pid))
  try {
    if (!linked(draft, file)) {
      const owner = Number(readOr(file, ''))
      if (owner > 0 && owner !== process.pid && isHarkara(owner)) throw alreadyRunning(folder, owner)
      rmSync(file, { force: true }) // left behind by one that was killed
      if (!linked(draft, file)) throw alreadyRunning(folder, Number(readOr(file, '')))
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => rmSync(file, { force: true })
}

const alreadyRunning = (folder: string, owner: number): SettingsError =>
  new SettingsError(
    `Harkara is already running on ${folder} (process ${owner}): stop it first, or set HARKARA_DATA to another folder`,
  )

/** Whether `file` is `draft` now; it is not if there was one already. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A process number is given again; so it must also look like us. */
function isHarkara(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const command = readOr(`/proc/${pid}/cmdline`, 'main.ts')
  return command.includes('main.ts')
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/** Both, at once; if one fails the other one is waited for, so that what it has opened can be closed. */
async function settled<A, B>(one: Promise<A>, other: Promise<B> | null): Promise<[A, B | null]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

/** The database of the settings, or our own; with its schema up to date. */
async function prepareOwn(
  config: Config,
  log: Log,
  say: (line: string) => void,
  closers: (() => Promise<void> | void)[],
): Promise<string> {
  if (config.databaseUrl !== null) {
    await prepareDatabase(config.databaseUrl, say)
    return config.databaseUrl
  }
  const server = await startEmbeddedPostgres({
    folder: join(config.dataFolder, 'postgres'),
    onRestart: () => log.error({ evt: 'postgres.restarted' }),
  })
  closers.push(server.close)
  const state = server.isAdopted ? ' (was still running)' : ''
  say(`postgres   127.0.0.1:${server.port}, embedded, data in ${config.dataFolder}${state}`)
  await prepareDatabase(server.url, say)
  return server.url
}

type Scenario = Parameters<Simulator['control']['loadScenario']>[0]
/** As the demo's templates have it; ours stands there instead, so that whoever follows a short link comes to us. */
const LINKS = 'http://127.0.0.1:3000/r/'
const readScenario = (file: string, { publicUrl, port }: Config): Scenario => {
  const ours = new URL('/r/', publicUrl ?? `http://127.0.0.1:${port}`).href
  return JSON.parse(readFileSync(file, 'utf8').replaceAll(LINKS, ours)) as Scenario
}
const demoScenario = (config: Config): Scenario => {
  const scenario = readScenario(DEMO_SCENARIO, config)
  const { templates = [] } = readScenario(DEMO_LIBRARY, config)
  return {
    ...scenario,
    templates: [...(scenario.templates ?? []), ...templates],
    population: POPULATION,
  }
}
/**
 * Who gets offers reads them, asks, has a look or wants no more of them, most within a few minutes, so that a campaign has something to
 * show. By this seed the people on the simulator's phone do none of it by themselves: they are there to be played.
 */
const POPULATION = {
  ...{ seed: 457, readRate: 0.72, replyRate: 0.06, clickRate: 0.18, optOutRate: 0.012 },
  ...{ preferenceStopRate: 0.004, blockRate: 0, reportRate: 0 },
  reactAfterMs: { median: 90_000, spread: 0.9 },
}

async function simulate(config: Config, closers: (() => Promise<void> | void)[]): Promise<Simulator> {
  const simulator = await startSimulator({
    port: config.simulatorPort,
    host: config.host,
    stateFile: join(config.dataFolder, 'simulator.json'),
    rules: { trustsHistory: true }, // the demo shop has customers whom the simulator never met
  })
  closers.push(async () => simulator.close())
  if (simulator.control.state().numbers.length === 0) simulator.control.loadScenario(demoScenario(config))
  return simulator
}

async function connectApp(simulator: Simulator, config: Config, url: string): Promise<void> {
  const [secret] = config.appSecrets
  await simulator.control.connectApp({
    callbackUrl: `${url}${WEBHOOK_PATH}`,
    verifyToken: config.verifyToken.reveal(),
    appSecret: secret?.reveal() ?? '',
  })
}

/**
 * The number that the settings name; else the demo's, if Graph is a simulator, ours or another one on this machine. Returns
 * the channel that the demo shop belongs to; null: there is none.
 */
async function connectFirstNumber(
  config: Config,
  database: Database,
  graphUrl: string,
  simulator: Simulator | null,
): Promise<string | null> {
  const vault = createVault(config.secretKey, config.secretKeyId, config.secretKeysOld)
  if (config.firstChannel !== null) {
    const { phoneNumberId, wabaId, accessToken } = config.firstChannel
    const words = { displayPhoneNumber: phoneNumberId, verifiedName: null, greeting: null }
    await connectNumber(database, vault, 'My shop', { phoneNumberId, wabaId, accessToken, ...words })
    return null
  }
  const isNearby = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(graphUrl).hostname)
  const [number] =
    simulator?.control.state().numbers ?? (isNearby ? (demoScenario(config).numbers ?? []) : [])
  if (number === undefined) return null
  const { phoneNumberId = '', wabaId = '', displayPhoneNumber = '', verifiedName } = number
  const accessToken = new Secret(simulator?.accessToken ?? DEFAULT_ACCESS_TOKEN)
  const channel = { phoneNumberId, wabaId, displayPhoneNumber, verifiedName, accessToken, greeting: GREETING }
  return connectNumber(database, vault, 'Kurta House', channel)
}

async function fillDemoShop(
  config: Config,
  database: Database,
  channel: string,
  simulator: Simulator | null,
): Promise<void> {
  const storage =
    config.s3 === null ? diskStorage(join(config.dataFolder, 'media')) : await s3Storage(config.s3)
  await database.inTenant(FIRST_TENANT, async (client) => addDemoPeople(client, FIRST_TENANT))
  await seedDemoShop({ database, storage }, FIRST_TENANT, channel, systemClock(), {
    library: (demoScenario(config).templates ?? []) as readonly JsonObject[],
    deliver: (delivered) => simulator?.control.loadScenario({ delivered }),
  })
}
