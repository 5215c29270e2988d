import { describe, expect, test } from 'vitest'
import { contentHash, handlesOf, isListedAs, mapHandles } from './template-content.ts'

const BODY = { type: 'BODY', text: 'Hello {{1}}', example: { body_text: [['Asha']] } }
const HEADER = (handle: string) => ({ type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } })

describe('the content of a template', () => {
  test('is the same in any case of types, with any samples, and in any order of keys', () => {
    const one = contentHash([HEADER('4::aW'), BODY])
    const other = [
      { example: { header_handle: ['https://x.whatsapp.net/1?oh=2'] }, format: 'IMAGE', type: 'header' },
      { text: 'Hello {{1}}', type: 'body' },
    ]
    expect(contentHash(other)).toBe(one)
    expect(contentHash([BODY, HEADER('4::aW')])).not.toBe(one)
    expect(contentHash([HEADER('4::aW'), { ...BODY, text: 'Hello {{1}}!' }])).not.toBe(one)
  })

  test('is listed as written with fields that Meta adds, and ids as numbers', () => {
    const written = [
      BODY,
      { type: 'BUTTONS', buttons: [{ type: 'flow', text: 'Go', flow_id: '12', flow_action: 'navigate' }] },
    ]
    const listed = [
      { ...BODY, add_security_recommendation: true },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'FLOW', text: 'Go', flow_id: 12, flow_action: 'NAVIGATE', icon: 'REVIEW' }],
      },
    ]
    expect(isListedAs(written, listed)).toBe(true)
    expect(isListedAs(listed, written)).toBe(false)
    expect(isListedAs(written, listed.slice(0, 1))).toBe(false)
    expect(isListedAs(written, [...listed, { type: 'FOOTER', text: 'Bye' }])).toBe(false)
    expect(isListedAs([{ ...BODY, text: 'other' }], [BODY])).toBe(false)
    expect(isListedAs([{ ...BODY, text: 'HELLO {{1}}' }], [BODY])).toBe(false)
  })
})

test('files are found and renamed in headers, also of cards, and nowhere else', () => {
  const card = { components: [HEADER('b'), { ...BODY, text: 'header_handle' }] }
  const definition = { name: 'x', components: [HEADER('a'), { type: 'CAROUSEL', cards: [card] }] }
  expect(handlesOf(definition)).toEqual(['a', 'b'])
  const mapped = mapHandles(definition, (handle) => handle.toUpperCase())
  expect(handlesOf(mapped)).toEqual(['A', 'B'])
  expect(JSON.parse(JSON.stringify(mapped).replace('["A"]', '["a"]').replace('["B"]', '["b"]'))).toEqual(
    definition,
  )
})
