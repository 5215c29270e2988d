import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, HOUR_MS, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { ANSWER_HALF_MS, type Wave } from './guard-evidence.ts'
import {
  decideGuard,
  FIRST_SLICE_MAX,
  FIRST_SLICE_MIN,
  type GuardCounts,
  type GuardFacts,
  type Quality,
} from './guard.ts'

const NOW = instant(Date.UTC(2026, 10, 23, 6, 30))
const NOTHING: GuardCounts = {
  ...{ delivered: 0, optedOut: 0, blocked: 0, capped: 0, failed: 0, readable: 0, unread: 0 },
}

/** A campaign for 10,000 from a number that has hardly sent; those who got it did so long ago, unless said. */
function facts(some: Partial<Omit<GuardFacts, 'counts'>> & { counts?: Partial<GuardCounts> }): GuardFacts {
  const { counts, ...others } = some
  const delivered = counts?.delivered ?? others.taken ?? 0
  return {
    ...{ now: NOW, audience: 10_000, taken: 0, takenBefore: 0, underWay: 0, refused: 0 },
    ...{
      waves: [{ at: after(NOW, -12 * HOUR_MS), count: delivered }],
      usual: NOTHING,
      deliveredLastWeek: 0,
      answers: { count: 0, halfMs: 0 },
    },
    ...{ number: { before: 'GREEN', now: 'GREEN' }, template: { before: 'UNKNOWN', now: 'UNKNOWN' } },
    ...others,
    counts: { ...NOTHING, delivered, ...counts },
  }
}
const freshly = (count: number, ms = 0): Wave[] => [{ at: after(NOW, -ms), count }]

describe('the first slice', () => {
  test('is small for a number that has hardly sent, and larger for one that sends much', () => {
    expect(decideGuard(facts({})).allowed).toBe(FIRST_SLICE_MIN)
    expect(decideGuard(facts({ deliveredLastWeek: 2000 })).allowed).toBe(300)
    expect(decideGuard(facts({ deliveredLastWeek: 900_000 })).allowed).toBe(FIRST_SLICE_MAX)
  })

  test('is small for a number that Meta thinks little of already, and that is no reason to stop', () => {
    const yellow = { before: 'YELLOW', now: 'YELLOW' } as const
    expect(decideGuard(facts({ deliveredLastWeek: 900_000, number: yellow }))).toMatchObject({
      ...{ verdict: 'go_on', allowed: FIRST_SLICE_MIN },
    })
  })

  test('is everybody where there are no more', () => {
    expect(decideGuard(facts({ audience: 40 }))).toMatchObject({ verdict: 'go_on', allowed: 40 })
    expect(decideGuard(facts({ audience: 40, taken: 40 }))).toMatchObject({
      verdict: 'go_on',
      nextLookAt: null,
    })
  })

  test('is waited for, and it is said until when', () => {
    const taken = FIRST_SLICE_MIN
    const just = decideGuard(facts({ taken, waves: freshly(taken) }))
    expect(just).toMatchObject({ verdict: 'wait', allowed: taken, because: null })
    expect(just.opensAt).toBeGreaterThan(NOW)
    expect(just.opensAt).toBeLessThan(after(NOW, ANSWER_HALF_MS))
    const then = facts({ taken, waves: freshly(taken), now: just.opensAt as Instant })
    expect(decideGuard(then)).toMatchObject({ verdict: 'go_on' })
  })

  test('counts from when it was delivered: without webhooks nobody is taken for content', () => {
    const taken = FIRST_SLICE_MIN
    const unheard = facts({ taken, underWay: taken, counts: { delivered: 0 }, waves: [] })
    expect(decideGuard(unheard)).toMatchObject({ verdict: 'wait', allowed: taken, opensAt: null })
  })
})

describe('a campaign that is as usual', () => {
  test('goes to everybody as soon as that is proven', () => {
    expect(decideGuard(facts({ taken: 400 }))).toMatchObject({ verdict: 'go_on', allowed: 10_000 })
    expect(decideGuard(facts({ taken: 2000, counts: { optedOut: 5 } }))).toMatchObject({ allowed: 10_000 })
  })

  test('goes to some more while it is not proven yet', () => {
    const { verdict, allowed } = decideGuard(facts({ taken: 150 }))
    expect(verdict).toBe('go_on')
    expect(allowed).toBeGreaterThan(600)
    expect(allowed).toBeLessThan(10_000)
  })

  test('may lose what is usually lost', () => {
    const counts = { delivered: 800, capped: 140, blocked: 45, failed: 15 }
    expect(decideGuard(facts({ taken: 1000, counts }))).toMatchObject({ verdict: 'go_on', allowed: 10_000 })
  })
})

describe('a campaign that people mind', () => {
  test('is stopped, and it is said why', () => {
    const decision = decideGuard(facts({ taken: 200, counts: { optedOut: 6 } }))
    expect(decision).toEqual({
      ...{ verdict: 'stop', allowed: 200, nextLookAt: null, opensAt: null },
      because: { kind: 'opted_out', observed: 0.03, usual: expect.closeTo(0.0025, 6), count: 6, of: 200 },
    })
  })

  test('is stopped for each kind of sign', () => {
    const usual = { ...NOTHING, delivered: 5000, readable: 5000, unread: 1500 }
    const stopped = (counts: Partial<GuardCounts>): unknown =>
      decideGuard(facts({ taken: 400, counts: { delivered: 300, ...counts }, usual })).because?.kind
    expect(stopped({ optedOut: 12 })).toBe('opted_out')
    expect(stopped({ blocked: 60 })).toBe('blocked')
    expect(stopped({ capped: 200 })).toBe('capped')
    expect(stopped({ failed: 60 })).toBe('failed')
    expect(stopped({ readable: 300, unread: 240 })).toBe('unread')
    expect(stopped({ readable: 300, unread: 110 })).toBeUndefined()
  })

  test('goes on slowly while it is in doubt, and never waits for good', () => {
    const waves = freshly(150, 3 * HOUR_MS)
    const { verdict, allowed } = decideGuard(facts({ taken: 150, counts: { optedOut: 2 }, waves }))
    expect(verdict).toBe('go_on')
    expect(allowed - 150).toBeLessThanOrEqual(FIRST_SLICE_MIN / 2)
  })

  test('is held against what is usual for its own number', () => {
    const counts = { delivered: 600, optedOut: 5 }
    const usual = { ...NOTHING, delivered: 20_000, optedOut: 120 }
    expect(decideGuard(facts({ taken: 600, counts, usual }))).toMatchObject({ verdict: 'go_on' })
    const failing = { delivered: 400, failed: 80 }
    expect(decideGuard(facts({ taken: 480, counts: failing })).verdict).toBe('stop')
  })

  test('is not stopped for one, however few were asked', () => {
    expect(decideGuard(facts({ taken: 1, counts: { optedOut: 1 } })).verdict).not.toBe('stop')
  })

  test('is stopped on surer proof where the number has sent much', () => {
    const soon = { taken: 150, waves: freshly(150, 5 * MINUTE_MS), deliveredLastWeek: 1000 }
    expect(decideGuard(facts({ ...soon, counts: { optedOut: 2 } })).verdict).not.toBe('stop')
    expect(decideGuard(facts({ ...soon, counts: { optedOut: 3 } })).verdict).toBe('stop')
  })

  test('is stopped sooner the sooner they say so', () => {
    const verdictAfter = (minutes: number) =>
      decideGuard(facts({ taken: 150, counts: { optedOut: 2 }, waves: freshly(150, minutes * MINUTE_MS) }))
        .verdict
    expect([5, 60].map(verdictAfter)).toEqual(['stop', 'go_on'])
    const quick = { count: 200, halfMs: 3 * MINUTE_MS }
    const waves = freshly(150, 5 * MINUTE_MS)
    expect(
      decideGuard(facts({ taken: 150, counts: { optedOut: 2 }, waves, answers: quick })).verdict,
    ).not.toBe('stop')
  })
})

describe('what Meta says', () => {
  test.each([
    ['GREEN', 'YELLOW'],
    ['UNKNOWN', 'YELLOW'],
    ['YELLOW', 'RED'],
    ['GREEN', 'RED'],
  ] satisfies [Quality, Quality][])('stops a campaign under way: %s, then %s', (before, now) => {
    expect(decideGuard(facts({ taken: 100, number: { before, now } })).because).toEqual({
      ...{ kind: 'number_quality', before, now },
    })
    expect(decideGuard(facts({ taken: 100, template: { before, now } })).because).toEqual({
      ...{ kind: 'template_quality', before, now },
    })
  })

  test('stops at once where Meta holds back already', () => {
    expect(decideGuard(facts({ taken: 100, refused: 1 }))).toMatchObject({
      ...{ verdict: 'stop', because: { kind: 'refused', count: 1 } },
    })
  })

  test('does not stop when it gets better', () => {
    expect(decideGuard(facts({ number: { before: 'YELLOW', now: 'GREEN' } })).verdict).toBe('go_on')
  })
})

describe('after a person said that it goes on', () => {
  test('what was before does not count, and a first slice goes out again', () => {
    expect(decideGuard(facts({ taken: 700, takenBefore: 700, counts: { delivered: 0 } }))).toMatchObject({
      ...{ verdict: 'go_on', allowed: 700 + FIRST_SLICE_MIN },
    })
  })
})

const share = fc.nat({ max: 3000 })
const counts: fc.Arbitrary<GuardCounts> = fc
  .record({ delivered: share, optedOut: share, blocked: share, capped: share, failed: share, unread: share })
  .map((some) => ({ ...some, readable: some.delivered, unread: Math.min(some.unread, some.delivered) }))
const quality = fc.constantFrom<Quality>('GREEN', 'YELLOW', 'RED', 'UNKNOWN')
const anyFacts: fc.Arbitrary<GuardFacts> = fc
  .record({
    counts,
    usual: counts,
    minutes: fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 8 }),
    underWay: share,
    takenBefore: share,
    refused: fc.nat({ max: 1 }),
    more: share,
    deliveredLastWeek: fc.nat({ max: 100_000 }),
    answers: fc.record({ count: fc.nat({ max: 300 }), halfMs: fc.nat({ max: 6 * HOUR_MS }) }),
    number: fc.record({ before: quality, now: quality }),
    template: fc.record({ before: quality, now: quality }),
  })
  .map(({ counts, minutes, underWay, takenBefore, more, ...others }) => {
    const { delivered, blocked, capped, failed } = counts
    const taken = takenBefore + underWay + delivered + blocked + capped + failed
    const part = Math.floor(delivered / minutes.length)
    const waves = minutes.map((ago, nth) => ({
      at: after(NOW, -ago * MINUTE_MS),
      count: nth === 0 ? delivered - part * (minutes.length - 1) : part,
    }))
    return { now: NOW, audience: taken + more, taken, takenBefore, underWay, counts, waves, ...others }
  })

describe('whatever is counted', () => {
  test('one bad sign more never turns a stop into anything else', () => {
    const sign = fc.constantFrom('optedOut', 'blocked', 'capped', 'failed', 'unread', 'refused')
    fc.assert(
      fc.property(anyFacts, sign, fc.integer({ min: 1, max: 50 }), (given, sign, many) => {
        const worse =
          sign === 'refused'
            ? { ...given, refused: given.refused + many }
            : { ...given, counts: { ...given.counts, [sign]: given.counts[sign] + many } }
        const isStopped = decideGuard(given).verdict === 'stop'
        expect(isStopped && decideGuard(worse).verdict !== 'stop').toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('one opt-out more never allows more', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 5 }), (given, many) => {
        const worse = { ...given, counts: { ...given.counts, optedOut: given.counts.optedOut + many } }
        expect(decideGuard(worse).allowed).toBeLessThanOrEqual(decideGuard(given).allowed)
      }),
      { numRuns: 500 },
    )
  })

  test('the order in which answers are counted does not matter', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const turned = { ...given, waves: given.waves.toReversed() }
        expect(decideGuard(turned)).toEqual(decideGuard(given))
      }),
    )
  })

  test('no fewer are allowed than were taken, and never more than there are', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { allowed } = decideGuard(given)
        expect(Number.isInteger(allowed)).toBe(true)
        expect(allowed).toBeGreaterThanOrEqual(given.taken)
        expect(allowed).toBeLessThanOrEqual(given.audience)
      }),
      { numRuns: 500 },
    )
  })

  test('nothing is stopped without a bad sign', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const counts = { ...NOTHING, delivered: given.counts.delivered, readable: given.counts.readable }
        const number = { before: given.number.now, now: given.number.now }
        const template = { before: given.template.now, now: given.template.now }
        const { verdict } = decideGuard({ ...given, counts, refused: 0, number, template })
        expect(verdict).not.toBe('stop')
      }),
    )
  })

  test('time alone never takes back what was allowed', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat({ max: 6 * HOUR_MS }), (given, ms) => {
        const later = { ...given, now: after(given.now, ms) }
        expect(decideGuard(later).allowed).toBeGreaterThanOrEqual(decideGuard(given).allowed)
      }),
    )
  })

  test('a wait ends when it says, or says that it does not know', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { verdict, opensAt } = decideGuard(given)
        if (verdict !== 'wait' || opensAt === null) return
        expect(decideGuard({ ...given, now: opensAt }).allowed).toBeGreaterThan(given.taken)
      }),
    )
  })
})
