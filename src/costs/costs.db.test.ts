/** A month from webhooks to the ledger, beside what Meta says, and over HTTP. */
import { describe, expect } from 'vitest'
import { Fault } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { DAY_MS, instant, type Clock } from '#platform/time.ts'
import type { GraphCosts, PricingPoint } from '#whatsapp/graph-costs.ts'
import { test as base } from '#test/database.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import { keyOf } from '#test/keys.ts'
import { hire, openOtherShop, openTalk, putTemplate, type Shop, type Talk } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { microsOfNumber, microsText, parseMicros } from './money.ts'
import { cardOf, type RateCard } from './rate-cards.ts'
import { readLedger } from './read-ledger.ts'
import { readReconciliation } from './read-reconciliation.ts'
import { queueReconciliations, reconcileCosts } from './reconcile-costs.ts'
import { recordCharges } from './record-charges.ts'
import type { Allowance, By, Forecast, Ledger, Reconciliation } from './shapes.ts'

/** 15 Nov 2026, 12:00 in India. */
const NOW = instant(Date.parse('2026-11-15T06:30:00Z'))
const clock: Clock = () => NOW

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<Answer<T & { code: string }>>
const test = base.extend<{ api: WebApp; shop: Shop; ask: Ask }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database, { clock })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => use(await openOtherShop(database)),
  ask: async ({ api, shop }, use) => {
    const { secret } = await keyOf(shop.database, shop.tenant, ['costs:read'])
    await use(async (method, path, body) => api.ask(secret, method, `/api/v1/costs${path}`, body))
  },
})

type Sent = { readonly id: string; readonly wamid: string; readonly to: string }

/** Messages of ours that Meta has taken. */
async function send(
  { database, tenant, channel }: Shop,
  { conversation, phone }: Talk,
  { count = 1, template = null as string | null } = {},
): Promise<Sent[]> {
  const sent = Array.from({ length: count }, () => {
    const id = newId()
    return { id, wamid: `wamid.${id}`, to: phone ?? '' }
  })
  const content =
    template === null ? { text: { body: 'hello' } } : { template: { name: template, language: 'en' } }
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at)
       select $1, id, $2, $3, 'out', 'api', wamid, $4, $5, to_timestamp($6 / 1000.0)
       from unnest($7::uuid[], $8::text[]) as s (id, wamid)`,
      [
        ...[
          tenant,
          channel,
          conversation,
          template === null ? 'text' : 'template',
          JSON.stringify(content),
          NOW,
        ],
        ...[sent.map(({ id }) => id), sent.map(({ wamid }) => wamid)],
      ],
    ),
  )
  return sent
}

type Word = {
  readonly category: string
  readonly type?: string
  readonly at?: number
  readonly status?: string
}

/** What Meta tells of one of them. */
const statusOf = (
  { wamid, to }: Sent,
  { category, type = 'regular', at = NOW, status = 'delivered' }: Word,
) => ({
  id: wamid,
  status,
  timestamp: String(Math.floor(at / 1000)),
  recipient_id: to,
  pricing: { billable: type === 'regular', pricing_model: 'PMP', type, category },
})
const bodyFor = ({ number }: Shop, statuses: readonly object[]) => bodyOf(messagesOf(number, { statuses }))

async function tell(shop: Shop, sent: readonly Sent[], word: Word): Promise<void> {
  await ingest(shop.database, [
    bodyFor(
      shop,
      sent.map((one) => statusOf(one, word)),
    ),
  ])
}

async function countAll({ database, tenant }: Pick<Shop, 'database' | 'tenant'>): Promise<void> {
  while (await recordCharges(database, tenant));
}

const ledgerOf = async (
  shop: Shop,
  by: By = 'category',
  more: { month?: string; cards?: readonly RateCard[] } = {},
) => {
  await countAll(shop)
  const wish = { month: more.month ?? '2026-11', channelId: null, by }
  const ledger = await shop.database.inTenant(shop.tenant, async (client) =>
    readLedger(client, shop.tenant, wish, NOW, more.cards),
  )
  if (ledger === null) throw new Error('no ledger')
  return ledger
}
const linesOf = ({ lines }: Ledger) =>
  lines.map(({ key, volume, billable, unpriced, amount }) => [key, volume, billable, unpriced, amount])

describe('the ledger', () => {
  test('counts what was delivered and prices what is billable, to the last digit', async ({ shop }) => {
    const talk = await openTalk(shop)
    const promos = await send(shop, talk, { count: 7, template: 'diwali' })
    await tell(shop, promos, { category: 'marketing', status: 'sent' })
    await tell(shop, promos.slice(0, 5), { category: 'marketing' })
    await tell(shop, promos.slice(3, 5), { category: 'marketing', status: 'read', at: NOW + 60_000 })
    await tell(shop, await send(shop, talk, { count: 3 }), {
      category: 'service',
      type: 'free_customer_service',
    })
    await tell(shop, await send(shop, talk, { count: 2 }), { category: 'service' })
    const ledger = await ledgerOf(shop)
    expect(linesOf(ledger)).toEqual([
      ['marketing', 5, 5, 0, '4.3155'],
      ['service', 5, 2, 0, '0.23'],
    ])
    expect(ledger.totals).toMatchObject([
      {
        currency: 'INR',
        volume: 10,
        billable: 7,
        unpriced: 0,
        list: '4.5455',
        discount: '0.00',
        amount: '4.5455',
      },
    ])
    expect(ledger.totals[0]?.card).toMatchObject({ effective: '2026-10-01', isSecondHand: true })
    expect(ledger.isCounting).toBe(false)
    expect(ledger.accounts).toMatchObject([{ timeZone: 'Asia/Kolkata', isAssumed: true }])
  })

  test('is the same whatever the order of webhooks, and however often they and our passes come', async ({
    database,
  }) => {
    const tell3 = async (isReversed: boolean) => {
      const shop = await openOtherShop(database)
      const talk = await openTalk(shop, { phone: '919000000001' })
      const sent = await send(shop, talk, { count: 4, template: 'a' })
      const bodies = [
        bodyFor(
          shop,
          sent.map((one) => statusOf(one, { category: 'utility', status: 'sent', at: NOW - 9000 })),
        ),
        bodyFor(
          shop,
          sent.slice(1).map((one) => statusOf(one, { category: 'utility', at: NOW - 5000 })),
        ),
        bodyFor(
          shop,
          sent.slice(2).map((one) => statusOf(one, { category: 'marketing', status: 'read' })),
        ),
      ]
      const told = isReversed ? [...bodies.toReversed(), ...bodies] : bodies
      for (const body of told) {
        await ingest(database, [body])
        await recordCharges(database, shop.tenant)
      }
      return linesOf(await ledgerOf(shop))
    }
    const forwards = await tell3(false)
    expect(forwards).toEqual([['utility', 3, 3, 0, '0.345']])
    expect(await tell3(true)).toEqual(forwards)
  })

  test('has what was delivered before anybody counted, and forgets nothing when its place is lost', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 3, template: 'a' }), { category: 'utility' })
    expect(linesOf(await ledgerOf(shop))).toEqual([['utility', 3, 3, 0, '0.345']])
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query('delete from cost_cursors where tenant_id = $1', [shop.tenant])
      await client.query('delete from charges where tenant_id = $1', [shop.tenant])
    })
    expect(linesOf(await ledgerOf(shop))).toEqual([['utility', 3, 3, 0, '0.345']])
  })

  test('keeps what was charged when the message is erased', async ({ shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'utility' })
    const before = linesOf(await ledgerOf(shop))
    await shop.database.inTenant(shop.tenant, async (client) => {
      for (const table of ['statuses', 'messages'])
        await client.query(`delete from ${table} where tenant_id = $1`, [shop.tenant])
    })
    expect(linesOf(await ledgerOf(shop))).toEqual(before)
    expect(linesOf(await ledgerOf(shop, 'template'))).toEqual([['', 2, 2, 0, '0.23']])
    expect(linesOf(await ledgerOf(shop, 'conversation'))).toEqual([['', 2, 2, 0, '0.23']])
  })

  test('counts what no card prices as unpriced, and guesses nothing', async ({ shop }) => {
    const abroad = await openTalk(shop, { phone: '9779812345678' })
    await tell(shop, await send(shop, abroad, { count: 2, template: 'a' }), { category: 'marketing' })
    const home = await openTalk(shop)
    await tell(shop, await send(shop, home, { count: 1, template: 'a' }), { category: 'marketing' })
    const ledger = await ledgerOf(shop, 'country')
    expect(linesOf(ledger)).toEqual([
      ['IN', 1, 1, 0, '0.8631'],
      ['NP', 2, 2, 2, '0.00'],
    ])
    expect(ledger.unpriced).toEqual([{ country: 'NP', category: 'marketing', currency: 'INR', volume: 2 }])
  })

  test('has months of the WABA’s time zone, and the card that held at delivery', async ({ shop }) => {
    const talk = await openTalk(shop)
    const beforeMidnight = Date.parse('2026-10-31T18:29:59Z')
    const at = async (moment: number, category: string) =>
      tell(shop, await send(shop, talk, { template: 'a' }), { category, at: moment })
    await at(beforeMidnight, 'marketing')
    await at(beforeMidnight + 1000, 'utility')
    await at(Date.parse('2026-09-30T18:29:00Z'), 'authentication-international')
    await at(Date.parse('2026-09-30T18:31:00Z'), 'authentication-international')
    expect(linesOf(await ledgerOf(shop))).toEqual([['utility', 1, 1, 0, '0.115']])
    expect(linesOf(await ledgerOf(shop, 'category', { month: '2026-10' }))).toEqual([
      ['authentication_international', 1, 1, 0, '2.4971'],
      ['marketing', 1, 1, 0, '0.8631'],
    ])
    expect(linesOf(await ledgerOf(shop, 'category', { month: '2026-09' }))).toEqual([
      ['authentication_international', 1, 1, 0, '2.30'],
    ])
    expect(linesOf(await ledgerOf(shop, 'day', { month: '2026-10' }))[0]?.[0]).toBe('2026-10-01')
  })

  test('tells templates, conversations and days apart', async ({ shop }) => {
    const [anita, ravi] = [await openTalk(shop), await openTalk(shop)]
    await tell(shop, await send(shop, anita, { count: 3, template: 'diwali' }), { category: 'marketing' })
    await tell(shop, await send(shop, ravi, { template: 'bill' }), {
      category: 'utility',
      at: NOW - 2 * DAY_MS,
    })
    await tell(shop, await send(shop, ravi), { category: 'service' })
    expect(linesOf(await ledgerOf(shop, 'template'))).toEqual([
      ['diwali', 3, 3, 0, '2.5893'],
      ['', 1, 1, 0, '0.115'],
      ['bill', 1, 1, 0, '0.115'],
    ])
    const conversations = await ledgerOf(shop, 'conversation')
    expect(linesOf(conversations)).toEqual([
      [anita.conversation, 3, 3, 0, '2.5893'],
      [ravi.conversation, 2, 2, 0, '0.23'],
    ])
    expect(conversations.lines[0]?.label).toBe(anita.phone)
    expect(linesOf(await ledgerOf(shop, 'day'))).toEqual([
      ['2026-11-13', 1, 1, 0, '0.115'],
      ['2026-11-15', 4, 4, 0, '2.7043'],
    ])
  })

  test('takes off what volume tiers take off, of the month and of all numbers together', async ({ shop }) => {
    const card = cardOf({
      ...{ effective: '2026-10-01', currency: 'INR' },
      source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
      markets: { India: { utility: '0.1000' } },
      tiers: {
        India: {
          utility: [
            { above: 4, price: '0.0800' },
            { above: 6, price: '0.0500' },
          ],
        },
      },
    })
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 9, template: 'a' }), { category: 'utility' })
    const { totals } = await ledgerOf(shop, 'category', { cards: [card] })
    expect(totals).toMatchObject([{ list: '0.90', discount: '0.19', amount: '0.71' }])
  })
})

/** Meta, with these figures. */
const metaSays = (
  points: readonly PricingPoint[],
  asked: { from: number; to: number }[] = [],
): GraphCosts => ({
  readAccount: async () => ({ currency: 'INR', timeZone: 'Asia/Kolkata' }),
  pricingAnalytics: async (_token, _waba, span) => {
    asked.push(span)
    return points
  },
})
const point = (
  category: string,
  volume: number,
  cost: number,
  more: Partial<PricingPoint> = {},
): PricingPoint => ({
  ...{ country: 'IN', type: 'regular', phone: null },
  ...{ category, volume, cost },
  ...more,
})

const compare = async (shop: Shop, graph: GraphCosts, at = NOW, month = '2026-11') => {
  await countAll(shop)
  const parts = { database: shop.database, graph, tokenOf: async () => new Secret('token'), clock: () => at }
  await reconcileCosts(parts, shop.tenant, { wabaId: shop.number.wabaId, month })
  const { items } = await shop.database.inTenant(shop.tenant, async (client) =>
    readReconciliation(client, shop.tenant, month),
  )
  const [item] = items
  if (item === undefined) throw new Error('no account')
  return item
}
const reasonsOf = (item: Reconciliation['items'][number]) =>
  Object.fromEntries(
    item.lines.map(({ category, type, country, why }) => [`${category} ${type} ${country}`, why]),
  )

describe('reconciliation', () => {
  const LATER = instant(Date.parse('2026-12-20T00:00:00Z'))

  test('asks Meta for the month of the account’s time zone, and finds what is equal equal', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 3, template: 'a' }), { category: 'marketing' })
    await tell(shop, await send(shop, talk), { category: 'service', type: 'free_customer_service' })
    await tell(shop, await send(shop, talk), { category: 'referral_conversion', type: 'free_entry_point' })
    const asked: { from: number; to: number }[] = []
    const said = [
      point('marketing', 1, 0.8631),
      point('marketing', 2, 1.7262),
      point('service', 1, 0, { type: 'free_customer_service' }),
      point('utility', 1, 0, { type: 'free_entry_point' }), // which webhooks call referral_conversion
      point('marketing', 99, 99, { phone: '910000000000' }), // another number of the account
    ]
    const item = await compare(shop, metaSays(said, asked), LATER)
    expect(item).toMatchObject({
      state: 'equal',
      checkedAt: LATER,
      ours: { volume: 5, cost: '2.5893' },
      metas: { volume: 5, cost: '2.5893' },
    })
    expect(asked).toEqual([
      { from: Date.parse('2026-10-31T18:30:00Z') / 1000, to: Date.parse('2026-11-30T18:30:00Z') / 1000 },
    ])
    const ledger = await ledgerOf(shop)
    expect(ledger.accounts[0]?.isAssumed).toBe(false)
  })

  test('names each difference, and what may be the reason', async ({ shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing' })
    await tell(shop, await send(shop, talk, { count: 3, template: 'b' }), { category: 'utility' })
    await tell(shop, await send(shop, talk, { count: 2 }), { category: 'service' })
    const abroad = await openTalk(shop, { phone: '9779812345678' })
    await tell(shop, await send(shop, abroad, { template: 'a' }), { category: 'marketing' })
    const said = [
      point('marketing', 2, 1.7263), // another price
      point('marketing', 1, 3.2, { country: 'NP' }),
      point('utility', 5, 0.575), // two more than we know of
      point('service', 1, 0.115),
      point('service', 1, 0, { type: 'free_customer_service' }),
    ]
    const prices = [...said, point('marketing', 0, 0.05)]
    const item = await compare(shop, metaSays(prices), LATER)
    expect(item.state).toBe('differs')
    expect(reasonsOf(item)).toEqual({
      'marketing regular IN': 'price',
      'marketing regular NP': 'unpriced',
      'utility regular IN': 'elsewhere',
      'service regular IN': 'kind',
      'service free_customer_service IN': 'kind',
    })
    expect(reasonsOf(await compare(shop, metaSays(said)))['utility regular IN']).toBe('late')
    expect(reasonsOf(await compare(shop, metaSays([]), LATER))['utility regular IN']).toBe('ours_more')
  })

  test('compares volumes alone where Meta hides costs, and keeps the last comparison when Meta cannot be asked', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing' })
    const hidden = await compare(shop, metaSays([point('marketing', 2, 0, { cost: null })]), LATER)
    expect(hidden).toMatchObject({ state: 'equal', metas: { volume: 2, cost: null } })
    const broken: GraphCosts = {
      ...metaSays([]),
      pricingAnalytics: async () => {
        throw new Fault('upstream', 'whatsapp.down', 'Graph is away')
      },
    }
    const failed = await compare(shop, broken, LATER)
    expect(failed).toMatchObject({ state: 'failed', problem: 'whatsapp.down', metas: { volume: 2 } })
    expect(await compare(shop, metaSays([point('marketing', 2, 1.7262)]), LATER)).toMatchObject({
      state: 'equal',
    })
  })
})

describe('the daily comparison', () => {
  test('is asked for once a day, of the running month and of the one before until a week has passed', async ({
    shop,
  }) => {
    const queued = async (at: string) => {
      const months: string[] = []
      const enqueue = async (
        _client: unknown,
        _spec: unknown,
        payloads: readonly object[],
      ): Promise<void> => {
        for (const payload of payloads) months.push((payload as { month: string }).month)
      }
      await shop.database.inTenant(shop.tenant, async (client) =>
        queueReconciliations(client, shop.tenant, { enqueue }, instant(Date.parse(at))),
      )
      return months
    }
    expect(await queued('2026-11-15T06:30:00Z')).toEqual(['2026-11'])
    await compare(shop, metaSays([]), instant(Date.parse('2026-11-15T06:30:00Z')))
    expect(await queued('2026-11-16T06:00:00Z')).toEqual([])
    expect(await queued('2026-11-16T06:31:00Z')).toEqual(['2026-11'])
    expect(await queued('2026-12-03T00:00:00Z')).toEqual(['2026-12', '2026-11'])
  })
})

describe('over HTTP', () => {
  test('the month, its file and the free messages of each number can be asked for', async ({ ask, shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 3 }), {
      category: 'service',
      type: 'free_customer_service',
    })
    await tell(shop, await send(shop, talk, { count: 1, template: 'a' }), { category: 'marketing' })
    await countAll(shop)
    const { body } = await ask<Ledger>('GET', '?by=category')
    expect([body.month, body.totals[0]?.amount, body.totals[0]?.expected]).toEqual([
      '2026-11',
      '0.8631',
      '1.78',
    ])
    const { text, headers } = await ask('GET', '/export.csv?month=2026-11&by=category')
    expect(headers.get('content-disposition')).toContain('costs-2026-11-by-category.csv')
    expect(text).toContain('"2026-11","marketing","","INR",1,1,0,0.8631\r\n')
    expect(text).toContain('"2026-11","total","","INR",4,1,0,0.8631\r\n')
    const allowance = await ask<Allowance>('GET', '/allowance')
    expect(allowance.body.items).toMatchObject([
      { channelId: shop.channel, free: 1000, used: 3, left: 997, billed: 0, usedUpAt: null },
    ])
    const before = await ask<Allowance>('GET', '/allowance?month=2026-09')
    expect(before.body.items).toMatchObject([{ free: null, left: null }])
    expect((await ask('GET', '?month=2026-13')).status).toBe(400)
  })

  test('a forecast is the card’s price times the people, less what is free', async ({ ask, shop }) => {
    const forecast = async (body: object) =>
      (await ask<Forecast>('POST', '/forecast', { channelId: shop.channel, ...body })).body
    const promo = await forecast({ category: 'marketing', recipients: { countries: { IN: 500, NP: 7 } } })
    expect(promo).toMatchObject({
      amount: '431.55',
      currency: 'INR',
      recipients: 507,
      unpriced: 7,
      allowance: null,
    })
    expect(promo.lines).toEqual([
      { country: 'IN', market: 'India', recipients: 500, price: '0.8631', amount: '431.55' },
      { country: 'NP', market: null, recipients: 7, price: null, amount: null },
    ])
    expect(promo.assumptions).toContain('card_second_hand')
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 4 }), {
      category: 'service',
      type: 'free_customer_service',
    })
    await countAll(shop)
    const answers = await forecast({ category: 'service', recipients: { countries: { IN: 1000 } } })
    expect(answers).toMatchObject({
      amount: '0.46',
      free: 996,
      allowance: { before: 996, used: 996, after: 0 },
    })
    const inside = { category: 'utility', recipients: { countries: { IN: 10 } }, insideWindow: 10 }
    expect(await forecast(inside)).toMatchObject({ amount: '1.15', free: 0 })
  })

  test('a forecast knows a template’s category and a segment’s people by their numbers', async ({
    api,
    ask,
    shop,
  }) => {
    await putTemplate(shop, { name: 'offer', body: 'Come', category: 'MARKETING' })
    for (const phone of [undefined, undefined, '9779812345678'])
      await openTalk(shop, phone === undefined ? {} : { phone })
    await openTalk(shop, { phone: null, bsuid: 'IN.99aa' })
    const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
      client.query<{ id: string }>('select id from templates where tenant_id = $1', [shop.tenant]),
    )
    const { secret } = await keyOf(shop.database, shop.tenant, ['segments:write'])
    const made = await api.ask<{ id: string }>(secret, 'POST', '/api/v1/segments', {
      name: 'lately',
      tree: { kind: 'wrote', days: 3650 },
    })
    const wish = { channelId: shop.channel, templateId: rows[0]?.id, recipients: { segmentId: made.body.id } }
    const { body } = await ask<Forecast>('POST', '/forecast', wish)
    expect(body).toMatchObject({ category: 'marketing', recipients: 4, unpriced: 1, amount: '2.5893' })
    const missing = await ask('POST', '/forecast', { ...wish, recipients: { segmentId: newId() } })
    expect([missing.status, missing.body.code]).toEqual([404, 'not_found'])
    expect((await ask('POST', '/forecast', { ...wish, category: 'utility' })).status).toBe(400)
  })

  test('what Meta cannot be asked for is said so', async ({ ask, shop }) => {
    const never = await ask<Reconciliation>('GET', '/reconciliation')
    expect(never.body.items).toMatchObject([{ state: 'never', checkedAt: null, metas: null, lines: [] }])
    const { body } = await ask<Reconciliation>('POST', '/reconciliation?month=2026-11')
    expect(body.items).toMatchObject([{ wabaId: shop.number.wabaId, state: 'failed' }])
  })

  test('is for owners and admins', async ({ api, shop }) => {
    for (const [role, status] of [
      ['admin', 200] as const,
      ['agent', 403] as const,
      ['viewer', 403] as const,
    ]) {
      const browser = await api.as(await hire(shop, { role }))
      expect((await api.ask(browser, 'GET', '/api/v1/costs')).status, role).toBe(status)
    }
  })
})

describe('a month of many messages', () => {
  test('is the sum of its parts to the last digit, however they are split', async ({ database }) => {
    const shop = await openOtherShop(database)
    const talks = [await openTalk(shop), await openTalk(shop), await openTalk(shop)]
    let marketing = 0
    for (const [at, talk] of talks.entries()) {
      const sent = await send(shop, talk, { count: 150, template: `t${at}` })
      await ingest(
        shop.database,
        [0, 50, 100].map((from) =>
          bodyFor(
            shop,
            sent.slice(from, from + 50).map((one, index) => {
              const category = index % 3 === 0 ? 'marketing' : 'utility'
              if (category === 'marketing') marketing += 1
              return statusOf(one, { category, at: NOW - (index % 14) * DAY_MS })
            }),
          ),
        ),
      )
    }
    const expected = microsText(BigInt(marketing) * 863_100n + BigInt(450 - marketing) * 115_000n)
    for (const by of ['category', 'country', 'template', 'conversation', 'day'] as const) {
      const { lines, totals } = await ledgerOf(shop, by)
      const sum = lines.reduce((total, { amount }) => total + (parseMicros(amount) ?? 0n), 0n)
      expect([by, microsText(sum), totals[0]?.amount]).toEqual([by, expected, expected])
    }
    expect(microsOfNumber(Number(expected))).toBe(parseMicros(expected))
  })
})
