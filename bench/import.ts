/**
 * How an import of contacts holds up: a file with bad rows and doubles is brought and worked off by the program's own parts, in
 * a process that is killed with SIGKILL in the middle; another one goes on once the lease has ended. At the end the database must
 * hold every good row once and every bad one with its reason.
 *
 *   node bench/import.ts --rows 100000 --json
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readImport } from '#imports/read-imports.ts'
import { runImport } from '#imports/run-import.ts'
import { startImport } from '#imports/start-import.ts'
import { uploadImport } from '#imports/upload-import.ts'
import { diskStorage } from '#media/storage.ts'
import { openDatabase } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { prepareDatabase } from '#roles/prepare-database.ts'
import { createTenant } from '#tenants/create-tenant.ts'

const MB = 1024 * 1024
/** One row in so many is bad: half of these are no numbers, half are doubles. */
const BAD_EVERY = 100
const WAIT_MS = 500
let batches = 0

type Task = { readonly url: string; readonly media: string; readonly tenant: string; readonly import: string }
/** `heapMb`: what is alive after a collection; measured now and then. */
type Told = { readonly rows: number; readonly rssMb: number; readonly heapMb: number | null }
/** Every so many batches. */
const HEAP_EVERY = 20

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
    child: { type: 'string' },
  },
})
if (values.child === undefined) await measure(Number(values.rows), values.json)
else await work(JSON.parse(values.child) as Task)

function tell(rows: number): boolean {
  const rssMb = process.memoryUsage.rss() / MB
  const isHeapMeasured = (batches += 1) % HEAP_EVERY === 0
  if (isHeapMeasured) globalThis.gc?.()
  process.send?.({
    ...{ rows, rssMb },
    heapMb: isHeapMeasured ? process.memoryUsage().heapUsed / MB : null,
  } satisfies Told)
  return true
}

/** A worker: tries again until the import is over, as jobs do. */
async function work({ url, media, tenant: id, import: importId }: Task): Promise<void> {
  const tenant = tenantId(id)
  const database = openDatabase({ url, poolSize: 4, name: 'import', looksUpOnly: true })
  const parts = {
    database,
    storage: diskStorage(media),
    notifier: { notify: () => {} },
    clock: systemClock,
    onBatch: tell,
  }
  for (;;) {
    await runImport(parts, tenant, importId)
    const now = await database.inTenant(tenant, async (client) => readImport(client, tenant, importId))
    if (now?.state !== 'running') break
    await delay(WAIT_MS)
  }
  await database.close()
  process.disconnect()
}

async function measure(rows: number, asJson: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-import-'))
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
  try {
    await prepareDatabase(postgres.url, () => {})
    const result = await measureOn(postgres.url, folder, rows)
    console.log(asJson ? JSON.stringify(result) : result)
    process.exitCode = result.isRight ? 0 : 1
  } finally {
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureOn(url: string, folder: string, rows: number) {
  const database = openDatabase({ url, poolSize: 4, name: 'import bench' })
  const media = join(folder, 'media')
  const tenant = tenantId(newId())
  const actor = { kind: 'user', id: newId(), name: 'Bench' } as const
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Bench'))
  const path = join(folder, 'contacts.csv')
  await pipeline(Readable.from(linesOf(rows)), createWriteStream(path))
  const before = process.memoryUsage.rss()
  const uploadBegan = performance.now()
  const parts = { database, storage: diskStorage(media), clock: systemClock }
  const file = { stream: createReadStream(path), filename: 'contacts.csv', isCut: () => false }
  const uploaded = await uploadImport(parts, tenant, actor, file)
  if (!uploaded.ok) throw new Error(uploaded.because)
  const uploadSeconds = (performance.now() - uploadBegan) / 1000
  const uploadRssMb = (process.memoryUsage.rss() - before) / MB
  const consent = { purpose: 'marketing', source: 'Bench', date: '2026-05-03', noticeVersion: '1' }
  const mapping = { phone: 1, name: 0, attributes: {} }
  const plan = { mapping, defaultCountry: 'IN', known: 'fill', consent } as const
  await database.inTenant(tenant, async (client) =>
    startImport(client, tenant, actor, { id: uploaded.id, plan, now: systemClock() }),
  )
  const task: Task = { url, media, tenant, import: uploaded.id }
  const killed = await runChild(task, rows / 2)
  const finished = await runChild(task, null)
  const counts = await countRows(database, tenant, uploaded.id)
  await database.close()
  const bad = Math.floor(rows / BAD_EVERY)
  const expected = { contacts: rows - bad, consents: rows - bad, refused: bad, counted: rows }
  const worked = killed.seconds + finished.seconds
  return {
    ...{ rows, counts, expected, isRight: JSON.stringify(counts) === JSON.stringify(expected) },
    rowsBeforeKill: killed.rows,
    peakRssMb: Math.round(Math.max(killed.peakRssMb, finished.peakRssMb)),
    rssAfterFirstBatchMb: Math.round(finished.firstRssMb),
    /** From begin to end of each process: flat, if nothing is kept of the rows that were taken. */
    liveHeapMb: [killed.heapMb, finished.heapMb],
    uploadRssGrowthMb: Math.round(uploadRssMb),
    uploadSeconds: Number(uploadSeconds.toFixed(2)),
    rowsPerSecond: Math.round((killed.rows + finished.rows) / worked),
  }
}

/** Runs a worker, and kills it after so many rows; the time counts from its first to its last batch. */
async function runChild(task: Task, killAfter: number | null) {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['--child', JSON.stringify(task)], {
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  const seen = { rows: 0, firstRssMb: 0, peakRssMb: 0, seconds: 0, heapMb: [] as number[] }
  let began: number | null = null
  child.on('message', (message) => {
    const { rows, rssMb, heapMb } = message as Told
    began ??= performance.now()
    if (seen.rows === 0) seen.firstRssMb = rssMb
    seen.rows += rows
    seen.peakRssMb = Math.max(seen.peakRssMb, rssMb)
    if (heapMb !== null) seen.heapMb.push(Math.round(heapMb * 10) / 10)
    seen.seconds = (performance.now() - began) / 1000
    if (killAfter !== null && seen.rows >= killAfter) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (killAfter === null && code !== 0) throw new Error(`the worker ended with ${code}`)
  return seen
}

async function countRows(database: ReturnType<typeof openDatabase>, tenant: TenantId, id: string) {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{
      contacts: number
      consents: number
      refused: number
      counted: number
    }>(
      `select (select count(*)::int from contacts) as contacts, (select count(*)::int from consents) as consents,
         (select count(*)::int from import_errors) as refused, created + updated + skipped + refused as counted
       from imports where tenant_id = $1 and id = $2`,
      [tenant, id],
    )
    return rows[0]
  })
}

function* linesOf(rows: number): Generator<string> {
  yield 'Name,Phone\n'
  for (let nth = 1; nth <= rows; nth += 1) {
    const phone = `9${String(nth).padStart(9, '0')}`
    if (nth % BAD_EVERY !== 0) yield `Customer ${nth} आशा,${phone}\n`
    else yield nth % (2 * BAD_EVERY) === 0 ? `Nobody ${nth},none\n` : `Double ${nth},9000000001\n`
  }
}
