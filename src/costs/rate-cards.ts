/**
 * Meta's prices: files with a date, in `rate-cards/`, one for each currency and day from which it holds. Meta changes rates on
 * 1 Jan, 1 Apr, 1 Jul and 1 Oct alone (Meta, "Pricing", 25 Aug 2026); `node src/main.ts rates add` makes a file of what it publishes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { marketsOf } from './markets.ts'
import { parseMicros, type Micros } from './money.ts'

/** What a card can price. Categories of a status are brought to these by `priceKeyOf`. */
export const PRICED = [
  ...(['marketing', 'marketing_lite', 'utility', 'authentication'] as const),
  ...(['authentication_international', 'service'] as const),
]
export type Priced = (typeof PRICED)[number]

/** Meta gives volume tiers for these alone; see `volume-tiers.ts`. */
export const TIERED: readonly Priced[] = ['utility', 'authentication', 'authentication_international']

const Price = z.string().refine((text) => parseMicros(text) !== null, 'must be a decimal number as text')
const Prices = z.partialRecord(z.enum(PRICED), Price)
const Tiers = z
  .array(z.strictObject({ above: z.int().positive(), price: Price }))
  .refine(
    (tiers) => tiers.every((tier, at) => at === 0 || tier.above > (tiers[at - 1]?.above ?? 0)),
    'must rise',
  )

export const RateCardFile = z.strictObject({
  /** The first day, in the WABA's time zone. */
  effective: z.iso.date(),
  currency: z.string().regex(/^[A-Z]{3}$/u),
  source: z.strictObject({
    page: z.string(),
    /** When it was read there. */
    read: z.iso.date(),
    /** Not from Meta's own file. */
    isSecondHand: z.boolean(),
    note: z.string().optional(),
  }),
  markets: z.record(z.string(), Prices),
  /** From the message after so many in a month on, what is charged instead. */
  tiers: z.record(z.string(), z.partialRecord(z.enum(PRICED), Tiers)).optional(),
})
export type RateCardFile = z.infer<typeof RateCardFile>

export type Tier = { readonly above: number; readonly price: Micros }
export type RateCard = Pick<RateCardFile, 'effective' | 'currency' | 'source'> & {
  /** The market that prices this country, and for how much; null: the card does not. */
  readonly priceOf: (country: string, category: string) => Rate | null
}
export type Rate = {
  readonly market: string
  readonly priced: Priced
  readonly price: Micros
  readonly tiers: readonly Tier[]
}

export const CARDS_FOLDER = join(import.meta.dirname, 'rate-cards')

/** All cards of a folder. Throws if one is not as it must be: a wrong price is worse than none. */
export function readRateCards(folder = CARDS_FOLDER): readonly RateCard[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const file = RateCardFile.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      if (!file.success) throw new Error(`${name}: ${z.prettifyError(file.error)}`)
      return cardOf(file.data)
    })
}

let ours: readonly RateCard[] | null = null
/** The cards that came with the program, read once. */
export const rateCards = (): readonly RateCard[] => (ours ??= readRateCards())

/** How a file prices. */
export function cardOf({ effective, currency, source, markets, tiers = {} }: RateCardFile): RateCard {
  const known = new Map(Object.entries(markets))
  const priceOf = (country: string, category: string): Rate | null => {
    const priced = priceKeyOf(category)
    const market = marketsOf(country).find((name) => known.has(name))
    if (priced === null || market === undefined) return null
    const prices = known.get(market)
    const text = prices?.[priced] ?? prices?.[SAME_PRICE[priced] ?? priced]
    if (text === undefined) return null
    const isTiered = TIERED.includes(priced) && !category.startsWith('group_') // Meta, "Groups API pricing": no tiers
    const steps = isTiered ? (tiers[market]?.[priced] ?? []) : []
    return {
      market,
      priced,
      price: parseMicros(text) ?? 0n,
      tiers: steps.map(({ above, price }) => ({ above, price: parseMicros(price) ?? 0n })),
    }
  }
  return { effective, currency, source, priceOf }
}

/**
 * What is sent through the Marketing Messages API has a category of its own and costs what marketing costs: "rates for marketing
 * messages across Cloud API and MM Lite API are consistent, per our published rate cards" (Meta, "Get started with Marketing Messages
 * Lite API", in force since 1 Jul 2025). A card that names a price of its own for it is believed. Who sets a maximum price pays that
 * or less, which no card says.
 */
const SAME_PRICE: Readonly<Partial<Record<Priced, Priced>>> = { marketing_lite: 'marketing' }

/** A group's messages have the prices of other messages (Meta, "Groups API pricing", 2025); what has no price here is unpriced. */
function priceKeyOf(category: string): Priced | null {
  const word = category.replace(/^group_/u, '')
  return PRICED.find((priced) => priced === word) ?? null
}

/** The cards of a currency that hold on days from the first to the last, oldest first. */
export function cardsBetween(
  cards: readonly RateCard[],
  currency: string,
  firstDay: string,
  lastDay: string,
): readonly RateCard[] {
  const began = cards
    .filter((card) => card.currency === currency && card.effective <= lastDay)
    .toSorted((a, b) => (a.effective < b.effective ? -1 : 1))
  const first = began.findLastIndex(({ effective }) => effective <= firstDay)
  return began.slice(Math.max(first, 0))
}
