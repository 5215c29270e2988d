import { expect, test } from 'vitest'
import { decodeModel, encodeModel } from './intent-artifact.ts'
import { IntentModel } from './intent-model.ts'

const model = IntentModel.train([
  { intent: 'a', text: 'where is my order' },
  { intent: 'a', text: 'ऑर्डर कहाँ है' },
  { intent: 'b', text: 'how much is it' },
])

test('a model that was kept says what it said before', () => {
  const again = decodeModel(encodeModel(model))
  for (const text of ['where is it', 'kahan hai', 'much', ''])
    expect(again.classify(text)).toEqual(model.classify(text))
})

test('bytes of something else, of another format, or cut off are refused', () => {
  const bytes = encodeModel(model)
  expect(() => decodeModel(new Uint8Array(5))).toThrow('not the bytes')
  expect(() => decodeModel(bytes.with(4, 99))).toThrow('format 99')
  expect(() => decodeModel(bytes.subarray(0, bytes.length - 8))).toThrow('too soon')
})
