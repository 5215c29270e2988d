import { describe, expect, test } from 'vitest'
import { instant } from '#platform/time.ts'
import { keyOfHeader, newKeyText } from './key-text.ts'
import { createRateLimits } from './rate-limits.ts'

describe('a key’s rate', () => {
  test('lets a minute’s worth through at once, then one as each falls due', () => {
    const ask = createRateLimits()
    const start = instant(1_000_000)
    const verdicts = Array.from({ length: 6 }, () => ask('key', 6, start))
    expect(verdicts.every(({ isAllowed }) => isAllowed)).toBe(true)
    expect(verdicts.map(({ remaining }) => remaining)).toEqual([5, 4, 3, 2, 1, 0])
    const refused = ask('key', 6, start)
    expect(refused).toMatchObject({ isAllowed: false, remaining: 0, retryAfterMs: 10_000, resetMs: 60_000 })
    expect(ask('key', 6, instant(start + 9_999)).isAllowed).toBe(false)
    expect(ask('key', 6, instant(start + 10_000)).isAllowed).toBe(true)
    expect(ask('key', 6, instant(start + 10_000)).isAllowed).toBe(false)
  })

  test('is full again after a minute, and never fuller', () => {
    const ask = createRateLimits()
    for (let nth = 0; nth < 3; nth += 1) ask('key', 3, instant(0))
    expect(ask('key', 3, instant(600_000)).remaining).toBe(2)
  })

  test('is each key’s own, and a clock that goes back takes nothing', () => {
    const ask = createRateLimits()
    expect(ask('a', 1, instant(5000)).isAllowed).toBe(true)
    expect(ask('a', 1, instant(5000)).isAllowed).toBe(false)
    expect(ask('b', 1, instant(5000)).isAllowed).toBe(true)
    expect(ask('c', 2, instant(5000)).remaining).toBe(1)
    expect(ask('c', 2, instant(1000)).isAllowed).toBe(true)
  })
})

describe('a key’s text', () => {
  test('is never twice the same, holds 256 random bits, and is found again in a header', () => {
    const keys = Array.from({ length: 200 }, newKeyText)
    expect(new Set(keys.map(({ text }) => text)).size).toBe(200)
    for (const { text, lookup, hash, prefix } of keys) {
      expect(text.startsWith(`${prefix}_`)).toBe(true)
      expect(Buffer.from(text.slice(prefix.length + 1), 'base64url')).toHaveLength(32)
      expect(keyOfHeader(`Bearer ${text}`)).toEqual({ lookup, hash })
      expect(keyOfHeader(`bearer ${text}`)).toEqual({ lookup, hash })
    }
  })

  test('in any other form is none', () => {
    const { text } = newKeyText()
    for (const header of [
      '',
      'Bearer',
      text,
      `Basic ${text}`,
      `Bearer ${text}x`,
      `Bearer  ${text}`,
      'Bearer hk_1_2',
    ])
      expect(keyOfHeader(header), header).toBeNull()
  })
})
