/**
 * The customer-service window.
 *
 * A business may write freely to a customer for 24 hours after that customer's last message. If that message came from
 * a click-to-WhatsApp ad or post and the business answers within those 24 hours, the time to write is 72 hours from the
 * customer's message. Outside the window only an approved template may be sent, and Meta answers anything else with
 * error 131047. The moments are Meta's own timestamps, never ours.
 * Source: Meta, "Send messages" (23 Apr 2026) and "Pricing" (free entry points, Nov 2025).
 *
 * Pure: no clock, no database. Callers say what time it is.
 */
import { after, HOUR_MS, type Instant } from '#platform/time.ts'

export const WINDOW_MS = 24 * HOUR_MS
export const FREE_ENTRY_WINDOW_MS = 72 * HOUR_MS
/** Our clock and Meta's are never the same, so we stop writing freely a little early and use a template instead. */
export const WINDOW_MARGIN_MS = 60 * 1000

/** What opens the window; null for never. */
export type WindowFacts = {
  readonly lastInboundAt: Instant | null
  /** The customer's last message that carried a `referral`. */
  readonly lastReferralAt: Instant | null
  /** When Meta first took a message of ours after that referral. */
  readonly referralAnsweredAt: Instant | null
}

export type ServiceWindow =
  | { readonly state: 'open'; readonly closesAt: Instant }
  | { readonly state: 'closed'; readonly since: Instant | 'never opened' }

export function serviceWindow(facts: WindowFacts, now: Instant): ServiceWindow {
  if (facts.lastInboundAt === null) return { state: 'closed', since: 'never opened' }
  const ordinary = after(facts.lastInboundAt, WINDOW_MS)
  const free = freeEntryEnd(facts)
  const closesAt = free !== null && free > ordinary ? free : ordinary
  return now < closesAt ? { state: 'open', closesAt } : { state: 'closed', since: closesAt }
}

function freeEntryEnd({ lastReferralAt, referralAnsweredAt }: WindowFacts): Instant | null {
  if (lastReferralAt === null || referralAnsweredAt === null) return null
  if (referralAnsweredAt >= after(lastReferralAt, WINDOW_MS)) return null
  return after(lastReferralAt, FREE_ENTRY_WINDOW_MS)
}
