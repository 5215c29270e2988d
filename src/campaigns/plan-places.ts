/**
 * The places of a portfolio in 24 hours, as a plan foresees them. Times are milliseconds from when the plan is made; rates are per
 * millisecond.
 */
import type { PlanInput } from './plan-input.ts'

/** Less of a person than this is nobody: sums of many steps are not exact. */
export const NOBODY = 1e-4

/** The portfolio's places: taken, held for a day, free again. */
export class Places {
  readonly #heldMs: number
  /** The soonest first. */
  readonly #leaving: readonly { readonly at: number; readonly count: number }[]
  #left: number
  #nextLeaving = 0
  /** What was taken from now on comes back in the same way a day later. */
  readonly #taken: { readonly from: number; until: number; readonly perMs: number }[] = []
  #returning = 0
  #at = 0
  #takenPerMs = 0

  constructor({ left, leaving, heldMs }: NonNullable<PlanInput['places']>, now: number) {
    this.#heldMs = heldMs
    this.#left = left
    this.#leaving = leaving
      .map(({ at, count }) => ({ at: at - now, count }))
      .toSorted((one, other) => one.at - other.at)
    this.#comeBack()
  }

  /** How fast a campaign may take some; what everybody else needs goes before it. */
  mostPerMs(others: number): number {
    return Math.max(0, this.#sparePerMs() - others)
  }

  /** So fast they are taken until something changes. */
  flow(others: number, own: number): void {
    this.#takenPerMs = Math.min(others, this.#sparePerMs()) + own
  }

  nextChange(): number {
    const returning = this.#taken[this.#returning]
    const begins = (returning?.from ?? this.#at) + this.#heldMs
    const ends = (returning?.until ?? Infinity) + this.#heldMs
    const next = Math.min(this.#leaving[this.#nextLeaving]?.at ?? Infinity, begins > this.#at ? begins : ends)
    const perMs = this.#freedPerMs() - this.#takenPerMs
    const turns = Math.abs(this.#left) > NOBODY && this.#left > 0 === perMs < 0 && perMs !== 0
    return turns ? Math.min(next, this.#at - this.#left / perMs) : next
  }

  /** So much time goes by. */
  pass(ms: number): void {
    this.#left += (this.#freedPerMs() - this.#takenPerMs) * ms
    const until = this.#at + ms
    const last = this.#taken.at(-1)
    if (last !== undefined && last.perMs === this.#takenPerMs) last.until = until
    else this.#taken.push({ from: this.#at, until, perMs: this.#takenPerMs })
    this.#at = until
    this.#comeBack()
  }

  /** While more are taken than may be, what comes back only makes up for it. */
  #sparePerMs(): number {
    if (this.#left > NOBODY) return Infinity
    return this.#left < 0 ? 0 : this.#freedPerMs()
  }

  #freedPerMs(): number {
    const returning = this.#taken[this.#returning]
    const isNow = returning !== undefined && returning.from + this.#heldMs <= this.#at
    return isNow ? returning.perMs : 0
  }

  #comeBack(): void {
    for (;;) {
      const next = this.#leaving[this.#nextLeaving]
      if (next === undefined || next.at > this.#at) break
      this.#left += next.count
      this.#nextLeaving += 1
    }
    while ((this.#taken[this.#returning]?.until ?? Infinity) + this.#heldMs <= this.#at) this.#returning += 1
    if (Math.abs(this.#left) <= NOBODY) this.#left = 0
  }
}
