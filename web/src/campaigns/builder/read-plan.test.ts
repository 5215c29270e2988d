import { describe, expect, test } from 'vitest'
import { doneAt, fromStart, type Plan, pausesOf } from './read-plan.ts'

const HOUR = 3_600_000
const plan = (change: Partial<Plan>): Plan => ({
  ...{ madeAt: 0, endsAt: 20 * HOUR, earliest: null, latest: null, bottleneck: 'quiet_hours', because: null },
  curve: [
    { at: 0, done: 0 },
    { at: 2 * HOUR, done: 1000 },
    { at: 14 * HOUR, done: 1000 },
    { at: 20 * HOUR, done: 4000 },
  ],
  ...{ stops: [], hold: null },
  ...change,
})

describe('a plan', () => {
  test('says how many have got it at any moment', () => {
    expect([-1, 0, 1, 2, 8, 17, 30].map((hours) => doneAt(plan({}), hours * HOUR))).toEqual([
      0, 0, 500, 1000, 1000, 2500, 4000,
    ])
  })

  test('of a later beginning is looked at from there on', () => {
    const waits = { from: 0, until: 3 * HOUR, because: 'starts_later' }
    const night = { from: 5 * HOUR, until: 14 * HOUR, because: 'quiet_hours' }
    const later = fromStart(plan({ stops: [waits, night] }), 3 * HOUR)
    expect(later?.curve[0]).toEqual({ at: 3 * HOUR, done: 1000 })
    expect(later?.stops).toEqual([night])
    expect(fromStart(plan({}), null)).toEqual(plan({}))
  })

  test('that ends before it would begin is of another beginning, and says nothing', () => {
    expect(fromStart(plan({}), 21 * HOUR)).toBeNull()
  })

  test('does not speak of stops that nobody notices', () => {
    const night = { from: 2 * HOUR, until: 14 * HOUR, because: 'quiet_hours' }
    const blink = { from: HOUR, until: HOUR + 90_000, because: 'guard' }
    expect(pausesOf(plan({ stops: [blink, night] }))).toEqual([{ ...night, because: ['quiet_hours'] }])
  })

  test('speaks of stops with hardly anything between them as one', () => {
    const curve = [
      { at: 0, done: 0 },
      { at: HOUR, done: 990 },
      { at: 3 * HOUR, done: 990 },
      { at: 3 * HOUR + 10, done: 992 },
      { at: 9 * HOUR, done: 992 },
      { at: 10 * HOUR, done: 2000 },
    ]
    const full = { from: HOUR, until: 3 * HOUR, because: 'messaging_limit' }
    const night = { from: 3 * HOUR + 10, until: 9 * HOUR, because: 'quiet_hours' }
    expect(pausesOf(plan({ curve, stops: [full, night] }))).toEqual([
      { from: HOUR, until: 9 * HOUR, because: ['quiet_hours', 'messaging_limit'] },
    ])
  })

  test('speaks of a short stop where all of it is short', () => {
    const curve = [
      { at: 0, done: 0 },
      { at: 300_000, done: 50 },
    ]
    const slice = { from: 10_000, until: 250_000, because: 'guard' }
    expect(pausesOf(plan({ curve, stops: [slice] }))).toEqual([{ ...slice, because: ['guard'] }])
  })
})
