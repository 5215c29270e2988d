import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { after, instant, type Instant } from '#platform/time.ts'
import {
  afterBusinessMs,
  businessMsBetween,
  closedSince,
  holidayAt,
  isOpenAt,
  nextOpening,
  type BusinessHours,
} from './business-time.ts'

const at = (text: string): Instant => instant(Date.parse(text))
const HOUR = 3_600_000
const day = [
  { from: '10:00', to: '13:30' },
  { from: '15:00', to: '19:00' },
]
const SHOP: BusinessHours = {
  timeZone: 'Asia/Kolkata',
  week: [[], day, day, day, day, day, [{ from: '10:00', to: '14:00' }]],
  holidays: [{ date: '2026-01-26', name: 'Republic Day' }],
}
const always = (timeZone: string): BusinessHours => ({
  timeZone,
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: [],
})
const ZONES = [
  'Asia/Kolkata',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
]

describe('business hours', () => {
  it('are open from the first minute of a span to before its last', () => {
    expect(isOpenAt(SHOP, at('2026-01-20T09:59:59.999+05:30'))).toBe(false)
    expect(isOpenAt(SHOP, at('2026-01-20T10:00:00+05:30'))).toBe(true)
    expect(isOpenAt(SHOP, at('2026-01-20T13:30:00+05:30'))).toBe(false)
    expect(isOpenAt(SHOP, at('2026-01-20T15:00:00+05:30'))).toBe(true)
    expect(isOpenAt(SHOP, at('2026-01-18T12:00:00+05:30'))).toBe(false) // a Sunday
  })

  it('are closed on a holiday, which has its name', () => {
    const noon = at('2026-01-26T12:00:00+05:30')
    expect(isOpenAt(SHOP, noon)).toBe(false)
    expect(holidayAt(SHOP, noon)?.name).toBe('Republic Day')
    expect(nextOpening(SHOP, noon)).toBe(at('2026-01-27T10:00:00+05:30'))
    // Closed since Saturday afternoon: Sunday and the holiday are one closed time.
    expect(closedSince(SHOP, noon)).toBe(at('2026-01-24T14:00:00+05:30'))
  })

  it('count only while open, over nights and weekends', () => {
    const friday = at('2026-01-23T18:30:00+05:30')
    expect(businessMsBetween(SHOP, friday, at('2026-01-24T10:15:00+05:30'))).toBe(0.75 * HOUR)
    expect(afterBusinessMs(SHOP, friday, 0.75 * HOUR)).toBe(at('2026-01-24T10:15:00+05:30'))
    expect(afterBusinessMs(SHOP, at('2026-01-24T13:00:00+05:30'), 2 * HOUR)).toBe(
      at('2026-01-27T11:00:00+05:30'),
    )
  })

  it('meet at midnight as one', () => {
    const nights = always('Asia/Kolkata')
    expect(nextOpening(nights, at('2026-01-20T00:00:00+05:30'))).toBeNull()
    expect(closedSince(nights, at('2026-01-20T00:00:00+05:30'))).toBeNull()
  })

  it('have a day of 23 or 25 hours when the clocks change', () => {
    const london = always('Europe/London')
    expect(businessMsBetween(london, at('2026-03-29T00:00:00Z'), at('2026-03-29T23:00:00Z'))).toBe(23 * HOUR)
    const early = { ...london, week: london.week.map(() => [{ from: '01:30', to: '03:00' }]) }
    // 01:00 to 02:00 is never shown: it opens when the clock jumps.
    expect(nextOpening(early, at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
    expect(businessMsBetween(early, at('2026-10-25T00:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(2.5 * HOUR)
  })

  it('say nothing of a business that never opens', () => {
    const never = { ...SHOP, week: SHOP.week.map(() => []) }
    const now = at('2026-01-20T12:00:00Z')
    expect(nextOpening(never, now)).toBeNull()
    expect(afterBusinessMs(never, now, 1)).toBeNull()
    expect(closedSince(never, now)).toBeNull()
  })
})

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

describe('for any hours', () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 })
    .map((marks) => marks.toSorted((a, b) => a - b))
    .map((marks) =>
      marks.flatMap((mark, index) => {
        const to = marks[index + 1]
        return index % 2 === 1 || to === undefined ? [] : [{ from: clock(mark * 15), to: clock(to * 15) }]
      }),
    )
  const hours = fc.record({
    timeZone: fc.constantFrom(...ZONES),
    week: fc.array(spans, { minLength: 7, maxLength: 7 }),
    holidays: fc.constant([]),
  })
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map(instant)

  it('the time until N business milliseconds have passed holds exactly N', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(hours, moment, fc.integer({ min: 1, max: 40 * HOUR }), (shop, from, ms) => {
        const end = afterBusinessMs(shop, from, ms)
        expect(end === null ? ms : businessMsBetween(shop, from, end)).toBe(ms)
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('time adds up: what lies between a and c is what lies between a and b, and b and c', () => {
    fc.assert(
      fc.property(hours, moment, fc.nat(9 * 86_400_000), fc.nat(9 * 86_400_000), (shop, from, one, two) => {
        const [middle, end] = [after(from, one), after(from, one + two)]
        expect(businessMsBetween(shop, from, middle) + businessMsBetween(shop, middle, end)).toBe(
          businessMsBetween(shop, from, end),
        )
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('is closed right up to the next opening, and open then', () => {
    fc.assert(
      fc.property(hours, moment, (shop, now) => {
        const next = nextOpening(shop, now)
        if (next === null) return
        expect(isOpenAt(shop, now)).toBe(false)
        expect(isOpenAt(shop, next)).toBe(true)
        expect(isOpenAt(shop, after(next, -1))).toBe(false)
        const since = closedSince(shop, now)
        if (since !== null) {
          expect(isOpenAt(shop, since)).toBe(false)
          expect(isOpenAt(shop, after(since, -1))).toBe(true)
          expect(businessMsBetween(shop, since, next)).toBe(0)
        }
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})
