import { afterEach, describe, expect, test, vi } from 'vitest'
import { newId } from './ids.ts'

const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u
const msOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

afterEach(() => {
  vi.useRealTimers()
})

describe('ids', () => {
  test('are UUIDs of version 7, 100,000 at once, none like another, each greater than the one before', () => {
    const startedAt = Date.now()
    const ids = Array.from({ length: 100_000 }, newId)
    expect(ids.filter((id) => !UUID_V7.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id, nth) => nth > 0 && id <= (ids[nth - 1] ?? ''))).toEqual([])
    expect(msOf(ids[0] ?? '')).toBeGreaterThanOrEqual(startedAt)
    // They borrow from the milliseconds to come, a few of them at most.
    expect(msOf(ids.at(-1) ?? '')).toBeLessThan(Date.now() + 100)
  })

  test('never go backwards, even when the clock does', () => {
    vi.useFakeTimers({ now: Date.now() + 10_000 })
    const before = newId()
    vi.setSystemTime(Date.now() - 60_000)
    const ids = [before, ...Array.from({ length: 10_000 }, newId)]
    expect(ids).toEqual(ids.toSorted())
  })

  test('of the next millisecond are greater than all of this one', () => {
    vi.useFakeTimers({ now: Date.now() + 20_000 })
    const first = newId()
    vi.advanceTimersByTime(1)
    expect(newId() > first).toBe(true)
  })
})
