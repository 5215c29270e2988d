import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VolumeRow } from './internal/ledger-sql.ts'
import { microsText } from './money.ts'
import { cardOf } from './rate-cards.ts'
import { counterOf, countsOf, discountsOf, tieredCost, toldSteps, type TieredMonth } from './volume-tiers.ts'

describe('volume tiers', () => {
  const rate = {
    market: 'Nowhere',
    priced: 'utility',
    price: 20_000n,
    tiers: [
      { above: 100, price: 18_000n },
      { above: 200, price: 15_000n },
    ],
  } as const

  test('change the price of the messages after them alone', () => {
    expect(microsText(tieredCost(rate, 0, 100))).toBe('2.00')
    expect(microsText(tieredCost(rate, 0, 101))).toBe('2.018')
    expect(microsText(tieredCost(rate, 0, 250))).toBe('4.55')
    expect(tieredCost(rate, 199, 2)).toBe(18_000n + 15_000n)
  })

  test('cost the same in one piece as in any two', () => {
    const count = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(count, count, count, (before, one, two) => {
        expect(tieredCost(rate, before, one) + tieredCost(rate, before + one, two)).toBe(
          tieredCost(rate, before, one + two),
        )
      }),
    )
  })
})

const card = cardOf({
  ...{ effective: '2026-10-01', currency: 'INR' },
  source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
  markets: {
    India: {
      marketing: '1.00',
      utility: '0.10',
      authentication: '0.10',
      authentication_international: '2.00',
    },
  },
  tiers: {
    India: {
      utility: [
        { above: 10, price: '0.08' },
        { above: 20, price: '0.05' },
      ],
      authentication: [{ above: 10, price: '0.06' }],
      authentication_international: [{ above: 10, price: '1.50' }],
    },
  },
})
const row = (
  key: number,
  volume: number,
  category = 'utility',
  more: Partial<VolumeRow> = {},
): VolumeRow => ({
  ...{ key: String(key), card: 1, country: 'IN', category, type: 'regular', isBillable: true, volume },
  ...more,
})
const month = (...rows: VolumeRow[]): TieredMonth => ({ month: { cards: [card] }, rows })
const off = (months: TieredMonth[], order: 'by hour' | 'by card' = 'by hour') =>
  discountsOf(months, order).map((discounts) =>
    Object.fromEntries([...discounts].map(([key, micros]) => [key, microsText(micros)])),
  )

describe('the tiers of a portfolio', () => {
  test('are filled by all of its accounts, and give their price to whoever comes after', () => {
    expect(off([month(row(1, 10)), month(row(2, 5))])).toEqual([{}, { 'India/utility': '0.10' }])
    expect(off([month(row(3, 10)), month(row(2, 15))])).toEqual([
      { 'India/utility': '0.35' }, // 5 of the second tier, and 5 of the third
      { 'India/utility': '0.10' },
    ])
  })

  test('are reached by all alike who sent in the same hour', () => {
    expect(off([month(row(1, 12)), month(row(1, 4))])).toEqual([
      { 'India/utility': '0.10' },
      { 'India/utility': '0.02' },
    ])
  })

  test('take off as much in all as if one account had sent it, however it is split', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(hours, hours, hours, (...accounts) => {
        const months = accounts.map((volumes) =>
          month(...volumes.flatMap((volume, hour) => (volume === 0 ? [] : [row(hour, volume)]))),
        )
        const apart = discountsOf(months, 'by hour').reduce(
          (sum, discounts) => sum + (discounts.get('India/utility') ?? 0n),
          0n,
        )
        const all = accounts.flat().reduce((sum, volume) => sum + volume, 0)
        const [alone] = discountsOf([month(row(0, all))], 'by card')
        expect(apart).toBe(alone?.get('India/utility') ?? 0n)
      }),
    )
  })

  test('are counted together where one account has no price, or another currency’s', () => {
    const dollars = cardOf({
      ...{ effective: '2026-10-01', currency: 'USD' },
      source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
      markets: { India: { utility: '0.0020' } },
      tiers: { India: { utility: [{ above: 10, price: '0.0010' }] } },
    })
    const abroad = (cards: readonly (typeof dollars)[]) => ({ month: { cards }, rows: [row(1, 12)] })
    expect(off([month(row(2, 3)), abroad([dollars])])).toEqual([
      { 'India/utility': '0.06' },
      { 'India/utility': '0.002' },
    ])
    expect(off([month(row(2, 3)), abroad([])])).toEqual([{ 'India/utility': '0.06' }, {}])
  })

  test('go on where authentication was when codes come to be charged as from abroad', () => {
    const rows = [row(0, 3, 'authentication_international'), row(0, 12, 'authentication')]
    expect(off([month(...rows)], 'by card')).toEqual([
      { 'India/authentication': '0.08', 'India/authentication_international': '1.50' },
    ])
  })

  test('are filled by what is charged alone', () => {
    const rows = [
      row(1, 9, 'utility', { isBillable: false, type: 'free_customer_service' }),
      row(1, 99, 'marketing'),
      row(1, 9, 'group_utility'),
      row(1, 9),
    ]
    expect(off([month(...rows)])).toEqual([{}])
    expect([...countsOf([month(...rows)])]).toEqual([['India/utility', 9]])
  })
})

test('a step that Meta told of is known by its market’s name and by a country’s code', () => {
  const tier = '25000001:50000000'
  const told = toldSteps([
    { category: 'UTILITY', region: 'India', tier: '750001:25000000' },
    { category: 'UTILITY', region: 'INDIA', tier },
    { category: 'AUTHENTICATION', region: 'IN', tier: '10001:' },
    { category: 'CALLING', region: 'India', tier: 'soon' },
  ])
  const of = (priced: 'utility' | 'authentication') =>
    told.get(counterOf({ market: 'India', priced }).toLowerCase())
  expect([of('utility'), of('authentication'), told.get('india/calling')]).toEqual([
    25_000_001,
    10_001,
    undefined,
  ])
})
