/**
 * When silence means that something is broken. Two kinds: Meta takes our messages and then says nothing more about them; and
 * far fewer messages come in than at the same hours of the last four weeks.
 *
 * Pure: callers count and say what time it is. An alarm that rings for nothing is soon not heard any more, so both rules wait
 * until chance is as good as excluded, and neither says anything about a number with little traffic.
 */
import { MINUTE_MS, type Instant } from '#platform/time.ts'

/** Meta says `sent` within seconds. Several messages without it are waited for this long … */
const SEVERAL = 3
const SEVERAL_WAIT_MS = 10 * MINUTE_MS
/** … and one or two for longer, because a single one may be held back at Meta. */
const FEW_WAIT_MS = 30 * MINUTE_MS

/** Messages that Meta took after the last one of which it said anything more. null: none. */
export type Unanswered = { readonly count: number; readonly oldestAt: Instant } | null

export function isWithoutStatuses(unanswered: Unanswered, now: Instant): boolean {
  if (unanswered === null || unanswered.count === 0) return false
  return now - unanswered.oldestAt >= (unanswered.count >= SEVERAL ? SEVERAL_WAIT_MS : FEW_WAIT_MS)
}

/** So many whole hours back: what came in since then, and what came in during the same hours of each earlier week. */
export type Traffic = { readonly hours: number; readonly seen: number; readonly usual: readonly number[] }

/** Windows that are looked at; the shorter a window is, the more traffic it takes to say something. */
export const WINDOWS_H = [1, 2, 4, 8] as const
export const WEEKS = 4
/**
 * How unlikely it must be that so little came by chance. Four windows are looked at every minute, though they hardly change
 * within an hour: about 35,000 looks a year, so less than one false alarm in three years of a number, if traffic were even.
 */
const CHANCE_MAX = 1e-5
/** A slow day is no silence: only a tenth of the usual, or less. */
const SHARE_MAX = 0.1

/** The window in which silence is seen; null: none. */
export function findSilence(traffic: readonly Traffic[]): Traffic | null {
  return traffic.find(isSilent) ?? null
}

/** What is expected is the least of the four weeks, so that one holiday makes the rule deaf rather than shrill. */
export const expectedOf = ({ usual }: Traffic): number => (usual.length < WEEKS ? 0 : Math.min(...usual))

function isSilent(window: Traffic): boolean {
  const expected = expectedOf(window)
  return window.seen <= expected * SHARE_MAX && poissonAtMost(window.seen, expected) < CHANCE_MAX
}

/** How likely it is to see at most `seen` where `expected` are usual, if they come independently of each other. */
export function poissonAtMost(seen: number, expected: number): number {
  let term = Math.exp(-expected)
  let sum = term
  for (let nth = 1; nth <= seen; nth += 1) {
    term *= expected / nth
    sum += term
  }
  return Math.min(1, sum)
}

export type AlarmMove = 'open' | 'close' | 'keep'

/** An alarm ends when something is heard again, not when the night comes and nothing is expected any more. */
export function moveOf(isOpen: boolean, isSilent: boolean, isHeardAgain: boolean): AlarmMove {
  if (!isOpen) return isSilent ? 'open' : 'keep'
  return !isSilent && isHeardAgain ? 'close' : 'keep'
}
