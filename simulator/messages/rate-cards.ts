/**
 * What a delivered message costs: Meta's rate cards as data, in rupees and without tax.
 *
 * India is Meta's card from 1 Jan 2026 as business partners published it; since 1 Oct 2026 a service message beyond
 * the free ones costs as much as a utility message. All other markets are made up for simulations, round on
 * purpose so that nobody takes them for real ones. Tiers are made up as well. Source: cloud-api reference, g.2.
 */
export type CardCategory =
  | 'marketing'
  | 'utility'
  | 'authentication'
  | 'authentication-international'
  | 'service'

export type Rate = {
  readonly rate: string
  /** From so many messages of a portfolio, market and month on, this rate holds. */
  readonly tiers?: readonly { readonly from: number; readonly rate: string }[]
}

export type RateCard = {
  /** YYYY-MM-DD: holds from the beginning of this day, in the account's time zone, until the next card. */
  readonly from: string
  readonly currency: string
  readonly markets: Readonly<Record<string, Readonly<Partial<Record<CardCategory, Rate>>>>>
}

type Market = RateCard['markets'][string]

const market = (marketing: string, utility: string, more: Market = {}): Market => ({
  marketing: { rate: marketing },
  utility: { rate: utility },
  authentication: { rate: utility },
  ...more,
})

const FROM_JANUARY: RateCard['markets'] = {
  IN: market('0.8631', '0.1150', { 'authentication-international': { rate: '2.30' } }),
  AE: market('3.00', '1.20', { 'authentication-international': { rate: '4.00' } }),
  BD: market('4.50', '1.00'),
  GB: market('4.00', '1.75'),
  LK: market('4.50', '1.00'),
  NP: market('4.50', '1.00'),
  SG: market('5.00', '1.50'),
  US: market('2.00', '0.30', {
    utility: {
      rate: '0.30',
      tiers: [
        { from: 10_001, rate: '0.25' },
        { from: 50_001, rate: '0.20' },
      ],
    },
  }),
  /** Whoever is not listed. */
  ZZ: market('4.00', '0.50'),
}

/** Oldest first. */
export const RATE_CARDS: readonly RateCard[] = [
  { from: '2026-01-01', currency: 'INR', markets: FROM_JANUARY },
  {
    from: '2026-10-01',
    currency: 'INR',
    markets: Object.fromEntries(
      Object.entries(FROM_JANUARY).map(([country, rates]) => [
        country,
        { ...rates, service: { rate: rates.utility?.rate ?? '0' } },
      ]),
    ),
  },
]
