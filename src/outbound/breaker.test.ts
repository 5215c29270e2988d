import { describe, expect, test } from 'vitest'
import { after, instant } from '#platform/time.ts'
import { Breaker } from './breaker.ts'

const NOW = instant(Date.UTC(2026, 10, 23))

function opened(): Breaker {
  const breaker = new Breaker()
  for (let nth = 0; nth < 5; nth += 1) breaker.fail(NOW)
  return breaker
}

describe('a number for which Meta fails', () => {
  test('goes on after a few failures, and stops after five in a row', () => {
    const breaker = new Breaker()
    for (let nth = 0; nth < 4; nth += 1) breaker.fail(NOW)
    expect(breaker.room(NOW)).toBe(Infinity)
    breaker.succeed()
    for (let nth = 0; nth < 4; nth += 1) breaker.fail(NOW)
    expect(breaker.room(NOW)).toBe(Infinity)
    breaker.fail(NOW)
    expect(breaker.room(NOW)).toBe(0)
    expect(breaker.nextAt(NOW)).toBe(after(NOW, 2000))
  })

  test('is asked with one message at a time, later after each failure, and is free after the first success', () => {
    const breaker = opened()
    let now = NOW
    for (const waitMs of [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      expect(breaker.room(after(now, waitMs - 1))).toBe(0)
      now = after(now, waitMs)
      expect(breaker.room(now)).toBe(1)
      breaker.begin()
      expect(breaker.room(now)).toBe(0)
      breaker.fail(now)
    }
    now = breaker.nextAt(now)
    breaker.begin()
    breaker.succeed()
    expect(breaker.room(now)).toBe(Infinity)
    expect(breaker.isOpen).toBe(false)
  })

  test('is not stopped for longer by calls that were under way when it was', () => {
    const breaker = opened()
    for (let nth = 0; nth < 60; nth += 1) breaker.fail(after(NOW, 10))
    expect(breaker.nextAt(NOW)).toBe(after(NOW, 2000))
  })
})

test('a number that Meta holds is asked with one message when the time is over', () => {
  const breaker = new Breaker()
  breaker.hold(after(NOW, 60_000))
  breaker.hold(after(NOW, 30_000)) // a shorter hold does not end a longer one
  expect(breaker.room(after(NOW, 59_999))).toBe(0)
  expect(breaker.room(after(NOW, 60_000))).toBe(1)
  breaker.begin()
  breaker.hold(after(NOW, 120_000))
  expect(breaker.room(after(NOW, 119_999))).toBe(0)
  expect(breaker.room(after(NOW, 120_000))).toBe(1)
})

test('a probe that did not leave is none', () => {
  const breaker = opened()
  const later = after(NOW, 2000)
  breaker.begin()
  breaker.giveBack()
  expect(breaker.room(later)).toBe(1)
})
