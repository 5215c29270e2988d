import { expect, test } from 'vitest'
import { aurocOf, figuresOf, mccOf } from './metrics.ts'

test('Matthews’ correlation is 1 for all right, 0 for always the same, and as by hand between', () => {
  expect(mccOf(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(1)
  expect(mccOf(['a', 'b', 'c'], ['a', 'a', 'a'])).toBe(0)
  // Of two classes it is (tp·tn − fp·fn) / √((tp+fp)(tp+fn)(tn+fp)(tn+fn)) = (2·1 − 1·1) / √(3·3·2·2).
  expect(mccOf(['a', 'a', 'a', 'b', 'b'], ['a', 'a', 'b', 'b', 'a'])).toBeCloseTo(1 / 6, 10)
})

test('the area counts pairs in the right order, and ties half', () => {
  expect(aurocOf([0.9, 0.8], [0.1, 0.2])).toBe(1)
  expect(aurocOf([0.5], [0.5])).toBe(0.5)
  expect(aurocOf([0.9, 0.1], [0.5, 0.1])).toBe(0.625)
})

const ranked = (confidence: number) => [
  { intent: 'a', confidence },
  { intent: 'b', confidence: 0.1 },
]

test('a message out of scope is right when nothing is confident enough', () => {
  const judged = [
    { expected: 'a', ranked: ranked(0.9) },
    { expected: null, ranked: ranked(0.2) },
    { expected: 'b', ranked: ranked(0.6) },
  ]
  expect(figuresOf(judged, 0.5)).toMatchObject({ inScopeTop1: 0.5, r3: 1, oosAuroc: 1 })
})
