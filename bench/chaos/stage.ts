/**
 * The stage of a chaos run: a PostgreSQL of its own, the simulator in this process, and Harkara's roles as processes of
 * their own on that database, each under a supervisor. `close` takes everything down; so does the end of this process.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeApiKeys } from '#bench/api-keys.ts'
import { freePort } from '#bench/children.ts'
import { WEBHOOK_PATH } from '#ingest/gateway.ts'
import { openDatabase } from '#platform/db/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { connectNumber } from '#roles/connect-number.ts'
import { prepareDatabase } from '#roles/prepare-database.ts'
import type { NewNumber } from '#simulator/protocol.ts'
import type { Rules } from '#simulator/simulation.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import type { Web } from './load.ts'
import { supervise, type Supervised } from './supervise.ts'
import { hireUndertaker } from './undertaker.ts'

const APP_SECRET = 'the app secret of a chaos run'
const VERIFY_TOKEN = 'the verify token of a chaos run'

export type StageOptions = {
  readonly seed: number
  readonly numbers: number
  readonly greeting: string | null
  /** One process each, by name and roles. The gateway and the web role must each be in exactly one. */
  readonly processes: readonly { readonly name: string; readonly roles: readonly string[] }[]
  /** Which of Meta's rules hold; all but the sentinels, unless said. */
  readonly rules?: Partial<Rules>
  /** What Meta knows of each number besides its name. */
  readonly number?: Partial<NewNumber>
  /** For all processes, besides what they need. */
  readonly env?: Readonly<Record<string, string>>
}

export type Stage = {
  readonly folder: string
  readonly databaseUrl: string
  readonly postgres: EmbeddedPostgres
  readonly simulator: Simulator
  readonly phoneNumberIds: readonly string[]
  readonly web: Web
  readonly processes: readonly Supervised[]
  readonly close: () => Promise<void>
}

export async function startStage(options: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-chaos-'))
  const closers: (() => Promise<void>)[] = [hireUndertaker(folder)]
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).toReversed()) await step()
  }
  try {
    const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
    closers.push(postgres.close)
    const simulator = await startSimulator({
      ...{ port: 0, seed: options.seed },
      rules: { sentinels: false, ...options.rules },
    })
    closers.push(async () => simulator.close())
    const secretKey = randomBytes(32).toString('base64')
    const phoneNumberIds = await connectNumbers(postgres.url, simulator, secretKey, options)
    const { processes, gatewayUrl, webUrl } = await startProcesses(
      folder,
      postgres,
      simulator,
      secretKey,
      options,
    )
    closers.push(async () => {
      await Promise.all(processes.map(async (one) => one.stop()))
    })
    await Promise.all(processes.map(async (one) => one.ready()))
    await simulator.control.connectApp({
      callbackUrl: `${gatewayUrl}${WEBHOOK_PATH}`,
      verifyToken: VERIFY_TOKEN,
      appSecret: APP_SECRET,
    })
    return {
      folder,
      databaseUrl: postgres.url,
      postgres,
      simulator,
      phoneNumberIds,
      web: { url: webUrl, keys: await makeApiKeys(postgres.url, FIRST_TENANT, 8) },
      processes,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function connectNumbers(
  databaseUrl: string,
  { control, accessToken }: Simulator,
  secretKey: string,
  { numbers, greeting, number: known = {} }: StageOptions,
): Promise<string[]> {
  await prepareDatabase(databaseUrl, () => {})
  const database = openDatabase({ url: databaseUrl, poolSize: 1, name: 'chaos' })
  const vault = createVault(new Secret(secretKey))
  const ids: string[] = []
  try {
    for (let nth = 1; nth <= numbers; nth++) {
      const number = control.addNumber({ verifiedName: `Shop ${nth}`, ...known })
      ids.push(number.phoneNumberId)
      await connectNumber(database, vault, 'Shops', {
        ...number,
        accessToken: new Secret(accessToken),
        greeting,
      })
    }
  } finally {
    await database.close()
  }
  return ids
}

async function startProcesses(
  folder: string,
  postgres: EmbeddedPostgres,
  simulator: Simulator,
  secretKey: string,
  { processes, env: more = {} }: StageOptions,
): Promise<{ processes: Supervised[]; gatewayUrl: string; webUrl: string }> {
  const urls = { gateway: '', web: '' }
  const started: Supervised[] = []
  for (const { name, roles } of processes) {
    const port = String(await freePort())
    if (roles.includes('gateway')) urls.gateway = `http://127.0.0.1:${port}`
    if (roles.includes('web')) urls.web = `http://127.0.0.1:${port}`
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      // Half of a restart is reading TypeScript.
      NODE_COMPILE_CACHE: join(tmpdir(), 'harkara-compile-cache'),
      PORT: port,
      DATABASE_URL: postgres.url,
      META_APP_SECRET: APP_SECRET,
      META_VERIFY_TOKEN: VERIFY_TOKEN,
      META_GRAPH_URL: simulator.url,
      HARKARA_SECRET_KEY: secretKey,
      HARKARA_DATA: join(folder, 'data'),
      LOG_LEVEL: 'warn',
      ...more,
    }
    started.push(supervise({ folder, name, roles, env }))
  }
  return { processes: started, gatewayUrl: urls.gateway, webUrl: urls.web }
}
