/** How our month compares with Meta's, as far as anybody has looked. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectReconciliations } from './internal/reconciliation-sql.ts'
import { microsText, parseMicros, type Micros } from './money.ts'
import { readAccounts } from './months.ts'
import type { ReconciledLine, Reconciliation } from './shapes.ts'

export async function readReconciliation(
  client: Client,
  tenant: TenantId,
  month: string,
): Promise<Reconciliation> {
  const found = new Map((await selectReconciliations(client, tenant, month)).map((row) => [row.wabaId, row]))
  const accounts = await readAccounts(client, tenant)
  return {
    month,
    items: accounts.map(({ wabaId, currency }) => {
      const row = found.get(wabaId)
      const lines = row === undefined ? [] : [...row.lines]
      return {
        wabaId,
        currency: row?.currency ?? currency,
        state: row?.state ?? 'never',
        checkedAt: row?.checkedAt ?? null,
        problem: row?.problem ?? null,
        ours: { volume: volumeOf(lines, 'ours'), cost: microsText(costOf(lines, 'ours') ?? 0n) },
        metas: row === undefined || lines.length === 0 ? null : metasOf(lines),
        lines,
      }
    }),
  }
}

function metasOf(lines: readonly ReconciledLine[]): Reconciliation['items'][number]['metas'] {
  const cost = costOf(lines, 'metas')
  return { volume: volumeOf(lines, 'metas'), cost: cost === null ? null : microsText(cost) }
}

const volumeOf = (lines: readonly ReconciledLine[], side: 'ours' | 'metas'): number =>
  lines.reduce((sum, { volume }) => sum + volume[side], 0)

/** null: on Meta's side nothing is shown. What we have no price for is not in our sum. */
function costOf(lines: readonly ReconciledLine[], side: 'ours' | 'metas'): Micros | null {
  const known = lines.flatMap(({ cost }) => (cost[side] === null ? [] : [parseMicros(cost[side]) ?? 0n]))
  return side === 'metas' && known.length === 0 ? null : known.reduce((a, b) => a + b, 0n)
}
