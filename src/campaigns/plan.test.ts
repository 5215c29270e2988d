import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'
import { followCourse } from './plan-course.ts'
import type { PlanInput } from './plan-input.ts'
import { planCampaign } from './plan.ts'

/** Noon in India. */
const NOW = instant(Date.UTC(2026, 10, 23, 6, 30))
const INDIA = 330
const at = (ms: number): Instant => after(NOW, ms)

const input = (changes: Partial<PlanInput> = {}): PlanInput => ({
  now: NOW,
  startsAt: null,
  recipients: [{ offsetMinutes: INDIA, count: 10_000 }],
  quietHours: null,
  rate: { presentPerSecond: 100, ceilingPerSecond: 100, regainedPerSecond: 0.02, achievedPerSecond: [100] },
  places: null,
  needsNoPlace: 0,
  otherTraffic: [],
  otherCampaigns: [],
  slices: [],
  pausedUntil: null,
  dayCaps: [],
  ...changes,
})
const places = (left: number, leaving: NonNullable<PlanInput['places']>['leaving'] = []) => ({
  places: { left, leaving, heldMs: DAY_MS },
})
const people = (count: number) => ({ recipients: [{ offsetMinutes: INDIA, count }] })
const always = (usual: number) => ({ low: usual, usual, high: usual })

describe('a plan, by hand', () => {
  it('of nobody ends now', () => {
    const plan = planCampaign(input(people(0)))
    expect(plan).toMatchObject({ endsAt: NOW, earliest: NOW, latest: NOW, stops: [], because: null })
  })

  it('takes as long as the number takes for so many', () => {
    const plan = planCampaign(input())
    expect(plan.endsAt).toBe(at(100 * SECOND_MS))
    expect(plan.bottleneck).toBe('throughput')
    expect(plan.curve).toEqual([
      { at: NOW, done: 0 },
      { at: at(100 * SECOND_MS), done: 10_000 },
    ])
  })

  it('of a number that has not run yet counts on 97 % of its pace, at most on all of it, at least on 70 %', () => {
    const rate = {
      presentPerSecond: 100,
      ceilingPerSecond: 100,
      regainedPerSecond: 0.02,
      achievedPerSecond: [],
    }
    const { endsAt, earliest, latest } = planCampaign(input({ rate }))
    expect([endsAt, earliest, latest].map((one) => Math.round(((one ?? 0) - NOW) / SECOND_MS))).toEqual([
      103, 100, 143,
    ])
  })

  it('goes by what the last minutes reached, without the slowest and the fastest, and its band by how much they differed', () => {
    const rate = {
      ...{ presentPerSecond: 100, ceilingPerSecond: 100, regainedPerSecond: 0.02 },
      achievedPerSecond: [50, 90, 80, 80, 80, 80, 80, 80, 80, 70, 90],
    }
    const { endsAt, earliest, latest } = planCampaign(input({ rate }))
    expect(endsAt).toBe(at(125 * SECOND_MS))
    expect(earliest).toBe(at(Math.ceil((10_000 / 90) * 1000)))
    expect(latest).toBe(at(Math.ceil((10_000 / 70) * 1000)))
  })

  it('after a throttling storm sees the pace come back', () => {
    const rate = {
      presentPerSecond: 50,
      ceilingPerSecond: 100,
      regainedPerSecond: 0.1,
      achievedPerSecond: [100],
    }
    // From 50 to 100 within five seconds, 375 in all, and then 100 a second.
    expect(planCampaign(input({ rate })).endsAt).toBe(at(5 * SECOND_MS + 96.25 * SECOND_MS))
  })

  it('a limit of ten thousand makes ten days of a hundred thousand people', () => {
    const plan = planCampaign(input({ ...people(100_000), ...places(10_000) }))
    // Each day's ten thousand take 100 s, and the next ones go when those of the day before are free again.
    expect(plan.endsAt).toBe(at(9 * DAY_MS + 100 * SECOND_MS))
    expect(plan.bottleneck).toBe('messaging_limit')
    expect(plan.stops).toHaveLength(9)
    expect(plan.stops[0]).toEqual({
      ...{ from: at(100 * SECOND_MS), until: at(DAY_MS), because: 'messaging_limit', done: 10_000 },
    })
    expect(plan.curve.find((point) => point.at === at(2 * DAY_MS))?.done).toBe(20_000)
  })

  it('says "1,940 today, the rest tomorrow from 10:15"', () => {
    const tomorrow = at(DAY_MS - 105 * MINUTE_MS)
    const plan = planCampaign(input({ ...people(2000), ...places(1940, [{ at: tomorrow, count: 500 }]) }))
    expect(plan.stops).toEqual([
      { from: at(19_400), until: tomorrow, because: 'messaging_limit', done: 1940 },
    ])
    expect(plan.endsAt).toBe(after(tomorrow, 600))
  })

  it('when the limit was lowered to less than what is taken, waits until that many are free and one more', () => {
    const leaving = [
      { at: at(HOUR_MS), count: 3000 },
      { at: at(2 * HOUR_MS), count: 3000 },
    ]
    const plan = planCampaign(input({ ...people(100), ...places(-4000, leaving) }))
    expect(plan.endsAt).toBe(at(2 * HOUR_MS + SECOND_MS))
  })

  it('people with an open window take no place', () => {
    const plan = planCampaign(input({ ...places(8000), needsNoPlace: 0.2 }))
    expect(plan.endsAt).toBe(at(100 * SECOND_MS))
    expect(planCampaign(input({ ...places(0), needsNoPlace: 1 })).endsAt).toBe(at(100 * SECOND_MS))
  })

  it('other traffic takes its part of the places first, and they come back a day later too', () => {
    // Of 6000 places 100 s of others take 1000, so 5000 of 6000 people go at 50/s; the rest when the first are back, 10/s of them others'.
    const otherTraffic = Array.from({ length: 24 }, () => ({
      perSecond: always(50),
      placesPerHour: always(36_000),
    }))
    const plan = planCampaign(input({ ...people(6000), ...places(6000), otherTraffic }))
    expect(plan.stops[0]).toMatchObject({ from: at(100 * SECOND_MS), because: 'messaging_limit', done: 5000 })
    expect(plan.endsAt).toBe(at(DAY_MS + 20 * SECOND_MS))
  })

  it('at night nobody is written to, and it goes on in the morning', () => {
    const quietHours = { from: '21:00', to: '09:00' }
    // Noon to 21:00 is 9 h, 32,400 s at 1 a second.
    const rate = { presentPerSecond: 1, ceilingPerSecond: 1, regainedPerSecond: 0.02, achievedPerSecond: [1] }
    const plan = planCampaign(input({ ...people(32_400 + 60), quietHours, rate }))
    expect(plan.stops).toEqual([
      { from: at(9 * HOUR_MS), until: at(21 * HOUR_MS), because: 'quiet_hours', done: 32_400 },
    ])
    expect(plan.endsAt).toBe(at(21 * HOUR_MS + MINUTE_MS))
    expect(plan.bottleneck).toBe('quiet_hours')
  })

  it('whoever lives where it is day gets it while others sleep', () => {
    // Noon in India is 06:30 in London and 01:30 in New York: quiet until 09:00 there, 2.5 h and 7.5 h from now.
    const recipients = [
      { offsetMinutes: INDIA, count: 100 },
      { offsetMinutes: 0, count: 100 },
      { offsetMinutes: -300, count: 100 },
    ]
    const plan = planCampaign(input({ recipients, quietHours: { from: '21:00', to: '09:00' } }))
    expect(plan.stops.map(({ until, done }) => [until, done])).toEqual([
      [at(2.5 * HOUR_MS), 100],
      [at(7.5 * HOUR_MS), 200],
    ])
    expect(plan.endsAt).toBe(at(7.5 * HOUR_MS + SECOND_MS))
  })

  it('quiet hours of the day alone leave the night', () => {
    const plan = planCampaign(input({ quietHours: { from: '09:00', to: '18:00' } }))
    expect(plan.endsAt).toBe(at(6 * HOUR_MS + 100 * SECOND_MS))
  })

  it('the guard lets a slice go, waits for it, and lets the next go', () => {
    const slices = [
      { allowed: 500, waitMs: 30 * MINUTE_MS },
      { allowed: 2500, waitMs: 10 * MINUTE_MS },
    ]
    const plan = planCampaign(input({ slices }))
    expect(plan.endsAt).toBe(at(40 * MINUTE_MS + 100 * SECOND_MS))
    expect(plan.stops.map(({ because, done }) => [because, done])).toEqual([
      ['guard', 500],
      ['guard', 3000],
    ])
    expect(planCampaign(input({ slices: [{ allowed: 0, waitMs: HOUR_MS }] })).endsAt).toBe(
      at(HOUR_MS + 100 * SECOND_MS),
    )
  })

  it('begins when it shall, and not while the number is held', () => {
    const later = planCampaign(input({ startsAt: at(DAY_MS) }))
    expect(later).toMatchObject({
      endsAt: at(DAY_MS + 100 * SECOND_MS),
      bottleneck: 'starts_later',
      stops: [],
    })
    const held = planCampaign(input({ pausedUntil: at(3 * HOUR_MS) }))
    expect(held).toMatchObject({ endsAt: at(3 * HOUR_MS + 100 * SECOND_MS), bottleneck: 'paused' })
  })

  it('a stop lasts until the last thing that it waits for', () => {
    const leaving = [{ at: at(22.25 * HOUR_MS), count: 100 }]
    const plan = planCampaign(
      input({ ...people(100), ...places(0, leaving), quietHours: { from: '21:00', to: '09:00' } }),
    )
    expect(plan.stops).toEqual([
      { from: NOW, until: at(22.25 * HOUR_MS), because: 'messaging_limit', done: 0 },
    ])
  })

  it('campaigns beside it get equal parts until they are done', () => {
    const plan = planCampaign(input({ otherCampaigns: [{ remaining: 2000 }, { remaining: 4000 }] }))
    // A third until 2000 each (60 s), half until 4000 (40 s), then all of it (60 s).
    expect(plan.endsAt).toBe(at(160 * SECOND_MS))
  })

  it('on a festival only so many get it, and the rest the day after', () => {
    const dayCaps = [{ from: at(-HOUR_MS), until: at(11.5 * HOUR_MS), most: 4000 }]
    const plan = planCampaign(input({ dayCaps }))
    expect(plan.stops).toEqual([
      { from: at(40 * SECOND_MS), until: at(11.5 * HOUR_MS), because: 'day_cap', done: 4000 },
    ])
    expect(plan.endsAt).toBe(at(11.5 * HOUR_MS + 60 * SECOND_MS))
  })

  it('never ends while somebody must do something first, and says what', () => {
    const nothing = { endsAt: null, earliest: null, latest: null }
    expect(planCampaign(input({ pausedUntil: 'unknown' }))).toMatchObject({ ...nothing, because: 'paused' })
    expect(planCampaign(input(places(0)))).toMatchObject({ ...nothing, because: 'messaging_limit' })
    const rate = { presentPerSecond: 0, ceilingPerSecond: 0, regainedPerSecond: 0, achievedPerSecond: [] }
    expect(planCampaign(input({ rate }))).toMatchObject({ ...nothing, because: 'throughput' })
  })

  it('places that come back a few at a time are one stop, not a thousand', () => {
    const leaving = Array.from({ length: 600 }, (_, nth) => ({ at: at((nth + 10) * MINUTE_MS), count: 10 }))
    const plan = planCampaign(input({ ...people(5000), ...places(0, leaving) }))
    expect(plan.stops).toHaveLength(1)
  })

  it('of a hundred thousand people and thirty days takes few steps', () => {
    const busy = Array.from({ length: 24 }, (_, hour) => ({
      perSecond: { low: 1, usual: 2 + hour, high: 40 },
      placesPerHour: { low: 1, usual: 10 + hour, high: 60 },
    }))
    const month = input({
      ...{
        ...people(100_000),
        ...places(3500),
        otherTraffic: busy,
        quietHours: { from: '21:00', to: '09:00' },
      },
      otherCampaigns: [{ remaining: 5000 }],
    })
    const { lines, endsIn } = followCourse(month, {
      perSecondMost: 100,
      otherTraffic: busy.map(({ perSecond, placesPerHour }) => ({
        perSecond: perSecond.usual,
        placesPerHour: placesPerHour.usual,
      })),
    })
    expect(endsIn).toBeGreaterThan(28 * DAY_MS)
    expect(lines.length).toBeLessThan(5000)
    expect(planCampaign(month).curve.length).toBeLessThanOrEqual(60)
  })
})

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function isQuiet(hours: PlanInput['quietHours'], ms: number, offsetMinutes: number): boolean {
  if (hours === null) return false
  const minute = (Math.floor(ms / MINUTE_MS) + offsetMinutes) % 1440
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to
}

/** Each second by itself, with whole tables of what was taken when: slow, and simple enough to be believed. */
function bySeconds(
  { recipients, quietHours, places, needsNoPlace, rate, slices, startsAt, pausedUntil }: PlanInput,
  seconds: number,
): number[] {
  const left = recipients.map(({ count }) => count)
  const takenIn: number[] = []
  const doneAfter: number[] = []
  let [done, waitsUntil, slice, sliceDone] = [0, 0, 0, 0]
  let free = places === null ? Infinity : places.left
  for (let second = 0; second < seconds; second++) {
    const ms = second * SECOND_MS
    for (const one of places?.leaving ?? [])
      if (Math.max(0, Math.ceil((one.at - NOW) / SECOND_MS)) === second) free += one.count
    free += takenIn[second - (places?.heldMs ?? 0) / SECOND_MS] ?? 0
    const awake = recipients.map(({ offsetMinutes }) => !isQuiet(quietHours, NOW + ms, offsetMinutes))
    const open = left.reduce((sum, count, nth) => sum + (awake[nth] === true ? count : 0), 0)
    const isHeld = NOW + ms < Math.max(startsAt ?? 0, Number(pausedUntil ?? 0)) || ms < waitsUntil
    const pace = Math.min(
      rate.ceilingPerSecond,
      rate.presentPerSecond + second * rate.regainedPerSecond * rate.ceilingPerSecond,
    )
    const room = free / Math.max(1e-9, 1 - needsNoPlace)
    const allowed = (slices[slice]?.allowed ?? Infinity) - sliceDone
    const count = isHeld ? 0 : Math.max(0, Math.min(pace, open, room, allowed))
    for (const [nth, waiting] of left.entries())
      if (awake[nth] === true && open > 0) left[nth] = waiting * (1 - count / open)
    takenIn[second] = count * (1 - needsNoPlace)
    free -= count * (1 - needsNoPlace)
    done += count
    sliceDone += count
    if (sliceDone >= (slices[slice]?.allowed ?? Infinity) - 1e-9) {
      waitsUntil = ms + SECOND_MS + (slices[slice]?.waitMs ?? 0)
      slice += 1
      sliceDone = 0
    }
    doneAfter.push(done)
  }
  return doneAfter
}

const wholeHours = fc.integer({ min: 0, max: 23 })
const clockTime = fc
  .tuple(wholeHours, fc.constantFrom('00', '30'))
  .map(([hour, minutes]) => `${String(hour).padStart(2, '0')}:${minutes}`)

/** Whole seconds everywhere, because the model knows nothing else. */
const anyInput = fc
  .record({
    count: fc.integer({ min: 1, max: 20_000 }),
    ceiling: fc.integer({ min: 1, max: 40 }),
    quietHours: fc.option(fc.record({ from: clockTime, to: clockTime })),
    left: fc.option(fc.integer({ min: -2000, max: 6000 })),
    leaving: fc.array(
      fc.record({ second: fc.integer({ min: 0, max: 86_400 }), count: fc.integer({ min: 1, max: 3000 }) }),
      { maxLength: 4 },
    ),
    needsNoPlace: fc.constantFrom(0, 0, 0.25, 0.5),
    slices: fc.array(
      fc.record({ allowed: fc.integer({ min: 1, max: 1000 }), minutes: fc.integer({ min: 0, max: 90 }) }),
      { maxLength: 2 },
    ),
    startsIn: fc.option(fc.integer({ min: 0, max: 7200 })),
    pausedFor: fc.option(fc.integer({ min: 0, max: 7200 })),
  })
  .map(
    ({ count, ceiling, quietHours, left, leaving, needsNoPlace, slices, startsIn, pausedFor }): PlanInput =>
      input({
        ...people(count),
        rate: {
          ...{ presentPerSecond: ceiling / 2, ceilingPerSecond: ceiling, regainedPerSecond: 0.02 },
          achievedPerSecond: [ceiling],
        },
        ...{ quietHours, needsNoPlace },
        ...(left === null
          ? {}
          : places(
              left,
              leaving.map((one) => ({ at: at(one.second * SECOND_MS), count: one.count })),
            )),
        slices: slices.map(({ allowed, minutes }) => ({ allowed, waitMs: minutes * MINUTE_MS })),
        startsAt: startsIn === null ? null : at(startsIn * SECOND_MS),
        pausedUntil: pausedFor === null ? null : at(pausedFor * SECOND_MS),
      }),
  )

const courseOf = (one: PlanInput) =>
  followCourse(one, { perSecondMost: one.rate.ceilingPerSecond, otherTraffic: [] })
/** How many are done at a moment, by its lines. */
function doneAt(lines: ReturnType<typeof courseOf>['lines'], ms: number): number {
  if (ms <= 0) return 0
  const line = lines.find(({ until }) => ms < until)
  return line === undefined ? (lines.at(-1)?.done ?? 0) : line.done - line.perMs * (line.until - ms)
}
const endOf = (one: PlanInput): number => courseOf(one).endsIn ?? Infinity

describe('a plan, whatever the conditions', { timeout: 60_000 }, () => {
  it('is as far at each moment as the model that goes second by second', () => {
    // A place is held for five hours here, so that a day shows how they come back and are taken again.
    const heldMs = 5 * HOUR_MS
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 0, max: 5000 }), (any, abroad) => {
        const recipients = [...any.recipients, { offsetMinutes: -300, count: abroad }]
        const one = { ...any, recipients, places: any.places && { ...any.places, heldMs } }
        const { lines } = courseOf(one)
        const model = bySeconds(one, 86_400)
        const tolerance = 3 * one.rate.ceilingPerSecond + 1
        const apart: number[] = []
        for (let second = 299; second < model.length; second += 300)
          apart.push(Math.abs(doneAt(lines, (second + 1) * SECOND_MS) - (model[second] ?? 0)))
        expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 15 },
    )
  })

  it('never has more people in any 24 hours than there are places', () => {
    fc.assert(
      fc.property(anyInput, (one) => {
        const { left, leaving } = one.places ?? { left: Infinity, leaving: [] }
        const { lines } = courseOf(one)
        const edges = lines.flatMap(({ from, until }) => [from, until, from + DAY_MS, until + DAY_MS])
        const over = edges.map((edge) => {
          const taken = (doneAt(lines, edge) - doneAt(lines, edge - DAY_MS)) * (1 - one.needsNoPlace)
          const back = leaving.reduce((sum, { at, count }) => sum + (at - NOW <= edge ? count : 0), 0)
          return taken - Math.max(0, left + back)
        })
        expect(Math.max(...over)).toBeLessThanOrEqual(0.01)
      }),
      { numRuns: 100 },
    )
  })

  it('has nothing inside quiet hours, before its start, in a pause or while the guard waits', () => {
    fc.assert(
      fc.property(anyInput, (one) => {
        for (const { from, until, perMs } of courseOf(one).lines) {
          if (perMs === 0) continue
          expect(from).toBeGreaterThanOrEqual(Math.max(one.startsAt ?? 0, Number(one.pausedUntil ?? 0)) - NOW)
          if (until - from < 3) continue
          for (const ms of [from + 1, (from + until) / 2, until - 1])
            expect(isQuiet(one.quietHours, NOW + ms, INDIA)).toBe(false)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is never later for more speed or more places, and never earlier for more people', () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 1, max: 500 }), (one, more) => {
        const end = endOf(one) + 1
        const { rate, places } = one
        const faster = {
          presentPerSecond: rate.presentPerSecond + more,
          ceilingPerSecond: rate.ceilingPerSecond + more,
        }
        expect(endOf({ ...one, rate: { ...rate, ...faster } })).toBeLessThanOrEqual(end)
        expect(
          endOf({ ...one, places: places && { ...places, left: places.left + more } }),
        ).toBeLessThanOrEqual(end)
        const fewer = Math.max(0, (one.recipients[0]?.count ?? 0) - more)
        expect(endOf({ ...one, ...people(fewer) })).toBeLessThanOrEqual(end)
      }),
      { numRuns: 150 },
    )
  })

  it('has a curve that only rises, to all of them, and a band around its end', () => {
    fc.assert(
      fc.property(anyInput, (one) => {
        const { curve, endsAt, earliest, latest, stops } = planCampaign(one)
        expect(curve.length).toBeLessThanOrEqual(60)
        for (const [nth, point] of curve.slice(1).entries()) {
          expect(point.at).toBeGreaterThan(curve[nth]?.at ?? 0)
          expect(point.done).toBeGreaterThanOrEqual(curve[nth]?.done ?? 0)
        }
        for (const { from, until } of stops) expect(until).toBeGreaterThan(from)
        if (endsAt === null) return
        expect(curve.at(-1)).toEqual({ at: endsAt, done: one.recipients[0]?.count })
        expect(earliest).toBeLessThanOrEqual(endsAt)
        expect(latest ?? Infinity).toBeGreaterThanOrEqual(endsAt)
      }),
      { numRuns: 100 },
    )
  })
})
