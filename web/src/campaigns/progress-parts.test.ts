import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CampaignProgress } from '../platform/contract.ts'
import { doneOf, isClearlyMore, partsOf, shareText } from './progress-parts.ts'

const BARE: CampaignProgress = {
  ...{ at: 0, audience: 0, waiting: 0, skipped: 0, queued: 0, unknown: 0, held: 0, sent: 0, failed: 0 },
  ...{ delivered: 0, read: 0, replied: 0, clicked: 0, ordered: 0, optedOut: 0 },
  ...{ skippedBy: [], failures: [], byMessage: [], minutes: [] },
  ...{ spent: '0', reserved: '0', currency: 'INR' },
}
const count = fc.nat(200_000)
const progresses = fc
  .record({
    ...{ waiting: count, skipped: count, queued: count, unknown: count, held: count, sent: count },
    ...{ failed: count, delivered: count },
  })
  .map((counts) => {
    const { waiting, skipped, queued, unknown, held, sent, failed } = counts
    return {
      ...BARE,
      ...counts,
      audience: waiting + skipped + queued + unknown + held + sent + failed,
    }
  })

describe('the parts of the bar', () => {
  test('add up to the audience, and none is less than nothing', () => {
    fc.assert(
      fc.property(progresses, (progress) => {
        const parts = partsOf(progress)
        expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(progress.audience)
        expect(Math.min(...parts.map((part) => part.count))).toBeGreaterThanOrEqual(0)
        const ahead = parts.find(({ name }) => name === 'waiting')?.count ?? 0
        const queued = parts.find(({ name }) => name === 'queued')?.count ?? 0
        const { done, of } = doneOf(progress)
        expect(of - done).toBe(ahead + queued)
        expect(done).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('a share in words', () => {
  test.for([
    [0, 100, '0%'],
    [1, 100_000, '< 0.1%'],
    [1, 100, '1%'],
    [47, 1000, '4.7%'],
    [1, 3, '33%'],
    [9999, 10_000, '99.9%'],
    [99_999, 100_000, '99.9%'],
    [100, 100, '100%'],
    [0, 0, '0%'],
  ] as const)('%d of %d is %s', ([hits, of, words]) => {
    expect(shareText(hits, of, 'en')).toBe(words)
  })
})

describe('of two messages', () => {
  test('one is said to be better only where it is more than chance', () => {
    expect(isClearlyMore({ hits: 90, of: 100 }, { hits: 60, of: 100 })).toBe(true)
    expect(isClearlyMore({ hits: 62, of: 100 }, { hits: 60, of: 100 })).toBe(false)
    expect(isClearlyMore({ hits: 60, of: 100 }, { hits: 90, of: 100 })).toBe(false)
    expect(isClearlyMore({ hits: 9, of: 10 }, { hits: 1, of: 10 })).toBe(false)
    expect(isClearlyMore({ hits: 0, of: 0 }, { hits: 0, of: 0 })).toBe(false)
    expect(isClearlyMore({ hits: 50, of: 50 }, { hits: 50, of: 50 })).toBe(false)
  })
})
