/**
 * How many people a business may write to first: those who got a template outside an open window within 24 hours,
 * counted once for all numbers of its portfolio. Whoever used half of it within seven days, with good quality
 * everywhere, gets the next step six hours later. Source: cloud-api reference, d.3.
 */
import { GraphError } from '#simulator/graph/graph-error.ts'
import { beginUpgrade, mayBeUpgraded } from '#simulator/messages/upgrade.ts'
import { countViolation } from '#simulator/messages/violations.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportAccount } from '#simulator/webhooks/report.ts'
import type { Portfolio, SimNumber } from '#simulator/world/world.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const RISES_AFTER_MS = 6 * HOUR_MS

const LADDER = [
  ['TIER_250', 250],
  ['TIER_2K', 2000],
  ['TIER_10K', 10_000],
  ['TIER_100K', 100_000],
  ['TIER_UNLIMITED', Infinity],
] as const
/** Words of old payloads. */
const OLD_TIERS: Readonly<Record<string, number>> = { TIER_NOT_SET: 250, TIER_50: 50, TIER_1K: 1000 }

/** How many people a tier allows. */
export function peopleOf(tier: string): number {
  return LADDER.find(([name]) => name === tier)?.[1] ?? OLD_TIERS[tier] ?? Infinity
}

/** The portfolio that an account belongs to: accounts whose ids differ in the last digit only share one. */
export const portfolioIdOf = (wabaId: string): string => `${wabaId.slice(0, -1)}0`

/** The limit that all its numbers share: the highest that one of them has. */
export function tierOf(sim: Simulation, wabaId: string): string {
  const tiers = numbersOf(sim, portfolioIdOf(wabaId)).map((number) => number.messagingLimit)
  return tiers.toSorted((one, other) => peopleOf(other) - peopleOf(one))[0] ?? 'TIER_250'
}

const numbersOf = (sim: Simulation, portfolio: string): SimNumber[] =>
  [...sim.world.numbers.values()].filter((number) => portfolioIdOf(number.wabaId) === portfolio)

/** Counts somebody who is written to outside a window, or refuses. */
export function takeFromMessagingLimit(sim: Simulation, number: SimNumber, customer: string): void {
  if (!sim.rules.messagingLimit) return
  const now = sim.clock.now()
  const portfolio = portfolioOf(sim, number.wabaId)
  const limit = peopleOf(tierOf(sim, number.wabaId))
  const { day, week } = portfolio
  // Only then, because looking for the oldest costs more the more were looked at before.
  if (day.size >= limit) forget(day, now - DAY_MS)
  if (!day.has(customer) && day.size >= limit) {
    countViolation(sim, 'messagingLimit', number.phoneNumberId)
    throw new GraphError(131048)
  }
  remember(day, customer, now)
  if (limit === Infinity) {
    week.clear() // there is no next step to count for
    countTowardsUpgrade(sim, portfolio, number, customer)
    return
  }
  remember(week, customer, now)
  if (portfolio.risesAt !== null || week.size < limit / 2) return
  forget(week, now - 7 * DAY_MS)
  if (week.size < limit / 2 || !isHealthy(sim, portfolio)) return
  portfolio.risesAt = now + RISES_AFTER_MS
  awaitRise(sim, portfolio)
}

/** Meta raises the throughput of a number that reaches many people within 24 hours. Source: cloud-api reference, d.1. */
function countTowardsUpgrade(
  sim: Simulation,
  { byNumber }: Portfolio,
  number: SimNumber,
  customer: string,
): void {
  const { phoneNumberId } = number
  if (!mayBeUpgraded(number)) {
    byNumber.delete(phoneNumberId)
    return
  }
  const reached = byNumber.get(phoneNumberId) ?? new Map<string, number>()
  byNumber.set(phoneNumberId, reached)
  const now = sim.clock.now()
  remember(reached, customer, now)
  const enough = sim.rules.upgradedAfterPeople
  if (reached.size < enough) return
  forget(reached, now - DAY_MS)
  if (reached.size >= enough && number.qualityRating !== 'RED') beginUpgrade(sim, number)
}

/** How many were written to within 24 hours. */
export function peopleReached(sim: Simulation, wabaId: string): number {
  const { day } = portfolioOf(sim, wabaId)
  forget(day, sim.clock.now() - DAY_MS)
  return day.size
}

function portfolioOf(sim: Simulation, wabaId: string): Portfolio {
  const id = portfolioIdOf(wabaId)
  const known = sim.world.portfolios.get(id)
  if (known !== undefined) return known
  const portfolio: Portfolio = { id, day: new Map(), week: new Map(), byNumber: new Map(), risesAt: null }
  sim.world.portfolios.set(id, portfolio)
  return portfolio
}

/** A Map keeps the order in which entries came, so the oldest stand first. */
function forget(reached: Map<string, number>, before: number): void {
  for (const [customer, at] of reached) {
    if (at > before) return
    reached.delete(customer)
  }
}

function remember(reached: Map<string, number>, customer: string, now: number): void {
  reached.delete(customer)
  reached.set(customer, now)
}

function isHealthy(sim: Simulation, { id }: Portfolio): boolean {
  const areGreen = numbersOf(sim, id).every(({ qualityRating }) => /^(?:GREEN|UNKNOWN)$/.test(qualityRating))
  return (
    areGreen &&
    ![...sim.world.templates.values()].some(
      (template) => portfolioIdOf(template.wabaId) === id && template.quality === 'RED',
    )
  )
}

function awaitRise(sim: Simulation, portfolio: Portfolio): void {
  const { risesAt: at } = portfolio
  if (at === null) return
  sim.clock.someday(at, () => {
    if (sim.world.portfolios.get(portfolio.id) !== portfolio || portfolio.risesAt !== at) return
    portfolio.risesAt = null
    const [number] = numbersOf(sim, portfolio.id)
    if (number === undefined || !isHealthy(sim, portfolio)) return
    const people = peopleOf(tierOf(sim, number.wabaId))
    const next = LADDER.find(([, more]) => more > people)
    if (next !== undefined) setMessagingLimit(sim, number, next[0])
  })
}

/** Goes on after a restart. */
export function resumeLimits(sim: Simulation): void {
  for (const portfolio of sim.world.portfolios.values()) awaitRise(sim, portfolio)
}

/** A new limit for all numbers of the portfolio, and the app is told for each account. */
export function setMessagingLimit(sim: Simulation, { wabaId }: SimNumber, tier: string): void {
  const numbers = numbersOf(sim, portfolioIdOf(wabaId))
  if (numbers.every((number) => number.messagingLimit === tier)) return
  for (const number of numbers) number.messagingLimit = tier
  const people = peopleOf(tier)
  for (const account of new Set(numbers.map((number) => number.wabaId))) {
    reportAccount(sim, account, 'business_capability_update', {
      // Source: Meta's sample (2025) has a number; −1 stands for no limit.
      max_daily_conversations_per_business: people === Infinity ? -1 : people,
      max_phone_numbers_per_waba: 25,
    })
  }
  sim.hub.emit({ type: 'numbers' })
  sim.touch()
}
