/**
 * Which promise to a waiting customer is the next to be kept, and until when.
 *
 * The first answer and later ones are owed whatever the team makes of the conversation: a customer who waits does not know that it
 * is snoozed. Only the time until it is resolved stands still while it is pending or snoozed.
 *
 * Pure: no clock, no database.
 */
import { MINUTE_MS, type Instant } from '#platform/time.ts'
import { afterBusinessMs, businessMsBetween, type BusinessHours } from './business-time.ts'
import type { ReplyTargets } from './shapes.ts'

export type CaseFacts = {
  /** The customer's first message. */
  readonly openedAt: Instant
  /** A person's first answer after it. */
  readonly firstAnswerAt: Instant | null
  /** The first message after the newest answer. */
  readonly waitingSince: Instant | null
  readonly isPaused: boolean
  /** As it was kept last. */
  readonly pausedSince: Instant | null
  readonly pausedMs: number
}

export type Which = 'first' | 'next' | 'resolution'
export type Promised = { readonly which: Which; readonly dueAt: Instant; readonly warnAt: Instant }
export type CaseState = {
  readonly pausedSince: Instant | null
  readonly pausedMs: number
  /** null: nothing is owed, or nothing was promised. */
  readonly promised: Promised | null
}

export function workOutCase(
  hours: BusinessHours,
  targets: ReplyTargets,
  facts: CaseFacts,
  now: Instant,
): CaseState {
  const { isPaused } = facts
  const pausedSince = isPaused ? (facts.pausedSince ?? now) : null
  const justPaused =
    isPaused || facts.pausedSince === null ? 0 : businessMsBetween(hours, facts.pausedSince, now)
  const pausedMs = facts.pausedMs + justPaused
  const owed: (Promised | null)[] = []
  const owe = (which: Which, from: Instant, minutes: number | null, extraMs = 0): void => {
    if (minutes === null) return
    const length = minutes * MINUTE_MS + extraMs
    const dueAt = afterBusinessMs(hours, from, length)
    if (dueAt === null) return // it does not open again
    const early = length - targets.warnMinutes * MINUTE_MS
    owed.push({ which, dueAt, warnAt: (early <= 0 ? from : afterBusinessMs(hours, from, early)) ?? dueAt })
  }
  if (facts.waitingSince !== null)
    if (facts.firstAnswerAt === null) owe('first', facts.waitingSince, targets.firstMinutes)
    else owe('next', facts.waitingSince, targets.nextMinutes)
  if (!isPaused) owe('resolution', facts.openedAt, targets.resolutionMinutes, pausedMs)
  const promised = owed.reduce(
    (soonest, one) => (one !== null && (soonest === null || one.dueAt < soonest.dueAt) ? one : soonest),
    null,
  )
  return { pausedSince, pausedMs, promised }
}
