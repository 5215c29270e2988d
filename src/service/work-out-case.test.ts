import { describe, expect, it } from 'vitest'
import { after, instant } from '#platform/time.ts'
import { workOutCase, type CaseFacts } from './work-out-case.ts'

const MINUTE = 60_000
const hours = {
  timeZone: 'Asia/Kolkata',
  week: Array.from({ length: 7 }, () => [{ from: '10:00', to: '19:00' }]),
  holidays: [],
}
const targets = { firstMinutes: 30, nextMinutes: 60, resolutionMinutes: 540, warnMinutes: 10 }
const ten = instant(Date.parse('2026-03-02T10:00:00+05:30'))
const facts: CaseFacts = {
  openedAt: ten,
  firstAnswerAt: null,
  waitingSince: ten,
  isPaused: false,
  pausedSince: null,
  pausedMs: 0,
}
const work = (change: Partial<CaseFacts>, now = ten, wish: Partial<typeof targets> | object = {}) =>
  workOutCase(hours, { ...targets, ...wish }, { ...facts, ...change }, now)

describe('what is owed to a customer', () => {
  it('is first of all an answer, with a warning before it is late', () => {
    expect(work({}).promised).toEqual({
      which: 'first',
      dueAt: after(ten, 30 * MINUTE),
      warnAt: after(ten, 20 * MINUTE),
    })
  })

  it('waits for the morning, when they write at night', () => {
    const night = after(ten, -8 * 60 * MINUTE)
    expect(work({ openedAt: night, waitingSince: night }).promised?.dueAt).toBe(after(ten, 30 * MINUTE))
  })

  it('is the next answer, once they had one and wrote again', () => {
    const again = after(ten, 50 * MINUTE)
    const { promised } = work({ firstAnswerAt: after(ten, MINUTE), waitingSince: again })
    expect(promised).toMatchObject({ which: 'next', dueAt: after(again, 60 * MINUTE) })
  })

  it('is the end of the matter, when nobody waits for words', () => {
    const { promised } = work({ firstAnswerAt: after(ten, MINUTE), waitingSince: null })
    expect(promised).toMatchObject({ which: 'resolution', dueAt: after(ten, 540 * MINUTE) })
  })

  it('is an answer even while snoozed, and the end of the matter only after the pause', () => {
    const answered = { firstAnswerAt: after(ten, MINUTE), waitingSince: null }
    const paused = work({ ...answered, isPaused: true }, after(ten, 60 * MINUTE))
    expect(paused).toMatchObject({ pausedSince: after(ten, 60 * MINUTE), promised: null })
    expect(work({ isPaused: true }).promised?.which).toBe('first')
    const resumed = work({ ...answered, pausedSince: paused.pausedSince }, after(ten, 90 * MINUTE))
    expect(resumed).toMatchObject({ pausedSince: null, pausedMs: 30 * MINUTE })
    // Half an hour later than without the pause: the next morning.
    expect(resumed.promised?.dueAt).toBe(after(ten, (24 * 60 + 30) * MINUTE))
  })

  it('is nothing, where nothing was promised', () => {
    const none = { firstMinutes: null, nextMinutes: null, resolutionMinutes: null }
    expect(work({}, ten, none).promised).toBeNull()
  })
})
