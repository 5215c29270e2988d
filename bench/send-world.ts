/**
 * What the benchmark of sending runs on: the simulator with one number of 1,000 messages a second, the program in its roles, and a
 * database with as many customers as the run needs.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { end, freePort, start, untilReady } from '#bench/children.ts'
import { withClient, type Postgres } from '#bench/postgres.ts'
import { startCampaign } from '#campaigns/change-state.ts'
import { addCampaign } from '#campaigns/manage-campaigns.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { connectNumber } from '#roles/connect-number.ts'
import type { SendsSummary, Violations } from '#simulator/protocol.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const SIMULATOR = fileURLToPath(new URL('../simulator/main.ts', import.meta.url))
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
export const SECRET_KEY = Buffer.alloc(32, 7).toString('base64')
const APP_SECRET = 'bench-app-secret'
const VERIFY_TOKEN = 'bench-verify-token'
export const TOKEN = 'bench-token'
export const TEMPLATE = { name: 'diwali', language: 'en' } as const
const START_MS_MAX = 120_000
/** Of the customers who are there to be answered. */
const TALKS = 200

export type SimNumber = { readonly phoneNumberId: string; readonly wabaId: string; readonly display: string }

export type Meta = {
  readonly url: string
  readonly pid: number
  readonly addNumber: (number: SimNumber, messagesPerSecond: number) => Promise<void>
  readonly addTemplate: (
    wabaId: string,
    template: { readonly name: string; readonly category: string; readonly components: readonly object[] },
  ) => Promise<void>
  readonly summary: () => Promise<SendsSummary>
  readonly violations: () => Promise<Violations>
  /** Begins to count anew. */
  readonly forget: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** @param callbackPort where the program will take webhooks; null: there is no app. */
export async function startMeta(folder: string, callbackPort: number | null): Promise<Meta> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = join(folder, 'simulator.log')
  const app =
    callbackPort === null
      ? []
      : [
          ...['--app-url', `http://127.0.0.1:${callbackPort}/webhooks/meta`],
          ...['--app-secret', APP_SECRET, '--verify-token', VERIFY_TOKEN],
        ]
  const child = start(
    process.execPath,
    [SIMULATOR, '--port', String(port), '--token', TOKEN, '--keeps', 'figures', ...app],
    logFile,
  )
  await untilReady(child, logFile, async () => (await fetch(`${url}/_control/violations`)).ok)
  const ask = async (path: string, method = 'GET', body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_control/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    url,
    pid: child.pid ?? 0,
    addNumber: async ({ phoneNumberId, wabaId, display }, messagesPerSecond) => {
      await ask('numbers', 'POST', {
        ...{ phoneNumberId, wabaId, displayPhoneNumber: display, verifiedName: 'Bench' },
        ...{ messagesPerSecond, messagingLimit: 'TIER_UNLIMITED', qualityRating: 'GREEN' },
      })
      await ask('templates', 'POST', {
        ...{ waba_id: wabaId, ...TEMPLATE, category: 'MARKETING', quality_score: { score: 'GREEN' } },
        components: [{ type: 'BODY', text: 'Happy Diwali! Sweets are 20 % off until Sunday.' }],
      })
    },
    addTemplate: async (wabaId, template) => {
      const { language } = TEMPLATE
      await ask('templates', 'POST', {
        ...{ ...template, waba_id: wabaId, language, quality_score: { score: 'GREEN' } },
      })
    },
    summary: async () => (await ask('sends/summary')) as SendsSummary,
    violations: async () => (await ask('violations')) as Violations,
    forget: async () => {
      await ask('sends/summary', 'DELETE')
      await ask('violations', 'DELETE')
    },
    stop: async () => end(child, 'SIGTERM'),
  }
}

export type Program = {
  readonly url: string
  readonly pids: readonly number[]
  readonly database: Database
  readonly databaseUrl: string
  readonly tenant: TenantId
  readonly channel: string
  /** Conversations in which the customer has just written. */
  readonly talks: readonly string[]
  readonly stop: () => Promise<void>
}

/** The database with a number, and the program on it: the sender in a process of its own, everything else in another one. */
export async function startProgram(
  { folder, postgres, port }: { readonly folder: string; readonly postgres: Postgres; readonly port: number },
  graphUrl: string,
  number: SimNumber,
): Promise<Program> {
  const databaseUrl = await postgres.freshDatabase('send')
  await migrate(databaseUrl, MIGRATIONS)
  const database = openDatabase({ url: databaseUrl, poolSize: 4, name: 'bench' })
  const vault = createVault(new Secret(SECRET_KEY))
  const channel = await connectNumber(database, vault, 'Bench', {
    ...{ phoneNumberId: number.phoneNumberId, wabaId: number.wabaId, displayPhoneNumber: number.display },
    ...{ verifiedName: 'Bench', accessToken: new Secret(TOKEN), greeting: null },
  })
  await withClient(databaseUrl, (client) =>
    client.query(`update channels set throughput_mps = 1000, messaging_limit = 'TIER_UNLIMITED'`),
  )
  const talks = await makeTalks(databaseUrl, FIRST_TENANT, channel)
  const { url, pids, stop } = await startProcesses({ folder, port, databaseUrl, graphUrl })
  return {
    ...{ url, pids, database, databaseUrl, tenant: FIRST_TENANT, channel, talks },
    stop: async () => {
      await stop()
      await database.close()
    },
  }
}

/** The program on a database that is there: the sender in a process of its own, everything else in another one. */
export async function startProcesses({
  folder,
  port,
  databaseUrl,
  graphUrl,
}: {
  readonly folder: string
  readonly port: number
  readonly databaseUrl: string
  readonly graphUrl: string
}): Promise<Pick<Program, 'url' | 'pids' | 'stop'>> {
  const env = {
    ...process.env,
    ...{ NODE_ENV: 'production', DATABASE_URL: databaseUrl, HARKARA_DATA: join(folder, 'data') },
    ...{ META_APP_SECRET: APP_SECRET, META_VERIFY_TOKEN: VERIFY_TOKEN, META_GRAPH_URL: graphUrl },
    ...{ HARKARA_SECRET_KEY: SECRET_KEY, HOST: '127.0.0.1', LOG_LEVEL: 'info' },
  }
  const run = async (roles: readonly string[], ownPort: number) => {
    const logFile = join(folder, `${roles.join('-')}.log`)
    const child = start(process.execPath, [...PROFILING, MAIN, ...roles], logFile, {
      env: { ...env, PORT: String(ownPort) },
    })
    const isReady = async (): Promise<boolean> => readFileSync(logFile, 'utf8').includes('ready in')
    await untilReady(child, logFile, isReady, START_MS_MAX)
    return child
  }
  const children = [await run(['gateway', 'worker', 'web'], port), await run(['sender'], await freePort())]
  return {
    ...{ url: `http://127.0.0.1:${port}`, pids: children.map(({ pid }) => pid ?? 0) },
    stop: async () => {
      for (const child of children) await end(child, 'SIGTERM', 15_000)
    },
  }
}

/** For looking at where the time goes: flags of Node for each process of the program. */
const PROFILING = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '')

async function makeTalks(databaseUrl: string, tenant: string, channel: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query(
      `insert into contacts (tenant_id, id) select $1, md5('talk' || n)::uuid from generate_series(1, $2::int) n`,
      [tenant, TALKS],
    )
    await client.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
       select $1, 'phone', (918_800_200_100 + n)::text, md5('talk' || n)::uuid, now() from generate_series(1, $2::int) n`,
      [tenant, TALKS],
    )
    const { rows } = await client.query<{ id: string }>(
      `insert into conversations (tenant_id, id, channel_id, contact_id, last_inbound_at)
       select $1, gen_random_uuid(), $2, md5('talk' || n)::uuid, now() from generate_series(1, $3::int) n returning id`,
      [tenant, channel, TALKS],
    )
    return rows.map(({ id }) => id)
  })
}

/** Far from numbers that end in a code of Meta's, which the simulator answers with that error; room for 790,000. */
export const STRANGERS_FROM = 917_000_200_100

/** So many customers who never wrote, to whom the campaign goes. */
export async function makeAudience(databaseUrl: string, tenant: string, count: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const each = 20_000
    for (let from = 0; from < count; from += each) {
      const upTo = Math.min(count, from + each)
      await client.query(
        `insert into contacts (tenant_id, id) select $1, md5('person' || n)::uuid from generate_series($2::int + 1, $3::int) n`,
        [tenant, from, upTo],
      )
      await client.query(
        `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
         select $1, 'phone', (${STRANGERS_FROM} + n)::text, md5('person' || n)::uuid, now() from generate_series($2::int + 1, $3::int) n`,
        [tenant, from, upTo],
      )
    }
    await client.query('vacuum analyze contacts, contact_identities')
  })
}

/** Starts a campaign to everybody. Its id. */
export async function beginCampaign({ database, tenant, channel }: Program): Promise<string> {
  const actor = { kind: 'system', id: 'bench', name: 'Bench' } as const
  const made = await database.inTenant(tenant, async (client) =>
    addCampaign(
      client,
      tenant,
      actor,
      {
        name: 'Diwali',
        channelId: channel,
        definition: {
          ...{ audience: { from: 'everyone' }, exceptSegmentId: null },
          messages: [{ ...TEMPLATE, parameters: {} }],
          ...{ test: null, holdOutPercent: 0, quietHours: null, frequencyCap: null },
          ...{ budget: null, expiresAt: null, isGuarded: false },
        },
      },
      systemClock(),
    ),
  )
  if (!made.ok) throw new Error(JSON.stringify(made))
  const started = await database.inTenant(tenant, async (client) =>
    startCampaign(
      client,
      tenant,
      actor,
      { id: made.campaign.id, startsAt: null, ours: 'http://127.0.0.1' },
      systemClock(),
    ),
  )
  if (!started.ok) throw new Error(JSON.stringify(started))
  return made.campaign.id
}
