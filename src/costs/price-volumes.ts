/** Volumes become amounts. Pure. */
import type { VolumeRow } from './internal/ledger-sql.ts'
import type { Micros } from './money.ts'
import { rateAt, type BilledMonth } from './months.ts'

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
