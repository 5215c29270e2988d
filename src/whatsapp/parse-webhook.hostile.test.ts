/** Whatever arrives: nothing is thrown, neighbours go through, and everything can be stored. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { instant } from '#platform/time.ts'

import type { Fact } from './facts.ts'

import { parseWebhook } from './parse-webhook.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))
const text = (id: string, body: unknown = id) => ({
  from: '1',
  id,
  timestamp: NOW / 1000,
  type: 'text',
  text: { body },
})
const bodyOf = (messages: unknown) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      { id: 'W', changes: [{ field: 'messages', value: { metadata: { phone_number_id: 'N' }, messages } }] },
    ],
  })
const badCodes = (facts: readonly Fact[]) => facts.flatMap((fact) => (fact.kind === 'bad' ? [fact.code] : []))
const wamids = (facts: readonly Fact[]) =>
  facts.flatMap((fact) => (fact.kind === 'message' ? [fact.wamid] : []))

describe('bodies that are none', () => {
  test.each([
    ['', 'not_json'],
    ['<html>', 'not_json'],
    ['{"object":"whatsapp_business_account","entry":[{', 'not_json'],
    ['null', 'not_whatsapp'],
    ['[]', 'not_whatsapp'],
    ['{"object":"page","entry":[]}', 'not_whatsapp'],
    ['{"object":"whatsapp_business_account"}', 'no_entries'],
    ['{"object":"whatsapp_business_account","entry":[]}', 'no_entries'],
    ['{"object":"whatsapp_business_account","entry":[7]}', 'malformed_entry'],
    ['{"object":"whatsapp_business_account","entry":[{"id":"1","messaging":[]}]}', 'malformed_entry'],
    ['{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[null]}]}', 'malformed_item'],
  ])('%s is %s', (body, code) => {
    expect(badCodes(parseWebhook(body, NOW))).toEqual([code])
  })

  test('a byte order mark is no harm', () => {
    expect(wamids(parseWebhook(`\uFEFF${bodyOf([text('a')])}`, NOW))).toEqual(['a'])
  })
})

describe('one bad item', () => {
  const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown
  test.each<[string, unknown, string]>([
    ['no object', 7, 'malformed_item'],
    ['null', null, 'malformed_item'],
    ['empty', {}, 'no_id'],
    ['without id', { from: '1', type: 'text' }, 'no_id'],
    ['with an id that no index could hold', text('x'.repeat(3000)), 'no_id'],
    ['from nobody', { id: 'a', type: 'text' }, 'no_sender'],
    ['nested without end', { ...text('a'), deep }, 'too_deep'],
  ])('%s does not stop its neighbours', (_name, item, code) => {
    const facts = parseWebhook(bodyOf([text('before'), item, text('after')]), NOW)
    expect(wamids(facts)).toEqual(['before', 'after'])
    expect(facts.find((fact) => fact.kind === 'bad')).toMatchObject({
      code,
      pointer: '/entry/0/changes/0/value/messages/1',
    })
  })

  test('a list that is none', () => {
    expect(badCodes(parseWebhook(bodyOf({ 0: text('a') }), NOW))).toEqual(['malformed_item'])
  })

  test('999 of 1,000 go through', () => {
    const items = Array.from({ length: 1000 }, (_, i) => (i === 500 ? { id: { $gt: '' } } : text(`m${i}`)))
    expect(wamids(parseWebhook(bodyOf(items), NOW))).toHaveLength(999)
  })

  test('a body nested a million levels deep is survived', () => {
    const depth = 1_000_000
    const open = '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"x","value":'
    for (const inside of ['1', String.raw`"\u0000"`, '12345678901234567890']) {
      const facts = parseWebhook(`${open}${'['.repeat(depth)}${inside}${']'.repeat(depth)}}]}]}`, NOW)
      expect(facts).toHaveLength(1)
    }
  })

  test('a message to no number of ours is bad, not lost', () => {
    const body = bodyOf([text('a')]).replace('phone_number_id', 'phone_number')
    expect(badCodes(parseWebhook(body, NOW))).toEqual(['no_phone_number_id'])
  })
})

describe('text that PostgreSQL would refuse', () => {
  test.each<[string, string, string]>([
    ['NUL', String.raw`a\u0000b`, 'a\uFFFDb'],
    ['half a pair, the first', String.raw`a\ud83db`, 'a\uFFFDb'],
    ['half a pair, the second', String.raw`a\ude4fb`, 'a\uFFFDb'],
    ['half a pair, upper case', String.raw`\uD83D\uD83D\uDE4F`, '\uFFFD🙏'],
    ['half a pair behind a backslash', String.raw`\\ud83d\ude4f`, '\\ud83d\uFFFD'],
    ['a whole pair', String.raw`\ud83d\ude4f`, '🙏'],
    ['what only looks like NUL', String.raw`\\u0000`, String.raw`\u0000`],
  ])('%s', (_name, escaped, expected) => {
    const body = bodyOf([text('a', 'BODY')]).replaceAll('"BODY"', `"${escaped}"`)
    const [fact] = parseWebhook(body, NOW)
    expect(fact).toMatchObject({ kind: 'message', text: expected, content: { text: { body: expected } } })
  })

  test('in keys, and in a half that was never escaped', () => {
    const body = bodyOf([{ ...text('a'), extra: { 'k\u0000': 'v\ud800' } }])
    const [fact] = parseWebhook(body.replace(String.raw`\ud800`, '\ud800'), NOW)
    expect(fact).toMatchObject({ content: { extra: { 'k\uFFFD': 'v\uFFFD' } } })
  })

  test('a key "__proto__" changes no prototype', () => {
    const body = bodyOf([text('a')]).replace('"type"', '"__proto__":{"x":1},"type"')
    const [fact] = parseWebhook(body, NOW)
    expect(fact?.kind === 'message' && Object.getPrototypeOf(fact.content)).toBe(Object.prototype)
  })
})

/** Everything a fact says can be printed, printed again the same, and stored. */
function expectStorable(facts: readonly Fact[]): void {
  expect(badCodes(facts)).not.toContain('parser_failed')
  const printed = JSON.stringify(facts)
  expect(printed.isWellFormed()).toBe(true)
  expect(/(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F])/.test(printed)).toBe(false)
  const moments = facts.flatMap((fact) => ('at' in fact && fact.at !== null ? [fact.at] : []))
  expect(moments.every(Number.isSafeInteger)).toBe(true)
}

const DIRECTORY = new URL('../../../shared/fixtures/', import.meta.url)
const names = existsSync(DIRECTORY)
  ? readdirSync(DIRECTORY).filter((name) => /^(?:syntax-)?webhook__.*\.json$/.test(name))
  : []
const fixture = (name: string) => readFileSync(new URL(name, DIRECTORY), 'utf8')

describe.skipIf(names.length === 0)('samples of the documentation', () => {
  /** The only ones with a bad item, and why. */
  const BAD: Record<string, readonly string[]> = {
    // a syntax block: `messages:[{}]` stands for "as above" beside a payment's status
    'webhook__messages-notype-with-value-errors__1.json': ['no_id'],
    // the sample misspells the key: "messsage_id"
    'webhook__messages-reaction__2.json': ['no_target'],
  }

  test.each(names)('%s', (name) => {
    const facts = parseWebhook(fixture(name), NOW)
    expect(facts.length).toBeGreaterThan(0)
    expect(badCodes(facts)).toEqual(BAD[name] ?? [])
    expectStorable(facts)
  })

  test('with anything in the place of anything, nothing is thrown and nothing vanishes', () => {
    const bodies = names.map((name) => JSON.parse(fixture(name)) as unknown)
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat(), anything(), (body, place, value) => {
        const facts = parseWebhook(JSON.stringify(withReplaced(body, place, value)), NOW)
        expect(facts.length).toBeGreaterThan(0)
        expectStorable(facts)
      }),
      { numRuns: 1000 },
    )
  })

  test('with bytes changed, cut or doubled, nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.string(),
        (name, place, cut, put) => {
          const body = fixture(name)
          const at = place % body.length
          const facts = parseWebhook(body.slice(0, at) + put + body.slice(at + cut), NOW)
          expect(facts.length).toBeGreaterThan(0)
          expectStorable(facts)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('any JSON', () => {
  test('as a body, a change, a value, an item', () => {
    fc.assert(
      fc.property(
        anything(),
        fc.constantFrom('messages', 'history', 'standby', 'calls', 'smb_app_state_sync', 'x'),
        (json, field) => {
          const shapes = [
            json,
            { entry: [{ changes: [json] }] },
            { entry: [{ changes: [{ field, value: json }] }] },
            {
              entry: [
                {
                  changes: [
                    {
                      field,
                      value: {
                        metadata: { phone_number_id: 1 },
                        messages: [json],
                        statuses: [json],
                        history: [json],
                        state_sync: [json],
                        contacts: [json],
                      },
                    },
                  ],
                },
              ],
            },
          ]
          for (const shape of shapes) {
            const facts = parseWebhook(JSON.stringify(shape), NOW)
            expect(facts.length).toBeGreaterThan(0)
            expectStorable(facts)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

function anything(): fc.Arbitrary<unknown> {
  const key = fc.constantFrom(
    'id',
    'from',
    'type',
    'text',
    'body',
    'timestamp',
    'wa_id',
    'user_id',
    '__proto__',
    'constructor',
    'toString',
  )
  return fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }).map((s) => `${s}\u0000\ud800`),
    fc.constantFrom(null, true, 0, -1, Infinity, 2 ** 60, '', '9'.repeat(400), [], {}, [[]]),
    fc.dictionary(key, fc.jsonValue()),
  )
}

/** The body with the value at one of its places replaced. */
function withReplaced(body: unknown, place: number, value: unknown): unknown {
  const copy = structuredClone({ body })
  const places: [Record<string, unknown>, string][] = []
  const walk = (at: Record<string, unknown>): void => {
    for (const key of Object.keys(at)) {
      places.push([at, key])
      const inside = at[key]
      if (typeof inside === 'object' && inside !== null) walk(inside as Record<string, unknown>)
    }
  }
  walk(copy)
  const [at, key] = places[place % places.length]!
  at[key] = value
  return copy.body
}
