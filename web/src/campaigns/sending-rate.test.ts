import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barsOf, MINUTE_MS, rateNow, realCurve } from './sending-rate.ts'

const T = Date.UTC(2026, 10, 23, 9, 0)
const minute = (nth: number, sent: number) => ({ at: T + nth * MINUTE_MS, sent })

describe('the bars of the minutes', () => {
  test('a short silence is minutes of nothing, a long one is one gap', () => {
    expect(barsOf([minute(0, 5), minute(2, 7), minute(60, 9)])).toEqual([
      { kind: 'minute', ...minute(0, 5) },
      { kind: 'minute', ...minute(1, 0) },
      { kind: 'minute', ...minute(2, 7) },
      { kind: 'gap', from: T + 3 * MINUTE_MS, until: T + 60 * MINUTE_MS },
      { kind: 'minute', ...minute(60, 9) },
    ])
    expect(barsOf([])).toEqual([])
  })
})

describe('the present rate', () => {
  test('is that of the last whole minute, for the running one is not over', () => {
    const minutes = [minute(0, 100), minute(1, 3)]
    expect(rateNow({ minutes, at: T + 1.1 * MINUTE_MS })).toBe(100)
    expect(rateNow({ minutes, at: T + 2.5 * MINUTE_MS })).toBe(3)
    expect(rateNow({ minutes, at: T + 9 * MINUTE_MS })).toBeNull()
    expect(rateNow({ minutes: [minute(0, 4)], at: T + 0.5 * MINUTE_MS })).toBeNull()
  })
})

describe('how far it was', () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: 1, max: 300 }), sent: fc.integer({ min: 1, max: 9000 }) }),
    {
      maxLength: 60,
    },
  )
  test('never falls, never goes back in time, and ends where it is', () => {
    fc.assert(
      fc.property(
        steps,
        fc.nat(50_000),
        fc.nat(600_000),
        fc.option(fc.constant(T)),
        (list, more, laterMs, startedAt) => {
          let nth = 0
          const minutes = list.map(({ wait, sent }) => minute((nth += wait), sent))
          const done = minutes.reduce((sum, { sent }) => sum + sent, 0) + more
          const at = T + nth * MINUTE_MS + laterMs
          const curve = realCurve({ minutes, at }, done, startedAt)
          expect(curve.at(-1)).toEqual({ at, done })
          curve.reduce((before, point) => {
            expect(point.at).toBeGreaterThanOrEqual(before.at)
            expect(point.done).toBeGreaterThanOrEqual(before.done)
            return point
          })
        },
      ),
    )
  })

  test('stands still between minutes that are far apart', () => {
    const curve = realCurve({ minutes: [minute(0, 10), minute(60, 10)], at: T + 61 * MINUTE_MS }, 20, T)
    expect(curve).toContainEqual({ at: T + 60 * MINUTE_MS, done: 10 })
  })
})
