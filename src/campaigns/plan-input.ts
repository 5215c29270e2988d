/** What a campaign's end is worked out from. */
import type { Instant } from '#platform/time.ts'

/** What it goes no faster for. */
export type Because =
  | 'starts_later'
  | 'paused'
  | 'guard'
  | 'quiet_hours'
  | 'day_cap'
  | 'messaging_limit'
  | 'throughput'

/** Of something that is not the same every day: how little, how much usually, how much at most. */
export type Spread = { readonly low: number; readonly usual: number; readonly high: number }

export type PlanInput = {
  readonly now: Instant
  /** null: it has begun, or begins at once. */
  readonly startsAt: Instant | null
  /** Those who still wait, by what the clocks on their walls differ from UTC. */
  readonly recipients: readonly { readonly offsetMinutes: number; readonly count: number }[]
  /** Times of the recipient's own day, "21:00"; `from` equal to `to`: none. */
  readonly quietHours: { readonly from: string; readonly to: string } | null
  readonly rate: {
    /** Messages a second that the number's pacing allows now, and when it has recovered. */
    readonly presentPerSecond: number
    readonly ceilingPerSecond: number
    /** This part of the ceiling comes back each second. */
    readonly regainedPerSecond: number
    /**
     * What the number really sent per second, all its messages, in each stretch of the last minutes in which nothing but its own speed
     * held it (`plan-speeds.ts`). Empty: it has not been running.
     */
    readonly achievedPerSecond: readonly number[]
  }
  /** People whom the portfolio may still begin with; null: no limit. */
  readonly places: {
    /** Free now; below zero when the limit was lowered to less than what is taken. */
    readonly left: number
    /** When places that are taken now are free again. */
    readonly leaving: readonly { readonly at: Instant; readonly count: number }[]
    /** After so long a place that is taken is free again: 24 hours. */
    readonly heldMs: number
  } | null
  /** This part of the recipients has an open window and needs no place. */
  readonly needsNoPlace: number
  /** By hour of the day in UTC, 24 of them, or none: what everything but campaigns takes. */
  readonly otherTraffic: readonly { readonly perSecond: Spread; readonly placesPerHour: Spread }[]
  /** Campaigns that run on the same number: they get equal parts. */
  readonly otherCampaigns: readonly { readonly remaining: number }[]
  /** What the guard lets go one after another before it waits for what comes back; afterwards all may go. */
  readonly slices: readonly { readonly allowed: number; readonly waitMs: number }[]
  /** A pause of the template, a number that is held; 'unknown': until somebody does something. */
  readonly pausedUntil: Instant | 'unknown' | null
  /** Days on which only so many more may get something, such as festivals. They do not overlap. */
  readonly dayCaps: readonly { readonly from: Instant; readonly until: Instant; readonly most: number }[]
}
