/**
 * How often each key may ask: a bucket that holds a minute's worth of requests and fills evenly. Kept in this process's memory:
 * with several web processes a key has as many buckets, and after a restart a full one. It is there to stop a program that runs
 * wild, not to bill.
 */
import { MINUTE_MS, type Instant } from '#platform/time.ts'

/** Beyond this the full buckets are forgotten, which changes nothing: a key without a bucket has a full one. */
const BUCKETS_KEPT = 10_000

export type RateVerdict = {
  readonly isAllowed: boolean
  /** Whole requests that may follow at once. */
  readonly remaining: number
  /** Until the bucket is full again. */
  readonly resetMs: number
  /** Until one more request may come; 0 if it may come now. */
  readonly retryAfterMs: number
}

export type RateLimits = (key: string, perMinute: number, now: Instant) => RateVerdict

export function createRateLimits(): RateLimits {
  const buckets = new Map<string, { tokens: number; at: Instant; perMinute: number }>()
  return (key, perMinute, now) => {
    const bucket = buckets.get(key)
    // A clock that was set back must not empty anything.
    const waitedMs = bucket === undefined ? 0 : Math.max(0, now - bucket.at)
    const full = bucket === undefined ? perMinute : bucket.tokens + (waitedMs * perMinute) / MINUTE_MS
    const tokens = Math.min(perMinute, full)
    const isAllowed = tokens >= 1
    const left = isAllowed ? tokens - 1 : tokens
    buckets.set(key, { tokens: left, at: now, perMinute })
    if (buckets.size > BUCKETS_KEPT)
      for (const [name, { at }] of buckets) if (now - at >= MINUTE_MS) buckets.delete(name)
    return {
      isAllowed,
      remaining: Math.floor(left),
      resetMs: ((perMinute - left) * MINUTE_MS) / perMinute,
      retryAfterMs: left >= 1 ? 0 : ((1 - left) * MINUTE_MS) / perMinute,
    }
  }
}
