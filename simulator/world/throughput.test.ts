import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countInbound, takeFromSecond, type Second } from '#simulator/world/throughput.ts'
import type { Clock } from '#simulator/world/clock.ts'

const NUMBER = '1'

/** A place whose time, and whose last stop, is set by hand. */
function placeAt(start = 1_000_000): {
  readonly time: { now: number; heldUpMs: number }
  readonly place: Parameters<typeof takeFromSecond>[0]
} {
  const time = { now: start, heldUpMs: 0 }
  const clock = { now: () => time.now, heldUpMs: () => time.heldUpMs } as Clock
  return { time, place: { clock, world: { seconds: new Map<string, Second>() } } }
}
const most = (moments: readonly number[]): number =>
  Math.max(0, ...moments.map((from) => moments.filter((at) => at >= from && at < from + 1000).length))

describe('throughput', () => {
  it('lets no window of one second have more than the rate, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        (rate, gaps) => {
          const { time, place } = placeAt()
          const taken = gaps.flatMap((gap) => {
            time.now += gap
            return takeFromSecond(place, NUMBER, rate) ? [time.now] : []
          })
          expect(most(taken)).toBeLessThanOrEqual(rate)
        },
      ),
    )
  })

  it('refuses nothing that could be let through', () => {
    const { time, place } = placeAt()
    for (let index = 0; index < 80; index++) expect(takeFromSecond(place, NUMBER, 80)).toBe(true)
    expect(takeFromSecond(place, NUMBER, 80)).toBe(false)
    time.now += 999
    expect(takeFromSecond(place, NUMBER, 80)).toBe(false)
    time.now += 1
    for (let index = 0; index < 80; index++) expect(takeFromSecond(place, NUMBER, 80)).toBe(true)
  })

  it('counts what comes in, and never refuses that', () => {
    const { place } = placeAt()
    for (let index = 0; index < 30; index++) countInbound(place, NUMBER)
    const taken = Array.from({ length: 20 }, () => takeFromSecond(place, NUMBER, 20))
    expect(taken).not.toContain(true)
    expect(takeFromSecond(place, '2', 20)).toBe(true)
  })

  it('does not hold a stop of its own against a caller who keeps the rate', () => {
    const { time, place } = placeAt()
    const refused: number[] = []
    const call = (): void => void (takeFromSecond(place, NUMBER, 1000) || refused.push(time.now))
    for (let second = 0; second < 3; second++) {
      for (let ms = 0; ms < 1000; ms++) {
        time.now++
        if (ms >= 500 && ms < 560) continue
        // What came within the sixty milliseconds is heard at once.
        if (ms === 560) {
          time.heldUpMs = 60
          for (let late = 0; late < 60; late++) call()
          time.heldUpMs = 0
        }
        call()
      }
    }
    expect(refused).toEqual([])
  })

  it('lets nobody through by a stop who has used up the second', () => {
    const { time, place } = placeAt()
    for (let index = 0; index < 50; index++) takeFromSecond(place, NUMBER, 50)
    time.now += 100
    time.heldUpMs = 90
    expect(takeFromSecond(place, NUMBER, 50)).toBe(false)
  })
})
