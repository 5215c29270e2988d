/**
 * What is known of the time to come, whatever a campaign does: when it may begin, who sleeps when, what else the number has to send, how
 * its pace comes back. Times are milliseconds from when the plan is made.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#platform/time.ts'
import type { Because, PlanInput } from './plan-input.ts'

/** What is assumed of what nobody knows. */
export type Guess = {
  /** The number sends no faster than this, whatever its pacing allows. */
  readonly perSecondMost: number
  /** By hour of the day in UTC, or none. */
  readonly otherTraffic: readonly { readonly perSecond: number; readonly placesPerHour: number }[]
}

/** A time in which the calendar is the same. */
export type Stretch = {
  readonly until: number
  /** Why nothing may go; null: it may. */
  readonly closed: Because | null
  /** By time zone, in the order in which they were given. */
  readonly isAwake: readonly boolean[]
  /** What is left of the number's speed for campaigns, per millisecond. */
  readonly perMs: number
  readonly otherPlacesPerMs: number
  /** Which of the days with a cap it is. */
  readonly capped: number | null
}

const RECOVERY_STEP_MS = 5 * SECOND_MS

export class Calendar {
  readonly #input: PlanInput
  readonly #guess: Guess
  /** Time of the day in UTC when it begins: of so large a number as the epoch's no fractions of a millisecond would be left. */
  readonly #beginsAt: number
  readonly #quiet: { readonly from: number; readonly to: number } | null

  constructor(input: PlanInput, guess: Guess) {
    this.#input = input
    this.#guess = guess
    this.#beginsAt = input.now % DAY_MS
    const { quietHours } = input
    this.#quiet = quietHours && { from: clockMs(quietHours.from), to: clockMs(quietHours.to) }
  }

  stretchAt(at: number): Stretch {
    const { now, startsAt, pausedUntil, recipients, dayCaps } = this.#input
    const starts = startsAt === null ? 0 : startsAt - now
    const goesOn = typeof pausedUntil === 'number' ? pausedUntil - now : 0
    const others = this.#guess.otherTraffic[Math.floor((this.#beginsAt + at) / HOUR_MS) % 24]
    const number = this.#numberPerSecond(at)
    const capped = dayCaps.findIndex(({ from, until }) => from - now <= at && at < until - now)
    const changes = [starts, goesOn, number.until]
    if (others !== undefined) changes.push(Math.round(at + HOUR_MS - ((this.#beginsAt + at) % HOUR_MS)))
    for (const { from, until } of dayCaps) changes.push(from - now, until - now)
    for (const { offsetMinutes } of recipients) changes.push(...this.#edgesAfter(at, offsetMinutes))
    return {
      until: Math.min(...changes.filter((change) => change > at)),
      closed: at < starts ? 'starts_later' : at < goesOn ? 'paused' : null,
      isAwake: recipients.map(({ offsetMinutes }) => !this.#isQuiet(at, offsetMinutes)),
      perMs: Math.max(0, number.perSecond - (others?.perSecond ?? 0)) / SECOND_MS,
      otherPlacesPerMs: (others?.placesPerHour ?? 0) / HOUR_MS,
      capped: capped === -1 ? null : capped,
    }
  }

  /** It recovers steadily; here in steps, each with the pace of its middle. */
  #numberPerSecond(at: number): { readonly perSecond: number; readonly until: number } {
    const { presentPerSecond, ceilingPerSecond, regainedPerSecond } = this.#input.rate
    const { perSecondMost } = this.#guess
    const step = Math.floor(at / RECOVERY_STEP_MS)
    const seconds = ((step + 0.5) * RECOVERY_STEP_MS) / SECOND_MS
    const regained = presentPerSecond + seconds * regainedPerSecond * ceilingPerSecond
    const perSecond = Math.max(presentPerSecond, Math.min(ceilingPerSecond, regained))
    const isWhole = perSecond >= Math.min(ceilingPerSecond, perSecondMost) || regainedPerSecond <= 0
    return {
      perSecond: Math.min(perSecond, perSecondMost),
      until: isWhole ? Infinity : (step + 1) * RECOVERY_STEP_MS,
    }
  }

  #isQuiet(at: number, offsetMinutes: number): boolean {
    if (this.#quiet === null) return false
    const { from, to } = this.#quiet
    const time = this.#timeOfDay(at, offsetMinutes)
    return from <= to ? from <= time && time < to : from <= time || time < to
  }

  /** When quiet hours next begin and end there. */
  #edgesAfter(at: number, offsetMinutes: number): number[] {
    if (this.#quiet === null) return []
    const time = this.#timeOfDay(at, offsetMinutes)
    return [this.#quiet.from, this.#quiet.to].map((edge) =>
      Math.round(at + ((edge - time + DAY_MS) % DAY_MS || DAY_MS)),
    )
  }

  #timeOfDay(at: number, offsetMinutes: number): number {
    const time = (this.#beginsAt + at + offsetMinutes * MINUTE_MS) % DAY_MS
    return time < 0 ? time + DAY_MS : time
  }
}

function clockMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * HOUR_MS + minutes * MINUTE_MS
}
