/** What one message to somebody costs at most: the price before volume tiers, at the card of today. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { countryOfRecipient } from './markets.ts'
import { billedMonth, monthOf, rateAt, readAccounts } from './months.ts'
import { PRICED } from './rate-cards.ts'

export type Prices = {
  readonly currency: string
  readonly timeZone: string
  /** In millionths of the currency; null: no card has a price. @param recipient a phone number in digits or a business-scoped id */
  readonly priceOf: (recipient: string) => bigint | null
}

/** null: there is no such number. @param category of the template, as Meta writes it or in small letters */
export async function pricesOf(
  client: Client,
  tenant: TenantId,
  { channel, category }: { readonly channel: string; readonly category: string },
  now: number,
): Promise<Prices | null> {
  const accounts = await readAccounts(client, tenant)
  const account = accounts.find(({ channels }) => channels.includes(channel))
  if (account === undefined) return null
  const billed = await billedMonth(client, account, monthOf(now, account.timeZone))
  const card = billed.cuts.filter((cut) => cut <= now).length
  const priced = PRICED.find((one) => one === category.toLowerCase())
  const known = new Map<string, bigint | null>()
  const priceOf = (recipient: string): bigint | null => {
    const country = countryOfRecipient(recipient)
    const price = known.get(country)
    if (price !== undefined) return price
    const found =
      priced === undefined ? null : (rateAt(billed, { card, country, category: priced })?.price ?? null)
    known.set(country, found)
    return found
  }
  return { currency: account.currency, timeZone: account.timeZone, priceOf }
}
