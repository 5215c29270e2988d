/**
 * Whether the cost ledger comes to Meta's invoices, to the paisa: a whole month of messages is sent through the simulator from two
 * accounts of one portfolio, which fill its volume tiers together; its signed webhooks the real gateway stores and a real worker works
 * off into a real PostgreSQL. Then our ledger is held against the simulator's invoices, and each account's month against its
 * `pricing_analytics` by the reconciliation. Afterwards one price of the simulator's is changed, and a message is sent that we are
 * not told of: both must be found, and nothing else.
 *
 *   node bench/cost-ledger.ts --messages 100000 --json
 */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { microsText, parseMicros } from '#costs/money.ts'
import { monthAfter, monthOf } from '#costs/months.ts'
import { cardOf, rateCards, type RateCard } from '#costs/rate-cards.ts'
import { readLedger } from '#costs/read-ledger.ts'
import { readRateCard } from '#costs/read-rate-card.ts'
import { readReconciliation } from '#costs/read-reconciliation.ts'
import { reconcileCosts } from '#costs/reconcile-costs.ts'
import { recordCharges } from '#costs/record-charges.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { createEgress } from '#platform/egress.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { HOUR_MS, instant } from '#platform/time.ts'
import { prepareDatabase } from '#roles/prepare-database.ts'
import type { Simulator } from '#simulator/start.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { answered, record } from '#test/health.ts'
import { freshNumber } from '#test/ingest.ts'
import { openShop, type Shop } from '#test/shop.ts'
import { createGraphCosts } from '#whatsapp/graph-costs.ts'
import { liveThrough, openMeta, sendOne, type Meta, type Talks } from './costs/live-month.ts'

const ZONE = 'Asia/Kolkata'

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
})
const say = (line: string): void => console.error(line)

/** The last whole month. A message's moment may not lie ahead of ours, so the simulator's clock begins in the past. */
const realNow = Date.now.bind(Date)
const month = monthAfter(monthOf(realNow(), ZONE), -1)
const beginsAt = Date.parse(`${month}-02T06:30:00Z`)
const shiftMs = beginsAt - realNow()
// oxlint-disable-next-line no-extend-native -- the simulator's real clock reads it, and the month is lived through from its first days on
Date.now = () => realNow() + shiftMs

/** When one looks back at it: nothing is on its way any more. */
const END = instant(Date.parse(`${monthAfter(month)}-20T00:00:00Z`))

/** What must be found once it was planted, and nothing else: of the first account, and of the second. */
const SEEDED = [
  ['marketing IN: price', 'marketing_lite IN: price', 'utility AE: elsewhere'],
  ['marketing IN: price', 'marketing_lite IN: price'],
]

await main(Number(values.messages), values.json)

async function main(messages: number, asJson: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-costs-'))
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
  try {
    await prepareDatabase(postgres.url, () => {})
    const database = openDatabase({ url: postgres.url, poolSize: 8, name: 'costs bench' })
    const result = await measure(database, messages)
    await database.close()
    console.log(asJson ? JSON.stringify(result) : result)
    process.exitCode = result.isRight ? 0 : 1
  } finally {
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(database: Database, messages: number) {
  const shops = await openAccounts(database)
  const [shop] = shops
  const meta = await openMeta(shops, (error) => say(String(error)))
  const began = performance.now()
  const talks = await liveThrough(shops, meta, messages, say)
  const livedSeconds = (performance.now() - began) / 1000
  const countBegan = performance.now()
  while (await recordCharges(database, shop.tenant));
  const countSeconds = (performance.now() - countBegan) / 1000
  const cards = cardsOf(meta.simulator)
  const readBegan = performance.now()
  const ledger = await readMonth(shop, cards)
  const readMs = performance.now() - readBegan
  const invoices = shops.map(({ number }) => meta.simulator.control.invoice(number.wabaId, month))
  const invoiced = invoices.reduce((sum, { total }) => sum + (parseMicros(total) ?? 0n), 0n)
  const lines = invoices.flatMap((invoice) => invoice.lines)
  const equal = await reconcileAll(shops, meta.simulator, cards)
  const seeded = await seedMismatch(shops, meta, talks, cards)
  await meta.close()
  const isRight =
    ledger.volume === messages &&
    ledger.amount === microsText(invoiced) &&
    JSON.stringify(ledger.volumes) === JSON.stringify(volumesOf(lines)) &&
    equal.every(({ state, differing }) => state === 'equal' && differing.length === 0) &&
    JSON.stringify(seeded) === JSON.stringify(SEEDED)
  return {
    ...{ messages, month, isRight },
    ledger: { volume: ledger.volume, amount: ledger.amount, list: ledger.list, discount: ledger.discount },
    invoices: { total: microsText(invoiced), accounts: invoices.length, lines: lines.length },
    reconciliations: equal,
    seeded,
    livedSeconds: Math.round(livedSeconds),
    countSeconds: Number(countSeconds.toFixed(1)),
    readMs: Math.round(readMs),
  }
}

/** Two accounts of one portfolio, whose ids differ in the last digit, which is how the simulator knows. */
async function openAccounts(database: Database): Promise<readonly [Shop, Shop]> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Bench'))
  const first = await openShop(database, tenant)
  const { wabaId } = first.number
  const sibling = `${wabaId.slice(0, -1)}${(Number(wabaId.at(-1)) + 1) % 10}`
  const second = await openShop(database, tenant, freshNumber(sibling))
  for (const shop of [first, second])
    await record(shop, instant(beginsAt), answered(instant(beginsAt), ['portfolio', `${wabaId}0`]))
  return [first, second]
}

/**
 * India at the prices that the program came with; the others, which the simulator made up, as a file of Meta's form says them,
 * read as such a file is read.
 */
function cardsOf({ control }: Simulator): readonly RateCard[] {
  const india = rateCards().findLast(
    ({ currency, effective }) => currency === 'INR' && effective <= `${month}-01`,
  )
  if (india === undefined) throw new Error('no card in rupees')
  const names: Readonly<Record<string, string>> = { US: 'United States', AE: 'United Arab Emirates' }
  const rates = control.rates()
  const rateOf = (country: string, category: string): string =>
    rates.find((one) => one.country === country && one.category === category)?.rate ?? 'n/a'
  const columns = ['marketing', 'utility', 'authentication', 'authentication-international', 'service']
  const lines = Object.entries(names).map(([country, name]) =>
    [name, 'INR', ...columns.map((category) => rateOf(country, category))].join(','),
  )
  const text = [
    `"Cost per message in INR on the WhatsApp Business Platform, effective October 1, 2026",,,,,,`,
    'Market,Currency,Marketing,Utility,Authentication,"Authentication-\nInternational",Service',
    ...lines,
  ].join('\r\n')
  const tiers =
    'Market,Category,Above,Price\nUnited States,Utility,10000,0.25\nUnited States,Utility,50000,0.20\n'
  const read = readRateCard(text, { effective: null, page: 'the simulator', read: `${month}-01`, tiers })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const made = cardOf(read.card)
  return [
    {
      ...made,
      priceOf: (country, category) => (country === 'IN' ? india : made).priceOf(country, category),
    },
  ]
}

type Volumes = Readonly<Record<string, number>>
function volumesOf(lines: readonly { readonly category: string; readonly volume: number }[]): Volumes {
  const sums: Record<string, number> = {}
  for (const { category, volume } of lines) sums[category] = (sums[category] ?? 0) + volume
  return Object.fromEntries(Object.entries(sums).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function readMonth({ database, tenant }: Shop, cards: readonly RateCard[]) {
  const read = async (by: 'category' | 'conversation') =>
    database.inTenant(tenant, async (client) =>
      readLedger(client, tenant, { month, channelId: null, by }, END, cards),
    )
  const ledger = await read('category')
  const total = ledger?.totals[0]
  if (ledger === null || total === undefined) throw new Error('no ledger')
  const lines = ledger.lines.reduce((sum, { amount }) => sum + (parseMicros(amount) ?? 0n), 0n)
  if (microsText(lines) !== total.list)
    throw new Error(`lines come to ${microsText(lines)}, not ${total.list}`)
  await read('conversation')
  return {
    ...{ volume: total.volume, amount: total.amount, list: total.list, discount: total.discount },
    volumes: volumesOf(ledger.lines.map(({ key, volume }) => ({ category: key, volume }))),
  }
}

async function reconcileAll(shops: readonly Shop[], simulator: Simulator, cards: readonly RateCard[]) {
  const found = []
  for (const shop of shops) found.push(await reconcile(shop, simulator, cards))
  return found
}

async function reconcile(
  { database, tenant, number }: Shop,
  simulator: Simulator,
  cards: readonly RateCard[],
) {
  const egress = createEgress({ allowOrigins: [simulator.url] })
  const parts = {
    ...{ database, cards, graph: createGraphCosts({ egress, baseUrl: simulator.url }) },
    tokenOf: async () => new Secret(simulator.accessToken),
    clock: () => END,
  }
  await reconcileCosts(parts, tenant, { wabaId: number.wabaId, month })
  await egress.close()
  const { items } = await database.inTenant(tenant, async (client) =>
    readReconciliation(client, tenant, month),
  )
  const item = items.find(({ wabaId }) => wabaId === number.wabaId)
  return {
    state: item?.state,
    lines: item?.lines.length,
    differing: (item?.lines ?? [])
      .filter(({ why }) => why !== null)
      .map(({ category, country, why }) => `${category} ${country}: ${why}`)
      .toSorted(),
  }
}

/** Meta changes a price without telling, and another program sends through the same number. */
async function seedMismatch(
  shops: readonly [Shop, Shop],
  { simulator, workOff }: Meta,
  talks: Talks,
  cards: readonly RateCard[],
): Promise<string[][]> {
  const [shop] = shops
  await sendOne(shop, simulator, talks.get('AE')?.[0]?.phone ?? '', 'utility')
  await workOff()
  await simulator.control.advance(HOUR_MS)
  simulator.control.setRates([{ country: 'IN', category: 'marketing', rate: '0.8632' }])
  while (await recordCharges(shop.database, shop.tenant));
  return (await reconcileAll(shops, simulator, cards)).map(({ differing }) => differing)
}
