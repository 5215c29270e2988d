/** A campaign's audience, told apart by what became of everybody: parts of one bar that add up to all of them. Pure. */
import type { CampaignProgress } from '../platform/contract.ts'

/** In the bar's order: what is over, what is on its way, what has not begun. */
export const PARTS = [
  'delivered',
  'sent',
  'unknown',
  'held',
  'failed',
  'skipped',
  'queued',
  'waiting',
] as const
export type PartName = (typeof PARTS)[number]
export type Part = { readonly name: PartName; readonly count: number }

/** All eight, also those with nobody in them. Their counts are the audience. */
export function partsOf(progress: CampaignProgress): readonly Part[] {
  // A delivery that is heard of before Meta's answer makes no negative number.
  const delivered = Math.min(progress.delivered, progress.sent)
  const { unknown, held, failed, skipped, queued, waiting } = progress
  const counts = {
    ...{ delivered, sent: progress.sent - delivered, unknown, held, failed, skipped },
    ...{ queued, waiting },
  }
  return PARTS.map((name) => ({ name, count: counts[name] }))
}

/** How many are to get it, and of how many of them nothing more has to be begun. */
export function doneOf({ audience, skipped, waiting, queued }: CampaignProgress): {
  readonly done: number
  readonly of: number
} {
  const of = audience - skipped
  return { done: of - waiting - queued, of }
}

/**
 * A share as people read it: never "100 %" while one is missing, and never "0 %" where there is one. In tenths below ten percent and where
 * a whole number would say too much.
 */
export function shareText(count: number, of: number, locale: string): string {
  const format = (share: number, digits: number): string =>
    new Intl.NumberFormat(`${locale}-IN-u-nu-latn`, {
      style: 'percent',
      maximumFractionDigits: digits,
    }).format(share)
  if (of <= 0 || count <= 0) return format(0, 0)
  const share = count / of
  if (share >= 1) return format(share, 0)
  if (share < 0.001) return `< ${format(0.001, 1)}`
  if (share > 0.99) return format(Math.min(Math.floor(share * 1000) / 1000, 0.999), 1)
  return format(share, share < 0.1 ? 1 : 0)
}

/** So many who were given each message must there be before their shares say anything. */
const TAKEN_MIN = 30
/** Of a hundred differences that are only chance, five look at least so large. */
const Z_CLEAR = 1.96

/** Whether one share is larger than the other by more than chance: the test of two proportions. */
export function isClearlyMore(
  one: { readonly hits: number; readonly of: number },
  other: { readonly hits: number; readonly of: number },
): boolean {
  if (one.of < TAKEN_MIN || other.of < TAKEN_MIN) return false
  const all = (one.hits + other.hits) / (one.of + other.of)
  const spread = Math.sqrt(all * (1 - all) * (1 / one.of + 1 / other.of))
  return spread > 0 && (one.hits / one.of - other.hits / other.of) / spread >= Z_CLEAR
}
