/**
 * A number's pace against models of what Meta counts, over random hours: whoever asks when, however long calls take to leave, whatever
 * limit is told when, and however often another process takes the number over.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, instant, type Instant } from '#platform/time.ts'
import { NumberPacer, PAIR_BURST, PAIR_MEMORY_MS, PAIR_REFILL_MS } from './pacing.ts'

const START = instant(Date.UTC(2026, 10, 23))
const PAIRS = ['a', 'b', 'c']

/** What Meta counts of one pair: a bucket that was full before anything was said. Exact, because it never forgets. */
class MetasPair {
  #tokens = PAIR_BURST
  #at: number = START

  take(now: Instant): boolean {
    this.#tokens = Math.min(PAIR_BURST, this.#tokens + (now - this.#at) / PAIR_REFILL_MS)
    this.#at = now
    // Thirds of a millisecond are Meta's affair.
    if (this.#tokens < 1 - 1e-9) return false
    this.#tokens -= 1
    return true
  }
}

type Said = { readonly at: Instant; readonly pair: string; readonly limit: number }

/** By how much the fullest second is above its limit: no stretch of time, of whatever length, can hold more than its seconds may. */
function excessIn(said: readonly Said[]): number {
  let [first, excess] = [0, 0]
  for (const [nth, { at, limit }] of said.entries()) {
    while (at - (said[first]?.at ?? 0) >= 1000) first += 1
    const count = nth - first + 1
    // A limit that changed within the second is the higher one.
    if (count > limit)
      excess = Math.max(excess, count - Math.max(...said.slice(first, nth + 1).map((one) => one.limit)))
  }
  return excess
}

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20_000 })),
      tries: fc.integer({ min: 1, max: 120 }),
      pair: fc.nat(PAIRS.length - 1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('flood' as const),
      waitMs: fc.integer({ min: 0, max: 1500 }),
      tries: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      waitMs: fc.oneof(fc.constant(0), fc.nat(1200)),
      rushMs: fc.nat(1200),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), waitMs: fc.nat(100) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('limit' as const), waitMs: fc.nat(500), mps: fc.constantFrom(5, 20, 80, 1000) },
    }),
  },
)

/** Lives through these steps. What was said, in order; the test fails at the first word that Meta would refuse to a pair. */
function live(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): Said[] {
  let [now, limit, strangers] = [START, 80, 0]
  let pacer = new NumberPacer(limit, now)
  const metas = new Map(PAIRS.map((pair) => [pair, new MetasPair()]))
  const said: Said[] = []
  const say = (pair: string): void => {
    if (!pacer.take(pair, now)) return
    said.push({ at: now, pair, limit })
    const meta = metas.get(pair)
    if (meta?.take(now) === false) throw new Error(`one too many for a pair after ${now - START} ms`)
  }
  for (const one of steps) {
    now = after(now, one.waitMs)
    if (one.kind === 'say') for (let nth = 0; nth < one.tries; nth += 1) say(PAIRS[one.pair] ?? 'a')
    else if (one.kind === 'flood') for (let nth = 0; nth < one.tries; nth += 1) say(`${(strangers += 1)}`)
    else if (one.kind === 'slow') pacer.slowDown(now)
    else if (one.kind === 'limit') pacer.setLimit((limit = one.mps), 0, now)
    else {
      pacer = new NumberPacer(limit, now)
      pacer.remember(said.filter(({ at }) => at > now - PAIR_MEMORY_MS))
      // Much waits for a new owner.
      for (const end = now + one.rushMs; now < end; now = after(now, 10))
        for (let nth = 0; nth < 20; nth += 1) say(`${(strangers += 1)}`)
    }
  }
  return said
}

/** Of the fast ones, which claim further ahead, a few: they have much to say. */
const anyLimit = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(5, 20, 80) },
  { weight: 1, arbitrary: fc.constant(250) },
)

describe('whatever happens in whatever order', () => {
  const steps = fc.array(step, { minLength: 10, maxLength: 150 })

  test('no second has more than Meta allows the number, also across a restart in the middle of a burst', () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(excessIn(live(all))).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  test('calls that leave late, are under way for a while, or never leave: no second of Meta’s has more', () => {
    /** Until it leaves (-1: it never does), until it is at Meta, until its answer is here. */
    const leg = fc.record({
      leavesMs: fc.oneof(fc.integer({ min: -1, max: 20 }), fc.integer({ min: 0, max: 2000 })),
      thereMs: fc.constantFrom(0, 1, 20, 40),
      backMs: fc.constantFrom(0, 5, 200),
    })
    fc.assert(
      fc.property(
        anyLimit,
        fc.array(leg, { minLength: 1, maxLength: 30 }),
        fc.nat(200),
        (mps, legs, aheadMs) => {
          expect(excessIn(atMeta(mps, legs, aheadMs))).toBe(0)
        },
      ),
      { numRuns: 200 },
    )
  }, 30_000)

  test('calls that are held up on their way, longer than the fastest one lately: no second of Meta’s has more', () => {
    const leg = fc.record({
      leavesMs: fc.nat(20),
      thereMs: fc.oneof(fc.constantFrom(0, 1, 20), fc.integer({ min: 0, max: 5000 })),
    })
    fc.assert(
      fc.property(
        anyLimit,
        fc.constantFrom(0, 5, 200),
        fc.array(leg, { minLength: 1, maxLength: 30 }),
        fc.nat(40),
        (mps, backMs, legs, fastestMs) => {
          // One has shown how fast it can be. Of a way that becomes shorter than it ever was nobody can know.
          const all = [{ leavesMs: 0, thereMs: fastestMs }, ...legs].map((one) => ({ ...one, backMs }))
          expect(excessIn(atMeta(mps, all, 60))).toBe(0)
        },
      ),
      { numRuns: 100 },
    )
  }, 30_000)

  test('a pair whose calls are on their way for now this long, now that: Meta has none too many', () => {
    const leg = fc.record({
      pauseMs: fc.oneof(fc.nat(50), fc.nat(20_000)),
      leavesMs: fc.nat(200),
      thereMs: fc.constantFrom(0, 5, 300),
      backMs: fc.nat(50),
    })
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 20 }), (legs) => {
        expect(refusedToPair(legs)).toBe(0)
      }),
      { numRuns: 200 },
    )
  })
})

/** How many of a hundred messages Meta refuses to one person; each is said when it may be, and the one before it was answered. */
function refusedToPair(legs: readonly (Leg & { readonly pauseMs: number })[]): number {
  const pacer = new NumberPacer(1000, after(START, -10_000))
  const meta = new MetasPair()
  let [now, refused] = [START, 0]
  for (let nth = 0; nth < 100; nth += 1) {
    const { pauseMs, leavesMs, thereMs, backMs } = legs[nth % legs.length] ?? {
      ...{ pauseMs: 0, leavesMs: 0, thereMs: 0, backMs: 0 },
    }
    now = after(now, pauseMs)
    while (!pacer.reserve('a', now)) now = instant(Math.max(now + 1, pacer.nextAt('a', now)))
    const reservedAt = now
    now = after(now, leavesMs)
    while (!pacer.pass(now)) now = pacer.passAt(now)
    const leftAt = now
    if (!meta.take(after(now, thereMs))) refused += 1
    now = after(now, thereMs + backMs)
    pacer.arrived(leftAt, now)
    pacer.wasUnderWay('a', reservedAt, now)
  }
  return refused
}

type Leg = { readonly leavesMs: number; readonly thereMs: number; readonly backMs: number }

/** What comes to Meta in a few seconds of a number that has always more to say, and says it as soon as it may. */
function atMeta(mps: number, legs: readonly Leg[], aheadMs: number): Said[] {
  const pacer = new NumberPacer(mps, START)
  pacer.lookAhead(aheadMs)
  const happening: { readonly at: Instant; readonly happens: (at: Instant) => void }[] = []
  const later = (at: Instant, happens: (at: Instant) => void): void => void happening.push({ at, happens })
  const there: Said[] = []
  const leaves = (pair: string, { thereMs, backMs }: Leg, at: Instant): void => {
    if (!pacer.pass(at))
      return later(pacer.passAt(at), (then) => leaves(pair, { leavesMs: 0, thereMs, backMs }, then))
    later(after(at, thereMs), (arrival) => there.push({ at: arrival, pair, limit: mps }))
    later(after(at, thereMs + backMs), (answer) => pacer.arrived(at, answer))
  }
  let nth = 0
  for (let now = START; now < START + 6000;) {
    happening.sort((one, other) => one.at - other.at)
    while ((happening[0]?.at ?? Infinity) <= now) happening.shift()?.happens(now)
    for (let pair = `${nth}`; pacer.reserve(pair, now); pair = `${nth}`) {
      const leg = legs[nth % legs.length] ?? { leavesMs: 0, thereMs: 0, backMs: 0 }
      if (leg.leavesMs < 0) later(after(now, 1), (at) => pacer.giveBack(pair, at))
      else later(after(now, leg.leavesMs), (at) => leaves(pair, leg, at))
      nth += 1
    }
    const next = Math.min(pacer.numberNextAt(now), ...happening.map(({ at }) => at))
    now = instant(Math.max(now + 1, next))
  }
  return there.toSorted((one, other) => one.at - other.at)
}
