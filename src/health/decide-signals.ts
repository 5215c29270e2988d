/**
 * When what becomes of a number's templates says that something is wrong, before Meta says so: too many fail, too many look like
 * blocks, or too few are read. Each is compared with what is usual for this number, and none is said of few messages.
 *
 * Pure: callers count. An alarm that rings for nothing is soon not heard any more, so chance must be as good as excluded.
 */

/** What was counted of some messages. */
export type Counts = {
  readonly sent: number
  readonly delivered: number
  readonly read: number
  readonly failed: number
  /** Failed as messages to somebody who blocked the number do. */
  readonly blocked: number
  readonly optedOut: number
}

export const SIGNALS = ['failed_rate', 'blocked_rate', 'read_rate'] as const
export type Signal = (typeof SIGNALS)[number]

/** A share of messages: `hits` of `of`. */
export type Share = { readonly hits: number; readonly of: number }

/** Of fewer nothing is said. */
export const COUNT_MIN = 50
/** Of fewer nothing is usual yet. */
const USUAL_MIN = 200
/** Alarms ring at this share at the least, and at three times (half, for what is read) the usual. */
const FAILED_SHARE_MIN = 0.1
const BLOCKED_SHARE_MIN = 0.03
const TIMES_USUAL = 3
const READ_TIMES_USUAL = 0.5
/** What is usual where nothing is known yet. */
const USUAL: Readonly<Record<Exclude<Signal, 'read_rate'>, number>> = {
  failed_rate: 0.03,
  blocked_rate: 0.01,
}
const CHANCE_MAX = 1e-4
/** It is quiet again well below what rang. */
const QUIET = 0.7

export function shareOf(signal: Signal, { delivered, read, failed, blocked, optedOut }: Counts): Share {
  switch (signal) {
    case 'failed_rate':
      return { hits: failed, of: delivered + failed }
    case 'blocked_rate':
      return { hits: blocked + optedOut, of: delivered + blocked }
    case 'read_rate':
      return { hits: read, of: delivered }
    default:
      return signal satisfies never
  }
}

export const rateOf = ({ hits, of }: Share): number | null => (of === 0 ? null : hits / of)

/** null: too little has been sent to know. */
export const usualOf = (signal: Signal, usual: Counts): number | null => {
  const share = shareOf(signal, usual)
  return share.of < USUAL_MIN ? null : rateOf(share)
}

/** The share at which it rings; null: it cannot. */
export function thresholdOf(signal: Signal, usual: number | null): number | null {
  if (signal === 'read_rate') return usual === null ? null : usual * READ_TIMES_USUAL
  const least = signal === 'failed_rate' ? FAILED_SHARE_MIN : BLOCKED_SHARE_MIN
  return Math.min(0.9, Math.max(least, (usual ?? USUAL[signal]) * TIMES_USUAL))
}

/** `quiet`: enough was sent to say that it is over. */
export type Verdict = 'loud' | 'quiet' | 'unsure'

/** @param among so many are looked at side by side: of many, one is out of the ordinary by chance more easily */
export function judge(signal: Signal, now: Counts, usual: Counts, among = 1): Verdict {
  const share = shareOf(signal, now)
  const rate = rateOf(share)
  const usually = usualOf(signal, usual)
  const threshold = thresholdOf(signal, usually)
  const chanceMax = CHANCE_MAX / among
  if (rate === null || threshold === null || share.of < COUNT_MIN) return 'unsure'
  if (signal === 'read_rate') {
    const expected = share.of * (usually ?? 0)
    if (rate <= threshold && poissonAtMost(share.hits, expected) < chanceMax) return 'loud'
    return rate > threshold / QUIET ? 'quiet' : 'unsure'
  }
  const expected = share.of * Math.max(usually ?? 0, USUAL[signal])
  if (rate >= threshold && 1 - poissonAtMost(share.hits - 1, expected) < chanceMax) return 'loud'
  return rate < threshold * QUIET ? 'quiet' : 'unsure'
}

/** How likely it is to see at most `seen` where `expected` are usual; by its logarithm, because campaigns are large. */
function poissonAtMost(seen: number, expected: number): number {
  if (seen < 0) return 0
  if (expected === 0) return 1
  let log = -expected
  let sum = Math.exp(log)
  for (let nth = 1; nth <= seen; nth += 1) {
    log += Math.log(expected / nth)
    sum += Math.exp(log)
  }
  return Math.min(1, sum)
}
