import { describe, expect, test } from 'vitest'
import type { PricingPoint } from '#whatsapp/graph-costs.ts'
import { compareLines } from './compare-lines.ts'
import type { VolumeRow } from './internal/ledger-sql.ts'
import { cardOf } from './rate-cards.ts'

const card = cardOf({
  ...{ effective: '2026-10-01', currency: 'INR' },
  source: { page: 'https://example.com', read: '2026-10-01', isSecondHand: false },
  markets: { India: { utility: '0.1000' }, 'North America': { utility: '0.3000' } },
  tiers: {
    India: { utility: [{ above: 10, price: '0.0500' }] },
    'North America': { utility: [{ above: 4, price: '0.2000' }] },
  },
})
const CALM = { isFresh: false, isCounting: false }
const volume = (country: string, count: number, category = 'utility'): VolumeRow => ({
  ...{ key: '', card: 1, country, category, type: 'regular' },
  ...{ isBillable: true, volume: count },
})
const point = (country: string, count: number, cost: number): PricingPoint => ({
  ...{ country, category: 'utility', type: 'regular', phone: null },
  ...{ volume: count, cost },
})
const whyOf = (volumes: VolumeRow[], points: PricingPoint[], how = CALM) =>
  compareLines({ cards: [card] }, volumes, points, how).map(({ country, why }) => `${country}: ${why}`)

describe('a line of ours beside Meta’s', () => {
  test('has a market’s volume discount where the market is one country', () => {
    const [line] = compareLines({ cards: [card] }, [volume('IN', 12)], [point('IN', 12, 1.1)], CALM)
    expect(line).toMatchObject({ cost: { ours: '1.10', metas: '1.10' }, why: null })
    expect(whyOf([volume('IN', 12)], [point('IN', 12, 1.2)])).toEqual(['IN: tiers'])
  })

  test('says that tiers are between them where several countries share one', () => {
    const ours = [volume('US', 3), volume('CA', 3)]
    expect(whyOf(ours, [point('US', 3, 0.9), point('CA', 3, 0.7)])).toEqual(['CA: tiers', 'US: null'])
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
