import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveVariables, type Facts, type Variable } from './resolve-variables.ts'

const ASHA: Facts = {
  name: 'Asha Rao',
  phone: '919800000000',
  attributes: { city: 'Pune', points: 12, vip: true, birthday: '2026-05-03', note: 'a\n\tb', empty: ' ' },
  order: { id: 'KH-7', total: 899.5, items: [{ name: 'Sari', size: null }], paid: false },
  language: 'en',
}
const said = (variable: Variable, facts: Facts = ASHA): string | undefined =>
  resolveVariables({ x: variable }, facts).values['x']
const lack = (variable: Variable, facts: Facts = ASHA) => resolveVariables({ x: variable }, facts).missing[0]

describe('a word', () => {
  test('comes from the customer, their fields, the order, or as it was written', () => {
    expect(said({ from: 'contact', field: 'name' })).toBe('Asha Rao')
    expect(said({ from: 'contact', field: 'first_name' })).toBe('Asha')
    expect(said({ from: 'contact', field: 'phone' })).toBe('+919800000000')
    expect(said({ from: 'attribute', key: 'city' })).toBe('Pune')
    expect(said({ from: 'attribute', key: 'points' })).toBe('12')
    expect(said({ from: 'order', path: 'total' })).toBe('899.5')
    expect(said({ from: 'order', path: 'items.0.name' })).toBe('Sari')
    expect(said({ from: 'literal', value: 'Diwali' })).toBe('Diwali')
  })

  test('is one line, and a day is written as the template’s readers write it', () => {
    expect(said({ from: 'attribute', key: 'note' })).toBe('a b')
    expect(said({ from: 'attribute', key: 'birthday' })).toBe('3 May 2026')
    expect(said({ from: 'attribute', key: 'birthday' }, { ...ASHA, language: 'hi' })).toBe('3 मई 2026')
    expect(said({ from: 'literal', value: '2026-13-40' })).toBe('2026-13-40')
    expect(said({ from: 'attribute', key: 'birthday' }, { ...ASHA, language: '%%' })).toBe('2026-05-03')
  })

  test('that is not known is the fallback', () => {
    expect(said({ from: 'attribute', key: 'tier', fallback: 'our guest' })).toBe('our guest')
    expect(said({ from: 'attribute', key: 'empty', fallback: 'x' })).toBe('x')
    expect(
      said({ from: 'contact', field: 'first_name', fallback: 'friend' }, { ...ASHA, name: '@asha.wears' }),
    ).toBe('friend')
    expect(said({ from: 'order', path: 'id', fallback: 'your order' }, { ...ASHA, order: null })).toBe(
      'your order',
    )
  })

  test('that has no fallback either is named, with why', () => {
    expect(lack({ from: 'attribute', key: 'tier' })).toEqual({
      name: 'x',
      source: 'attribute.tier',
      why: 'empty',
    })
    expect(lack({ from: 'attribute', key: 'vip' })?.why).toBe('not_words')
    expect(lack({ from: 'order', path: 'items' })?.why).toBe('not_words')
    expect(lack({ from: 'order', path: 'items.0.size' })?.why).toBe('empty')
    expect(lack({ from: 'order', path: 'items.7.name' })?.why).toBe('empty')
    expect(lack({ from: 'order', path: 'id' }, { ...ASHA, order: null })?.why).toBe('no_order')
    expect(lack({ from: 'contact', field: 'name' }, { ...ASHA, name: '+91 98' })?.why).toBe('empty')
    expect(lack({ from: 'contact', field: 'phone', fallback: ' \n' }, { ...ASHA, phone: null })?.why).toBe(
      'empty',
    )
  })

  test('is never what every object has', () => {
    for (const key of ['constructor', '__proto__', 'toString', 'length'])
      expect([lack({ from: 'attribute', key })?.why, lack({ from: 'order', path: key })?.why]).toEqual([
        'empty',
        'empty',
      ])
  })

  test('of whatever path in whatever order is found or lacking, and nothing breaks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (json, path) => {
        const facts = { ...ASHA, order: { a: json } as Facts['order'] }
        const { values, missing } = resolveVariables({ x: { from: 'order', path: `a.${path}` } }, facts)
        expect(Object.keys(values).length + missing.length).toBe(1)
        expect(values['x'] ?? 'x').toMatch(/^\S(.*\S)?$/u)
      }),
    )
  })
})
