/** A month as CSV, for spreadsheets. Pure. */
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Ledger } from './shapes.ts'

/** Amounts are text in the API; in a file they stand as they are, and a spreadsheet reads them as numbers. */
export function ledgerCsv({ month, by, lines, totals }: Ledger): string {
  const header = ['month', by, 'name', 'currency', 'messages', 'billable', 'unpriced', 'amount']
  const rows = lines.map((line) =>
    csvLine([
      ...[month, line.key, line.label ?? '', line.currency],
      ...[line.volume, line.billable, line.unpriced, Number(line.amount)],
    ]),
  )
  const sums = totals.flatMap((total) => [
    ...(total.discount === null || total.discount === '0.00'
      ? []
      : [csvLine([month, 'volume discount', '', total.currency, '', '', '', Number(`-${total.discount}`)])]),
    csvLine([
      ...[month, 'total', '', total.currency],
      ...[total.volume, total.billable, total.unpriced, Number(total.amount)],
    ]),
  ])
  return [`${UTF8_MARK}${csvLine(header)}`, ...rows, ...sums].join('')
}
