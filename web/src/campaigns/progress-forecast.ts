/** When a campaign will be done, as far as it can be told, and how moments near and far are written. Pure. */
import type { Campaign } from '../platform/contract.ts'
import { dateAndTime, daysBetween, timeOfDay, weekdayAndTime } from '../platform/format.ts'
import { MINUTE_MS } from './sending-rate.ts'

export type Forecast =
  | { readonly kind: 'finished'; readonly at: number; readonly tookMs: number | null }
  | { readonly kind: 'cancelled'; readonly at: number | null }
  | { readonly kind: 'scheduled'; readonly startsAt: number; readonly endsAt: number | null }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'paused' }
  /** Nothing is left but what was taken already. */
  | { readonly kind: 'last_ones' }
  /** Meta takes nothing from the number: when it will again nobody knows. */
  | { readonly kind: 'held' }
  /** As things stand, it never ends. */
  | { readonly kind: 'never'; readonly because: string | null }
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'ends'
      readonly at: number
      /** Whole minutes from now; null: an hour or more. */
      readonly minutes: number | null
      /** null: it says no more than the moment itself. */
      readonly band: { readonly from: number; readonly to: number } | null
    }

/** Within this it is told in minutes. */
const NEAR_MS = 60 * MINUTE_MS
/** A band narrower than this is no news. */
const BAND_MIN_MS = 2 * MINUTE_MS

export type Forecasted = Pick<Campaign, 'state' | 'startsAt' | 'startedAt' | 'endedAt' | 'plan' | 'progress'>

export function forecastOf(campaign: Forecasted, now: number): Forecast | null {
  const { state, startsAt, startedAt, endedAt, plan, progress } = campaign
  switch (state) {
    case 'draft':
      return null
    case 'scheduled':
      return startsAt === null
        ? { kind: 'unknown' }
        : { kind: 'scheduled', startsAt, endsAt: plan?.endsAt ?? null }
    case 'preparing':
      return { kind: 'preparing' }
    case 'paused':
      return { kind: 'paused' }
    case 'completed':
      return endedAt === null
        ? { kind: 'unknown' }
        : { kind: 'finished', at: endedAt, tookMs: startedAt === null ? null : endedAt - startedAt }
    case 'cancelled':
      return { kind: 'cancelled', at: endedAt }
    case 'running': {
      if ((plan?.hold ?? null) !== null) return { kind: 'held' }
      if (progress !== null && progress.audience > 0 && progress.waiting === 0) return { kind: 'last_ones' }
      return plan === null ? { kind: 'unknown' } : endOf(plan, now)
    }
    default:
      return state satisfies never
  }
}

function endOf(plan: NonNullable<Campaign['plan']>, now: number): Forecast {
  if (plan.endsAt === null) return { kind: 'never', because: plan.because }
  const at = Math.max(plan.endsAt, now)
  const from = Math.max(plan.earliest ?? at, now)
  const to = Math.max(plan.latest ?? at, from)
  return {
    kind: 'ends',
    at,
    minutes: at - now < NEAR_MS ? Math.max(1, Math.round((at - now) / MINUTE_MS)) : null,
    band: to - from < BAND_MIN_MS ? null : { from, to },
  }
}

const SECOND_MS = 1000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Answers are counted for so long. */
const ANSWERS_MS = 7 * DAY_MS

/** How often its counts are asked for: about as often as the server makes them anew. null: they do not move any more. */
export function watchEveryMs(
  { state, endedAt }: Pick<Campaign, 'state' | 'endedAt'>,
  now: number,
): number | null {
  if (state === 'running' || state === 'preparing') return 3 * SECOND_MS
  if (state === 'paused') return 5 * SECOND_MS
  if (state === 'scheduled') return 30 * SECOND_MS
  if (state === 'draft') return null
  const age = now - (endedAt ?? now)
  if (age > ANSWERS_MS) return null
  if (age < 10 * MINUTE_MS) return 4 * SECOND_MS
  return age < HOUR_MS ? 30 * SECOND_MS : 5 * MINUTE_MS
}

/** "4:20 pm" today, "tomorrow, 9:00 am", "Wed, 9:00 am" within the week, else the date with it. */
export function momentText(at: number, now: number, locale: string): string {
  const days = daysBetween(now, at)
  if (days === 0) return timeOfDay(at, locale)
  if (days === 1 || days === -1) {
    const day = new Intl.RelativeTimeFormat(`${locale}-IN-u-nu-latn`, { numeric: 'auto' }).format(days, 'day')
    return `${day}, ${timeOfDay(at, locale)}`
  }
  return days > 1 && days < 7 ? weekdayAndTime(at, locale) : dateAndTime(at, locale)
}

/** "2 hours, 5 minutes"; under a minute in seconds; over two days without minutes. */
export function durationText(ms: number, locale: string): string {
  const unit = (count: number, name: 'day' | 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(`${locale}-IN-u-nu-latn`, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
    }).format(count)
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return unit(Math.max(1, seconds), 'second')
  const minutes = Math.round(seconds / 60)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const parts = [
    ...(days > 0 ? [unit(days, 'day')] : []),
    ...(hours > 0 ? [unit(hours, 'hour')] : []),
    ...(rest > 0 && days === 0 ? [unit(rest, 'minute')] : []),
  ]
  return parts.join(', ')
}
