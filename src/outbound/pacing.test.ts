import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, instant, type Instant } from '#platform/time.ts'
import { NumberPacer, PAIR_BURST, PAIR_MEMORY_MS, PAIR_REFILL_MS } from './pacing.ts'

const START = instant(Date.UTC(2026, 10, 22))
const HOUR_MS = 60 * 60 * 1000

/** The most of these moments that any stretch of this length holds, its end not counted. */
function mostWithin(moments: readonly number[], lengthMs: number): number {
  let most = 0
  let first = 0
  for (const [nth, at] of moments.entries()) {
    while (at - (moments[first] ?? 0) >= lengthMs) first += 1
    most = Math.max(most, nth - first + 1)
  }
  return most
}

/** As many as the pacer lets through at this moment. */
function takeAll(pacer: NumberPacer, pair: string, now: Instant): number {
  for (let count = 0; ; count += 1) if (!pacer.take(pair, now)) return count
}

describe('a number', () => {
  test('loses nothing by what was reserved and then not sent', () => {
    const pacer = new NumberPacer(20, START)
    const now = after(START, 1000)
    for (let nth = 0; nth < 500; nth += 1) {
      expect(pacer.reserve('a', now)).toBe(true)
      pacer.giveBack('a', now)
    }
    const given = takeAll(pacer, 'a', now)
    expect(given).toBe(takeAll(new NumberPacer(20, START), 'a', now))
  })

  test('never has more than its rate in any second, whoever asks when', () => {
    const waits = fc.array(fc.oneof(fc.constant(0), fc.integer({ max: 40 }), fc.integer({ max: 5000 })), {
      minLength: 50,
      maxLength: 400,
    })
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 5, 20, 80, 1000), waits, (rate, steps) => {
        const pacer = new NumberPacer(rate, START)
        let now = START
        const sent: number[] = []
        for (const [nth, wait] of steps.entries()) {
          now = after(now, Math.max(0, wait))
          for (let tries = 0; tries < 40; tries += 1) if (pacer.take(`${nth} ${tries}`, now)) sent.push(now)
        }
        expect(mostWithin(sent, 1000)).toBeLessThanOrEqual(rate)
      }),
    )
  })

  test('starts with nothing saved up, because its last owner may have spent it all', () => {
    expect(new NumberPacer(80, START).take('a', START)).toBe(false)
    expect(takeAll(new NumberPacer(80, START), 'a', after(START, 13))).toBeLessThanOrEqual(1)
  })

  test('gives at least 95 % of its rate to whoever asks all the time', () => {
    for (const rate of [80, 1000]) {
      const pacer = new NumberPacer(rate, START)
      let count = 0
      for (let ms = 1000; ms <= 14_000; ms += 10)
        for (let nth = 0; nth < 20; nth += 1)
          if (pacer.take(`${ms} ${nth}`, after(START, ms)) && ms > 4000) count += 1
      expect(count).toBeGreaterThanOrEqual(rate * 10 * 0.95)
    }
  })

  test('that is fast begins slowly after a rest, and is as fast as it may be within three seconds', () => {
    const pacer = new NumberPacer(1000, START)
    const inSecond = (from: number): number => {
      let count = 0
      for (let ms = from; ms < from + 1000; ms += 10)
        for (let nth = 0; nth < 40; nth += 1) if (pacer.take(`${ms} ${nth}`, after(START, ms))) count += 1
      return count
    }
    expect(inSecond(2000)).toBeLessThan(700)
    inSecond(3000)
    inSecond(4000)
    expect(inSecond(5000)).toBeGreaterThan(950)
    expect(inSecond(60_000)).toBeLessThan(700)
  })

  test('says truly when to ask again: not a moment earlier is there anything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 60 }), (wait, taken) => {
        const pacer = new NumberPacer(80, START)
        const now = after(START, wait)
        for (let nth = 0; nth < taken; nth += 1) pacer.take('a', now)
        const at = pacer.nextAt('a', now)
        if (at > now) expect(pacer.take('a', after(at, -1))).toBe(false)
        expect(pacer.take('a', at)).toBe(true)
      }),
    )
  })
})

/** How many go through in the second that begins here, asked for every 10 ms. */
function inOneSecond(pacer: NumberPacer, from: Instant): number {
  let count = 0
  for (let ms = 0; ms < 1000; ms += 10)
    for (let nth = 0; nth < 10; nth += 1) if (pacer.take(`${from + ms} ${nth}`, after(from, ms))) count += 1
  return count
}

describe('130429', () => {
  test('halves the rate at once, and it comes back in the end', () => {
    const pacer = new NumberPacer(80, START)
    expect(inOneSecond(pacer, after(START, 1000))).toBeGreaterThanOrEqual(75)
    pacer.slowDown(after(START, 2000))
    const slowed = inOneSecond(pacer, after(START, 2000))
    expect(slowed).toBeLessThanOrEqual(42)
    expect(slowed).toBeGreaterThanOrEqual(36)
    expect(inOneSecond(pacer, after(START, 10_000))).toBeLessThan(60)
    expect(inOneSecond(pacer, after(START, 60_000))).toBeGreaterThanOrEqual(75)
  })

  test('told by many calls that were under way together is one sign, not many', () => {
    const pacer = new NumberPacer(80, START)
    for (let nth = 0; nth < 64; nth += 1) pacer.slowDown(after(START, 2000 + nth))
    expect(inOneSecond(pacer, after(START, 2100))).toBeGreaterThanOrEqual(36)
  })

  test('told again and again never stops a number for ever', () => {
    const pacer = new NumberPacer(80, START)
    for (let second = 0; second < 60; second += 1) pacer.slowDown(after(START, second * 1000))
    expect(inOneSecond(pacer, after(START, 61_000))).toBeGreaterThanOrEqual(1)
  })
})

describe('a pair', () => {
  test('never has more than 45 and one in 6 s besides, however it is asked', () => {
    const waits = fc.array(fc.oneof(fc.integer({ max: 50 }), fc.integer({ max: 60_000 })), {
      minLength: 20,
      maxLength: 300,
    })
    fc.assert(
      fc.property(waits, (steps) => {
        const pacer = new NumberPacer(1000, START)
        let now = after(START, 1000)
        const sent: number[] = []
        for (const wait of steps) {
          now = after(now, Math.max(0, wait))
          for (let tries = 0; tries < 50; tries += 1) if (pacer.take('a', now)) sent.push(now)
        }
        for (const lengthMs of [PAIR_REFILL_MS, 60_000, PAIR_MEMORY_MS, HOUR_MS])
          expect(mostWithin(sent, lengthMs)).toBeLessThanOrEqual(PAIR_BURST + lengthMs / PAIR_REFILL_MS)
      }),
    )
  })

  test('that is refused takes no token from its number', () => {
    const pacer = new NumberPacer(80, START)
    let now = after(START, 1000)
    while (pacer.nextAt('a', now) <= after(now, 1000)) {
      now = after(now, 1000)
      takeAll(pacer, 'a', now)
    }
    now = after(now, 1000)
    for (let nth = 0; nth < 100; nth += 1) pacer.take('a', now)
    const free = takeAll(pacer, 'b', now)
    expect(free).toBe(takeAll(fullAt(now), 'b', now))
  })

  test('that its number refuses keeps its own token', () => {
    const pacer = new NumberPacer(1000, START)
    for (let nth = 0; nth < 100; nth += 1) expect(pacer.take('a', START)).toBe(false)
    let count = 0
    for (let ms = 10; ms < 1000; ms += 10) count += takeAll(pacer, 'a', after(START, ms))
    expect(count).toBe(PAIR_BURST)
  })
})

test('a number that is held lets nothing through until then, and names that moment', () => {
  const pacer = fullAt(START)
  pacer.pause(after(START, 60_000))
  pacer.pause(after(START, 30_000)) // a shorter hold does not end a longer one
  expect(pacer.take('a', after(START, 59_999))).toBe(false)
  expect(pacer.nextAt('a', START)).toBe(after(START, 60_000))
  expect(pacer.take('a', after(START, 60_000))).toBe(true)
})

/** A number of 80 that has been silent for a while. */
const fullAt = (now: Instant): NumberPacer => new NumberPacer(80, after(now, -10_000))

describe('a new owner', () => {
  const ledger = fc
    .array(fc.integer({ min: 0, max: HOUR_MS }), { minLength: 1, maxLength: 500 })
    .map((moments) => moments.toSorted((a, b) => a - b))

  test('never lets a pair have more than its old owner would have, whatever it remembers', () => {
    fc.assert(
      fc.property(ledger, (wishes) => {
        const old = new NumberPacer(1000, after(START, -10_000))
        const sent = wishes
          .map((ms) => ({ pair: 'a', at: after(START, ms) }))
          .filter(({ pair, at }) => old.take(pair, at))
        const now = after(START, HOUR_MS)
        const young = new NumberPacer(1000, now)
        young.remember(sent.filter(({ at }) => at > now - PAIR_MEMORY_MS))
        const soon = after(now, 100)
        expect(takeAll(young, 'a', soon)).toBeLessThanOrEqual(takeAll(old, 'a', soon))
      }),
    )
  })

  test('in the middle of a steady stream has no burst to give', () => {
    const old = new NumberPacer(1000, after(START, -10_000))
    const sent: { pair: string; at: Instant }[] = []
    for (let ms = 0; ms < HOUR_MS; ms += 500)
      if (old.take('a', after(START, ms))) sent.push({ pair: 'a', at: after(START, ms) })
    const now = after(START, HOUR_MS)
    const young = new NumberPacer(1000, now)
    young.remember(sent.filter(({ at }) => at > now - PAIR_MEMORY_MS))
    expect(takeAll(young, 'a', after(now, 100))).toBeLessThanOrEqual(1)
  })

  test('gives a pair that was silent its whole burst', () => {
    const young = new NumberPacer(1000, START)
    young.remember([{ pair: 'b', at: after(START, -10) }])
    let count = 0
    for (let ms = 50; ms < 1000; ms += 50) count += takeAll(young, 'a', after(START, ms))
    expect(count).toBe(PAIR_BURST)
  })

  test('gives a pair that sent one thing lately almost all of it', () => {
    const young = new NumberPacer(1000, START)
    young.remember([{ pair: 'a', at: after(START, -10) }])
    let count = 0
    for (let ms = 50; ms < 1000; ms += 50) count += takeAll(young, 'a', after(START, ms))
    expect(count).toBe(PAIR_BURST - 1)
  })
})
