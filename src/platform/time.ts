/** Milliseconds since the epoch. Branded, so that a duration can never be passed where a moment is meant. */
declare const moment: unique symbol
export type Instant = number & { readonly [moment]: true }

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Says that these milliseconds since the epoch are a moment. */
export const instant = (ms: number): Instant => ms as Instant
/** The moment `ms` milliseconds later (earlier, if negative). */
export const after = (start: Instant, ms: number): Instant => (start + ms) as Instant

/** Where a part asks what time it is; tests hand in their own. */
export type Clock = () => Instant
export const systemClock: Clock = () => Date.now() as Instant

/** A moment that PostgreSQL gave as `extract(epoch …) * 1000`, which may carry fractions; null for none. */
export const momentOf = (ms: number | null): Instant | null => (ms === null ? null : instant(Math.round(ms)))
