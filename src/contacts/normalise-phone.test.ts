import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePhone } from './normalise-phone.ts'

const phoneOf = (text: string): string | null => {
  const read = normalisePhone(text, 'IN')
  return 'phone' in read ? read.phone : null
}
const refusalOf = (text: string): string | null => {
  const read = normalisePhone(text, 'IN')
  return 'because' in read ? read.because : null
}

describe('a phone number of a file', () => {
  test('of India is one number however it is written', () => {
    for (const text of [
      ...['9876543210', '+919876543210', '+91 98765 43210', '91-98765-43210', '0091 98765 43210'],
      ...['09876543210', '098765-43210', '+91 (0) 98765 43210', '(+91) 9876543210', "'9876543210"],
      ...[
        '९८७६५४३२१०',
        '+९१ ९८७६५ ४३२१०',
        '௯௮௭௬௫௪௩௨௧௦',
        '９８７６５４３２１０',
        '\u202A+91 98765 43210\u202C',
      ],
      ...['9876543210.0', 'Mob: 98765 43210', '\u00A098765\u00A043210 ', '9198765‑43210'],
    ])
      expect(phoneOf(text), text).toBe('919876543210')
  })

  test('of another country says so, with + or 00', () => {
    expect(phoneOf('+971 50 123 4567')).toBe('971501234567')
    expect(phoneOf('00 44 20 7946 0958')).toBe('442079460958')
    expect(phoneOf('+1 (415) 555-2671')).toBe('14155552671')
    expect(normalisePhone('9876543210', 'none')).toEqual({ because: 'phone_impossible' })
  })

  test('that can be none is refused with the reason', () => {
    for (const text of ['', '  ', '-', '\uFEFF']) expect(refusalOf(text), text).toBe('phone_missing')
    for (const text of ['9.19876E+11', '9,19877e11', '9.87654E9'])
      expect(refusalOf(text), text).toBe('phone_rounded')
    for (const text of [
      ...['12345', '1234567890', '98765 4321', '98765432101', 'call me', '+91 12345', '+0 123456789'],
      ...['98765 43210 / 98765 43211', '9876543210 ext 4', '+1234567890123456', '=1+1'],
    ])
      expect(refusalOf(text), text).toBe('phone_impossible')
  })

  test('is digits only, is read again as itself, and nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9 ()-]{0,20}$/u)),
        (text) => {
          const phone = phoneOf(text)
          if (phone === null) return
          expect(phone).toMatch(/^[1-9]\d{6,14}$/u)
          expect(phoneOf(`+${phone}`)).toBe(phone)
        },
      ),
    )
  })
})
