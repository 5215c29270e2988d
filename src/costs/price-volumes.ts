/** Volumes become amounts. Pure. */
import type { VolumeRow } from './internal/ledger-sql.ts'
import type { Micros } from './money.ts'
import { rateAt, type BilledMonth } from './months.ts'
import { tieredCost, type Rate } from './rate-cards.ts'

export type Sum = {
  volume: number
  billable: number
  unpriced: number
  micros: Micros
}
const nothing = (): Sum => ({ volume: 0, billable: 0, unpriced: 0, micros: 0n })

type Row = Omit<VolumeRow, 'key'>

/** The sums of the rows that have the same key, at the cards' prices. */
export function sumUp<R extends Row>(
  month: Pick<BilledMonth, 'cards'>,
  rows: readonly R[],
  keyOf: (row: R) => string,
): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const row of rows) {
    const key = keyOf(row)
    const sum = sums.get(key) ?? nothing()
    sums.set(key, sum)
    sum.volume += row.volume
    if (!row.isBillable) continue
    sum.billable += row.volume
    const rate = rateAt(month, row)
    if (rate === null) sum.unpriced += row.volume
    else sum.micros += BigInt(row.volume) * rate.price
  }
  return sums
}

/** What volume tiers take off a month, by market and category: Meta counts each pair of them for itself, over the whole month. */
export function discountsOf(
  month: Pick<BilledMonth, 'cards'>,
  rows: readonly Row[],
): ReadonlyMap<string, Micros> {
  const counts = new Map<string, { rate: Rate; card: number; count: number }>()
  for (const row of rows) {
    const rate = row.isBillable ? rateAt(month, row) : null
    if (rate === null || row.category.startsWith('group_')) continue
    const key = `${discountKey(rate)} ${row.card}`
    const known = counts.get(key)
    if (known === undefined) counts.set(key, { rate, card: row.card, count: row.volume })
    else known.count += row.volume
  }
  const discounts = new Map<string, Micros>()
  const before = new Map<string, number>()
  for (const { rate, count } of [...counts.values()].toSorted((a, b) => a.card - b.card)) {
    const key = discountKey(rate)
    const done = before.get(key) ?? 0
    const off = BigInt(count) * rate.price - tieredCost(rate, done, count)
    if (off !== 0n) discounts.set(key, (discounts.get(key) ?? 0n) + off)
    before.set(key, done + count)
  }
  return discounts
}

export const discountKey = ({ market, priced }: Rate): string => `${market}/${priced}`
