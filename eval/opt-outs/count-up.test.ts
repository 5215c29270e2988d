import { describe, expect, it } from 'vitest'
import type { Committed, What } from './commit-order.ts'
import { countUp, sumOf } from './count-up.ts'

const commit = (contact: string, what: What, nth: number, atMs: number): Committed => ({
  ...{ contact, what, nth, atMs },
})
const trial = (contact: string, calledAt: number | null) => ({ contact, optedOutAt: 100, calledAt })

describe('what became of those who said STOP', () => {
  it('counts who was claimed after the commit of the opt-out, and no other', () => {
    const commits = [
      ...[commit('claimed', 'dispatched', 1, 0), commit('claimed', 'opted_out', 2, 3)],
      ...[commit('late', 'opted_out', 3, 3), commit('late', 'dispatched', 4, 90)],
      ...[commit('stopped', 'opted_out', 5, 100), commit('stopped', 'stopped', 6, 120)],
      ...[commit('skipped', 'opted_out', 7, 100), commit('skipped', 'skipped', 8, 3000)],
    ]
    const trials = [
      trial('claimed', 104.24),
      trial('late', 99),
      trial('stopped', null),
      trial('skipped', null),
    ]
    const figures = countUp(trials, commits)
    expect(figures).toEqual({
      ...{ trials: 4, sentAfterOptOut: 1, raced: 2, calledAfterMs: 4.2, calledAfter: 1 },
      ...{ dispatched: 2, stopped: 1, skipped: 1 },
    })
    expect(sumOf(figures, { ...figures, calledAfterMs: 9 })).toMatchObject({ trials: 8, calledAfterMs: 9 })
  })

  it('is not counted up if somebody is missing, or was called whose message nobody claimed', () => {
    const optOut = commit('a', 'opted_out', 1, 0)
    expect(() => countUp([trial('a', null)], [optOut])).toThrow(/nobody saw/u)
    expect(() => countUp([trial('a', 100)], [optOut, commit('a', 'stopped', 2, 1)])).toThrow(/called/u)
  })
})
