/**
 * Whether one business that floods keeps the others waiting: 50 numbers of 20 businesses in the real program, against the simulator. One
 * has 31 of the numbers and a campaign on each; the 19 others send one-time codes through the API, and on the flooding numbers people are
 * answered meanwhile.
 *
 *   npm run bench:fairness -- --seconds 60 --json
 *
 * Goals: a code is on its way to Meta within 2 s of being accepted (p99), and no answer waits longer than 1 s behind a campaign.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { cleanUpOnExit, freePort, temporaryFolder } from '#bench/children.ts'
import { CODE, flood, startManyShops, type Line, type ManyShops } from '#bench/fairness-world.ts'
import { machine } from '#bench/options.ts'
import { startPostgres } from '#bench/postgres.ts'
import { quantiles } from '#bench/send-probe.ts'
import { startMeta, type Meta } from '#bench/send-world.ts'

const NUMBERS = 50
const TENANTS = 20
const CODES_PER_SECOND = 19
const REPLIES_PER_SECOND = 10
/** Until everything is warm: not measured. */
const WARM_UP_S = 5
/** So many people each campaign has for each second: more than its number gets through, with so many others. */
const PEOPLE_PER_SECOND = 35
/** Campaigns begin one after the other: those that began first have said so much before the last one does. */
const BEGIN_S = 20
const CODE_MS_MAX = 2000
const REPLY_MS_MAX = 1000

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
})
cleanUpOnExit()
await main()

async function main(): Promise<void> {
  const seconds = Number(values.seconds)
  const folder = temporaryFolder()
  const postgres = await startPostgres(folder)
  const port = await freePort()
  const meta = await startMeta(folder, port)
  const audience = (seconds + WARM_UP_S + BEGIN_S) * PEOPLE_PER_SECOND
  const shops = await startManyShops({ folder, postgres, port }, meta, {
    ...{ numbers: NUMBERS, tenants: TENANTS, audience },
  })
  const measured = await measure(shops, meta, seconds)
  await shops.stop()
  await meta.stop()
  await postgres.stop()
  const result = { numbers: NUMBERS, tenants: TENANTS, ...measured, seconds, machine: machine() }
  console.log(values.json ? JSON.stringify(result) : result)
  const isRight =
    measured.authP99Ms <= CODE_MS_MAX &&
    measured.replyMaxMs <= REPLY_MS_MAX &&
    measured.violations === 0 &&
    measured.secondCopies === 0
  process.exitCode = isRight ? 0 : 1
}

function tell(what: string): void {
  if (!values.json) console.log(`${Math.round(performance.now() / 1000)} s: ${what}`)
}

async function measure(shops: ManyShops, meta: Meta, seconds: number) {
  tell('connected; campaigns begin')
  await flood(shops)
  await until(async () => (await numbersThatSent(shops)) === shops.flooding.length)
  tell('every campaign has begun')
  await delay(WARM_UP_S * 1000)
  const before = (await meta.summary()).accepted
  const code = { type: 'template', template: CODE }
  const codes = probe(shops, shops.others, CODES_PER_SECOND, code)
  const answer = { type: 'text', text: { body: 'Yes, we have it in stock.' } }
  const replies = probe(shops, shops.flooding, REPLIES_PER_SECOND, answer)
  await delay(seconds * 1000)
  const after = (await meta.summary()).accepted
  const [ofCodes, ofReplies] = [await codes.stop(), await replies.stop()]
  const waiting = await countWaiting(shops)
  const { throughput, pair } = await meta.violations()
  const [auth, reply] = [quantiles(ofCodes.waitsMs), quantiles(ofReplies.waitsMs)]
  return {
    ...{ codes: ofCodes.waitsMs.length, authP50Ms: auth.p50, authP99Ms: auth.p99 },
    authMaxMs: Math.round(Math.max(0, ...ofCodes.waitsMs)),
    ...{ replies: ofReplies.waitsMs.length, replyP50Ms: reply.p50, replyP99Ms: reply.p99 },
    replyMaxMs: Math.round(Math.max(0, ...ofReplies.waitsMs)),
    acceptP99Ms: quantiles([...ofCodes.acceptMs, ...ofReplies.acceptMs]).p99,
    /** In all, of which the campaigns are most. */
    messagesPerSecond: Math.round((after - before) / seconds),
    campaignWaiting: waiting,
    violations: throughput + pair,
    secondCopies: (await meta.summary()).secondCopies,
  }
}

type Probed = { readonly acceptMs: readonly number[]; readonly waitsMs: readonly number[] }

/** Says this so many times a second, from one number after the other. */
function probe(
  { url, database }: ManyShops,
  lines: readonly Line[],
  perSecond: number,
  body: object,
): { readonly stop: () => Promise<Probed> } {
  const acceptMs: number[] = []
  const said = new Map<Line, string[]>(lines.map((line) => [line, []]))
  let isOver = false
  const ask = async (nth: number): Promise<void> => {
    const line = lines[nth % lines.length] as Line
    const talk = line.talks[Math.floor(nth / lines.length) % line.talks.length]
    const startedAt = performance.now()
    const response = await fetch(`${url}/api/v1/conversations/${talk}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${line.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answered = (await response.json()) as { id?: string }
    const { id } = answered
    if (response.status !== 201 || id === undefined)
      throw new Error(`not accepted: ${response.status} ${JSON.stringify(answered)}`)
    acceptMs.push(performance.now() - startedAt)
    said.get(line)?.push(id)
  }
  const run = async (): Promise<void> => {
    const running = new Set<Promise<void>>()
    const startedAt = performance.now()
    for (let nth = 0; !isOver; nth += 1) {
      const one = ask(nth).finally(() => running.delete(one))
      running.add(one)
      await delay(Math.max(0, startedAt + ((nth + 1) * 1000) / perSecond - performance.now()))
    }
    await Promise.all(running)
  }
  const done = run()
  return {
    stop: async () => {
      isOver = true
      await done
      await delay(3000)
      const waitsMs: number[] = []
      for (const [{ tenant }, ids] of said) {
        const { rows } = await database.inTenant(tenant, async (client) =>
          client.query<{ ms: number }>(
            `select extract(epoch from coalesce(dispatching_at, now()) - accepted_at)::float8 * 1000 as ms from sends
             where tenant_id = $1 and id = any($2::uuid[])`,
            [tenant, ids],
          ),
        )
        waitsMs.push(...rows.map(({ ms }) => ms))
      }
      return { acceptMs, waitsMs }
    },
  }
}

/** Numbers of the one that floods whose campaign has begun. */
async function numbersThatSent({ database, flooding }: ManyShops): Promise<number> {
  const [{ tenant }] = flooding as [Line]
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ count: number }>(
      'select count(distinct channel_id)::int as count from sends where tenant_id = $1 and wamid is not null',
      [tenant],
    ),
  )
  return rows[0]?.count ?? 0
}

/** Recipients who are still to come: without any it was no flood. */
async function countWaiting({ database, flooding }: ManyShops): Promise<number> {
  const [{ tenant }] = flooding as [Line]
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ count: number }>(
      `select count(*)::int as count from campaign_recipients where tenant_id = $1 and state = 'waiting'`,
      [tenant],
    ),
  )
  return rows[0]?.count ?? 0
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 600_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('the flood never began')
    await delay(500)
  }
}
