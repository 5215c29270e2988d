/** The shapes of the API of numbers' health. Moments are milliseconds since the epoch, rates shares from 0 to 1, counts messages. */
import { z } from 'zod'
import { AlarmShape } from '#connection/shapes.ts'
import { SIGNALS } from './decide-signals.ts'
import { WORD_KINDS } from './words.ts'

const SEVERITIES = ['info', 'warning', 'critical'] as const
const DataShape = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

/** What is most important about a number now; the web app has a sentence for each. */
export const REASONS = [
  ...(['account_stopped', 'access_removed', 'number_stopped', 'restricted'] as const),
  ...(['sending_blocked', 'quality_low', 'account_rejected', 'blocked_often', 'violation'] as const),
  ...(['limit_reached', 'failing_often', 'no_statuses', 'sending_limited', 'number_limited'] as const),
  ...(['quality_medium', 'restricted_partly', 'payment', 'templates_stopped', 'no_messages'] as const),
  ...(['name_refused', 'certification', 'alert', 'security', 'limit_close', 'read_seldom'] as const),
  ...(['segment_apart', 'not_asked', 'unrated', 'good'] as const),
] as const
/** What to do; in the order in which it helps. */
export const ADVICE = [
  ...(['open_manager', 'appeal', 'connect_again', 'stop_templates', 'fewer_offers', 'clean_list'] as const),
  ...(['wait_for_room', 'spread_out', 'check_connection', 'mend_payment', 'change_name'] as const),
  ...(['check_security', 'better_templates', 'verify_business', 'keep_going', 'wait'] as const),
] as const

const CountsShape = z.object({
  sent: z.number(),
  delivered: z.number(),
  read: z.number(),
  failed: z.number(),
  /** Failed as messages to somebody who blocked the number do (131026, 131050). */
  blocked: z.number(),
  /** Wanted no more within a day after it. */
  optedOut: z.number(),
})
const RatesShape = z.object({
  /** Of those that arrived or failed; null: there are none. */
  failed: z.number().nullable(),
  /** Of those that arrived or were blocked: those, and who wanted no more. */
  blocked: z.number().nullable(),
  /** Of those that arrived. */
  read: z.number().nullable(),
})

const RingingShape = z.array(z.enum(SIGNALS))

export const QualityShape = z.object({
  channelId: z.string(),
  level: z.enum(['good', 'watch', 'bad', 'unknown']),
  /** What the first sentence says, and what it speaks of. */
  reason: z.object({ key: z.enum(REASONS), data: DataShape }),
  /** What the second sentence says is the first of these. */
  advice: z.array(z.enum(ADVICE)),
  /** When Meta was last asked and answered; null: never. */
  checkedAt: z.number().nullable(),
  /** Why Meta gave no answer the last time; null: it did. */
  problem: z.string().nullable(),
  /** GREEN, YELLOW, RED or UNKNOWN, since when; null: not known. */
  quality: z.object({ value: z.string(), since: z.number() }).nullable(),
  /** CONNECTED, BANNED, …: in Meta's words. */
  status: z.object({ value: z.string(), since: z.number() }).nullable(),
  /** AVAILABLE, LIMITED or BLOCKED, and why. */
  sending: z.object({ value: z.string(), description: z.string().nullable() }).nullable(),
  name: z.object({
    verifiedName: z.string().nullable(),
    /** APPROVED, PENDING, REJECTED, DEFERRED or EXPIRED. */
    decision: z.string().nullable(),
    reason: z.string().nullable(),
    /** The same of a name that was asked for. */
    newDecision: z.string().nullable(),
    /** VERIFIED, NOT_VERIFIED or EXPIRED. */
    verification: z.string().nullable(),
    /** Of the business that a partner vouches for. */
    certification: z.string().nullable(),
  }),
  throughput: z.object({ level: z.string().nullable(), messagesPerSecond: z.number() }),
  limit: z.object({
    /** TIER_250 … TIER_UNLIMITED. */
    tier: z.string().nullable(),
    /** People in 24 hours; null: as many as there are, or not known (then `tier` is null). */
    people: z.number().nullable(),
    /** The business portfolio that shares it; null: not known, and the numbers of the account count together. */
    portfolioId: z.string().nullable(),
    numbers: z.number(),
    used: z.number(),
    /** When the next person counts no more; null: nobody counts. */
    freeAt: z.number().nullable(),
    /** When there is room for one more; null: there is. */
    roomAt: z.number().nullable(),
    leaving: z.array(z.object({ at: z.number(), count: z.number() })),
  }),
  /** Messages that Meta may or may not have taken: a status may still tell of those that are open; those of 24 hours that were given up. */
  unconfirmed: z.object({ open: z.number(), givenUp: z.number() }),
  account: z.object({ state: z.string().nullable(), review: z.string().nullable() }),
  /** INELIGIBLE, ELIGIBLE or ONBOARDED: offers go through Meta's Marketing Messages API. null: not known. */
  marketingMessages: z.string().nullable(),
  payments: z.array(z.object({ name: z.string(), status: z.string(), since: z.number() })),
  /** Those that hold now. */
  restrictions: z.array(z.object({ type: z.string(), since: z.number(), expiresAt: z.number().nullable() })),
  /** Of the last 30 days, newest first. */
  violations: z.array(z.object({ type: z.string(), at: z.number() })),
  templates: z.object({
    total: z.number(),
    approved: z.number(),
    green: z.number(),
    yellow: z.number(),
    red: z.number(),
    paused: z.number(),
    disabled: z.number(),
    rejected: z.number(),
    /** In the yellow or red, paused or disabled; the worst first. */
    atRisk: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        language: z.string(),
        status: z.string(),
        quality: z.string().nullable(),
        pausedUntil: z.number().nullable(),
      }),
    ),
  }),
  /** Those that are open, with those that this person has put away. */
  alarms: z.array(AlarmShape.extend({ isDismissed: z.boolean() })),
  signals: z.object({
    /** Whole hours of the last two days in which something was sent. */
    hours: z.array(CountsShape.extend({ hour: z.number() })),
    /** Of the last 24 hours. */
    day: RatesShape,
    /** Of the four weeks before; null: too little to know. */
    usual: RatesShape,
    /** Of the last seven days, the busiest first. */
    templates: z.array(
      CountsShape.extend({
        template: z.string(),
        language: z.string(),
        rates: RatesShape,
        /** Those that ring now. */
        ringing: RingingShape,
      }),
    ),
    /** Customers of one segment, if asked for: of the last seven days. */
    segment: CountsShape.extend({
      rates: RatesShape,
      ringing: RingingShape,
      /** Alarms ring for it: its conditions say who people are, and it is one of the 10 such segments that were changed last. */
      isWatched: z.boolean(),
    }).nullable(),
  }),
})

export const HealthEventShape = z.object({
  id: z.string(),
  at: z.number(),
  kind: z.enum(WORD_KINDS),
  /** Which one, of what a number may have several. */
  subject: z.string(),
  /** What it was before; null: the first word, or something that happened. */
  from: z.string().nullable(),
  to: z.string(),
  data: DataShape,
  severity: z.enum(SEVERITIES),
  /** Meta told it by itself, or was asked. */
  source: z.enum(['webhook', 'poll']),
})
export const HealthEventPageShape = z.object({
  /** Newest first. */
  items: z.array(HealthEventShape),
  nextCursor: z.string().nullable(),
})

export type Quality = z.infer<typeof QualityShape>
export type Reason = (typeof REASONS)[number]
export type Advice = (typeof ADVICE)[number]
export type HealthEvent = z.infer<typeof HealthEventShape>
export type HealthEventPage = z.infer<typeof HealthEventPageShape>
