import { describe, expect, test } from 'vitest'
import { instant } from '#platform/time.ts'
import { fateOf, GRAPH_ERRORS, type GraphError } from '#whatsapp/graph-errors.ts'
import { decideOutcome, type Answer, type Decision } from './decide-outcome.ts'

const NOW = instant(Date.UTC(2026, 10, 22))
const MINUTE_MS = 60_000
const send = { id: 'a-send', kind: 'message', attempts: 0 }

const error = (code: number, more: Partial<GraphError> = {}): GraphError => ({
  code,
  subcode: null,
  message: 'no',
  details: null,
  httpStatus: 400,
  isTransient: false,
  retryAfterMs: null,
  traceId: null,
  ...more,
})
const refused = (code: number, more?: Partial<GraphError>): Answer => ({
  outcome: 'refused',
  error: error(code, more),
})

/** What was written down, without the send's id. */
function said({ outcome }: Decision): { state: string; inMs: number; error: unknown } {
  if (outcome.took === 'accepted')
    return { state: outcome.isHeld ? 'held' : 'accepted', inMs: 0, error: null }
  return { state: outcome.state, inMs: outcome.dueAt - NOW, error: outcome.error }
}
const decide = (answer: Answer, more: Partial<typeof send> = {}): ReturnType<typeof said> =>
  said(decideOutcome({ ...send, ...more }, answer, NOW))

const accepted = (messageStatus: 'accepted' | 'held_for_quality_assessment' | 'paused' | null): Answer => ({
  outcome: 'accepted',
  wamid: 'wamid.1',
  messageStatus,
  waId: null,
  userId: null,
})

describe('taken by Meta', () => {
  test('is accepted, with Meta’s id', () => {
    expect(decideOutcome(send, accepted(null), NOW).outcome).toEqual({
      send: 'a-send',
      took: 'accepted',
      wamid: 'wamid.1',
      isHeld: false,
    })
    expect(decide(accepted('accepted')).state).toBe('accepted')
  })

  test.each(['held_for_quality_assessment', 'paused'] as const)('but %s is a state of its own', (status) => {
    expect(decide(accepted(status)).state).toBe('held')
  })
})

describe('no readable answer', () => {
  const unknown: Answer = { outcome: 'unknown', reason: 'egress.no_answer' }

  test.each(['message', 'reaction'])(
    'to a %s is unknown, and never queued, however often it was tried',
    (kind) => {
      for (const attempts of [0, 1, 7, 100]) expect(decide(unknown, { kind, attempts }).state).toBe('unknown')
    },
  )

  test('to a read mark ends it: nobody waits for one, and nobody is told', () => {
    expect(decide(unknown, { kind: 'read' }).state).toBe('failed')
  })
})

describe('nothing was written to the wire', () => {
  const notSent: Answer = { outcome: 'not_sent', reason: 'egress.unreachable' }

  test('so it is queued again, soon at first and once a minute in the end, for as long as it takes', () => {
    for (const attempts of [0, 1, 5, 50, 10_000]) {
      const { state, inMs, error: why } = decide(notSent, { attempts })
      expect(state).toBe('queued')
      expect(inMs).toBeGreaterThanOrEqual(Math.min(MINUTE_MS, 1000 * 2 ** attempts))
      expect(inMs).toBeLessThanOrEqual(MINUTE_MS * 1.25)
      expect(why).toEqual({ harkara: 'outbound.unreachable' })
    }
  })

  test('a read mark as well', () => {
    expect(decide(notSent, { kind: 'read' }).state).toBe('queued')
  })
})

test('what cannot be said at all fails with our own reason', () => {
  expect(decide({ outcome: 'impossible', reason: 'outbound.no_address' })).toEqual({
    state: 'failed',
    inMs: 0,
    error: { harkara: 'outbound.no_address' },
  })
})

const isAgain = (code: number): boolean => /^(retry_|hold_waba)/u.test(fateOf(error(code)).fate)

const isForAll = (code: number): boolean =>
  ['hold_waba', 'retry_waba'].includes(fateOf(error(code)).fate) || [131057, 2494100].includes(code)

describe('refused by Meta', () => {
  const codes = Object.keys(GRAPH_ERRORS).map(Number)

  test('is never unknown, and keeps Meta’s words, whatever the code', () => {
    for (const code of [...codes, 200, 299, 999_999]) {
      const { state, error: kept } = decide(refused(code))
      expect(['queued', 'failed']).toContain(state)
      expect(kept).toMatchObject({ code, message: 'no' })
    }
  })

  test('is tried again exactly where the table says so', () => {
    expect(codes.filter((code) => (decide(refused(code)).state === 'queued') !== isAgain(code))).toEqual([])
    expect(codes.filter(isAgain).length).toBeGreaterThan(10)
    expect(codes.filter((code) => !isAgain(code)).length).toBeGreaterThan(20)
  })

  test.each([131026, 131047, 131049, 131050, 131051, 130472, 132015, 132016, 132001])(
    '%i is final at the first try',
    (code) => {
      expect(decide(refused(code)).state).toBe('failed')
    },
  )

  test('with an unknown code is final, unless Meta’s own server failed', () => {
    expect(decide(refused(999_999)).state).toBe('failed')
    expect(decide(refused(999_999, { httpStatus: 503 })).state).toBe('queued')
  })

  test('130429 slows the number down and comes again in about a second', () => {
    const decision = decideOutcome(send, refused(130429), NOW)
    expect(decision.isThrottled).toBe(true)
    expect(said(decision).inMs).toBeGreaterThanOrEqual(1000)
    expect(said(decision).inMs).toBeLessThanOrEqual(1250)
  })

  test('nothing but 130429 and its kin slows the number down', () => {
    const slowing = codes.filter((code) => decideOutcome(send, refused(code), NOW).isThrottled)
    expect(slowing).toEqual([130429, 2494055])
  })

  test('what would be said to every message of the number holds the number, and nothing else does', () => {
    const holding = codes.filter((code) => decideOutcome(send, refused(code), NOW).numberHeldUntil !== null)
    expect(holding).toEqual(codes.filter(isForAll))
    const { outcome, numberHeldUntil } = decideOutcome(send, refused(190), NOW)
    expect(numberHeldUntil).toBe(NOW + MINUTE_MS)
    expect(outcome).toMatchObject({ state: 'queued', dueAt: NOW + MINUTE_MS })
  })

  test('131056 waits 4^n seconds, as Meta asks', () => {
    const waits = [0, 1, 2, 3, 6, 20].map((attempts) => decide(refused(131056), { attempts }).inMs)
    expect(waits).toEqual([1000, 4000, 16_000, 64_000, 4_096_000, 4_096_000])
  })

  test('waits as long as Meta asks where Meta says how long', () => {
    for (const code of [130429, 131056, 131000, 80007])
      expect(decide(refused(code, { retryAfterMs: 12_345 }))).toMatchObject({ state: 'queued', inMs: 12_345 })
  })

  test('with Meta’s own failure is tried eight times, ever later, and not a ninth time', () => {
    const tries = Array.from({ length: 12 }, (_, attempts) => decide(refused(131000), { attempts }))
    expect(tries.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 7 }, () => 'queued'),
      ...Array.from({ length: 5 }, () => 'failed'),
    ])
    expect(tries[0]?.inMs).toBeGreaterThanOrEqual(15_000)
    expect(Math.max(...tries.map(({ inMs }) => inMs))).toBeLessThanOrEqual(15 * MINUTE_MS * 1.25)
  })

  test('with an expired token stays queued for as long as it takes', () => {
    for (const attempts of [0, 8, 1000]) expect(decide(refused(190), { attempts }).state).toBe('queued')
  })
})
