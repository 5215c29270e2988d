import { describe, expect, test } from 'vitest'
import { editsOf, nameBlockedUntil } from './edit-quota.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = 1_793_000_000_000

describe('edits of an approved template', () => {
  test('are possible at once when there were none', () => {
    expect(editsOf([], NOW)).toEqual({ usedIn30Days: 0, left: 10, nextAt: null })
  })

  test('wait for 24 hours after the last one, to the millisecond', () => {
    expect(editsOf([NOW - DAY + 1], NOW).nextAt).toBe(NOW + 1)
    expect(editsOf([NOW - DAY], NOW).nextAt).toBeNull()
  })

  test('are ten in 30 days: the next one waits until the tenth last is 30 days old', () => {
    const days = Array.from({ length: 10 }, (_, nth) => NOW - (nth + 2) * DAY)
    expect(editsOf(days, NOW)).toEqual({ usedIn30Days: 10, left: 0, nextAt: NOW + 19 * DAY })
    expect(editsOf([...days.slice(0, 9), NOW - 30 * DAY], NOW)).toEqual({
      ...{ usedIn30Days: 9, left: 1, nextAt: null },
    })
  })
})

describe('the name of a deleted template', () => {
  const deleted = { at: NOW - DAY, to: 'DELETED' }
  test.for<[string, string[], boolean]>([
    ['approved', ['APPROVED', 'PENDING'], true],
    ['paused', ['PAUSED', 'APPROVED'], true],
    ['approved and on its way out', ['PENDING_DELETION', 'APPROVED'], true],
    ['rejected', ['REJECTED', 'PENDING'], false],
    ['approved and archived', ['ARCHIVED', 'APPROVED'], true],
    ['rejected and archived again', ['ARCHIVED', 'UNARCHIVED', 'ARCHIVED', 'REJECTED'], false],
    ['in review', ['PENDING'], false],
  ])('that was %s is blocked for 30 days: %s', ([, before, isBlocked]) => {
    const words = [deleted, ...before.map((to, nth) => ({ at: NOW - (nth + 2) * DAY, to }))]
    expect(nameBlockedUntil(words, NOW)).toBe(isBlocked ? NOW + 29 * DAY : null)
    expect(nameBlockedUntil(words, NOW + 29 * DAY)).toBeNull()
  })

  test('is free when there never was one', () => {
    expect(nameBlockedUntil([], NOW)).toBeNull()
    expect(nameBlockedUntil([{ at: NOW, to: 'APPROVED' }], NOW)).toBeNull()
  })
})
