/** What the API says of hours, promises, replies while closed, and customers' ratings. */
import { z } from 'zod'

const ClockText = (pattern: RegExp) => z.string().regex(pattern, 'is not a time like 09:30')
const SpanShape = z.strictObject({
  from: ClockText(/^([01]\d|2[0-3]):[0-5]\d$/u),
  /** "24:00" is midnight at the end of the day. */
  to: ClockText(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/u),
})
const DayShape = z
  .array(SpanShape)
  .max(6)
  .refine(
    (spans) => spans.every(({ from, to }, index) => from < to && (spans[index + 1]?.from ?? '99') > to),
    'must be times in order that do not touch, each ending after it begins',
  )

/** GET and PUT /api/v1/business-hours */
export const BusinessHoursShape = z.strictObject({
  /** As the tz database names it. */
  timeZone: z.string().max(64).refine(isTimeZone, 'is no time zone'),
  /** Seven days, from Sunday: in each, when it is open. */
  week: z.array(DayShape).length(7),
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        name: z.string().trim().max(80),
      }),
    )
    .max(200)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'has a date twice'),
})

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Of business time; null: no promise. */
const Minutes = z.number().int().min(1).max(100_000).nullable()

/** GET and PUT /api/v1/reply-targets: how soon, counted in business minutes, customers are to be answered. */
export const ReplyTargetsShape = z.strictObject({
  /** From the customer's first message to a person's first answer. */
  firstMinutes: Minutes,
  /** From any later message to the next answer. */
  nextMinutes: Minutes,
  /** From the first message until the conversation is resolved; stands still while it is pending or snoozed. */
  resolutionMinutes: Minutes,
  /** So long before a target is missed, the conversation is marked. */
  warnMinutes: z.number().int().min(0).max(10_000),
})

const Words = (max: number) => z.string().trim().max(max)

/** GET and PUT /api/v1/away-reply: what is said once to whoever writes while the business is closed. */
export const AwayReplyShape = z
  .strictObject({
    isOn: z.boolean(),
    /** `{{opens}}` stands for when the business opens next. */
    text: Words(1000),
    /** On holidays, instead of it; `{{holiday}}` stands for the holiday's name. Empty: the same text. */
    holidayText: Words(1000),
    /** Not while a person has answered within so many minutes. */
    quietMinutes: z.number().int().min(0).max(1440),
    /** In which `{{opens}}` is written. */
    language: z.enum(['en', 'hi']),
  })
  .refine(({ isOn, text }) => !isOn || text !== '', { path: ['text'], message: 'must not be empty' })

/** GET and PUT /api/v1/csat-settings: whether and how customers are asked what they thought of it. */
export const CsatSettingsShape = z.strictObject({
  isOn: z.boolean(),
  /** After the conversation was resolved. */
  delayMinutes: z.number().int().min(0).max(1440),
  /** Three faces as buttons, or a list from 5 to 1. */
  scale: z.enum(['faces', 'points']),
  language: z.enum(['en', 'hi']),
  /** Instead of our own question; empty: ours. */
  question: Words(500),
  /** The same customer is asked again after so many days at the earliest. */
  quietDays: z.number().int().min(0).max(365),
})

export const RatingShape = z.object({
  id: z.string(),
  conversationId: z.string(),
  contact: z.object({ id: z.string(), displayName: z.string().nullable(), phone: z.string().nullable() }),
  /** 1 (bad) to 5 (good); of three faces they are 1, 3 and 5. */
  rating: z.number(),
  /** What they wrote after it. */
  comment: z.string().nullable(),
  ratedAt: z.number(),
  resolvedAt: z.number(),
  /** Who had the conversation, or resolved it; the name is null if they have left. */
  agent: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
})
/** GET /api/v1/csat: ratings, newest first. */
export const RatingPageShape = z.object({ items: z.array(RatingShape), nextCursor: z.string().nullable() })

/** GET /api/v1/csat/summary */
export const RatingSummaryShape = z.object({
  days: z.number(),
  /** Questions sent. */
  asked: z.number(),
  rated: z.number(),
  /** Of 1 to 5; null: no rating. */
  average: z.number().nullable(),
  /** How many gave 1, 2, 3, 4, 5. */
  counts: z.array(z.number()),
  agents: z.array(
    z.object({
      id: z.string().nullable(),
      name: z.string().nullable(),
      rated: z.number(),
      average: z.number(),
    }),
  ),
})

export type BusinessHoursSetting = z.infer<typeof BusinessHoursShape>
export type ReplyTargets = z.infer<typeof ReplyTargetsShape>
export type AwayReply = z.infer<typeof AwayReplyShape>
export type CsatSettings = z.infer<typeof CsatSettingsShape>
export type Rating = z.infer<typeof RatingShape>
export type RatingPage = z.infer<typeof RatingPageShape>
export type RatingSummary = z.infer<typeof RatingSummaryShape>
