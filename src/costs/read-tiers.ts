/** What volume tiers take off the months of some accounts, counted over all accounts of a portfolio that are connected here. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectToldTiers } from './internal/reconciliation-sql.ts'
import { selectVolumes, type VolumeRow } from './internal/ledger-sql.ts'
import type { Micros } from './money.ts'
import { billedMonth, rateAt, togetherWith, type Account, type BilledMonth } from './months.ts'
import type { RateCard } from './rate-cards.ts'
import { countsOf, discountsOf, toldSteps, type TieredMonth } from './volume-tiers.ts'

/** A whole month of an account, however its rows are broken down. */
export type AccountMonth = { readonly billed: BilledMonth; readonly volumes: readonly VolumeRow[] }

type TierWish = {
  /** All of the tenant's. */
  readonly accounts: readonly Account[]
  /** Left out: those that came with the program. */
  readonly cards?: readonly RateCard[] | undefined
}

/** Of each WABA, by market and category. */
export async function readDiscounts(
  client: Client,
  tenant: TenantId,
  asked: readonly AccountMonth[],
  wish: TierWish,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Micros>>> {
  const found = new Map<string, ReadonlyMap<string, Micros>>()
  for (const month of asked) {
    const { account } = month.billed
    if (found.has(account.wabaId) || !hasTiers(month)) continue
    const together = await readTogether(client, tenant, month, wish, 'hour')
    const discounts = discountsOf(
      together.map(({ billed, volumes }) => ({ month: billed, rows: volumes })),
      together.length === 1 ? 'by card' : 'by hour',
    )
    for (const [at, { billed }] of together.entries())
      found.set(billed.account.wabaId, discounts[at] ?? new Map())
  }
  return found
}

const hasTiers = ({ billed, volumes }: AccountMonth): boolean =>
  volumes.some((row) => row.isBillable && (rateAt(billed, row)?.tiers.length ?? 0) > 0)

/** This month and the same one of the portfolio's other accounts. What is known is not asked again where it is alone. */
async function readTogether(
  client: Client,
  tenant: TenantId,
  own: AccountMonth,
  { accounts, cards }: TierWish,
  by: 'hour' | 'category',
): Promise<readonly AccountMonth[]> {
  const { account, month } = own.billed
  const together = togetherWith(accounts, account)
  if (together.length === 1) return [own]
  const months: AccountMonth[] = []
  for (const one of together) {
    const billed = await billedMonth(client, one, month, { cards })
    months.push({ billed, volumes: await selectVolumes(client, tenant, billed, by) })
  }
  return months
}

/** How many messages fill the counters of this account's portfolio. */
export async function readCounts(
  client: Client,
  tenant: TenantId,
  own: AccountMonth,
  wish: TierWish,
): Promise<ReadonlyMap<string, number>> {
  const together = await readTogether(client, tenant, own, wish, 'category')
  return countsOf(together.map(({ billed, volumes }): TieredMonth => ({ month: billed, rows: volumes })))
}

/** What Meta told of steps that this account's portfolio reached; of counters that nobody was told of nothing. */
export async function readTold(
  client: Client,
  tenant: TenantId,
  { account, month }: BilledMonth,
  { accounts }: TierWish,
): Promise<ReadonlyMap<string, number>> {
  const wabas = togetherWith(accounts, account).map(({ wabaId }) => wabaId)
  return toldSteps(await selectToldTiers(client, tenant, month, wabas))
}
