/**
 * When a message that was not taken is tried again. The waits are those that Standard Webhooks suggests ("Operational
 * considerations", read Nov 2026); together about three days, after which a message has failed.
 */
import { after, HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'

const WAITS_MS = [
  ...[5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
] as const
/** A receiver may ask for patience, but not for ever. */
const RETRY_AFTER_MAX_MS = 24 * HOUR_MS
/** Each wait is up to a tenth longer, so that what failed together does not come back together. */
const JITTER = 0.1

/**
 * @param attempt which attempt failed, from 1. @param retryAfterMs what the receiver asked for, if it did.
 * @param random from 0 to 1. @returns null: it was the last.
 */
export function nextAttemptAt(
  attempt: number,
  retryAfterMs: number | null,
  now: Instant,
  random: number,
): Instant | null {
  const wait = WAITS_MS[attempt - 1]
  if (wait === undefined) return null
  return after(now, Math.round(Math.max(wait * (1 + JITTER * random), retryAfterMs ?? 0)))
}

/** `Retry-After` in seconds or as a date (RFC 9110), which counts on 429 and 503; null: it says nothing that we understand. */
export function retryAfterOf(status: number, header: string | undefined, now: Instant): number | null {
  if (header === undefined || (status !== 429 && status !== 503)) return null
  const text = header.trim()
  const ms = /^\d{1,9}$/u.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS)
}
