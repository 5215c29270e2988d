import { describe, expect, it } from 'vitest'
import { inputTime, snoozeChoices } from './snooze-times.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()
const timesOf = (now: number) =>
  Object.fromEntries(snoozeChoices(now).map((choice) => [choice.key, choice.at]))

describe('the times to snooze until', () => {
  it('are an hour, three hours, and nine in the morning of tomorrow and of Monday', () => {
    // 18 November 2026 is a Wednesday.
    expect(timesOf(at(18, 14, 30))).toEqual({
      'one-hour': at(18, 15, 30),
      'three-hours': at(18, 17, 30),
      tomorrow: at(19, 9),
      monday: at(23, 9),
    })
  })
  it('offer Monday once: on a Sunday it is tomorrow', () => {
    expect(timesOf(at(22, 20))).not.toHaveProperty('monday')
    expect(timesOf(at(22, 20))['tomorrow']).toBe(at(23, 9))
  })
  it('mean the next Monday on a Monday, even early in the morning', () => {
    expect(timesOf(at(23, 7))['monday']).toBe(at(30, 9))
  })
  it('are never in the past, whatever the hour', () => {
    for (let hour = 0; hour < 24 * 8; hour++) {
      const now = at(18, hour)
      for (const choice of snoozeChoices(now)) expect(choice.at).toBeGreaterThan(now)
    }
  })
  it('fill a date field with the local time', () => {
    expect(inputTime(at(5, 9, 7))).toBe('2026-11-05T09:07')
  })
})
