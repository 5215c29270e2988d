import { describe, expect, test } from 'vitest'
import { judge, thresholdOf, usualOf, type Counts } from './decide-signals.ts'

const counts = (some: Partial<Counts>): Counts => ({
  ...{ sent: 0, delivered: 0, read: 0, failed: 0, blocked: 0, optedOut: 0 },
  ...some,
})
const ofThousand = (failed: number): Counts => counts({ delivered: 1000 - failed, failed })
const NOTHING = counts({})
const USUAL = counts({ sent: 1000, delivered: 970, read: 700, failed: 30, blocked: 5, optedOut: 2 })

describe('a signal', () => {
  test('is not given of few messages, however bad they are', () => {
    expect(judge('failed_rate', counts({ failed: 49 }), USUAL)).toBe('unsure')
    expect(judge('failed_rate', counts({ failed: 50 }), USUAL)).toBe('loud')
    expect(judge('read_rate', counts({ delivered: 49 }), USUAL)).toBe('unsure')
  })

  test('is given far above the usual, and not for a bad day', () => {
    expect([30, 60, 99, 120, 300].map((failed) => judge('failed_rate', ofThousand(failed), USUAL))).toEqual([
      ...['quiet', 'quiet', 'unsure', 'loud', 'loud'],
    ])
  })

  test('of blocks counts who wanted no more, too', () => {
    const now = counts({ delivered: 190, blocked: 6, optedOut: 6 })
    expect(judge('blocked_rate', now, USUAL)).toBe('loud')
    expect(judge('blocked_rate', counts({ delivered: 198, blocked: 2 }), USUAL)).toBe('quiet')
  })

  test('of reading needs to know what is usual', () => {
    const unread = counts({ delivered: 400, read: 40 })
    expect(judge('read_rate', unread, NOTHING)).toBe('unsure')
    expect(judge('read_rate', unread, USUAL)).toBe('loud')
    expect(judge('read_rate', counts({ delivered: 400, read: 290 }), USUAL)).toBe('quiet')
  })

  test('knows nothing usual of fewer than 200', () => {
    expect(usualOf('failed_rate', counts({ delivered: 150, failed: 49 }))).toBeNull()
    expect(usualOf('failed_rate', counts({ delivered: 150, failed: 50 }))).toBe(0.25)
    expect(thresholdOf('failed_rate', null)).toBe(0.1)
    expect(thresholdOf('read_rate', null)).toBeNull()
  })

  test('must be rarer by chance the more are looked at side by side', () => {
    const few = counts({ delivered: 41, failed: 9 })
    expect([1, 10].map((among) => judge('failed_rate', few, USUAL, among))).toEqual(['loud', 'unsure'])
  })

  test('holds for large campaigns as well', () => {
    expect(judge('failed_rate', counts({ delivered: 80_000, failed: 20_000 }), USUAL)).toBe('loud')
    expect(judge('read_rate', counts({ delivered: 100_000, read: 10_000 }), USUAL)).toBe('loud')
  })
})
