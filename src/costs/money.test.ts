import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameAmount, microsOfNumber, microsText, parseMicros } from './money.ts'

describe('money', () => {
  test('is read from decimal text and written back as it was', () => {
    for (const text of ['0.8631', '0.115', '0.00', '2.4971', '999999999999.999999', '12.30'])
      expect(parseMicros(microsText(parseMicros(text) ?? -1n))).toBe(parseMicros(text))
    expect(microsText(863_100n)).toBe('0.8631')
    expect(microsText(1_500_000n)).toBe('1.50')
    expect(microsText(-125_000n)).toBe('-0.125')
  })

  test('is none if the text is none, is below zero or is finer than a millionth', () => {
    for (const text of ['', 'n/a', '-1', '1e3', '0.1234567', '1,5', 'Infinity', '.5'])
      expect(parseMicros(text)).toBeNull()
  })

  test('of a million messages misses no paisa, which floats would', () => {
    const price = parseMicros('0.1081') ?? 0n
    expect(microsText(price * 1_000_003n)).toBe('108100.3243')
    let float = 0
    for (let count = 0; count < 1_000_003; count += 1) float += 0.1081
    expect(float).not.toBe(108_100.3243)
  })

  test('that came as a float is the millionth that was meant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 13 }), (micros) => {
        expect(microsOfNumber(micros / 1_000_000)).toBe(BigInt(micros))
      }),
    )
  })

  test('is the same up to half a paisa', () => {
    expect(isSameAmount(1_000_000n, 1_004_999n)).toBe(true)
    expect(isSameAmount(1_000_000n, 1_005_000n)).toBe(false)
  })
})
