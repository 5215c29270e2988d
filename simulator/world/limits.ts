/**
 * How fast a business may send.
 *
 * Pair limit: one message per 6 s from one number to one person, after a burst of 45 that is borrowed from the
 * minutes to come; a token bucket, filled by the time that has passed whenever it is asked. Throughput is in
 * throughput.ts. Source: Meta, "Throughput" (21 Nov 2025).
 */
export type Bucket = { tokens: number; at: number }

export const PAIR_BURST = 45
export const PAIR_REFILL_MS = 6000
export const THROUGHPUT_DEFAULT = 80
/** After Meta's upgrade, which comes once an unlimited number reaches so many people within 24 hours. */
export const THROUGHPUT_HIGH = 1000
export const UPGRADED_AFTER_PEOPLE = 100_000
/** Of a number that is in the WhatsApp Business app as well; it is never raised. Source: Meta, Nov 2025; "5" is older. */
export const THROUGHPUT_COEXISTENCE = 20

/** Fills a bucket up to now and says whether it holds one. */
export function hasToken(bucket: Bucket, now: number, capacity: number, refillMs: number): boolean {
  bucket.tokens = Math.min(capacity, bucket.tokens + Math.max(0, now - bucket.at) / refillMs)
  bucket.at = now
  // A sixth of six seconds is not exactly one in binary; the smallest of debts is forgiven.
  return bucket.tokens >= 1 - 1e-9
}

/** Takes one out of a bucket, or says that it is empty. */
export function takeToken(bucket: Bucket, now: number, capacity: number, refillMs: number): boolean {
  if (!hasToken(bucket, now, capacity, refillMs)) return false
  bucket.tokens = Math.max(0, bucket.tokens - 1)
  return true
}

/** All accounts are billed in India's time zone, as `timezone_id` 71 says; it knows no summer time. */
const ZONE_MS = 5.5 * 60 * 60 * 1000

/** YYYY-MM-DD in the account's time zone. */
export const dayOf = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(0, 10)

/** The first moment of such a day. */
export const startOfDay = (day: string): number => Date.parse(day) - ZONE_MS

/** The customer-service window: 24 h from the customer's last message. Source: Meta, "Pricing" (25 Aug 2026). */
export const WINDOW_MS = 24 * 60 * 60 * 1000

/** Whether the business may write freely now. */
export function isWindowOpen(lastInboundAt: number | null, now: number): boolean {
  return lastInboundAt !== null && now < lastInboundAt + WINDOW_MS
}
