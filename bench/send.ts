/**
 * How fast one number of 1,000 messages a second really sends, with the simulator beside it on the same machine: a campaign to
 * strangers, statuses coming back, replies being written meanwhile. Then the published design (a queue on Redis with a limiter)
 * against the same simulator.
 *
 *   npm run bench:send -- --seconds 600 --json
 *
 * What was sent, lost or sent twice is the simulator's own record; refusals because a limit was exceeded are counted there too.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { makeApiKeys } from '#bench/api-keys.ts'
import { cleanUpOnExit, freePort, temporaryFolder } from '#bench/children.ts'
import { machine } from '#bench/options.ts'
import { startPostgres } from '#bench/postgres.ts'
import { startProbe, type ProbeResult } from '#bench/send-probe.ts'
import { runPublished } from '#bench/send-published.ts'
import {
  beginCampaign,
  makeAudience,
  startMeta,
  startProgram,
  type Meta,
  type Program,
} from '#bench/send-world.ts'
import { pauseCampaign } from '#campaigns/change-state.ts'
import { systemClock } from '#platform/time.ts'

const LIMIT_MPS = 1000
/** Replies a second that people write meanwhile. */
const REPLIES_PER_SECOND = 5
/** Until everything is warm: not measured. */
const WARM_UP_S = 5
const NUMBER = { phoneNumberId: '100000000000001', wabaId: '200000000000001', display: '919800000001' }
const MB = 1024 * 1024
/** Where the processes' logs are kept, for looking into them. */
const KEEP = process.env['BENCH_KEEP_LOGS']

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rival: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
cleanUpOnExit()
await main()

async function main(): Promise<void> {
  const seconds = Number(values.seconds)
  const rivalSeconds = Number(values.rival ?? Math.min(60, Math.max(10, seconds / 4)))
  const folder = temporaryFolder()
  const postgres = await startPostgres(folder)
  const port = await freePort()
  const meta = await startMeta(folder, port)
  await meta.addNumber(NUMBER, LIMIT_MPS)
  const program = await startProgram({ folder, postgres, port }, meta.url, NUMBER)
  const ours = await measure(program, meta, folder, seconds)
  await program.stop()
  if (KEEP !== undefined)
    cpSync(folder, KEEP, { recursive: true, filter: (path) => !path.includes('postgres/') })
  await meta.stop()
  await postgres.stop()
  const published = await runPublished(folder, rivalSeconds, LIMIT_MPS)
  const result = {
    limitMps: LIMIT_MPS,
    ...ours,
    publishedMps: published?.mps ?? null,
    publishedViolations: published?.violations ?? null,
    ratioToPublished: published === null ? null : Math.round((ours.achievedMps / published.mps) * 100) / 100,
    machine: machine(),
  }
  console.log(values.json ? JSON.stringify(result) : result)
  const isRight =
    ours.achievedMps >= 0.95 * LIMIT_MPS &&
    ours.violations === 0 &&
    ours.lost === 0 &&
    ours.secondCopies === 0
  process.exitCode = isRight ? 0 : 1
}

async function measure(program: Program, meta: Meta, folder: string, seconds: number) {
  await makeAudience(
    program.databaseUrl,
    program.tenant,
    Math.ceil((seconds + WARM_UP_S + 5) * LIMIT_MPS * 1.02),
  )
  const [key] = await makeApiKeys(program.databaseUrl, program.tenant)
  const campaign = await beginCampaign(program)
  await until(async () => (await meta.summary()).accepted > 0, 600_000, 'the campaign to begin')
  await delay(WARM_UP_S * 1000)
  const probe = startProbe(program, key ?? '', REPLIES_PER_SECOND)
  const memory = sampleMemory(program.pids)
  const processes = [[meta.pid], ...program.pids.map((pid) => [pid]), postgresPids(folder)]
  const before = processes.map(cpuSeconds)
  const from = { at: performance.now(), accepted: (await meta.summary()).accepted }
  const perSecond = await countSeconds(meta, seconds)
  const to = { at: performance.now(), accepted: (await meta.summary()).accepted }
  const after = processes.map(cpuSeconds)
  const probed = await probe.stop()
  const { database, tenant } = program
  await database.inTenant(tenant, async (client) =>
    pauseCampaign(client, tenant, { kind: 'system', id: 'bench', name: 'Bench' }, campaign, systemClock()),
  )
  const books = await settle(program, meta)
  const violations = await meta.violations()
  return {
    achievedMps: Math.round((to.accepted - from.accepted) / ((to.at - from.at) / 1000)),
    violations: violations.throughput + violations.pair,
    ...books,
    seconds,
    slowestSecond: Math.min(...perSecond),
    ...shown(probed),
    ...memory.stop(),
    cores: coresOf(before, after, (to.at - from.at) / 1000),
  }
}

/** How many cores each took. */
function coresOf(before: readonly number[], after: readonly number[], seconds: number) {
  const [simulator, everythingElse, sender, database] = before.map((from, nth) =>
    Number((((after[nth] ?? 0) - from) / seconds).toFixed(2)),
  )
  return { simulator, sender, everythingElse, database }
}

function shown({ acceptMs, replyMs, accepted }: ProbeResult) {
  return {
    replies: accepted,
    acceptP50Ms: acceptMs.p50,
    acceptP99Ms: acceptMs.p99,
    replyToGraphP50Ms: replyMs.p50,
    replyToGraphP99Ms: replyMs.p99,
  }
}

async function countSeconds(meta: Meta, seconds: number): Promise<number[]> {
  const counts: number[] = []
  let { accepted } = await meta.summary()
  const startedAt = performance.now()
  for (let nth = 1; nth <= seconds; nth += 1) {
    await delay(Math.max(0, startedAt + nth * 1000 - performance.now()))
    const now = (await meta.summary()).accepted
    counts.push(now - accepted)
    accepted = now
    if (!values.json && nth % 10 === 0) console.log(`${nth} s: ${counts.slice(-10).join(' ')}`)
  }
  return counts
}

type Books = {
  readonly sent: number
  readonly lost: number
  readonly secondCopies: number
  readonly unconfirmed: number
}

/** Once nothing is under way any more: what we say was sent, against what Meta has. */
async function settle({ database, tenant }: Program, meta: Meta): Promise<Books> {
  const count = async () =>
    database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ state: string; count: number }>(
        'select state, count(*)::int as count from sends where tenant_id = $1 group by state',
        [tenant],
      )
      return new Map(rows.map((row) => [row.state, row.count]))
    })
  await until(
    async () => {
      const states = await count()
      return (states.get('queued') ?? 0) + (states.get('dispatching') ?? 0) === 0
    },
    60_000,
    'the queue to run dry',
  )
  const states = await count()
  const { distinctCallbacks, secondCopies } = await meta.summary()
  const accepted = (states.get('accepted') ?? 0) + (states.get('held') ?? 0)
  return {
    sent: accepted,
    lost: Math.max(0, accepted - distinctCallbacks) + (states.get('failed') ?? 0),
    secondCopies,
    unconfirmed: states.get('unknown') ?? 0,
  }
}

async function until(isSo: () => Promise<boolean>, msMax: number, what: string): Promise<void> {
  const end = performance.now() + msMax
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
    await delay(250)
  }
}

function mean(part: readonly number[]): number {
  return Math.round(part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length))
}

/** Resident memory of these processes together: in the first quarter of the run, and in the last. */
function sampleMemory(pids: readonly number[]): {
  stop: () => { memoryMbEarly: number; memoryMbLate: number }
} {
  const samples: number[] = []
  const timer = setInterval(() => {
    samples.push(pids.reduce((sum, pid) => sum + residentMb(pid), 0))
  }, 1000)
  return {
    stop: () => {
      clearInterval(timer)
      const quarter = Math.max(1, Math.floor(samples.length / 4))
      return {
        memoryMbEarly: mean(samples.slice(quarter, 2 * quarter)),
        memoryMbLate: mean(samples.slice(-quarter)),
      }
    },
  }
}

/** Of these processes together, and of those of their children that have ended. Linux counts hundredths. */
function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = statOf(pid)
    return sum + [11, 12, 13, 14].reduce((ticks, nth) => ticks + Number(fields[nth] ?? 0), 0) / 100
  }, 0)
}

/** What stands after the name: state, parent, … */
function statOf(pid: number | string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /u, '')
      .split(' ')
  } catch {
    return [] // it has ended
  }
}

/** The server and its children of this moment. */
function postgresPids(folder: string): number[] {
  const [pid = ''] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  const children = readdirSync('/proc').filter((name) => /^\d+$/u.test(name) && statOf(name)[1] === pid)
  return [Number(pid), ...children.map(Number)]
}

function residentMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kb) * 1024) / MB
}
