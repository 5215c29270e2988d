import { describe, expect, test } from 'vitest'
import { addressLines } from './address-answer.ts'
import { readableText } from './message-content.ts'

const HOME = {
  in_pin_code: '560001',
  house_number: '12',
  floor_number: '3',
  tower_number: 'B',
  building_name: 'Prestige Heights',
  address: 'MG Road',
  landmark_area: 'Opposite the park',
  city: 'Bengaluru',
  name: 'Asha Rao',
  phone_number: '+919880000001',
  state: 'Karnataka',
}
const answer = (response_json: string | null, more: Readonly<Record<string, string>> = {}) => ({
  interactive: { type: 'nfm_reply', nfm_reply: { name: 'address_message', response_json, ...more } },
})
const LINES = [
  'Asha Rao',
  '+919880000001',
  '12, Floor 3, Tower B, Prestige Heights',
  'MG Road',
  'Opposite the park',
  'Bengaluru 560001, Karnataka',
]

describe('an address that a customer filled in', () => {
  test('is lines, whether its fields stand in `values` or not', () => {
    expect(addressLines(JSON.stringify({ values: HOME }))).toEqual(LINES)
    expect(addressLines(JSON.stringify({ saved_address_id: 'a', ...HOME }))).toEqual(LINES)
    const words = { floor: (n: string) => `मंज़िल ${n}`, tower: (n: string) => `टावर ${n}` }
    expect(addressLines(JSON.stringify({ values: HOME }), words)[2]).toBe(
      '12, मंज़िल 3, टावर B, Prestige Heights',
    )
  })

  test('leaves out what was left out', () => {
    expect(addressLines('{"values":{"in_pin_code":560001,"city":""}}')).toEqual(['560001'])
    expect(addressLines('{"values":{"city":"Pune","state":"Maharashtra"}}')).toEqual(['Pune, Maharashtra'])
  })

  test.each([
    [undefined],
    [null],
    [7],
    [{}],
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['"x"'],
    ['{"values":null}'],
    ['{"values":[1]}'],
    ['{"values":{"name":{"a":1},"city":[1]}}'],
    ['{"__proto__":{"name":"x"}}'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`],
    [`{"name":"${'x'.repeat(20_000)}"}`],
  ])('of nonsense there is none: %s', (json) => {
    expect(addressLines(json)).toEqual([])
  })

  test('holds nothing that PostgreSQL refuses, and no line breaks of its own', () => {
    const json = String.raw`{"name":"A\u0000B\ud800","address":"a\r\nb\u001b[31m"}`
    expect(addressLines(json)).toEqual(['A B\uFFFD', 'a b [31m'])
    expect(addressLines(JSON.stringify({ name: 'x'.repeat(9000) }))).toEqual(['x'.repeat(500)])
  })
})

describe('the text of the message', () => {
  test('is the address', () => {
    expect(readableText('interactive', answer(JSON.stringify({ values: HOME }), { body: 'x' }))).toBe(
      LINES.join(', '),
    )
  })
  test('is what Meta wrote if there is no address, and of a form always', () => {
    expect(readableText('interactive', answer('{', { body: 'Sent' }))).toBe('Sent')
    expect(readableText('interactive', answer(JSON.stringify(HOME), { body: 'Sent', name: 'flow' }))).toBe(
      'Sent',
    )
    expect(readableText('interactive', answer(null))).toBeNull()
  })
})
