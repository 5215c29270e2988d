/** A month from webhooks to the ledger. */
import { describe, expect } from 'vitest'
import { DAY_MS } from '#platform/time.ts'
import { bodyFor, ledgerOf, linesOf, NOW, send, statusOf, tell } from '#test/costs.ts'
import { test as base } from '#test/database.ts'
import { ingest } from '#test/ingest.ts'
import { openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { microsOfNumber, microsText, parseMicros } from './money.ts'
import { cardOf } from './rate-cards.ts'
import { recordCharges } from './record-charges.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})

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

  test('prices what went through the Marketing Messages API as marketing, as a kind of its own', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing' })
    await tell(shop, await send(shop, talk, { count: 3, template: 'a' }), { category: 'marketing_lite' })
    const ledger = await ledgerOf(shop)
    expect(linesOf(ledger)).toEqual([
      ['marketing_lite', 3, 3, 0, '2.5893'],
      ['marketing', 2, 2, 0, '1.7262'],
    ])
    expect(ledger.unpriced).toEqual([])
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
