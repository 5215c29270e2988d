import { expect, test } from 'vitest'
import { after, instant, MINUTE_MS } from '#platform/time.ts'
import { limitGuesses } from './limit-guesses.ts'

const NOW = instant(1_793_000_000_000)

test('whoever asked a hundred times for what is not there waits until ten minutes are over, and nobody else does', () => {
  const limit = limitGuesses()
  for (let nth = 0; nth < 99; nth += 1) limit.miss('1.2.3.4', NOW)
  expect(limit.waitMs('1.2.3.4', NOW)).toBe(0)
  limit.miss('1.2.3.4', after(NOW, MINUTE_MS))
  expect(limit.waitMs('1.2.3.4', after(NOW, MINUTE_MS))).toBe(9 * MINUTE_MS)
  expect(limit.waitMs('1.2.3.5', NOW)).toBe(0)
  expect(limit.waitMs('1.2.3.4', after(NOW, 10 * MINUTE_MS))).toBe(0)
  limit.miss('1.2.3.4', after(NOW, 11 * MINUTE_MS))
  expect(limit.waitMs('1.2.3.4', after(NOW, 11 * MINUTE_MS))).toBe(0)
})

test('all addresses of one IPv6 network are one client', () => {
  const limit = limitGuesses()
  for (let nth = 0; nth < 100; nth += 1) limit.miss(`2001:db8:0:7::${nth.toString(16)}`, NOW)
  expect(limit.waitMs('2001:db8:0:7:ffff:ffff:ffff:ffff', NOW)).toBeGreaterThan(0)
  expect(limit.waitMs('2001:db8:0:8::1', NOW)).toBe(0)
})
