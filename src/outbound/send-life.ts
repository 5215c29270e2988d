/**
 * How long something may wait to be said. A code or a delivery note that comes too late is worse than none, so what waits here gets no
 * longer than Meta itself would go on trying to deliver it: the template's own time, counted from when we accepted it.
 */
import { after, instant, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'
import type { SendClass } from './send-class.ts'

/**
 * Meta, "Time-to-live" (27 Feb 2026): a template's `message_send_ttl_seconds`; without it 10 minutes for authentication, 30 days for
 * everything else; -1 is 30 days.
 */
const CODES_MS = 10 * MINUTE_MS

/** null: 30 days, in which nothing waits here. */
export function lifeOfTemplate(kind: SendClass, ttlSeconds: number | null): number | null {
  if (ttlSeconds === null) return kind === 'authentication' ? CODES_MS : null
  return ttlSeconds > 0 ? ttlSeconds * SECOND_MS : null
}

/** What a sender asks for: a moment, a time from now, or both. */
type AskedLife = { readonly expiresAt?: number | undefined; readonly ttlSeconds?: number | undefined }

/** The first of all these moments; null: it may be late. At that very moment it is over. */
export function endOfLife(
  now: Instant,
  { expiresAt, ttlSeconds }: AskedLife,
  lifeMs: number | null = null,
): Instant | null {
  const ends = [
    ...(expiresAt === undefined ? [] : [instant(expiresAt)]),
    ...(ttlSeconds === undefined ? [] : [after(now, ttlSeconds * SECOND_MS)]),
    ...(lifeMs === null ? [] : [after(now, lifeMs)]),
  ]
  return ends.length === 0 ? null : instant(Math.min(...ends))
}
