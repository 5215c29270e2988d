/**
 * Whether the cost ledger comes to Meta's invoice, to the paisa: a whole month of messages is sent through the simulator, whose
 * signed webhooks the real gateway stores and a real worker works off into a real PostgreSQL; then our ledger is held against
 * the simulator's invoice line by line, and against its `pricing_analytics` by the reconciliation. Afterwards one price of the
 * simulator's is changed, and a message is sent that we are not told of: both must be found, and nothing else.
 *
 *   node bench/cost-ledger.ts --messages 100000 --json
 */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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
import { createGateway, WEBHOOK_PATH } from '#ingest/gateway.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { createEgress } from '#platform/egress.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { DAY_MS, HOUR_MS, instant } from '#platform/time.ts'
import { prepareDatabase } from '#roles/prepare-database.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { createWorker } from '#test/ingest.ts'
import { freshPhone, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { createGraphCosts } from '#whatsapp/graph-costs.ts'
import { appSecretKey } from '#whatsapp/signature.ts'

const ZONE = 'Asia/Kolkata'
const DAYS = 26
const APP_SECRET = 'the app secret of a month'
/** So many requests to the simulator at once. */
const AT_ONCE = 40
/** One customer for so many messages. */
const PER_CUSTOMER = 25

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

type Kind = {
  readonly category: 'marketing' | 'utility' | 'service'
  readonly country: keyof typeof COUNTRIES
}
/** Numbers of each country begin so. */
const COUNTRIES = { IN: '919', US: '1415', AE: '97150' } as const

/** Most marketing, half of the order messages to the United States (whose tiers the simulator has), and answers. */
function kindOf(at: number): Kind {
  const part = at % 20
  const category = part < 8 ? 'marketing' : part < 16 ? 'utility' : 'service'
  const country = category === 'utility' && part < 12 ? 'US' : part % 7 === 0 ? 'AE' : 'IN'
  return { category, country }
}

/** When one looks back at it: nothing is on its way any more. */
const END = instant(Date.parse(`${monthAfter(month)}-20T00:00:00Z`))

/** What must be found once it was planted, and nothing else. */
const SEEDED = ['marketing IN: price', 'utility AE: elsewhere']

await main(Number(values.messages), values.json)

async function main(messages: number, asJson: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-costs-'))
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
  try {
    await prepareDatabase(postgres.url, () => {})
    const database = openDatabase({ url: postgres.url, poolSize: 8, name: 'costs bench' })
    const result = await liveThrough(database, messages)
    await database.close()
    console.log(asJson ? JSON.stringify(result) : result)
    process.exitCode = result.isRight ? 0 : 1
  } finally {
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function liveThrough(database: Database, messages: number) {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Bench'))
  const shop = await openShop(database, tenant)
  const meta = await openMeta(shop)
  const talks = await meetAll(shop, meta.simulator, Math.max(6, Math.ceil(messages / PER_CUSTOMER)))
  const began = performance.now()
  for (let day = 0, sent = 0; day < DAYS; day += 1) {
    const until = Math.floor((messages * (day + 1)) / DAYS)
    await sendAll(shop, meta.simulator, talks, sent, until)
    sent = until
    await meta.workOff()
    await meta.simulator.control.advance(DAY_MS)
    say(`day ${day + 1} of ${DAYS}: ${sent} messages`)
  }
  const livedSeconds = (performance.now() - began) / 1000
  const countBegan = performance.now()
  while (await recordCharges(database, tenant));
  const countSeconds = (performance.now() - countBegan) / 1000
  const cards = cardsOf(meta.simulator)
  const readBegan = performance.now()
  const ledger = await readMonth(shop, cards)
  const readMs = performance.now() - readBegan
  const invoice = meta.simulator.control.invoice(shop.number.wabaId, month)
  const equal = await reconcile(shop, meta.simulator, cards)
  const seeded = await seedMismatch(shop, meta, talks, cards)
  await meta.close()
  const isRight =
    ledger.volume === messages &&
    ledger.amount === invoice.total &&
    JSON.stringify(ledger.volumes) === JSON.stringify(volumesOf(invoice.lines)) &&
    equal.state === 'equal' &&
    equal.differing.length === 0 &&
    JSON.stringify(seeded) === JSON.stringify(SEEDED)
  return {
    ...{ messages, month, isRight },
    ledger: { volume: ledger.volume, amount: ledger.amount, list: ledger.list, discount: ledger.discount },
    invoice: { total: invoice.total, lines: invoice.lines.length },
    reconciliation: { state: equal.state, lines: equal.lines, differing: equal.differing },
    seeded,
    livedSeconds: Math.round(livedSeconds),
    countSeconds: Number(countSeconds.toFixed(1)),
    readMs: Math.round(readMs),
  }
}

/** The simulator with the shop's number, and our gateway where it posts to. */
async function openMeta(shop: Shop) {
  const { pool } = shop.database
  const rules = { pairLimit: false, messagingLimit: false, sentinels: false, window: 'off' } as const
  const simulator = await startSimulator({
    port: 0,
    seed: 5,
    rules: { ...rules, messagesPerSecond: 1_000_000 },
  })
  const { control } = simulator
  control.addNumber({ ...shop.number, displayPhoneNumber: shop.number.display, verifiedName: 'Bench' })
  for (const category of ['marketing', 'utility'])
    control.addTemplate({
      ...{ name: category, language: 'en', category: category.toUpperCase(), status: 'APPROVED' },
      ...{ waba_id: shop.number.wabaId, components: [{ type: 'BODY', text: 'Your order has left.' }] },
    })
  const gateway = createGateway({
    store: createDeliveryStore(pool, { notify: () => {} }),
    appSecrets: [appSecretKey(APP_SECRET)],
    verifyToken: new Secret('verify'),
    counters: { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 },
    onStoreFailure: (error) => say(String(error)),
  })
  const server = createServer(gateway)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${WEBHOOK_PATH}`
  await control.connectApp({ callbackUrl, verifyToken: 'verify', appSecret: APP_SECRET })
  const worker = await createWorker(pool)
  return {
    simulator,
    /** Until every webhook was taken, and all of them were worked off. */
    workOff: async (): Promise<void> => {
      await control.drain()
      await worker.drain()
    },
    close: async (): Promise<void> => {
      await worker.leases.release()
      await simulator.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function meetAll(
  shop: Shop,
  { control }: Simulator,
  count: number,
): Promise<ReadonlyMap<string, Talk[]>> {
  const talks = new Map<string, Talk[]>()
  for (const [country, start] of Object.entries(COUNTRIES)) {
    const known: Talk[] = []
    for (let at = 0; at < Math.ceil(count / 3); at += 1) {
      const phone = country === 'IN' ? freshPhone() : `${start}${String(2_000_000 + at).padStart(7, '0')}`
      control.addCustomer({ name: 'Asha', phone })
      known.push(await openTalk(shop, { phone }))
    }
    talks.set(country, known)
  }
  return talks
}

/** Sends these through Graph, and stores them as sent: whoever sends for us would do the same. */
async function sendAll(
  shop: Shop,
  simulator: Simulator,
  talks: ReadonlyMap<string, Talk[]>,
  from: number,
  until: number,
): Promise<void> {
  const rows: { id: string; conversation: string; wamid: string; template: string | null }[] = []
  let next = from
  const sendOn = async (): Promise<void> => {
    for (let at = next++; at < until; at = next++) {
      const { category, country } = kindOf(at)
      const of = talks.get(country) ?? []
      const talk = of[at % of.length]
      if (talk === undefined) throw new Error(`nobody in ${country}`)
      const template = category === 'service' ? null : category
      const wamid = await sendOne(shop, simulator, talk.phone ?? '', template)
      rows.push({ id: newId(), conversation: talk.conversation, wamid, template })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn))
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at)
       select $1, r.id, $2, r.conversation, 'out', 'api', r.wamid, case when r.template is null then 'text' else 'template' end,
         case when r.template is null then '{"text":{"body":"hello"}}'::jsonb else jsonb_build_object('template', jsonb_build_object('name', r.template)) end,
         to_timestamp($3 / 1000.0)
       from json_to_recordset($4) as r (id uuid, conversation uuid, wamid text, template text)`,
      [shop.tenant, shop.channel, simulator.control.now(), JSON.stringify(rows)],
    ),
  )
}

async function sendOne(
  { number }: Shop,
  { url, accessToken }: Simulator,
  to: string,
  template: string | null,
): Promise<string> {
  const message =
    template === null
      ? { type: 'text', text: { body: 'hello' } }
      : { type: 'template', template: { name: template, language: { code: 'en' } } }
  const response = await fetch(`${url}/v25.0/${number.phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to, ...message }),
  })
  const body = (await response.json()) as { messages?: { id: string }[] }
  const wamid = body.messages?.[0]?.id
  if (wamid === undefined) throw new Error(`${response.status} ${JSON.stringify(body)}`)
  return wamid
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
  shop: Shop,
  { simulator, workOff }: Awaited<ReturnType<typeof openMeta>>,
  talks: ReadonlyMap<string, Talk[]>,
  cards: readonly RateCard[],
): Promise<string[]> {
  await sendOne(shop, simulator, talks.get('AE')?.[0]?.phone ?? '', 'utility')
  await workOff()
  await simulator.control.advance(HOUR_MS)
  simulator.control.setRates([{ country: 'IN', category: 'marketing', rate: '0.8632' }])
  while (await recordCharges(shop.database, shop.tenant));
  return (await reconcile(shop, simulator, cards)).differing
}
