/**
 * When a campaign will be done, and what it waits for on the way. What is assumed, what the band means and what is not foreseen
 * stands in docs/campaign-plan.md.
 *
 * Pure: no clock, no database. Callers say what time it is, and ask again whenever something has changed.
 */
import { after, type Instant } from '#platform/time.ts'
import type { Guess } from './plan-calendar.ts'
import { followCourse, type Course } from './plan-course.ts'
import { curveOf, stopsOf, type CurvePoint, type Stop } from './plan-curve.ts'
import type { Because, PlanInput, Spread } from './plan-input.ts'

export type Plan = {
  /** null: never, as things stand; `because` says why. */
  readonly endsAt: Instant | null
  readonly earliest: Instant | null
  readonly latest: Instant | null
  /** What takes most of the time from now to the end. */
  readonly bottleneck: Because
  readonly because: Because | null
  /** How many of those who wait now will be done. */
  readonly curve: readonly CurvePoint[]
  /** When it stands still on the way. */
  readonly stops: readonly Stop[]
}

/**
 * Of what the pacing allows, a number that has not been running yet is taken to reach this much. Usually the pacing keeps 95 % of
 * Meta's limit for certain and its rounds cost little; a machine that is busy reaches less.
 */
const UNTRIED: Spread = { low: 0.7, usual: 0.97, high: 1 }
/** Of the stretches that were measured the mean, without this part of the slowest and the fastest; the band is between these quantiles. */
const TRIMMED = 0.2
const QUANTILES = { low: 0.1, high: 0.9 }
/** Stretches that happened to be alike promise nothing: the band of the speed has at least this width to either side. */
const BAND_LEAST = 0.03

export function planCampaign(input: PlanInput): Plan {
  const usual = followCourse(input, guessOf(input, 'usual', 'usual'))
  const fast = followCourse(input, guessOf(input, 'high', 'low'))
  const slow = followCourse(input, guessOf(input, 'low', 'high'))
  const bottleneck = bottleneckOf(usual)
  const momentOf = (ms: number | null): Instant | null =>
    ms === null ? null : after(input.now, Math.ceil(ms))
  return {
    endsAt: momentOf(usual.endsIn),
    // Several time zones can be met in a better order by a slower number; the band holds the end all the same.
    earliest: momentOf(least(fast.endsIn, usual.endsIn)),
    latest:
      slow.endsIn === null || usual.endsIn === null ? null : momentOf(Math.max(slow.endsIn, usual.endsIn)),
    bottleneck,
    because: usual.endsIn === null ? bottleneck : null,
    curve: curveOf(input.now, usual),
    stops: stopsOf(input.now, usual),
  }
}

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other)

function guessOf(input: PlanInput, speed: keyof Spread, others: keyof Spread): Guess {
  return {
    perSecondMost: speedsOf(input.rate)[speed],
    otherTraffic: input.otherTraffic.map(({ perSecond, placesPerHour }) => ({
      perSecond: perSecond[others],
      placesPerHour: placesPerHour[others],
    })),
  }
}

function speedsOf({ achievedPerSecond, ceilingPerSecond }: PlanInput['rate']): Spread {
  if (achievedPerSecond.length === 0) return each(UNTRIED, (one) => one * ceilingPerSecond)
  const sorted = achievedPerSecond.toSorted((one, other) => one - other)
  const out = Math.floor(sorted.length * TRIMMED)
  const middle = sorted.slice(out, sorted.length - out)
  const usual = middle.reduce((sum, one) => sum + one, 0) / middle.length
  const low = quantile(sorted, QUANTILES.low)
  const high = quantile(sorted, QUANTILES.high)
  return {
    low: Math.min(low, usual * (1 - BAND_LEAST)),
    usual,
    high: Math.max(high, usual * (1 + BAND_LEAST)),
  }
}

const each = ({ low, usual, high }: Spread, of: (one: number) => number): Spread => ({
  ...{ low: of(low), usual: of(usual), high: of(high) },
})

function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

function bottleneckOf({ lines }: Course): Because {
  const ms = new Map<Because, number>()
  for (const { from, until, because } of lines) ms.set(because, (ms.get(because) ?? 0) + until - from)
  const [most] = [...ms].toSorted(([, one], [, other]) => other - one)
  return most?.[0] ?? 'throughput'
}
