import { describe, expect, test } from 'vitest'
import { check, countMisordered, median, percentile } from '#bench/check.ts'
import type { Effect, Evidence } from '#bench/check.ts'

/** Six deliveries of two conversations, posted and answered ten milliseconds apart, with the effects given. */
function evidence(effects: readonly Effect[], more: Partial<Evidence> = {}): Evidence {
  return {
    posted: Float64Array.of(1000, 1010, 1020, 1030, 1040, 1050),
    answered: Float64Array.of(1005, 1015, 1025, 1035, 1045, 1055),
    conversationOf: Uint16Array.of(0, 0, 0, 1, 1, 1),
    isStatus: new Uint8Array(6),
    effects,
    measuredFrom: 1000,
    loadEndedAt: 1060,
    ...more,
  }
}

const inOrder: readonly Effect[] = [0, 1, 2, 3, 4, 5].map((index) => ({ index, atMs: 1100 + index }))

describe('lost', () => {
  test('nothing is lost, doubled or out of order when every message had one effect in order', () => {
    const verdict = check(evidence(inOrder))
    expect(verdict).toMatchObject({
      accepted: 6,
      effects: 6,
      lost: 0,
      doubled: 0,
      misordered: 0,
      unexpected: 0,
    })
  })

  test('a message that was answered with 200 and has no effect is lost', () => {
    expect(check(evidence(inOrder.slice(1))).lost).toBe(1)
  })

  test('a message that was never answered is not lost, and its effect is no surprise', () => {
    const answered = Float64Array.of(Number.NaN, 1015, 1025, 1035, 1045, 1055)
    expect(check(evidence(inOrder.slice(1), { answered }))).toMatchObject({ accepted: 5, lost: 0 })
    expect(check(evidence(inOrder, { answered }))).toMatchObject({ effects: 6, lost: 0, unexpected: 0 })
  })

  test('a status needs no effect, but counts as a delivery that was accepted', () => {
    const isStatus = Uint8Array.of(1, 0, 0, 0, 0, 0)
    const verdict = check(evidence(inOrder.slice(1), { isStatus }))
    expect(verdict).toMatchObject({ accepted: 5, lost: 0, acceptedPerSecond: 100 })
  })

  test('an effect of a message that nobody posted is unexpected', () => {
    expect(check(evidence([...inOrder, { index: -1, atMs: 1200 }])).unexpected).toBe(1)
  })
})

describe('doubled', () => {
  test('a message with three effects is one doubled message', () => {
    const verdict = check(evidence([...inOrder, { index: 2, atMs: 1200 }, { index: 2, atMs: 1300 }]))
    expect(verdict).toMatchObject({ effects: 6, doubled: 1, misordered: 0 })
  })
})

describe('out of order', () => {
  const conversationOf = Uint16Array.of(0, 0, 0, 1, 1, 1)
  const misordered = (...indexes: readonly number[]): number =>
    countMisordered(
      indexes.map((index) => ({ index, atMs: 0 })),
      conversationOf,
    )

  test('conversations may overtake each other', () => {
    expect(misordered(3, 0, 4, 1, 5, 2)).toBe(0)
  })

  test('each message that comes after a later one of its conversation counts', () => {
    expect(misordered(1, 0, 2)).toBe(1)
    expect(misordered(2, 0, 1)).toBe(2)
    expect(misordered(2, 1, 0, 5, 4, 3)).toBe(4)
  })

  test('a repeated effect is doubled, not out of order', () => {
    expect(misordered(0, 1, 0, 2)).toBe(0)
  })

  test('a missing message puts nothing out of order', () => {
    expect(misordered(0, 2)).toBe(0)
  })
})

describe('speeds', () => {
  test('effects per second reach to the last effect, so that a backlog counts', () => {
    const late = inOrder.map((effect) => ({ ...effect, atMs: 1500 + effect.index * 100 }))
    const verdict = check(evidence(late))
    expect(verdict.effectsPerSecond).toBe(6)
    expect(verdict.effectsPerSecondUnderLoad).toBe(0)
    expect(verdict.acceptedPerSecond).toBe(100)
  })

  test('a repeated effect is not counted as work done', () => {
    const doubled = [...inOrder, { index: 5, atMs: 1500 }]
    expect(check(evidence(doubled)).effectsPerSecond).toBe(12)
  })

  test('posts of the warm-up count neither for the answers nor for the lag', () => {
    const verdict = check(evidence(inOrder, { measuredFrom: 1035 }))
    expect(verdict.lagP99Ms).toBe(64)
    expect(verdict.answerP99Ms).toBe(5)
    expect(verdict.acceptedPerSecond).toBe(120)
  })

  test('the lag runs from the post to the first effect', () => {
    const verdict = check(evidence([...inOrder, { index: 5, atMs: 9000 }]))
    expect(verdict.lagP50Ms).toBe(73)
    expect(verdict.lagP99Ms).toBe(100)
  })
})

describe('percentile and median', () => {
  test('percentile is the nearest rank, not an interpolation', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n)
    expect(percentile(hundred, 50)).toBe(50)
    expect(percentile(hundred, 99)).toBe(99)
    expect(percentile([7], 99)).toBe(7)
    expect(percentile([1, 2], 99)).toBe(2)
  })

  test('of nothing there is no percentile', () => {
    expect(percentile([], 99)).toBeNaN()
  })

  test('the median of an even number is the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNaN()
  })
})
