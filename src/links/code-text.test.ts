import { expect, test } from 'vitest'
import { isCode, newCode, randomText, tagOf } from './code-text.ts'

test('a code is its tag and ten characters that are never taken for one another', () => {
  const code = newCode('aB')
  expect(code).toMatch(/^aB[2-9A-HJ-NP-Za-km-z]{10}$/u)
  expect(isCode(code)).toBe(true)
  expect(tagOf(code)).toBe('aB')
  expect(tagOf(newCode('aBc'))).toBe('aBc')
})

test.each([
  '',
  'aB',
  'favicon.ico',
  'a'.repeat(15),
  'aaaaaaaaaaa0',
  'aaaaaaaaaaaO',
  'aaaaaaaaaaa%',
  'aaaaaaaaaaaé',
])('%j is none', (text) => {
  expect(isCode(text)).toBe(false)
})

test('every character comes as often as every other', () => {
  const counts = new Map<string, number>()
  const length = 57_000
  for (const char of randomText(length)) counts.set(char, (counts.get(char) ?? 0) + 1)
  expect(counts.size).toBe(57)
  // Chi squared with 56 degrees of freedom: above 130 once in ten million runs.
  const squares = [...counts.values()].reduce(
    (sum, count) => sum + (count - length / 57) ** 2 / (length / 57),
    0,
  )
  expect(squares).toBeLessThan(130)
})
