import { existsSync, readdirSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import type { JsonObject } from './facts.ts'

import { type FateKind, GRAPH_ERRORS, explain, fateOf, graphErrorOf } from './graph-errors.ts'

const error = (code: number, more: object = {}) => graphErrorOf({ code, message: 'm', ...more })!

/** How reliability depends on them; a code moves from one line to another only on purpose. */
const FATES: Record<FateKind, readonly number[]> = {
  retry_number: [130429, 131057, 2494055, 2494100],
  retry_pair: [131056],
  retry_backoff: [1, 2, 131000, 131016, 133004, 131208, 134102, 139102, 139103],
  retry_template: [134101],
  retry_waba: [4, 17, 32, 613, 80007, 80008],
  hold_template: [131048, 131063, 131064, 132000, 132001, 132012, 132015, 132016, 132068, 132069, 141002],
  hold_waba: [
    0, 3, 10, 33, 102, 104, 190, 200, 205, 219, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010,
  ],
  final: [
    100, 506, 803, 130403, 130472, 130497, 130501, 131008, 131009, 131020, 131021, 131026, 131030, 131035,
    131036, 131041, 131044, 131047, 131049, 131050, 131051, 131052, 131053, 131055, 131059, 131062, 131201,
    131202, 131204, 131207, 131209, 131210, 131211, 131212, 131213, 131214, 131215, 132005, 132007, 132008,
    132018, 133000, 133005, 133006, 133008, 133009, 133015, 133016, 134011, 134100, 134103, 135000, 136024,
    137000, 138000, 138001, 138002, 138003, 138004, 138005, 138006, 138007, 138009, 138012, 138013, 138014,
    138015, 138017, 138018, 138019, 138020, 138021, 138022, 138023, 139000, 139001, 139002, 139003, 139004,
    139006, 139100, 139101, 139200, 147001, 147002, 147003, 147004, 147005, 200005, 200006, 200007, 1752041,
    2046, 2047, 2064, 2065, 2066, 2067, 2068, 2069, 2070, 2388001, 2388012, 2388091, 2388093, 2388103,
    2388019, 2388023, 2388024, 2388039, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2388318,
    2388330, 2494164, 2494165, 2494166, 2494167, 2494168, 2494176, 2494177, 2494179, 2494191, 2593079,
    2593085, 2593107, 2593108, 2593109,
  ],
}
const ALL = Object.entries(FATES).flatMap(([fate, codes]) =>
  codes.map((code) => [code, fate as FateKind] as const),
)

describe('every code that Meta documents', () => {
  test.each(ALL)('%i is %s', (code, fate) => {
    expect(fateOf(error(code))).toMatchObject({ fate, isKnown: true })
  })

  test('and no other is in the table', () => {
    const listed = new Set(ALL.map(([code]) => code))
    expect(Object.keys(GRAPH_ERRORS).filter((code) => !listed.has(Number(code)))).toEqual([])
  })

  test.each(ALL)('%i is explained in words that a shop owner understands', (code) => {
    const { title, nextStep, metaCode, code: ours } = explain(code)
    expect(ours).toBe(`whatsapp.${code}`)
    expect(metaCode).toBe(code)
    for (const words of [title, nextStep]) {
      expect(words).toMatch(/^[A-Z].{8,}$/)
      expect(words).not.toMatch(
        /\b(?:WABA|OAuth|token|payload|parameter|HTTP|BSUID|endpoint|null|undefined|Graph)\b/i,
      )
    }
    expect(nextStep).toMatch(/\.$/)
    expect(title).not.toMatch(/\.$/)
  })
})

const marked = (mark: 'optOut' | 'suppressTemporarily' | 'stopsNumber') =>
  ALL.map(([code]) => code).filter((code) => fateOf(error(code))[mark])

describe('what follows from a code', () => {
  test('131050 is an opt-out, 131049 a pause, 131048 stops the number, and nothing else is', () => {
    expect(marked('optOut')).toEqual([131050])
    expect(marked('suppressTemporarily')).toEqual([131049])
    expect(marked('stopsNumber')).toEqual([131048, 131064])
  })

  test.each([
    ['refused', { httpStatus: 400 }, {}, 'final'],
    ['from a webhook', {}, {}, 'final'],
    ["by Meta's failing server", { httpStatus: 500 }, {}, 'retry_backoff'],
    ['as too much', { httpStatus: 429 }, {}, 'retry_backoff'],
    ['as passing', { httpStatus: 400 }, { is_transient: true }, 'retry_backoff'],
  ] as const)('an unknown code %s', (_name, answer, more, fate) => {
    const unknown = graphErrorOf({ code: 999_999, message: 'm', ...more }, answer)!
    expect(fateOf(unknown)).toMatchObject({ fate, isKnown: false })
  })

  test('a known code keeps its fate whatever the HTTP status', () => {
    expect(fateOf(graphErrorOf({ code: 131047 }, { httpStatus: 500 })!).fate).toBe('final')
    expect(fateOf(graphErrorOf({ code: 130429 }, { httpStatus: 429 })!).fate).toBe('retry_number')
  })

  test('the subcode tells what the general code does not', () => {
    expect(explain(100, null, 2388299).title).toBe(explain(2388299).title)
    expect(fateOf(error(190, { error_subcode: 463 })).fate).toBe('hold_waba')
    expect(fateOf(error(100, { error_subcode: 33 })).fate).toBe('hold_waba') // the number is not ours any more
    expect(fateOf(error(100, { error_subcode: 4 })).fate).toBe('final') // not "too many requests"
    expect(fateOf(error(999_999, { error_subcode: 4 })).isKnown).toBe(false)
  })

  test("Meta's own words are shown where they name the culprit, and for codes that are new", () => {
    expect(explain(131009, 'Parameter  value\nis not valid').nextStep).toContain(
      '“Parameter value is not valid”',
    )
    expect(explain(131047, 'whatever').nextStep).not.toContain('whatever')
    expect(explain(999_999, 'new thing')).toMatchObject({
      code: 'whatsapp.999999',
      metaCode: 999_999,
      side: 'meta',
    })
    expect(explain(999_999, 'x'.repeat(5000)).nextStep.length).toBeLessThan(500)
  })
})

describe('reading errors', () => {
  test('of an answer', () => {
    const json = {
      message: '(#131056) x',
      code: 131056,
      error_data: { details: 'd' },
      error_subcode: 1,
      fbtrace_id: 't',
      is_transient: true,
    }
    expect(graphErrorOf(json, { httpStatus: 400, retryAfterMs: 6000 })).toEqual({
      code: 131056,
      subcode: 1,
      message: '(#131056) x',
      details: 'd',
      httpStatus: 400,
      isTransient: true,
      retryAfterMs: 6000,
      traceId: 't',
    })
  })

  test('of a status', () => {
    expect(
      graphErrorOf({ code: 131049, title: 'Not delivered', error_data: { details: 'd' } }),
    ).toMatchObject({
      code: 131049,
      message: 'Not delivered',
      details: 'd',
      httpStatus: null,
    })
  })

  test('of something else', () => {
    expect(graphErrorOf(null)).toBeNull()
    expect(graphErrorOf({})).toBeNull()
    expect(graphErrorOf({ code: '<Exception Code>' })?.code).toBe(-1)
    expect(graphErrorOf({ code: '131047' })?.code).toBe(131047)
  })
})

const DIRECTORY = new URL('../../../shared/fixtures/', import.meta.url)
const names = existsSync(DIRECTORY) ? readdirSync(DIRECTORY).filter((name) => name.startsWith('error__')) : []

describe.skipIf(names.length === 0)('samples of the documentation', () => {
  /** Not Meta's codes: HTTP statuses and placeholders in the samples, and a payment provider's word. */
  const UNKNOWN = new Set([400, 403, -1])

  test.each(names)('%s', (name) => {
    const text = readFileSync(new URL(encodeURIComponent(name), DIRECTORY), 'utf8')
    const { error: json } = JSON.parse(text) as { error: JsonObject }
    const read = graphErrorOf(json, { httpStatus: 400 })!
    expect(fateOf(read).isKnown).toBe(!UNKNOWN.has(read.code))
    expect(explain(read.code, read.details, read.subcode).title).not.toBe('')
  })
})
