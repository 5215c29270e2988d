import { existsSync, readdirSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { routeOfChange, routesOf } from './routes.ts'

const routes = (text: string) => routesOf(Buffer.from(text))

describe('the numbers in a body', () => {
  test.each<[string, string, string[]]>([
    ['one', '{"metadata":{"phone_number_id":"1"}}', ['1']],
    [
      'the same again',
      '[{"phone_number_id":"1"},{"phone_number_id":"2"},{"phone_number_id":"1"}]',
      ['1', '2'],
    ],
    ['as a number', '{"phone_number_id":106540352242922}', ['106540352242922']],
    ['with space', '{"phone_number_id"\t: \r\n "1"}', ['1']],
    ['with an escape', String.raw`{"phone_number_id":"1\/2"}`, ['1/2']],
    ['none: the account', '{"object":"x","entry":[{"id":"W","changes":[]}]}', ['waba:W']],
    [
      'none: the account, named last',
      '{"entry":[{"changes":[{"value":{"id":"no","a":["]","}"]}}],"time":1,"id":"W"}]}',
      ['waba:W'],
    ],
    ['none: an account as a number', '{"entry": [ { "id" : 42 } ]}', ['waba:42']],
    ['none: only the first entry counts', '{"entry":[{"changes":[]},{"id":"W"}]}', ['']],
    ['null', '{"entry":[{"id":"W","x":{"phone_number_id":null}}]}', ['waba:W']],
    ['an empty one', '{"entry":[{"id":"W","x":{"phone_number_id":""}}]}', ['waba:W']],
    ['as a value', '{"entry":[{"id":"W","x":"phone_number_id"}]}', ['waba:W']],
    [
      'written by a customer',
      String.raw`{"phone_number_id":"1","body":"{\"phone_number_id\":\"666\"}"}`,
      ['1'],
    ],
    ['cut off', '{"phone_number_id":"12', ['12']],
    ['cut off before', '{"phone_number_id"', ['']],
    ['nothing', '', ['']],
    ['no JSON', '<html>', ['']],
  ])('%s', (_name, text, expected) => {
    expect(routes(text)).toEqual(expected)
  })

  test('a batch of 1,000 for one number is one route', () => {
    expect(routes(`[${'{"phone_number_id":"1"},'.repeat(1000)}]`)).toEqual(['1'])
  })
})

describe('the number of a change', () => {
  test.each<[string, object, string]>([
    ['metadata', { metadata: { phone_number_id: 'N' } }, 'N'],
    ['a number as a number', { metadata: { phone_number_id: 7 } }, '7'],
    ['a handover', { recipient: { phone_number_id: 'N' } }, 'N'],
    ['settings', { phone_number_settings: { phone_number_id: 'N' } }, 'N'],
    ['standby', { standby: { metadata: { phone_number_id: 'N' } } }, 'N'],
    ['no number', {}, 'waba:W'],
  ])('%s', (_name, value, route) => {
    expect(routeOfChange({ value } as never, { id: 'W' })).toBe(route)
  })

  test('of nothing', () => {
    expect(routeOfChange(null, null)).toBe('')
  })
})

const DIRECTORY = new URL('../../../shared/fixtures/', import.meta.url)
const names = existsSync(DIRECTORY)
  ? readdirSync(DIRECTORY).filter((name) => /^(?:syntax-)?webhook__/.test(name))
  : []

type Body = { entry: { id: string; changes: object[] }[] }

describe.skipIf(names.length === 0)('samples of the documentation', () => {
  test.each(names)('the bytes and the parsed change agree: %s', (name) => {
    const text = readFileSync(new URL(name, DIRECTORY), 'utf8')
    const { entry } = JSON.parse(text) as Body
    const parsed = entry.flatMap((one) =>
      one.changes.map((change) => routeOfChange(change as never, one as never)),
    )
    expect(routes(text)).toEqual([...new Set(parsed)])
  })
})
