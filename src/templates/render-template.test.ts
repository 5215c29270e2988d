import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#whatsapp/facts.ts'
import { parametersOf, renderTemplate, type Rendered } from './render-template.ts'

const body = (text: string): JsonObject => ({ type: 'BODY', text })
const template = (...components: JsonObject[]) => ({ name: 'order_update', language: 'en', components })

function rendered(components: JsonObject[], values: Record<string, string>): Rendered {
  const result = renderTemplate(template(...components), values)
  if (!result.ok) throw new Error(`missing ${result.missing.join(', ')}`)
  return result.rendered
}

describe('what goes to Meta', () => {
  test('has positional parameters in the order of their numbers, each once, and without a name', () => {
    const { template: object } = rendered([body('{{2}} and {{1}} and {{2}}')], { '1': 'one', '2': 'two' })
    expect(object).toEqual({
      name: 'order_update',
      language: { code: 'en' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        },
      ],
    })
  })

  test('has ten parameters in the order of numbers, not of letters', () => {
    const text = Array.from({ length: 10 }, (_, nth) => `{{${nth + 1}}}`).join(' ')
    const values = Object.fromEntries(
      Array.from({ length: 10 }, (_, nth) => [String(nth + 1), `v${nth + 1}`]),
    )
    const { template: object, body: shown } = rendered([body(text)], values)
    const components = object['components'] as { parameters: { text: string }[] }[]
    expect(components[0]?.parameters.map((parameter) => parameter.text)).toEqual(Object.values(values))
    expect(shown).toBe(Object.values(values).join(' '))
  })

  test('has named parameters with their names', () => {
    const { template: object } = rendered([body('Hello {{first_name}}, {{item}} is here')], {
      first_name: 'Asha',
      item: 'a sari',
    })
    expect(object['components']).toEqual([
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'first_name', text: 'Asha' },
          { type: 'text', parameter_name: 'item', text: 'a sari' },
        ],
      },
    ])
  })

  test('tells the header’s {{1}} from the body’s, and each URL button from the others', () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
      body('Hello {{1}}'),
      { type: 'FOOTER', text: 'Kurta House' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thanks' },
          { type: 'URL', text: 'Track', url: 'https://shop.example/t/{{1}}' },
          { type: 'URL', text: 'Shop', url: 'https://shop.example/' },
        ],
      },
    ]
    expect(parametersOf(components)).toEqual(['header_1', '1', 'button_1'])
    const result = rendered(components, { header_1: 'KH-7', '1': 'Asha', button_1: 'abc' })
    expect(result.template['components']).toEqual([
      { type: 'header', parameters: [{ type: 'text', text: 'KH-7' }] },
      { type: 'body', parameters: [{ type: 'text', text: 'Asha' }] },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'abc' }] },
    ])
    expect(result).toMatchObject({ header: 'Order KH-7', body: 'Hello Asha', footer: 'Kurta House' })
    expect(result.buttons.map(({ text }) => text)).toEqual(['Thanks', 'Track', 'Shop'])
  })

  test('of a template without places has no components at all', () => {
    expect(rendered([body('Hello')], { '1': 'unused' }).template).toEqual({
      name: 'order_update',
      language: { code: 'en' },
    })
  })
})

describe('values', () => {
  test('lose their line breaks and wide gaps, for Meta and in what the inbox shows alike', () => {
    const { template: object, body: shown } = rendered([body('[{{1}}]')], { '1': 'a \r\n\t b      c  d' })
    expect(shown).toBe('[a b   c  d]')
    expect(JSON.stringify(object)).toContain('"a b   c  d"')
  })

  test('of a megabyte of spaces take no time', () => {
    const startedAt = performance.now()
    rendered([body('[{{1}}]')], { '1': `${' '.repeat(1_000_000)}x` })
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  test('that are missing or blank are named, all of them, and nothing is rendered', () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: '{{1}}' },
      body('{{1}} {{2}} {{name}}'),
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://a.example/{{1}}' }] },
    ]
    const result = renderTemplate(template(...components), { '1': ' \n ', name: 'x' })
    expect(result).toEqual({ ok: false, missing: ['header_1', '1', '2', 'button_0'] })
  })

  test('are never taken from what every object has', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty']
    const result = renderTemplate(template(body(names.map((name) => `{{${name}}}`).join(' '))), {})
    expect(result).toEqual({ ok: false, missing: names })
  })

  test('that look like places stay as they are', () => {
    const { body: shown } = rendered([body('{{1}} {{2}}')], { '1': '{{2}}', '2': '{{1}} $& $1' })
    expect(shown).toBe('{{2}} {{1}} $& $1')
  })

  const word = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => /\S/u.test(text) && !/[{}]/u.test(text))
  test('given for all places leave none open, and each is where its place was', () => {
    const text = fc.array(fc.oneof(word, fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(text, fc.infiniteStream(word), (pieces, words) => {
        const pattern = pieces
          .map((piece) => (typeof piece === 'number' ? `{{ ${piece} }}` : piece))
          .join('|')
        const names = parametersOf([body(pattern)])
        const values = Object.fromEntries(names.map((name) => [name, words.next().value ?? 'x']))
        const { body: shown } = rendered([body(pattern)], values)
        expect(shown).not.toMatch(/\{\{\s*\w+\s*\}\}/u)
        for (const value of Object.values(values))
          expect(shown.replaceAll(/\s+/gu, ' ')).toContain(value.replaceAll(/\s+/gu, ' '))
      }),
    )
  })
})
