/** How good the predictions were, and whether the books balance. Pure. */

export type CurvePoint = { readonly at: number; readonly done: number }
export type StoredPlan = {
  readonly madeAt: number
  readonly endsAt: number | null
  readonly curve: readonly CurvePoint[]
}
/** How far it was at a moment. */
export type Mark = { readonly at: number; readonly done: number }

/** When so many would have been done by this plan; null: never. */
export function reachedAt(plan: StoredPlan, done: number): number | null {
  let before: CurvePoint | null = null
  for (const point of plan.curve) {
    if (point.done >= done) {
      if (before === null || point.done === before.done) return point.at
      return before.at + ((done - before.done) / (point.done - before.done)) * (point.at - before.at)
    }
    before = point
  }
  return null
}

/**
 * By how much the time that a plan gave until so many are done differs from the time that it took, in percent of the latter. Null: the
 * plan says never.
 */
export function errorPercent(plan: StoredPlan, real: Mark): number | null {
  const planned = reachedAt(plan, real.done)
  if (planned === null) return null
  return round((100 * Math.abs(planned - real.at)) / Math.max(1, real.at - plan.madeAt))
}

const round = (value: number): number => Math.round(value * 100) / 100

/** As one statement of SQL counted them. */
export type Books = {
  readonly audience: number
  readonly waiting: number
  readonly skipped: number
  readonly taken: number
  /** Of those taken, by the state of their send. */
  readonly queued: number
  readonly dispatching: number
  readonly unknown: number
  readonly accepted: number
  readonly held: number
  readonly failed: number
  /** Sends that were made for this campaign, whether or not a recipient has them. */
  readonly sends: number
}

/** What is wrong with them, in words; null: nothing. */
export function imbalance(books: Books, audience: number): string | null {
  const { waiting, skipped, taken, queued, dispatching, unknown, accepted, held, failed, sends } = books
  const states = queued + dispatching + unknown + accepted + held + failed
  const isRight =
    books.audience === audience &&
    waiting + skipped + taken === audience &&
    taken === states &&
    taken === sends
  return isRight ? null : `of ${audience}: ${JSON.stringify(books)}`
}
