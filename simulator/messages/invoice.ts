/**
 * What Meta would bill: every delivered message is counted by what decides its price, and priced when somebody asks,
 * by the card that held on its day. Amounts are whole millionths of a rupee, so that nothing is rounded. Months and the days
 * on which cards begin are those of the account's time zone. Source: cloud-api reference, g.2.
 */
import { RATE_CARDS, type CardCategory, type Rate } from '#simulator/messages/rate-cards.ts'
import { portfolioIdOf } from '#simulator/messages/messaging-limit.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportAccount, seconds } from '#simulator/webhooks/report.ts'
import { dayOf, startOfDay } from '#simulator/world/limits.ts'
import { countryOf } from '#simulator/world/phone-number.ts'
import type { Chat, Delivery, World } from '#simulator/world/world.ts'

const HALF_HOUR_MS = 30 * 60 * 1000
const MILLION = 1_000_000n
const CARDS_FROM = RATE_CARDS.map(({ from }) => startOfDay(from))

/** So many messages of one kind, delivered within one half hour. */
export type Entry = {
  readonly wabaId: string
  readonly number: string
  readonly at: number
  readonly country: string
  readonly category: string
  readonly pricingType: string
  readonly volume: number
}

/** An entry, or a part of it that falls into one tier, with what it costs in millionths. */
export type Charge = Entry & { readonly tier: string | null; readonly micros: bigint }

export type InvoiceLine = {
  readonly category: string
  readonly country: string
  readonly pricingType: string
  readonly volume: number
  readonly cost: string
}
export type Invoice = {
  readonly currency: string
  readonly lines: readonly InvoiceLine[]
  readonly total: string
}

/** A message has arrived: from now on it is on the bill. */
export function charge(sim: Simulation, chat: Chat, { category, pricingType }: Delivery): void {
  const { world } = sim
  const wabaId = world.numbers.get(chat.number)?.wabaId ?? ''
  const country = countryOf(world.customers.get(chat.customer)?.phone ?? '')
  const at = Math.floor(sim.clock.now() / HALF_HOUR_MS) * HALF_HOUR_MS
  const key = [wabaId, chat.number, at, country, category, pricingType].join('|')
  world.ledger.set(key, (world.ledger.get(key) ?? 0) + 1)
  tellOfTier(sim, { wabaId, at, country, category, pricingType })
}

/** What was delivered before there was a simulator is on the bill as well; told again, it is replaced. */
export function chargeBefore(sim: Simulation, { wabaId, number, volume, ...one }: Entry): void {
  const key = [wabaId, number, one.at, one.country, one.category, one.pricingType].join('|')
  sim.world.ledger.set(key, volume)
  const known = sim.world.numbers.get(number)
  const month = monthOf(sim.clock.now())
  if (known === undefined || one.category !== 'service' || monthOf(one.at) !== month) return
  const count = known.service.month === month ? known.service.count : 0
  known.service = { month, count: count + volume }
}

/** All that was delivered, oldest first. */
function entriesOf(world: World): Entry[] {
  const entries = [...world.ledger].map(([key, volume]): Entry => {
    const [wabaId = '', number = '', at = '0', country = '', category = '', pricingType = ''] = key.split('|')
    return { wabaId, number, at: Number(at), country, category, pricingType, volume }
  })
  return entries.toSorted((one, next) => one.at - next.at)
}

/** Everything of an account with its price. Tiers are filled by the whole portfolio, month by month. */
export function chargesOf(world: World, wabaId: string): Charge[] {
  const portfolio = portfolioIdOf(wabaId)
  const filled = new Map<string, number>()
  return entriesOf(world)
    .filter((entry) => portfolioIdOf(entry.wabaId) === portfolio)
    .flatMap((entry) => {
      if (entry.pricingType !== 'regular') return [{ ...entry, tier: null, micros: 0n }]
      const rate = rateAt(world, entry)
      const key = [monthOf(entry.at), entry.country, rateNameOf(entry.category)].join('|')
      const before = filled.get(key) ?? 0
      filled.set(key, before + entry.volume)
      return inTiers(entry, rate, before)
    })
    .filter((entry) => entry.wabaId === wabaId)
}

function inTiers(entry: Entry, { rate, tiers = [] }: Rate, before: number): Charge[] {
  const steps = [{ from: 1, rate }, ...tiers]
  return steps.flatMap((step, index) => {
    const end = (steps[index + 1]?.from ?? Infinity) - 1
    const volume = Math.min(before + entry.volume, end) - Math.max(before, step.from - 1)
    if (volume <= 0) return []
    const tier = tiers.length === 0 ? null : `${step.from - 1}:${end === Infinity ? '' : end}`
    return [{ ...entry, volume, tier, micros: microsOf(step.rate) * BigInt(volume) }]
  })
}

/** The bill of one month. */
export function invoiceOf(world: World, wabaId: string, month: string): Invoice {
  const lines = new Map<string, { first: Charge; volume: number; micros: bigint }>()
  let total = 0n
  for (const one of chargesOf(world, wabaId)) {
    if (monthOf(one.at) !== month) continue
    const key = [one.category, one.country, one.pricingType].join('|')
    const line = lines.get(key) ?? { first: one, volume: 0, micros: 0n }
    lines.set(key, { ...line, volume: line.volume + one.volume, micros: line.micros + one.micros })
    total += one.micros
  }
  return {
    currency: 'INR',
    lines: [...lines]
      .toSorted(([one], [next]) => (one < next ? -1 : 1))
      .map(
        ([
          ,
          {
            first: { category, country, pricingType },
            volume,
            micros,
          },
        ]) => ({
          ...{ category, country, pricingType, volume },
          cost: amountOf(micros),
        }),
      ),
    total: amountOf(total),
  }
}

/** YYYY-MM. */
export const monthOf = (at: number): string => dayOf(at).slice(0, 7)

/** Every rate that holds on a day, with the changes that were asked for. */
export function ratesOn(world: World, at: number): { country: string; category: string; rate: string }[] {
  const card = cardOn(at)
  return Object.entries(card.markets).flatMap(([country, rates]) =>
    (Object.keys(rates) as CardCategory[]).map((category) => ({
      ...{ country, category },
      rate: rateAt(world, { at, country, category }).rate,
    })),
  )
}

const cardOn = (at: number): (typeof RATE_CARDS)[number] =>
  RATE_CARDS.findLast((_card, index) => (CARDS_FROM[index] ?? 0) <= at) ??
  (RATE_CARDS[0] as (typeof RATE_CARDS)[number])

function rateAt(world: World, { at, country, category }: Pick<Entry, 'at' | 'country' | 'category'>): Rate {
  const name = rateNameOf(category)
  const change = world.rateChanges.findLast(
    (one) =>
      one.country === country &&
      one.category === name &&
      (one.from === undefined || startOfDay(one.from) <= at),
  )
  if (change !== undefined) return { rate: change.rate }
  const { markets } = cardOn(at)
  return (markets[country] ?? markets['ZZ'])?.[name] ?? { rate: '0' }
}

/** Marketing costs the same through both doors. */
const rateNameOf = (category: string): CardCategory =>
  (category === 'marketing_lite' ? 'marketing' : category) as CardCategory

/** Whether a market has a price of its own for codes from abroad. */
export const hasInternationalRate = (country: string, at: number): boolean =>
  cardOn(at).markets[country]?.['authentication-international'] !== undefined

/** "0.8631" as millionths. */
function microsOf(rate: string): bigint {
  const [whole = '0', part = ''] = rate.split('.')
  return BigInt(whole) * MILLION + BigInt(part.padEnd(6, '0').slice(0, 6))
}

/** Millionths as a decimal, with paise at least. */
export function amountOf(micros: bigint): string {
  const part = String(micros % MILLION).padStart(6, '0')
  return `${micros / MILLION}.${part.slice(0, 2)}${part.slice(2).replace(/0+$/, '')}`
}

/** Source: cloud-api reference, a.6: told when the first message of a new tier is delivered. */
function tellOfTier(sim: Simulation, one: Omit<Entry, 'number' | 'volume'>): void {
  const { tiers = [] } = one.pricingType === 'regular' ? rateAt(sim.world, one) : {}
  if (tiers.length === 0) return
  const month = monthOf(one.at)
  const volume = entriesOf(sim.world)
    .filter(
      (entry) =>
        portfolioIdOf(entry.wabaId) === portfolioIdOf(one.wabaId) &&
        entry.pricingType === 'regular' &&
        entry.country === one.country &&
        entry.category === one.category &&
        monthOf(entry.at) === month,
    )
    .reduce((sum, entry) => sum + entry.volume, 0)
  const index = tiers.findIndex(({ from }) => from === volume)
  if (index === -1) return
  const end = tiers[index + 1]?.from
  reportAccount(sim, one.wabaId, 'account_update', {
    event: 'VOLUME_BASED_PRICING_TIER_UPDATE',
    volume_tier_info: {
      tier_update_time: seconds(sim.clock.now()),
      pricing_category: one.category.toUpperCase(),
      tier: `${volume - 1}:${end === undefined ? '' : end - 1}`,
      effective_month: month,
      region: one.country,
    },
  })
}
