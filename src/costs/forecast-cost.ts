/** What it will cost to write to so many people, at the prices of today, after what this month has already cost. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant } from '#platform/time.ts'
import { compileTree } from '#segments/compile.ts'
import { findSegment } from '#segments/manage-segments.ts'
import { treeOf } from '#segments/walk-members.ts'
import { selectBeginningsOfNames, selectTemplateCategory } from './internal/forecast-sql.ts'
import { selectVolumes } from './internal/ledger-sql.ts'
import { countryOfRecipient } from './markets.ts'
import { microsText } from './money.ts'
import { billedMonth, monthOf, rateAt, readAccounts, type BilledMonth } from './months.ts'
import { PRICED, type Priced, type Rate, type RateCard } from './rate-cards.ts'
import { CHARGED_SINCE, readAllowance } from './read-allowance.ts'
import { cardShape } from './read-ledger.ts'
import { readCounts } from './read-tiers.ts'
import type { Forecast, ForecastWish } from './shapes.ts'
import { counterOf, tieredCost } from './volume-tiers.ts'

export type ForecastResult =
  | { readonly ok: true; readonly forecast: Forecast }
  | { readonly ok: false; readonly because: 'channel' | 'template' | 'segment' | 'category' }

export async function forecastCost(
  client: Client,
  tenant: TenantId,
  wish: ForecastWish,
  now: number,
  cards?: readonly RateCard[],
): Promise<ForecastResult> {
  const accounts = await readAccounts(client, tenant)
  const account = accounts.find(({ channels }) => channels.includes(wish.channelId))
  if (account === undefined) return { ok: false, because: 'channel' }
  const category = await categoryOf(client, tenant, wish, account.wabaId)
  if (typeof category !== 'string') return category
  const countries = await countriesOf(client, tenant, wish, now)
  if (countries === null) return { ok: false, because: 'segment' }
  const month = monthOf(now, account.timeZone)
  const billed = await billedMonth(client, account, month, { cards })
  const volumes = await selectVolumes(client, tenant, billed, 'category')
  const counts = await readCounts(client, tenant, { billed, volumes }, { accounts, cards })
  const free = await freeOf(client, tenant, { wish, category, month, countries }, now)
  const lines = priceCountries(billed, { category, countries, free: free.count }, counts, now)
  const amount = lines.reduce((sum, { micros }) => sum + (micros ?? 0n), 0n)
  const isTiered = lines.some(({ rate }) => rate !== null && rate.tiers.length > 0)
  const { card } = billed
  return {
    ok: true,
    forecast: {
      category,
      currency: account.currency,
      recipients: total(countries),
      amount: microsText(amount),
      unpriced: lines.reduce((sum, { micros, paid }) => sum + (micros === null ? paid : 0), 0),
      free: free.count,
      lines: lines.map(({ country, recipients, rate, micros }) => ({
        ...{ country, recipients, market: rate?.market ?? null },
        price: rate === null ? null : microsText(rate.price),
        amount: micros === null ? null : microsText(micros),
      })),
      allowance: free.allowance,
      card: cardShape(card),
      assumptions: [
        ...(['all_delivered', 'no_free_entry_point', 'without_tax'] as const),
        ...(isTiered ? (['volume_tiers'] as const) : []),
        ...(account.isAssumed ? (['account_assumed'] as const) : []),
        ...(card?.source.isSecondHand === true ? (['card_second_hand'] as const) : []),
      ],
    },
  }
}

type Refused = Extract<ForecastResult, { ok: false }>

async function categoryOf(
  client: Client,
  tenant: TenantId,
  { category, templateId }: ForecastWish,
  wabaId: string,
): Promise<Priced | Refused> {
  if (category !== undefined) return category
  const found = await selectTemplateCategory(client, tenant, templateId ?? '', wabaId)
  if (found === null) return { ok: false, because: 'template' }
  const priced = PRICED.find((one) => one === found.toLowerCase())
  return priced ?? { ok: false, because: 'category' }
}

type Countries = ReadonlyMap<string, number>
const total = (countries: Countries): number => [...countries.values()].reduce((a, b) => a + b, 0)

/** null: there is no such segment. */
async function countriesOf(
  client: Client,
  tenant: TenantId,
  { recipients }: ForecastWish,
  now: number,
): Promise<Countries | null> {
  if ('countries' in recipients) return new Map(Object.entries(recipients.countries))
  const segment = await findSegment(client, tenant, recipients.segmentId)
  if (segment === null) return null
  const rows = await selectBeginningsOfNames(client, compileTree(treeOf(segment), tenant, instant(now)))
  const countries = new Map<string, number>()
  for (const { beginning, people } of rows) {
    const country = countryOfRecipient(beginning)
    countries.set(country, (countries.get(country) ?? 0) + people)
  }
  return countries
}

type Free = { readonly count: number; readonly allowance: Forecast['allowance'] }

/** Which of them cost nothing: service messages within the allowance; once, what was sent within 24 hours. */
async function freeOf(
  client: Client,
  tenant: TenantId,
  {
    wish,
    category,
    month,
    countries,
  }: {
    readonly wish: ForecastWish
    readonly category: Priced
    readonly month: string
    readonly countries: Countries
  },
  now: number,
): Promise<Free> {
  const recipients = total(countries)
  if (month < CHARGED_SINCE) {
    const free = category === 'service' ? recipients : category === 'utility' ? (wish.insideWindow ?? 0) : 0
    return { count: Math.min(free, recipients), allowance: null }
  }
  if (category !== 'service') return { count: 0, allowance: null }
  const { items } = await readAllowance(client, tenant, { month }, now)
  const before = items.find(({ channelId }) => channelId === wish.channelId)?.left ?? 0
  const used = Math.min(before, recipients)
  return { count: used, allowance: { before, used, after: before - used } }
}

type Line = {
  readonly country: string
  readonly recipients: number
  /** Those that are not free. */
  readonly paid: number
  readonly rate: Rate | null
  /** null: unpriced. */
  readonly micros: bigint | null
}

/** The most people first; those come out of the free ones first, too. */
function priceCountries(
  billed: BilledMonth,
  {
    category,
    countries,
    free,
  }: { readonly category: Priced; readonly countries: Countries; readonly free: number },
  counts: ReadonlyMap<string, number>,
  now: number,
): Line[] {
  const card = billed.cuts.filter((cut) => cut <= now).length
  const before = new Map(counts)
  let left = free
  return [...countries]
    .filter(([, recipients]) => recipients > 0)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([country, recipients]) => {
      const paid = recipients - Math.min(left, recipients)
      left -= recipients - paid
      const rate = rateAt(billed, { card, country, category })
      if (rate === null) return { country, recipients, paid, rate, micros: paid === 0 ? 0n : null }
      const done = before.get(counterOf(rate)) ?? 0
      before.set(counterOf(rate), done + paid)
      return { country, recipients, paid, rate, micros: tieredCost(rate, done, paid) }
    })
}
