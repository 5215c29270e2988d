import { describe, expect, test } from 'vitest'
import { FeatureSpace } from './feature-space.ts'
import { IN_SCOPE_FROM, IntentModel } from './intent-model.ts'
import { minimise } from './minimise.ts'

const PHRASES = [
  [
    'order_status',
    'where is my order',
    'has my parcel been shipped',
    'track my order',
    'order kahan hai mera',
  ],
  ['product_price', 'how much does it cost', 'price please', 'what is the rate', 'kitne ka hai'],
  ['opening_hours', 'when do you open', 'are you open on sunday', 'shop timings', 'dukan kab khulti hai'],
].flatMap(([intent = '', ...texts]) => texts.map((text) => ({ intent, text })))

describe('an intent model', () => {
  const model = IntentModel.train(PHRASES)

  test.each([
    ['whre is my ordr', 'order_status'],
    ['What are your TIMINGS?', 'opening_hours'],
    ['ऑर्डर कहाँ है', 'order_status'],
    ['kya rate hai iska', 'product_price'],
  ])('knows that “%s” is about %s', (text, intent) => {
    expect(model.classify(text)[0]?.intent).toBe(intent)
  })

  test.each(['', '👍', 'qwertz', 'rain again today'])('is not confident about “%s”', (text) => {
    expect(model.classify(text)[0]?.confidence).toBeLessThan(IN_SCOPE_FROM)
  })

  test('is the same when it is trained again', () => {
    const again = IntentModel.train(PHRASES)
    expect(again.classify('order please')).toEqual(model.classify('order please'))
  })

  test('is refused for fewer than two intents', () => {
    expect(() => IntentModel.train([{ intent: 'a', text: 'b' }])).toThrow(RangeError)
  })
})

test('what nobody has seen takes part of a vector’s length', () => {
  const space = FeatureSpace.of([
    ['red', 'shirt'],
    ['blue', 'jeans'],
  ])
  const lengthOf = (words: string[]): number => Math.hypot(...space.vectorOf(words).values)
  expect(lengthOf(['red', 'shirt'])).toBeCloseTo(1, 5)
  expect(lengthOf(['red', 'zebra'])).toBeLessThan(0.9)
  expect(lengthOf(['xyz'])).toBe(0)
})

const bowl = (at: Float64Array, gradient: Float64Array): number => {
  const goals = [3, -2, 100]
  return goals.reduce((sum, goal, i) => {
    gradient[i] = 2 * (i + 1) * ((at[i] ?? 0) - goal)
    return sum + (i + 1) * ((at[i] ?? 0) - goal) ** 2
  }, 0)
}

test('the least value of a convex function is found', () => {
  const found = minimise(bowl, new Float64Array(3), { iterationsMax: 50, tolerance: 1e-12 })
  expect(found[0]).toBeCloseTo(3, 3)
  expect(found[1]).toBeCloseTo(-2, 3)
  expect(found[2]).toBeCloseTo(100, 3)
})
