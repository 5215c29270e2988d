import { describe, expect, test } from 'vitest'
import { instant } from '#platform/time.ts'
import { nextAttemptAt, retryAfterOf } from './retry-schedule.ts'

const NOW = instant(Date.parse('2026-11-22T12:00:00Z'))
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('a message that was not taken', () => {
  test('is tried ten times over three days, and then has failed', () => {
    const waits = Array.from({ length: 10 }, (_, nth) => {
      const at = nextAttemptAt(nth + 1, null, NOW, 0)
      return at === null ? null : at - NOW
    })
    expect(waits).toEqual([
      ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
      ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR, null],
    ])
  })

  test('waits up to a tenth longer, never shorter', () => {
    expect(nextAttemptAt(2, null, NOW, 1)).toBe(NOW + 5.5 * MINUTE)
  })

  test('waits as long as the receiver asks, if that is longer', () => {
    expect(nextAttemptAt(1, MINUTE, NOW, 0)).toBe(NOW + MINUTE)
    expect(nextAttemptAt(2, MINUTE, NOW, 0)).toBe(NOW + 5 * MINUTE)
  })
})

describe('Retry-After', () => {
  test.each([
    [429, '120', 120 * SECOND],
    [503, 'Sun, 22 Nov 2026 12:10:00 GMT', 10 * MINUTE],
    [503, 'Sun, 22 Nov 2026 11:00:00 GMT', 0],
    [429, '999999999', 24 * HOUR],
    [429, 'soon', null],
    [500, '120', null],
  ])('of a %d, %s, is %s ms', (status, header, ms) => {
    expect(retryAfterOf(status, header, NOW)).toBe(ms)
  })
})
