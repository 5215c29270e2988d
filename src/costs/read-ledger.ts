/** What a month cost, by what one asks for. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isCatchingUp } from '#realtime/follow-events.ts'
import { selectConversations, selectVolumes, type PriceRow, type VolumeRow } from './internal/ledger-sql.ts'
import { microsText, type Micros } from './money.ts'
import { billedMonth, rateAt, readAccounts, runningMonth, type BilledMonth } from './months.ts'
import { sumUp, type Sum } from './price-volumes.ts'
import type { RateCard } from './rate-cards.ts'
import { readDiscounts } from './read-tiers.ts'
import type { By, Ledger, LedgerLine, LedgerTotal } from './shapes.ts'

/** More lines are for the CSV file of another `by`. */
const LINES_MAX = 500
const DAY_MS = 24 * 60 * 60 * 1000

export type LedgerWish = {
  /** null: the running one. */
  readonly month: string | null
  /** null: all of the tenant's. */
  readonly channelId: string | null
  readonly by: By
}

/** null: there is no such channel. */
export async function readLedger(
  client: Client,
  tenant: TenantId,
  wish: LedgerWish,
  now: number,
  cards?: readonly RateCard[],
): Promise<Ledger | null> {
  const all = await readAccounts(client, tenant)
  const { channelId, by } = wish
  const accounts = channelId === null ? all : all.filter(({ channels }) => channels.includes(channelId))
  if (channelId !== null && accounts.length === 0) return null
  const month = wish.month ?? runningMonth(all, now)
  const parts: Part[] = []
  for (const account of accounts) {
    const channels = channelId === null ? account.channels : [channelId]
    const billed = await billedMonth(client, account, month, { channels, cards })
    const isAll = channels.length === account.channels.length
    parts.push(await readPart(client, tenant, billed, { by, isAll }))
  }
  const whole = parts.filter(({ isAll }) => isAll)
  const discounts = await readDiscounts(client, tenant, whole, { accounts: all, cards })
  const discountOf = ({ isAll, billed }: Part): Micros | null =>
    isAll ? [...(discounts.get(billed.account.wabaId)?.values() ?? [])].reduce((a, b) => a + b, 0n) : null
  const lines = joined(parts).toSorted(by === 'day' ? byKey : byAmount)
  return {
    month,
    by,
    accounts: accounts.map(({ wabaId, currency, timeZone, isAssumed }) => ({
      ...{ wabaId, currency, timeZone, isAssumed },
    })),
    totals: totalsOf(
      parts.map((part) => ({ ...part, discount: discountOf(part) })),
      now,
    ),
    lines: lines.slice(0, LINES_MAX).map(({ micros, ...line }) => ({ ...line, amount: microsText(micros) })),
    isCut: lines.length > LINES_MAX || parts.some(({ isCut }) => isCut),
    unpriced: joinedUnpriced(parts),
    isCounting: await isCatchingUp(client, tenant, 'cost_cursors'),
  }
}

type Line = Omit<LedgerLine, 'amount'> & { readonly micros: Micros }
type Part = {
  readonly billed: BilledMonth
  readonly volumes: readonly VolumeRow[]
  readonly sum: Sum
  /** All of the account's numbers are in it. */
  readonly isAll: boolean
  readonly lines: readonly Line[]
  readonly isCut: boolean
  readonly unpriced: Ledger['unpriced']
}

/** What several accounts of one currency have of the same is one line. */
function joined(parts: readonly Part[]): Line[] {
  const lines = new Map<string, Line>()
  for (const line of parts.flatMap((part) => part.lines)) {
    const key = `${line.currency} ${line.key}`
    const known = lines.get(key)
    lines.set(key, known === undefined ? line : { ...known, ...add(known, line) })
  }
  return [...lines.values()]
}

function joinedUnpriced(parts: readonly Part[]): Ledger['unpriced'] {
  const found = new Map<string, Ledger['unpriced'][number]>()
  for (const one of parts.flatMap((part) => part.unpriced)) {
    const key = `${one.currency} ${one.country} ${one.category}`
    found.set(key, { ...one, volume: one.volume + (found.get(key)?.volume ?? 0) })
  }
  return [...found.values()]
}

async function readPart(
  client: Client,
  tenant: TenantId,
  billed: BilledMonth,
  { by, isAll }: { readonly by: By; readonly isAll: boolean },
): Promise<Part> {
  const volumes = await selectVolumes(client, tenant, billed, by === 'conversation' ? 'category' : by)
  const sum = sumUp(billed, volumes, () => '').get('') ?? { volume: 0, billable: 0, unpriced: 0, micros: 0n }
  const { currency } = billed.account
  const lines =
    by === 'conversation'
      ? await conversationLines(client, tenant, billed, volumes)
      : [...sumUp(billed, volumes, ({ key }) => key)].map(([key, { micros, ...counted }]) => ({
          ...{ key, label: null, currency, micros },
          ...counted,
        }))
  return {
    ...{ billed, volumes, sum, isAll, lines },
    isCut: by === 'conversation' && lines.length === LINES_MAX,
    unpriced: unpricedOf(billed, volumes),
  }
}

async function conversationLines(
  client: Client,
  tenant: TenantId,
  billed: BilledMonth,
  volumes: readonly VolumeRow[],
): Promise<Line[]> {
  const prices = new Map<string, PriceRow>()
  for (const { card, country, category } of volumes) {
    const rate = rateAt(billed, { card, country, category })
    if (rate !== null)
      prices.set(`${card} ${country} ${category}`, { card, country, category, micros: rate.price })
  }
  const rows = await selectConversations(client, tenant, billed, [...prices.values()], LINES_MAX)
  const { currency } = billed.account
  return rows.map(({ micros, ...row }) => ({ ...row, currency, micros: BigInt(micros.split('.')[0] ?? '0') }))
}

function unpricedOf(billed: BilledMonth, volumes: readonly VolumeRow[]): Ledger['unpriced'] {
  const sums = sumUp(billed, volumes, ({ country, category }) => `${country}/${category}`)
  return [...sums].flatMap(([key, { unpriced: volume }]) => {
    const [country = '', category = ''] = key.split('/')
    return volume === 0 ? [] : [{ country, category, currency: billed.account.currency, volume }]
  })
}

/** null: tiers count numbers that were not asked for. */
type Discounted = Pick<Part, 'billed' | 'sum'> & { readonly discount: Micros | null }

/** One for each currency: nothing is converted. */
function totalsOf(parts: readonly Discounted[], now: number): LedgerTotal[] {
  const byCurrency = Map.groupBy(parts, ({ billed }) => billed.account.currency)
  return [...byCurrency].map(([currency, of]) => {
    const sum = of.reduce((total, part) => add(total, part.sum), {
      volume: 0,
      billable: 0,
      unpriced: 0,
      micros: 0n,
    })
    const discount = of.some((part) => part.discount === null)
      ? null
      : of.reduce((total, part) => total + (part.discount ?? 0n), 0n)
    const amount = sum.micros - (discount ?? 0n)
    const { volume, billable, unpriced } = sum
    return {
      ...{ currency, volume, billable, unpriced },
      list: microsText(sum.micros),
      discount: discount === null ? null : microsText(discount),
      amount: microsText(amount),
      expected: expectedOf(amount, of[0]?.billed, now),
      card: cardShape(of[0]?.billed.card ?? null),
    }
  })
}

const add = (one: Sum, other: Sum): Sum => ({
  volume: one.volume + other.volume,
  billable: one.billable + other.billable,
  unpriced: one.unpriced + other.unpriced,
  micros: one.micros + other.micros,
})

/** At the pace of the month so far; within its first day there is no pace. To the hundredth: more would look like knowledge. */
function expectedOf(amount: Micros, billed: BilledMonth | undefined, now: number): string | null {
  if (billed === undefined || now < billed.from + DAY_MS || now >= billed.to) return null
  const [passed, whole] = [BigInt(Math.round(now - billed.from)), BigInt(billed.to - billed.from)]
  return microsText(((amount * whole) / passed / 10_000n) * 10_000n)
}

export const cardShape = (card: RateCard | null): LedgerTotal['card'] =>
  card === null
    ? null
    : {
        effective: card.effective,
        currency: card.currency,
        page: card.source.page,
        read: card.source.read,
        isSecondHand: card.source.isSecondHand,
      }

const byKey = (one: Line, other: Line): number => (one.key < other.key ? -1 : 1)
const byAmount = (one: Line, other: Line): number =>
  one.micros === other.micros
    ? other.volume - one.volume || byKey(one, other)
    : one.micros > other.micros
      ? -1
      : 1
