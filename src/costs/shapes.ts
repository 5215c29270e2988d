/**
 * What the API says of money: amounts as decimal text in a named currency, never as numbers. Counts are messages (in a group one for
 * each recipient), moments milliseconds since the epoch.
 */
import { z } from 'zod'
import { PRICED } from './rate-cards.ts'

/** `863.10`; more decimals where there are more. */
const Amount = z.string().describe('decimal text')
export const MonthShape = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/u, 'must be a month, as 2026-11')

export const BY = ['category', 'country', 'template', 'conversation', 'day'] as const

/** The card that held at the end of the month, or holds now. */
export const CardShape = z.object({
  effective: z.iso.date(),
  currency: z.string(),
  page: z.string(),
  read: z.iso.date(),
  /** Not from Meta's own file. */
  isSecondHand: z.boolean(),
})

const Counted = {
  currency: z.string(),
  /** Delivered, free or not. */
  volume: z.int(),
  billable: z.int(),
  /** Of the billable: no card has a price for them, so the amount does not have them. */
  unpriced: z.int(),
}

export const LedgerLineShape = z.object({
  /** A category, a country (ISO 3166), a template's name, a conversation's id, or a day; '': none, or not known. */
  key: z.string(),
  /** Of a conversation: with whom. */
  label: z.string().nullable(),
  ...Counted,
  /** At the card's prices. */
  amount: Amount,
})

export const LedgerTotalShape = z.object({
  ...Counted,
  /** At the card's prices. */
  list: Amount,
  /**
   * What volume tiers take off, counted over all accounts of a portfolio; null where one number of several is asked for: tiers count
   * all of them together.
   */
  discount: Amount.nullable(),
  amount: Amount,
  /** Of the running month: what it comes to if it goes on as it did. null: it is over, or too young to tell. */
  expected: Amount.nullable(),
  card: CardShape.nullable(),
})

export const AccountShape = z.object({
  wabaId: z.string(),
  currency: z.string(),
  /** Its months begin and end in this time zone. */
  timeZone: z.string(),
  /** Meta was not asked yet: rupees and India's time, until it was. */
  isAssumed: z.boolean(),
})

export const LedgerShape = z.object({
  month: MonthShape,
  by: z.enum(BY),
  accounts: z.array(AccountShape),
  totals: z.array(LedgerTotalShape),
  /** The most expensive first; days in their order. */
  lines: z.array(LedgerLineShape),
  /** There are more lines than these. */
  isCut: z.boolean(),
  /** What is billable and has no price. */
  unpriced: z.array(
    z.object({ country: z.string(), category: z.string(), currency: z.string(), volume: z.int() }),
  ),
  /** Older messages are still being counted. */
  isCounting: z.boolean(),
})

export const AllowanceShape = z.object({
  month: MonthShape,
  items: z.array(
    z.object({
      channelId: z.string(),
      number: z.string(),
      name: z.string().nullable(),
      /** Service messages that are free each month; null: in this month all were. */
      free: z.int().nullable(),
      used: z.int(),
      left: z.int().nullable(),
      /** Beyond them. */
      billed: z.int(),
      /** When they are used up if it goes on as it did, before they begin anew; null: not in this month. */
      usedUpAt: z.number().nullable(),
      /** When the next month begins. */
      resetsAt: z.number(),
    }),
  ),
})

export const ForecastWishShape = z
  .strictObject({
    channelId: z.uuid(),
    category: z.enum(PRICED).optional(),
    templateId: z.uuid().optional(),
    recipients: z.union([
      z.strictObject({
        countries: z
          .record(
            z.string().regex(/^[A-Z]{2}$/u, 'must be a country, as IN'),
            z.int().min(0).max(100_000_000),
          )
          .refine((countries) => Object.keys(countries).length > 0, 'must name a country'),
      }),
      z.strictObject({ segmentId: z.uuid() }),
    ]),
    /** How many of them wrote within 24 hours; only what was sent before 1 Oct 2026 was cheaper for it. */
    insideWindow: z.int().min(0).optional(),
  })
  .refine(({ category, templateId }) => (category === undefined) !== (templateId === undefined), {
    message: 'must name a category or a template, not both',
    path: ['category'],
  })

export const ASSUMPTIONS = [
  /** Everybody gets it; what is not delivered costs nothing. */
  'all_delivered',
  /** Nobody came by an advertisement in the last 72 hours; for them it would be free. */
  'no_free_entry_point',
  /** The month's volume so far counts towards volume tiers. */
  'volume_tiers',
  /** Currency and time zone are India's until Meta was asked. */
  'account_assumed',
  /** The card was not read from Meta's own file. */
  'card_second_hand',
  /** Taxes are not in it. */
  'without_tax',
] as const

export const ForecastShape = z.object({
  category: z.enum(PRICED),
  currency: z.string(),
  recipients: z.int(),
  /** Without those that have no price. */
  amount: Amount,
  /** Nobody knows what they cost. */
  unpriced: z.int(),
  free: z.int(),
  lines: z.array(
    z.object({
      country: z.string(),
      market: z.string().nullable(),
      recipients: z.int(),
      price: Amount.nullable(),
      amount: Amount.nullable(),
    }),
  ),
  /** What it does to this month's free service messages; null: nothing. */
  allowance: z.object({ before: z.int(), used: z.int(), after: z.int() }).nullable(),
  card: CardShape.nullable(),
  assumptions: z.array(z.enum(ASSUMPTIONS)),
})

export const WHY = [
  /** The month runs, or has just ended: one side has not heard of the newest messages yet. */
  'late',
  /** Our own counting of older messages is not done. */
  'counting',
  /** Meta counts more: another program or an app sends from the same account, or webhooks were lost. */
  'elsewhere',
  /** We count more than Meta says was delivered. */
  'ours_more',
  /** The same messages, but Meta calls them otherwise. */
  'kind',
  /** No card has a price for it. */
  'unpriced',
  /** As many messages, another price: the card may be old. */
  'price',
  /** As many messages, and volume tiers in between. */
  'tiers',
  /** As many messages, and Meta told of a higher tier than we count to: other accounts of the portfolio count too. */
  'portfolio',
] as const

export const ReconciledLineShape = z.object({
  category: z.string(),
  type: z.string(),
  country: z.string(),
  volume: z.object({ ours: z.int(), metas: z.int() }),
  /** Null: Meta does not show costs, or we have no price. */
  cost: z.object({ ours: Amount.nullable(), metas: Amount.nullable() }),
  why: z.enum(WHY).nullable(),
})

export const ReconciliationShape = z.object({
  month: MonthShape,
  items: z.array(
    z.object({
      wabaId: z.string(),
      currency: z.string(),
      /** never: nobody has compared this month yet. */
      state: z.enum(['equal', 'differs', 'failed', 'never']),
      checkedAt: z.number().nullable(),
      /** Of failed: a stable word. */
      problem: z.string().nullable(),
      ours: z.object({ volume: z.int(), cost: Amount }),
      metas: z.object({ volume: z.int(), cost: Amount.nullable() }).nullable(),
      /** Those that differ first. */
      lines: z.array(ReconciledLineShape),
    }),
  ),
})

export type By = (typeof BY)[number]
export type Ledger = z.infer<typeof LedgerShape>
export type LedgerLine = z.infer<typeof LedgerLineShape>
export type LedgerTotal = z.infer<typeof LedgerTotalShape>
export type Allowance = z.infer<typeof AllowanceShape>
export type ForecastWish = z.infer<typeof ForecastWishShape>
export type Forecast = z.infer<typeof ForecastShape>
export type ReconciledLine = z.infer<typeof ReconciledLineShape>
export type Reconciliation = z.infer<typeof ReconciliationShape>
export type Why = (typeof WHY)[number]
