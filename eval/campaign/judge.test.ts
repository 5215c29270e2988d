import { describe, expect, it } from 'vitest'
import { errorPercent, imbalance, reachedAt, type Books } from './judge.ts'

const plan = {
  madeAt: 1000,
  endsAt: 5000,
  curve: [
    { at: 1000, done: 100 },
    { at: 2000, done: 200 },
    { at: 4000, done: 200 },
    { at: 5000, done: 300 },
  ],
}
const books: Books = {
  ...{ audience: 10, waiting: 3, skipped: 1, taken: 6 },
  ...{ queued: 1, dispatching: 1, unknown: 1, accepted: 2, held: 0, failed: 1, sends: 6 },
}

describe('the judgement of a prediction', () => {
  it('reads off the curve when so many are done, the first moment if it stands still there', () => {
    expect([100, 150, 200, 250, 300, 301].map((done) => reachedAt(plan, done))).toEqual([
      ...[1000, 1500, 2000, 4500, 5000, null],
    ])
  })

  it('is the difference in percent of the time that it really took', () => {
    expect(errorPercent(plan, { at: 5000, done: 300 })).toBe(0)
    expect(errorPercent(plan, { at: 6000, done: 300 })).toBe(20)
    expect(errorPercent(plan, { at: 4200, done: 300 })).toBe(25)
    expect(errorPercent(plan, { at: 4200, done: 500 })).toBeNull()
  })
})

describe('the books', () => {
  it('balance when everybody is counted once, and each who was taken has one send', () => {
    expect(imbalance(books, 10)).toBeNull()
  })

  it('do not when somebody is missing, has two sends or has none', () => {
    for (const change of [{ waiting: 2 }, { audience: 9 }, { accepted: 1 }, { sends: 7 }, { sends: 5 }])
      expect(imbalance({ ...books, ...change }, 10)).toContain('of 10')
  })
})
