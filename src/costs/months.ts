/** Months as Meta bills them: of the WABA's time zone, with the cards that hold in them. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectAccounts, selectBeginnings, type Span } from './internal/ledger-sql.ts'
import { cardsBetween, rateCards, type Rate, type RateCard } from './rate-cards.ts'

/** Until Meta was asked: the shops that this is made for are in India, which Meta bills in rupees (Meta, "Pricing", Oct 2026). */
const ASSUMED = { currency: 'INR', timeZone: 'Asia/Kolkata' } as const

export type Account = {
  readonly wabaId: string
  readonly currency: string
  readonly timeZone: string
  readonly isAssumed: boolean
  /** The business portfolio that it is in; null: Meta has not told. */
  readonly portfolioId: string | null
  readonly channels: readonly string[]
}

export async function readAccounts(client: Client, tenant: TenantId): Promise<Account[]> {
  const rows = await selectAccounts(client, tenant)
  return rows.map(({ wabaId, currency, timeZone, portfolioId, channels }) => ({
    wabaId,
    currency: currency ?? ASSUMED.currency,
    timeZone: timeZone ?? ASSUMED.timeZone,
    isAssumed: currency === null,
    portfolioId,
    channels,
  }))
}

/** The accounts that fill the same volume tiers as this one, itself among them. */
export const togetherWith = (accounts: readonly Account[], { wabaId, portfolioId }: Account): Account[] =>
  accounts.filter((one) => one.wabaId === wabaId || (portfolioId !== null && one.portfolioId === portfolioId))

/** YYYY-MM of a moment in a time zone. */
export const monthOf = (at: number, timeZone: string): string => dayOf(at, timeZone).slice(0, 7)
/** Of all the accounts: the first one's. */
export const runningMonth = (accounts: readonly Account[], now: number): string =>
  monthOf(now, accounts[0]?.timeZone ?? ASSUMED.timeZone)
const dayOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)

export const monthAfter = (month: string, count = 1): string => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

export type BilledMonth = Span & {
  readonly account: Account
  readonly month: string
  readonly cards: readonly RateCard[]
  /** The last card that holds in it. */
  readonly card: RateCard | null
}

/**
 * @param channels which of the account's numbers; left out: all
 * @param cards left out: those that came with the program
 */
export async function billedMonth(
  client: Client,
  account: Account,
  month: string,
  {
    channels = account.channels,
    cards: all = rateCards(),
  }: { channels?: readonly string[]; cards?: readonly RateCard[] | undefined } = {},
): Promise<BilledMonth> {
  const [first, next] = [`${month}-01`, `${monthAfter(month)}-01`]
  const lastDay = new Date(Date.parse(next) - 1).toISOString().slice(0, 10)
  const cards = cardsBetween(all, account.currency, first, lastDay)
  const days = [first, next, ...cards.map(({ effective }) => effective)]
  const [from = 0, to = 0, ...cuts] = await selectBeginnings(client, account.timeZone, days)
  const { timeZone } = account
  return { account, month, channels, from, to, timeZone, cuts, cards, card: cards.at(-1) ?? null }
}

/** What something cost when so many cards had begun; null: no card prices it. */
export const rateAt = (
  { cards }: Pick<BilledMonth, 'cards'>,
  { card, country, category }: { readonly card: number; readonly country: string; readonly category: string },
): Rate | null => (card === 0 ? null : (cards[card - 1]?.priceOf(country, category) ?? null))
