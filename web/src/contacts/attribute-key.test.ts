import { expect, it } from 'vitest'
import { keyOf } from './attribute-key.ts'

it.each([
  ['Date of birth', 'date_of_birth'],
  ['  Größe (EU) ', 'gro_e_eu'],
  ['2nd phone', 'nd_phone'],
  ['जन्मदिन', ''],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%j gives %j', (label, key) => {
  expect(keyOf(label)).toBe(key)
})
