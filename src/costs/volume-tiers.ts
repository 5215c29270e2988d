/**
 * Volume tiers: from so many charged messages of a month on, the next ones cost less. Meta counts them by market and category, over
 * all accounts of a business portfolio together, each with the month of its own time zone, and in the order of delivery; codes that
 * come to be charged as from abroad go on where authentication was (Meta, "Pricing", section "Volume tiers" with its examples 2, 3
 * and 4, as of May 2026, read 23 Nov 2026). Pure.
 */
import type { VolumeRow } from './internal/ledger-sql.ts'
import { marketsOf } from './markets.ts'
import type { Micros } from './money.ts'
import { rateAt, type BilledMonth } from './months.ts'
import { TIERED, type Rate } from './rate-cards.ts'

/** What so many messages cost that come after so many others of the month. */
export const tieredCost = (rate: Rate, before: number, count: number): Micros =>
  BigInt(count) * rate.price -
  discountOf(rate, (above) => Math.min(count, Math.max(0, before + count - above)))

/** @param beyond how many of the messages come after so many of the month */
function discountOf({ price, tiers }: Rate, beyond: (above: number) => number): Micros {
  let off = 0n
  let last = price
  for (const tier of tiers) {
    off += BigInt(beyond(tier.above)) * (last - tier.price)
    last = tier.price
  }
  return off
}

/** A month of one account of a portfolio. */
export type TieredMonth = {
  readonly month: Pick<BilledMonth, 'cards'>
  readonly rows: readonly VolumeRow[]
}

/** A counter of Meta's: what is counted together until the month ends. */
export const counterOf = ({ market, priced }: Pick<Rate, 'market' | 'priced'>): string =>
  `${market}/${priced === 'authentication_international' ? 'authentication' : priced}`

/** What a discount is of. */
export const discountKey = ({ market, priced }: Rate): string => `${market}/${priced}`

/** Rows by the hour (`key`) are taken hour by hour; of other rows no more is known than what Meta says itself. */
type InOrder = 'by hour' | 'by card'

/** What tiers take off each of these months, by market and category. */
export function discountsOf(
  months: readonly TieredMonth[],
  order: InOrder,
): readonly ReadonlyMap<string, Micros>[] {
  const discounts = months.map(() => new Map<string, Micros>())
  for (const entries of Map.groupBy(entriesOf(months, order), ({ counter }) => counter).values()) {
    let before = 0
    for (const together of inOrder(entries)) {
      const among = together.reduce((sum, { count }) => sum + count, 0)
      let ahead = 0
      for (const { of, rate, count } of together) {
        const place = { before, among, ahead, count }
        const off = rate === null ? 0n : discountOf(rate, (above) => beyondOf(place, above))
        const key = rate === null ? '' : discountKey(rate)
        if (off !== 0n) discounts[of]?.set(key, (discounts[of].get(key) ?? 0n) + off)
        ahead += count
      }
      before += among
    }
  }
  return discounts
}

/** How many messages these months have come to, by counter. */
export function countsOf(months: readonly TieredMonth[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { counter, count } of entriesOf(months, 'by card'))
    counts.set(counter, (counts.get(counter) ?? 0) + count)
  return counts
}

type Entry = {
  /** Which of the months. */
  readonly of: number
  /** What has a lower one came before. */
  readonly at: number
  readonly counter: string
  /** null: this account has no price for it, but it counts. */
  readonly rate: Rate | null
  readonly count: number
}

/** Groups' messages have no tiers (Meta, "Groups API pricing"), and what is free fills none. */
function entriesOf(months: readonly TieredMonth[], order: InOrder): Entry[] {
  return months.flatMap(({ month, rows }, of) =>
    rows.flatMap((row): Entry[] => {
      if (!row.isBillable || !isTiered(row.category)) return []
      const rate = rateAt(month, row)
      const known = rate ?? rateOfOthers(months, row)
      if (known === null) return []
      const at =
        order === 'by hour'
          ? Number(row.key)
          : row.card * 2 + Number(row.category === 'authentication_international')
      return [{ of, at, counter: counterOf(known), rate, count: row.volume }]
    }),
  )
}

const isTiered = (category: string): boolean => TIERED.some((priced) => priced === category)

/** An account whose currency has no card: into which market its messages go, the cards of the others say. */
function rateOfOthers(months: readonly TieredMonth[], { country, category }: VolumeRow): Rate | null {
  for (const { month } of months)
    for (const card of month.cards.toReversed()) {
      const rate = card.priceOf(country, category)
      if (rate !== null) return rate
    }
  return null
}

/** What came at the same time, the earliest first. */
const inOrder = (entries: readonly Entry[]): Entry[][] =>
  [...Map.groupBy(entries, ({ at }) => at)].toSorted(([one], [other]) => one - other).map(([, of]) => of)

type Place = {
  readonly before: number
  /** All that came at the same time. */
  readonly among: number
  /** Those of them that are counted before these; so that the parts of a step come to the whole. */
  readonly ahead: number
  readonly count: number
}

/** Of messages that came evenly among others how many are beyond a step. */
function beyondOf({ before, among, ahead, count }: Place, above: number): number {
  const upTo = BigInt(Math.min(among, Math.max(0, above - before)))
  const below = (messages: number): bigint => (BigInt(messages) * upTo) / BigInt(among)
  return count - Number(below(ahead + count) - below(ahead))
}

/** What Meta told in an `account_update`: a tier that was reached. */
export type ToldTier = { readonly category: string; readonly region: string; readonly tier: string }

/**
 * From how many messages on the highest tier holds of which Meta told, by counter in small letters. The region is a market by its name
 * (Meta, "account_update", Sep 2026: "India"), or a country's code; the tier "25000001:50000000". Several may tell of one step.
 */
export function toldSteps(told: readonly ToldTier[]): ReadonlyMap<string, number> {
  const steps = new Map<string, number>()
  for (const { category, region, tier } of told) {
    const [, from] = /^(\d{1,12}):/u.exec(tier) ?? []
    if (from === undefined) continue
    for (const market of /^[A-Z]{2}$/u.test(region) ? marketsOf(region) : [region]) {
      const key = `${market}/${category}`.toLowerCase()
      steps.set(key, Math.max(Number(from), steps.get(key) ?? 0))
    }
  }
  return steps
}
