/**
 * How a campaign goes on under given conditions, from one moment at which something changes to the next. Between two such moments it
 * flows evenly, so a month of it takes some thousand steps instead of millions of seconds. People are parts of a flow here: they may be
 * halves.
 *
 * Times are milliseconds from now; rates are per millisecond.
 */
import { DAY_MS } from '#platform/time.ts'
import { Calendar, type Guess, type Stretch } from './plan-calendar.ts'
import type { Because, PlanInput } from './plan-input.ts'
import { NOBODY, Places } from './plan-places.ts'

/** A stretch in which it goes on evenly. */
export type Line = {
  readonly from: number
  readonly until: number
  /** How many were done at its end. */
  readonly done: number
  readonly perMs: number
  readonly because: Because
}

export type Course = {
  readonly lines: readonly Line[]
  /** null: not within a year. */
  readonly endsIn: number | null
}

const HORIZON_MS = 366 * DAY_MS
/** The shortest step, so that what was rounded does not stop the time. */
const STEP_MS_MIN = 1e-3

/** What is left of rounding after a year does not wait for another day. */
const HALF = 0.5

export function followCourse(input: PlanInput, guess: Guess): Course {
  const walk = new Walk(input, guess)
  const standsStill: Line = { from: 0, until: HORIZON_MS, done: 0, perMs: 0, because: 'paused' }
  if (input.pausedUntil === 'unknown' && !walk.isOver) return { lines: [standsStill], endsIn: null }
  while (!walk.isOver && walk.at < HORIZON_MS) walk.step()
  return { lines: walk.lines, endsIn: walk.isOver ? walk.at : null }
}

type Flow = { readonly perMs: number; readonly because: Because }

class Walk {
  readonly lines: Line[] = []
  at = 0
  isOver = false
  #done = 0
  readonly #input: PlanInput
  readonly #calendar: Calendar
  readonly #places: Places | null
  #stretch: Stretch
  #left = 0
  /** By time zone. */
  readonly #waiting: number[]
  /** Of them those who are awake. */
  #open = 0
  /** By day with a cap. */
  readonly #capLeft: number[]
  #slice = 0
  #sliceLeft: number
  #waitsUntil = 0

  constructor(input: PlanInput, guess: Guess) {
    this.#input = input
    this.#calendar = new Calendar(input, guess)
    this.#places =
      input.places === null || input.needsNoPlace >= 1 ? null : new Places(input.places, input.now)
    this.#stretch = this.#calendar.stretchAt(0)
    this.#waiting = input.recipients.map(({ count }) => count)
    this.#capLeft = input.dayCaps.map(({ most }) => most)
    this.#sliceLeft = input.slices[0]?.allowed ?? Infinity
    this.#passSlices()
    this.#take(0)
  }

  /** Goes on to the next moment at which something changes. */
  step(): void {
    if (this.at >= this.#stretch.until) {
      this.#stretch = this.#calendar.stretchAt(this.at)
      this.#take(0) // others are awake
    }
    const besides = this.#besides()
    const flow = this.#flow(besides)
    if (flow.perMs === 0 && this.#left < HALF) {
      this.isOver = true
      return
    }
    this.#places?.flow(this.#stretch.otherPlacesPerMs, flow.perMs * this.#placesEach(besides))
    const until = Math.max(this.at + STEP_MS_MIN, this.#nextChange(flow.perMs))
    this.#take(Math.min((until - this.at) * flow.perMs, this.#open))
    this.#places?.pass(until - this.at)
    this.#draw(until, flow)
    this.at = until
    this.#passSlices()
  }

  /** How fast it goes now, and what keeps it from going faster. */
  #flow(besides: number): Flow {
    const { closed, perMs, otherPlacesPerMs } = this.#stretch
    if (closed !== null) return still(closed)
    if (this.at < this.#waitsUntil) return still('guard')
    if (this.#open === 0) return still('quiet_hours')
    if (this.#dayLeft() <= NOBODY) return still('day_cap')
    const share = perMs / (1 + besides)
    const most = (this.#places?.mostPerMs(otherPlacesPerMs) ?? Infinity) / this.#placesEach(besides)
    return most < share
      ? { perMs: most, because: 'messaging_limit' }
      : { perMs: share, because: 'throughput' }
  }

  /** How many other campaigns still run: each has had as much as this one. */
  #besides(): number {
    let count = 0
    for (const { remaining } of this.#input.otherCampaigns) if (remaining > this.#done + NOBODY) count += 1
    return count
  }

  /** Places that are taken, here and by the campaigns beside it, for each that is done. */
  #placesEach(besides: number): number {
    return (1 - this.#input.needsNoPlace) * (1 + besides)
  }

  #dayLeft(): number {
    const { capped } = this.#stretch
    return capped === null ? Infinity : (this.#capLeft[capped] ?? Infinity)
  }

  /** Slices of nobody are waited for at once. */
  #passSlices(): void {
    const { slices } = this.#input
    while (this.#sliceLeft <= NOBODY) {
      this.#waitsUntil = Math.max(this.#waitsUntil, this.at) + (slices[this.#slice]?.waitMs ?? 0)
      this.#slice += 1
      this.#sliceLeft = slices[this.#slice]?.allowed ?? Infinity
    }
  }

  /** So many get it, from every zone that is awake by how many wait there: they stand in line in no order. */
  #take(count: number): void {
    const { isAwake, capped } = this.#stretch
    const stay = 1 - count / Math.max(NOBODY, this.#open)
    this.#left = 0
    this.#open = 0
    for (const [zone, before] of this.#waiting.entries()) {
      const awake = isAwake[zone] === true
      const left = awake ? before * stay : before
      const waiting = left <= NOBODY ? 0 : left
      this.#waiting[zone] = waiting
      this.#left += waiting
      if (awake) this.#open += waiting
    }
    this.isOver = this.#left <= NOBODY
    this.#done += count
    this.#sliceLeft -= count
    if (capped !== null) this.#capLeft[capped] = this.#dayLeft() - count
  }

  #nextChange(perMs: number): number {
    let next = Math.min(HORIZON_MS, this.#stretch.until, this.#places?.nextChange() ?? Infinity)
    if (this.#waitsUntil > this.at) next = Math.min(next, this.#waitsUntil)
    if (perMs === 0) return next
    let count = Math.min(this.#open, this.#sliceLeft, this.#dayLeft())
    for (const { remaining } of this.#input.otherCampaigns)
      if (remaining > this.#done + NOBODY) count = Math.min(count, remaining - this.#done)
    return Math.min(next, this.at + count / perMs)
  }

  #draw(until: number, { perMs, because }: Flow): void {
    const last = this.lines.at(-1)
    const goesOn = last !== undefined && last.perMs === perMs && last.because === because
    if (goesOn) this.lines.pop()
    this.lines.push({ from: goesOn ? last.from : this.at, until, done: this.#done, perMs, because })
  }
}

const still = (because: Because): Flow => ({ perMs: 0, because })
