/** Volume tiers over the accounts of a portfolio: in the ledger, in a forecast, and beside what Meta says. */
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { instant } from '#platform/time.ts'
import {
  compare,
  countAll,
  ledgerOf,
  linesOf,
  metaSays,
  NOW,
  point,
  reasonsOf,
  send,
  tell,
} from '#test/costs.ts'
import { test } from '#test/database.ts'
import { answered, record, told } from '#test/health.ts'
import { freshNumber, ingest } from '#test/ingest.ts'
import { openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { forecastCost } from './forecast-cost.ts'
import { putAccount } from './internal/ledger-sql.ts'
import { cardOf } from './rate-cards.ts'

const cardIn = (currency: string, utility: string, beyond: string, more: string) =>
  cardOf({
    ...{ effective: '2026-10-01', currency },
    source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
    markets: { India: { utility, marketing: utility } },
    tiers: {
      India: {
        utility: [
          { above: 4, price: beyond },
          { above: 6, price: more },
        ],
      },
    },
  })
const RUPEES = cardIn('INR', '0.1000', '0.0800', '0.0500')
const DOLLARS = cardIn('USD', '0.0020', '0.0015', '0.0010')
const cards = [RUPEES, DOLLARS]
const HOUR_MS = 3_600_000

/** A second account of the shop. */
const second = async (shop: Shop): Promise<Shop> => openShop(shop.database, shop.tenant, freshNumber())

/** Meta says in which portfolio the numbers are. */
async function inPortfolio(id: string, ...shops: readonly Shop[]): Promise<void> {
  for (const shop of shops) await record(shop, NOW, answered(NOW, ['portfolio', id]))
}

/** So many utility messages, so many hours before now. */
async function sendUtility(shop: Shop, count: number, hoursAgo = 0): Promise<void> {
  await tell(shop, await send(shop, await openTalk(shop), { count, template: 'a' }), {
    category: 'utility',
    at: NOW - hoursAgo * HOUR_MS,
  })
}

const billInNewYork = async ({ database, tenant, number: { wabaId } }: Shop, currency: string) =>
  database.inTenant(tenant, async (client) =>
    putAccount(client, tenant, { wabaId, currency, timeZone: 'America/New_York' }, NOW),
  )

async function two(database: Database): Promise<readonly [Shop, Shop]> {
  const shop = await openOtherShop(database)
  return [shop, await second(shop)]
}
const totalsOf = async (shop: Shop, month = '2026-11') =>
  (await ledgerOf(shop, 'category', { cards, month })).totals.map(({ currency, list, discount, amount }) => ({
    ...{ currency, list, discount, amount },
  }))

test('what several accounts have of the same is one line', async ({ database }) => {
  const [shop, other] = await two(database)
  for (const one of [shop, other]) {
    await sendUtility(one, 2)
    const abroad = await send(
      one,
      await openTalk(one, { phone: `97798${one.channel === shop.channel ? 1 : 2}2345678` }),
    )
    await tell(one, abroad, { category: 'utility' })
  }
  const ledger = await ledgerOf(shop, 'category', { cards })
  expect(linesOf(ledger)).toEqual([['utility', 6, 6, 2, '0.40']])
  expect(ledger.unpriced).toEqual([{ country: 'NP', category: 'utility', currency: 'INR', volume: 2 }])
  expect(linesOf(await ledgerOf(shop, 'day', { cards }))).toEqual([['2026-11-15', 6, 6, 2, '0.40']])
})

describe('volume tiers', () => {
  test('count all accounts of a portfolio together, and others apart', async ({ database }) => {
    const [shop, other] = await two(database)
    await sendUtility(shop, 5, 2)
    await sendUtility(other, 4)
    const apart = [{ currency: 'INR', list: '0.90', discount: '0.02', amount: '0.88' }]
    expect(await totalsOf(shop)).toEqual(apart)
    await inPortfolio('77', shop)
    await inPortfolio('88', other)
    expect(await totalsOf(shop)).toEqual(apart)
    const moved = instant(NOW + 1000)
    await record(other, moved, answered(moved, ['portfolio', '77']))
    // 2 of the second tier and 3 of the third, whichever account sent them.
    expect(await totalsOf(shop)).toEqual([
      { currency: 'INR', list: '0.90', discount: '0.19', amount: '0.71' },
    ])
  })

  test('keep each account’s own prices where their currencies differ', async ({ database }) => {
    const [shop, other] = await two(database)
    await inPortfolio('77', shop, other)
    await billInNewYork(other, 'USD')
    await sendUtility(shop, 5, 2)
    await sendUtility(other, 4)
    const totals = await totalsOf(shop)
    expect(totals.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
      { currency: 'INR', list: '0.50', discount: '0.02', amount: '0.48' },
      { currency: 'USD', list: '0.008', discount: '0.0035', amount: '0.0045' },
    ])
  })

  test('begin anew with each account’s own month', async ({ database }) => {
    const [shop, other] = await two(database)
    await inPortfolio('77', shop, other)
    await billInNewYork(other, 'INR')
    // Midnight of 1 November has passed in India, and not in New York.
    const between = (NOW - Date.parse('2026-10-31T20:00:00Z')) / HOUR_MS
    await sendUtility(shop, 5, between)
    await sendUtility(other, 5, between)
    const alone = [{ currency: 'INR', list: '0.50', discount: '0.02', amount: '0.48' }]
    expect([await totalsOf(shop), await totalsOf(shop, '2026-10')]).toEqual([alone, alone])
  })

  test('of a forecast count what the portfolio’s other accounts have sent', async ({ database }) => {
    const [shop, other] = await two(database)
    await sendUtility(other, 5)
    await countAll(shop)
    const forecast = async () => {
      const found = await shop.database.inTenant(shop.tenant, async (client) =>
        forecastCost(
          client,
          shop.tenant,
          { channelId: shop.channel, category: 'utility', recipients: { countries: { IN: 2 } } },
          NOW,
          cards,
        ),
      )
      return found.ok ? found.forecast.amount : found.because
    }
    expect(await forecast()).toBe('0.20')
    await inPortfolio('77', shop, other)
    expect(await forecast()).toBe('0.13') // one of the second tier, one of the third
  })

  test('beside Meta’s figures are those of the account, and of a step we did not come to Meta’s word is given', async ({
    database,
  }) => {
    const [shop, other] = await two(database)
    await inPortfolio('77', shop, other)
    await sendUtility(other, 5, 2)
    await sendUtility(shop, 3)
    const metas = (cost: number) => compare(shop, metaSays([point('utility', 3, cost)]), NOW, cards)
    expect(await metas(0.18)).toMatchObject({ state: 'equal', ours: { cost: '0.18' } })
    expect(reasonsOf(await metas(0.15))).toEqual({ 'utility regular IN': 'tiers' })
    const info = { pricing_category: 'UTILITY', tier: '101:200', effective_month: '2026-11', region: 'India' }
    const update = { event: 'VOLUME_BASED_PRICING_TIER_UPDATE', volume_tier_info: info }
    await ingest(shop.database, [told(other, 'account_update', update, NOW)])
    expect(reasonsOf(await metas(0.15))).toEqual({ 'utility regular IN': 'portfolio' })
  })
})
