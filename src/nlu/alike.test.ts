import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areAlike, distanceOf, foldedWords, holdsAlike } from './alike.ts'

describe('phrases that are alike', () => {
  test.each([
    ['price list', 'prise list'],
    ['kitne ka hai', 'कितने का है'],
    ['cataloge', 'catalogue'],
  ])('%s is %s', (one, other) => {
    expect(areAlike(foldedWords(one), foldedWords(other))).toBe(true)
  })

  test.each([
    ['bill', 'pill'],
    ['price', 'prize list'],
    ['no', 'on'],
    ['', 'a'],
  ])('%s is not %s', (one, other) => {
    expect(areAlike(foldedWords(one), foldedWords(other))).toBe(false)
  })

  test('are found in a row among other words, and nothing is found everywhere', () => {
    const text = foldedWords('bhai mujhe prise list bhejo')
    expect(holdsAlike(text, foldedWords('price list'))).toBe(true)
    expect(holdsAlike(text, foldedWords('list price'))).toBe(false)
    expect(holdsAlike(text, [])).toBe(false)
  })
})

test('the distance is the same both ways, and none only between equals', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(distanceOf(one, other, 8)).toBe(distanceOf(other, one, 8))
      expect(distanceOf(one, other, 8) === 0).toBe(one === other)
    }),
  )
  expect(distanceOf('order', 'ordre', 2)).toBe(1)
  expect(distanceOf('kitten', 'sitting', 5)).toBe(3)
})
