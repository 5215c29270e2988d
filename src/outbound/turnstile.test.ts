import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { after, instant, type Instant } from '#platform/time.ts'
import { Turnstile } from './turnstile.ts'

const START = instant(Date.UTC(2026, 10, 23))

const clock = (): Instant => instant(Date.now())

/** Lets one through every so many milliseconds. */
function gateOf(everyMs: number) {
  let nextAt: Instant = START
  return {
    pass: (now: Instant): boolean => {
      if (now < nextAt) return false
      nextAt = after(now, everyMs)
      return true
    },
    passAt: (): Instant => nextAt,
  }
}

describe('what was claimed', () => {
  beforeEach(() => vi.useFakeTimers({ now: START }))
  afterEach(() => vi.useRealTimers())

  test('passes in the order in which it came, each when it may', async () => {
    const turnstile = new Turnstile(gateOf(10), clock)
    const passed: string[] = []
    for (const one of ['a', 'b', 'c'])
      void turnstile.pass(false).then(() => passed.push(`${one} ${clock() - START}`))
    await vi.advanceTimersByTimeAsync(100)
    expect(passed).toEqual(['a 0', 'b 10', 'c 20'])
  })

  test('lets what is urgent go first, however much stands there', async () => {
    const turnstile = new Turnstile(gateOf(10), clock)
    const passed: string[] = []
    for (const one of ['a', 'b', 'c']) void turnstile.pass(false).then(() => passed.push(one))
    await vi.advanceTimersByTimeAsync(5)
    void turnstile.pass(true).then(() => passed.push('reply'))
    await vi.advanceTimersByTimeAsync(100)
    expect(passed).toEqual(['a', 'reply', 'b', 'c'])
  })

  test('that comes later finds the way free', async () => {
    const turnstile = new Turnstile(gateOf(10), clock)
    await turnstile.pass(false)
    await vi.advanceTimersByTimeAsync(50)
    let hasPassed = false
    void turnstile.pass(false).then(() => (hasPassed = true))
    await vi.advanceTimersByTimeAsync(0)
    expect(hasPassed).toBe(true)
  })
})
