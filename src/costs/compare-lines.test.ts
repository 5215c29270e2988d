import { describe, expect, test } from 'vitest'
import type { PricingPoint } from '#whatsapp/graph-costs.ts'
import { compareLines, type Circumstances } from './compare-lines.ts'
import type { VolumeRow } from './internal/ledger-sql.ts'
import { cardOf } from './rate-cards.ts'
import { countsOf, discountsOf } from './volume-tiers.ts'

const card = cardOf({
  ...{ effective: '2026-10-01', currency: 'INR' },
  source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
  markets: { India: { utility: '0.1000' }, 'North America': { utility: '0.3000' } },
  tiers: {
    India: { utility: [{ above: 10, price: '0.0500' }] },
    'North America': { utility: [{ above: 4, price: '0.2000' }] },
  },
})
const SAID_NOTHING: ReadonlyMap<string, number> = new Map()
const NO_TIERS = { discounts: new Map(), counts: SAID_NOTHING, told: SAID_NOTHING }
const CALM = { isFresh: false, isCounting: false, tiers: NO_TIERS }
const volume = (country: string, count: number, category = 'utility'): VolumeRow => ({
  ...{ key: '', card: 1, country, category, type: 'regular' },
  ...{ isBillable: true, volume: count },
})
const point = (country: string, count: number, cost: number): PricingPoint => ({
  ...{ country, category: 'utility', type: 'regular', phone: null },
  ...{ volume: count, cost },
})
/** With the tiers that these volumes reach by themselves. */
const linesOf = (volumes: VolumeRow[], points: PricingPoint[], how: Partial<Circumstances> = {}) => {
  const months = [{ month: { cards: [card] }, rows: volumes }]
  const [discounts = NO_TIERS.discounts] = discountsOf(months, 'by card')
  const tiers = { ...NO_TIERS, discounts, counts: countsOf(months) }
  return compareLines({ cards: [card] }, volumes, points, { ...CALM, tiers, ...how })
}
const whyOf = (volumes: VolumeRow[], points: PricingPoint[], how: Partial<Circumstances> = {}) =>
  linesOf(volumes, points, how).map(({ country, why }) => `${country}: ${why}`)

/** We count to 12, and Meta told of this step. */
const told = (step: number) => ({
  tiers: { ...NO_TIERS, counts: new Map([['India/utility', 12]]), told: new Map([['india/utility', step]]) },
})

describe('a line of ours beside Meta’s', () => {
  test('has a market’s volume discount where the market is one country', () => {
    const [line] = linesOf([volume('IN', 12)], [point('IN', 12, 1.1)])
    expect(line).toMatchObject({ cost: { ours: '1.10', metas: '1.10' }, why: null })
    expect(whyOf([volume('IN', 12)], [point('IN', 12, 1.2)])).toEqual(['IN: tiers'])
  })

  test('says that tiers are between them where several countries share one', () => {
    const ours = [volume('US', 3), volume('CA', 3)]
    expect(whyOf(ours, [point('US', 3, 0.9), point('CA', 3, 0.7)])).toEqual(['CA: tiers', 'US: null'])
  })

  test('says what Meta told of tiers: a step that we have not come to, or of which we have no price', () => {
    const metas = [point('IN', 2, 0.15)]
    expect(whyOf([volume('IN', 2)], metas, told(50))).toEqual(['IN: portfolio'])
    expect(whyOf([volume('IN', 2)], metas, told(11))).toEqual(['IN: tiers'])
    expect(whyOf([volume('IN', 2)], [point('IN', 2, 0.2)], told(50))).toEqual(['IN: null'])
  })

  test('is another price where no tier was reached, and the same up to half a paisa', () => {
    expect(whyOf([volume('IN', 2)], [point('IN', 2, 0.21)])).toEqual(['IN: price'])
    expect(whyOf([volume('IN', 2)], [point('IN', 2, 0.2049)])).toEqual(['IN: null'])
  })

  test('may lag behind while older messages are counted, or while the month is fresh', () => {
    const [ours, metas] = [[volume('IN', 2)], [point('IN', 3, 0.3)]]
    expect(whyOf(ours, metas, { isFresh: true, isCounting: true })).toEqual(['IN: counting'])
    expect(whyOf(ours, metas, { isFresh: true, isCounting: false })).toEqual(['IN: late'])
    expect(whyOf(ours, metas)).toEqual(['IN: elsewhere'])
    expect(whyOf([], metas)).toEqual(['IN: elsewhere'])
    expect(whyOf(ours, [])).toEqual(['IN: ours_more'])
  })
})
