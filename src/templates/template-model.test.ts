import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTemplate, writeTemplate, type JsonObject } from './template-model.ts'

const FIXTURES = '../shared/fixtures'
const names = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => /^(syntax-)?template-(create|object)__/u.test(name))
  : []

/** The same for two that mean the same: keys in order, enumerations in upper case, PHP's arrays as arrays. */
function canonical(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => canonical(one))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length > 0 && entries.every(([name], place) => name === String(place)))
      return entries.map(([, one]) => canonical(one))
    return Object.fromEntries(
      entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, canonical(one, name)]),
    )
  }
  return typeof value === 'string' && (key === 'type' || key === 'format') ? value.toUpperCase() : value
}
const json = (value: unknown): string => JSON.stringify(canonical(value))

describe('a template', () => {
  test.skipIf(names.length === 0).for(names)(
    'of Meta’s own examples means the same when it comes back: %s',
    (name) => {
      const given = JSON.parse(readFileSync(`${FIXTURES}/${name}`, 'utf8')) as JsonObject
      expect(json(writeTemplate(readTemplate(given)))).toBe(json(given))
    },
  )

  test('is typed as far as we know it, and carries along what we do not', () => {
    const given: JsonObject = {
      ...{ name: 'order_ready', language: 'en', category: 'UTILITY', message_send_ttl_seconds: '60', new: 1 },
      components: [
        { type: 'header', format: 'image', example: { header_handle: ['4::x'] } },
        { type: 'BODY', text: 'Hello {{1}}, done.', example: { body_text: [['Asha']] }, bold: true },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'url', text: 'Track', url: 'https://a.example/{{1}}', example: ['https://a.example/1'] },
            { type: 'QUICK_REPLY', text: 4 },
            { type: 'HOLOGRAM', beam: 'up' },
          ],
        },
      ],
    }
    const read = readTemplate(given)
    expect(read).toMatchObject({ category: 'UTILITY', ttlSeconds: null, more: { new: 1 } })
    expect(read.components[0]).toMatchObject({
      type: 'HEADER',
      format: 'IMAGE',
      samples: { headerHandle: ['4::x'] },
    })
    expect(read.components[2]).toMatchObject({
      buttons: [
        { type: 'URL', url: 'https://a.example/{{1}}' },
        { type: 'QUICK_REPLY', text: null, more: { text: 4 } },
        { type: 'OTHER', json: { type: 'HOLOGRAM', beam: 'up' } },
      ],
    })
    expect(json(writeTemplate(read))).toBe(json(given))
  })

  test('loses nothing, whatever somebody sends as one', () => {
    const part = fc.record(
      {
        type: fc.constantFrom('HEADER', 'body', 'BUTTONS', 'carousel', 'LIMITED_TIME_OFFER', 'x'),
        ...{ text: fc.jsonValue(), format: fc.jsonValue(), example: fc.jsonValue() },
        ...{ buttons: fc.jsonValue(), cards: fc.jsonValue(), limited_time_offer: fc.jsonValue() },
      },
      { requiredKeys: [] },
    )
    const template = fc.record(
      {
        name: fc.jsonValue(),
        category: fc.jsonValue(),
        components: fc.oneof(fc.jsonValue(), fc.array(part)),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(template, (given) => {
        const plain = JSON.parse(JSON.stringify(given)) as JsonObject
        expect(json(writeTemplate(readTemplate(plain)))).toBe(json(plain))
      }),
    )
  })
})
