/** When a snoozed conversation comes back: the usual choices, on the clock of the person who chooses. Pure. */
export type SnoozeChoice = {
  readonly key: 'one-hour' | 'three-hours' | 'tomorrow' | 'monday'
  readonly at: number
}

const HOUR_MS = 3_600_000
const MORNING = 9
const MONDAY = 1

/** Tomorrow and Monday mean nine in the morning; on a Sunday they are one and the same, and only tomorrow is offered. */
export function snoozeChoices(now: number): SnoozeChoice[] {
  const daysToMonday = (MONDAY - new Date(now).getDay() + 7) % 7 || 7
  return [
    { key: 'one-hour', at: now + HOUR_MS },
    { key: 'three-hours', at: now + 3 * HOUR_MS },
    { key: 'tomorrow', at: morningAfter(now, 1) },
    ...(daysToMonday === 1 ? [] : [{ key: 'monday', at: morningAfter(now, daysToMonday) } as const]),
  ]
}

/** What the field for any other time begins with. */
export const tomorrowMorning = (now: number): number => morningAfter(now, 1)

/** By the calendar, so that a change to summer time does not move nine o'clock. */
function morningAfter(now: number, days: number): number {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime()
}

/** What `<input type="datetime-local">` understands, in local time. */
export function inputTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
