import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, instant } from '#platform/time.ts'
import {
  expectedOf,
  findSilence,
  isWithoutStatuses,
  moveOf,
  poissonAtMost,
  type Traffic,
} from './decide-silence.ts'

const NOW = instant(Date.parse('2026-11-22T12:00:00Z'))
const MINUTE_MS = 60_000
const ago = (minutes: number) => after(NOW, -minutes * MINUTE_MS)
const window = (seen: number, usual: readonly number[]): Traffic => ({ hours: 1, seen, usual })

describe('messages that Meta took without a word since', () => {
  test.each([
    [3, 10, true],
    [3, 9.9, false],
    [1, 30, true],
    [2, 29.9, false],
    [0, 600, false],
  ])('%d of them, the oldest %d minutes ago: an alarm is %s', (count, minutes, isAlarm) => {
    expect(isWithoutStatuses({ count, oldestAt: ago(minutes) }, NOW)).toBe(isAlarm)
  })

  test('none at all is no alarm', () => {
    expect(isWithoutStatuses(null, NOW)).toBe(false)
  })
})

describe('traffic', () => {
  test('of nothing where fifty are usual is silence', () => {
    expect(findSilence([window(0, [50, 48, 61, 55])])?.seen).toBe(0)
  })

  test('says nothing about a number with little of it, or that has not been here for four weeks', () => {
    expect(findSilence([window(0, [5, 6, 4, 7])])).toBeNull()
    expect(findSilence([window(0, [50, 50, 50])])).toBeNull()
    expect(findSilence([])).toBeNull()
  })

  test('of a slow day is no silence, and a holiday among the weeks keeps it quiet', () => {
    expect(findSilence([window(60, [200, 210, 190, 220])])).toBeNull()
    expect(findSilence([window(0, [50, 3, 61, 55])])).toBeNull()
  })

  test('is looked at in the longer windows where the short ones hold too little', () => {
    const traffic = [window(0, [3, 3, 3, 3]), { hours: 8, seen: 0, usual: [24, 25, 24, 30] }]
    expect(findSilence(traffic)?.hours).toBe(8)
  })

  test('is never silence where as much came as is expected, and more never makes it silent', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.array(fc.nat(2000), { minLength: 4, maxLength: 4 }),
        fc.nat(500),
        (seen, usual, more) => {
          const one = window(seen, usual)
          const isSilent = findSilence([one]) !== null
          expect(isSilent && seen >= expectedOf(one) && seen > 0).toBe(false)
          expect(!isSilent && findSilence([window(seen + more, usual)]) !== null).toBe(false)
        },
      ),
    )
  })

  test('of the usual kind rings nearly never', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (expected) => {
        // All outcomes that would ring, together, are as unlikely as promised.
        let ringing = -1
        for (let seen = 0; seen <= expected; seen += 1)
          if (findSilence([window(seen, [expected, expected, expected, expected])]) !== null) ringing = seen
        expect(ringing < 0 || poissonAtMost(ringing, expected) < 1e-5).toBe(true)
      }),
    )
  })
})

describe('an alarm', () => {
  test('opens on silence, stays while nothing is heard, and closes when something is', () => {
    expect(moveOf(false, true, false)).toBe('open')
    expect(moveOf(false, false, true)).toBe('keep')
    expect(moveOf(true, true, false)).toBe('keep')
    expect(moveOf(true, false, false)).toBe('keep') // the night came: nothing is expected, and nothing was heard
    expect(moveOf(true, true, true)).toBe('keep')
    expect(moveOf(true, false, true)).toBe('close')
  })
})
