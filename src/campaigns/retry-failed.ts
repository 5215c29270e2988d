/**
 * Whether those who failed for a reason may be written to again, and when. Meta, "Error codes" and "Per-user marketing template message
 * limits" (Nov 2025): 131049 not before 24 hours are over, and then less and less often; what concerns the person or the message for
 * good, never.
 */
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'

const WAITS: Readonly<Record<string, number>> = {
  // Meta chose not to deliver it: so many offers reached this person from everybody.
  '131049': DAY_MS,
  // Meta's own trouble, or the number's; it was not taken.
  '1': HOUR_MS,
  '2': HOUR_MS,
  '131000': HOUR_MS,
  '131016': HOUR_MS,
  '133004': HOUR_MS,
  '130429': 0,
  '131056': 0,
  '131048': DAY_MS,
  '131042': 0,
  '131053': 0,
  '132015': 0,
  'outbound.template_halted': 0,
  'outbound.media_missing': 0,
  'outbound.expired': 0,
}

/** The moment from which it is lawful and of use; null: never. @param last when the last of them failed or was sent. */
export function retryFrom(code: string, last: Instant): Instant | null {
  const wait = WAITS[code]
  return wait === undefined ? null : after(last, wait)
}
