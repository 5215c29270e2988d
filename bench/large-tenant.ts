/**
 * How quick the API is for a business with 200,000 contacts, 50,000 conversations and 5 million messages: `node bench/large-tenant.ts`.
 * The real web role answers over HTTP to a real API key; each question is asked by four at once, the count
 * of a segment by one: nobody's screen asks for it but that of whoever changes the segment. Afterwards each is asked once
 * more with PostgreSQL writing down its plans: a plan that reads a large table without an index that begins with the tenant
 * is told, and makes this command fail.
 *
 *   --contacts N --conversations N --messages N   the size
 *   --times N     how often each question is asked (200)
 *   --plans FILE  where the plans go, as text
 *   --json        one JSON value as the last line
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { makeApiKeys } from '#bench/api-keys.ts'
import { cleanUpOnExit, freePort, temporaryFolder } from '#bench/children.ts'
import { startNode } from '#bench/node-child.ts'
import { machine } from '#bench/options.ts'
import { startPostgres } from '#bench/postgres.ts'
import { COMMON_WORD, RARE_WORD, seedLargeTenant, type LargeTenant } from '#bench/seed-large-tenant.ts'
import { migrate } from '#platform/db/migrate.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
const WARM_UP = 20
const LIMIT_MS = 150

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '200000' },
    conversations: { type: 'string', default: '50000' },
    messages: { type: 'string', default: '5000000' },
    times: { type: 'string', default: '200' },
    plans: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const size = {
  contacts: Number(values.contacts),
  conversations: Number(values.conversations),
  messages: Number(values.messages),
}
const say = (line: string): void => console.error(line)
cleanUpOnExit()
const folder = temporaryFolder()
let databaseUrl = ''
let key = ''

type Question = { readonly name: string; readonly path: string; readonly body?: unknown }
const atOnce = ({ name }: Question): number => (name.startsWith('segment') ? 1 : 4)
type Figure = {
  readonly name: string
  readonly askedBy: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

const tree = (...of: readonly unknown[]) => ({ tree: { kind: 'all', of } })

/** What people do all day, for conversations and contacts of every kind. */
async function ask({ tenant, agents }: LargeTenant): Promise<Question[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const one = async (sql: string): Promise<string> =>
    (await client.query<{ id: string }>(sql, [tenant])).rows[0]?.id ?? randomUUID()
  const longest = await one(
    'select conversation_id as id from messages where tenant_id = $1 group by 1 order by count(*) desc limit 1',
  )
  const ordinary = await one(
    'select id from conversations where tenant_id = $1 order by id limit 1 offset 50',
  )
  const contact = await one('select contact_id as id from conversations where tenant_id = $1 limit 1')
  const label = await one(`select id from labels where tenant_id = $1 and name = 'vip'`)
  await client.end()
  const agent = agents[0] ?? ''
  return [
    { name: 'list: open', path: '/api/v1/conversations?status=open' },
    { name: 'list: every status', path: '/api/v1/conversations?status=any' },
    { name: 'list: unread', path: '/api/v1/conversations?status=open&filter=unread' },
    { name: 'list: window open', path: '/api/v1/conversations?status=open&filter=window_open' },
    { name: 'list: one label', path: `/api/v1/conversations?status=any&label=${label}` },
    { name: 'list: one agent', path: `/api/v1/conversations?status=open&assignee=${agent}` },
    { name: 'list: nobody’s', path: '/api/v1/conversations?status=open&assignee=none' },
    { name: 'list: closing soon', path: '/api/v1/conversations?status=open&closing=true' },
    { name: 'list: part of a name', path: '/api/v1/conversations?status=any&q=Sharma%201' },
    { name: 'list: part of a number', path: '/api/v1/conversations?status=any&q=7000123' },
    { name: 'counts', path: '/api/v1/conversations/counts' },
    { name: 'open: conversation', path: `/api/v1/conversations/${longest}` },
    { name: 'open: longest thread', path: `/api/v1/conversations/${longest}/messages` },
    { name: 'open: ordinary thread', path: `/api/v1/conversations/${ordinary}/messages` },
    { name: 'search: rare word', path: `/api/v1/search?q=${RARE_WORD}` },
    { name: 'search: common word', path: `/api/v1/search?q=${COMMON_WORD}` },
    { name: 'search: two words', path: `/api/v1/search?q=${COMMON_WORD}%20${RARE_WORD}` },
    { name: 'search: Hindi', path: `/api/v1/search?q=${encodeURIComponent('नमस्ते कब')}` },
    { name: 'search: beginning of a word', path: '/api/v1/search?q=wo' },
    { name: 'search: a word nobody said', path: '/api/v1/search?q=zebra' },
    { name: 'contacts: newest', path: '/api/v1/contacts' },
    { name: 'contacts: by name', path: '/api/v1/contacts?sort=name' },
    { name: 'contacts: part of a name', path: '/api/v1/contacts?q=Meena%20Iyer' },
    { name: 'contact: page', path: `/api/v1/contacts/${contact}` },
    {
      name: 'segment: wrote in 7 days',
      path: '/api/v1/segments/count',
      body: tree({ kind: 'wrote', days: 7 }),
    },
    {
      name: 'segment: city and orders',
      path: '/api/v1/segments/count',
      body: tree(
        { kind: 'attribute', key: 'city', op: 'equals', value: 'Pune' },
        { kind: 'attribute', key: 'orders', op: 'greater', value: 10 },
      ),
    },
    {
      name: 'segment: label, and wrote in 30 days',
      path: '/api/v1/segments/count',
      body: tree({ kind: 'label', labelId: label }, { kind: 'wrote', days: 30 }),
    },
  ]
}

async function startHarkara() {
  const port = await freePort()
  const url = new URL(`http://127.0.0.1:${port}/healthz`)
  const logFile = join(folder, 'web.log')
  const variables = {
    DATABASE_URL: databaseUrl,
    META_APP_SECRET: 'not-used-here',
    META_VERIFY_TOKEN: 'not-used-here',
    META_GRAPH_URL: 'http://127.0.0.1:9',
    HARKARA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
  }
  return startNode(
    [MAIN, 'web'],
    variables,
    url,
    { databaseUrl, logFile, port, appSecret: '' } as never,
    'ready in',
  )
}

async function fetchOnce(origin: URL, { path, body }: Question): Promise<number> {
  const startedAt = performance.now()
  const response = await fetch(new URL(path, origin), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`)
  return performance.now() - startedAt
}

async function measure(all: readonly Question[]): Promise<Figure[]> {
  const running = await startHarkara()
  await running.whole()
  const found: Figure[] = []
  for (const question of all) {
    const took: number[] = []
    let left = WARM_UP + Number(values.times)
    const asker = async (): Promise<void> => {
      while (left > 0) {
        const isWarm = (left -= 1) < Number(values.times)
        const ms = await fetchOnce(running.url, question)
        if (isWarm) took.push(ms)
        await pause()
      }
    }
    await Promise.all(Array.from({ length: atOnce(question) }, asker))
    const sorted = took.toSorted((a, b) => a - b)
    const at = (part: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
    found.push({ name: question.name, askedBy: atOnce(question), p50: at(0.5), p95: at(0.95), max: at(1) })
    say(`  ${question.name}: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`)
  }
  await running.stop()
  return found
}

/** A key asks at most 6,000 times a minute: 100 times a second, by four. */
async function pause(): Promise<void> {
  await new Promise((done) => setTimeout(done, 40))
}

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Index Name'?: string
  readonly Filter?: string
  readonly 'Recheck Cond'?: string
  readonly Plans?: readonly Node[]
}

/** Asks once more with auto_explain on, and looks at each plan. */
async function explain(all: readonly Question[]): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  for (const setting of [
    `session_preload_libraries = 'auto_explain'`,
    'auto_explain.log_min_duration = 0',
    'auto_explain.log_format = json',
    'auto_explain.log_nested_statements = on',
  ])
    await client.query(`alter database large set ${setting}`)
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.reltuples > 1000`,
  )
  const large = new Set(rows.map(({ name }) => name))
  await client.end()
  const running = await startHarkara()
  await running.whole()
  const logFile = join(folder, 'postgres.log')
  const found: string[] = []
  /** Each plan with the question that first had it. */
  const kept = new Map<string, string>()
  for (const question of all) {
    const before = readFileSync(logFile).length
    await fetchOnce(running.url, question)
    const logged = readFileSync(logFile).subarray(before).toString()
    for (const { text, plan } of plansIn(logged)) {
      const scans = scansOf(plan).filter((node) => large.has(node['Relation Name'] ?? ''))
      for (const node of scans.filter((scan) => !isByTenant(scan)))
        found.push(`${question.name}: ${node['Node Type']} on ${node['Relation Name'] ?? ''}`)
      const shown = neutral([text.trim(), ...outline(plan)].join('\n'))
      if (scans.length > 0 && !kept.has(shown)) kept.set(shown, question.name)
    }
  }
  await running.stop()
  if (values.plans !== undefined)
    writeFileSync(values.plans, [...kept].map(([plan, name]) => `-- ${name}\n${plan}\n`).join('\n'))
  return [...new Set(found)]
}

/** Without what is different in every run. */
const neutral = (plan: string): string =>
  plan
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, 'ID')
    .replaceAll(/ID(,ID)+/gu, 'ID,…')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00/gu, 'MOMENT')

function plansIn(logged: string): { readonly text: string; readonly plan: Node }[] {
  return [...logged.matchAll(/plan:\n(\t\{[\s\S]*?\n\t\})\n/gu)].map(([, json = '']) => {
    const { 'Query Text': text, Plan: plan } = JSON.parse(json.replaceAll(/^\t/gmu, '')) as {
      readonly 'Query Text': string
      readonly Plan: Node
    }
    return { text, plan }
  })
}

function scansOf(node: Node): Node[] {
  const isScan = node['Relation Name'] !== undefined && node['Node Type'] !== 'ModifyTable'
  return [...(isScan ? [node] : []), ...(node.Plans ?? []).flatMap(scansOf)]
}

/** By an index that begins with the tenant; a bitmap's condition stands at the index below it. */
function isByTenant(node: Node): boolean {
  if (node['Node Type'] === 'Bitmap Heap Scan') return JSON.stringify(node.Plans ?? []).includes('tenant_id')
  return node['Index Cond']?.includes('tenant_id') === true
}

function outline(node: Node, depth = 0): string[] {
  const relation = node['Relation Name'] === undefined ? '' : ` on ${node['Relation Name']}`
  const index = node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`
  const conditions = (['Index Cond', 'Filter', 'Recheck Cond'] as const)
    .filter((name) => node[name] !== undefined)
    .map((name) => `${'  '.repeat(depth + 2)}${name}: ${node[name]}`)
  return [
    `${'  '.repeat(depth + 1)}${node['Node Type']}${relation}${index}`,
    ...conditions,
    ...(node.Plans ?? []).flatMap((below) => outline(below, depth + 1)),
  ]
}

function report(all: readonly Figure[], wrong: readonly string[]): void {
  const width = Math.max(...all.map(({ name }) => name.length))
  const row = (name: string, ...cells: string[]): string =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(9)).join('')}`
  console.log(row('', 'asked by', 'p50 ms', 'p95 ms', 'max ms'))
  for (const { name, askedBy, p50, p95, max } of all)
    console.log(
      row(name, String(askedBy), ...[p50, p95, max].map((ms) => ms.toFixed(1))),
      p95 > LIMIT_MS ? ` over ${LIMIT_MS}` : '',
    )
  for (const line of wrong) console.log(`without a tenant’s index: ${line}`)
  if (values.json)
    console.log(
      JSON.stringify({
        machine: machine(),
        size,
        limitMs: LIMIT_MS,
        figures: all,
        withoutTenantIndex: wrong,
      }),
    )
}

const postgres = await startPostgres(folder)
databaseUrl = await postgres.freshDatabase('large')
await migrate(databaseUrl, MIGRATIONS)
say(`${machine()}; filling`)
const made = await seedLargeTenant(databaseUrl, size, say)
key = (await makeApiKeys(databaseUrl, made.tenant))[0] ?? ''
const questions = await ask(made)
const figures = await measure(questions)
const findings = await explain(questions)
report(figures, findings)
await postgres.stop()
process.exit(findings.length === 0 ? 0 : 1)
