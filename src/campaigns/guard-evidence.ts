/**
 * What the answers to a campaign prove: Wald's sequential test of each kind of bad sign, against what is usual for the number.
 * The formulas, and why these figures, are in docs/quality-guard.md.
 *
 * Pure: no clock, no database. Callers count, and say what time it is.
 */
import { HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'

/** A share of messages: `hits` of `of`. */
export type Share = { readonly hits: number; readonly of: number }

/** By what people who mind, and Meta's care for them, can be seen. Codes never change meaning. */
export const SIGNS = ['opted_out', 'blocked', 'capped', 'failed', 'unread'] as const
export type Sign = (typeof SIGNS)[number]

/** So many messages reached a phone at about this moment. */
export type Wave = { readonly at: Instant; readonly count: number }

/** The share that is usual, and the one at which a campaign does harm. */
export type Rates = { readonly usual: number; readonly bad: number }

type Rule = {
  /** What is taken for granted of a number that has hardly sent; it counts beside the number's own messages. */
  readonly before: Share
  /** However good or bad the last weeks were, what is usual lies between these. */
  readonly usualMin: number
  readonly usualMax: number
  /** Bad is so many times the usual, and this at the least. */
  readonly times: number
  readonly badMin: number
  /** How likely a campaign that is no worse than usual is ever stopped for this sign. */
  readonly wrongMax: number
}

const RULES: Readonly<Record<Sign, Rule>> = {
  opted_out: {
    ...{ before: { hits: 1, of: 400 }, usualMin: 0.002, usualMax: 0.006 },
    ...{ times: 5, badMin: 0.02, wrongMax: 0.05 },
  },
  blocked: {
    ...{ before: { hits: 25, of: 500 }, usualMin: 0.01, usualMax: 0.1 },
    ...{ times: 3, badMin: 0.1, wrongMax: 0.001 },
  },
  capped: {
    ...{ before: { hits: 75, of: 500 }, usualMin: 0.05, usualMax: 0.25 },
    ...{ times: 2.5, badMin: 0.35, wrongMax: 0.001 },
  },
  failed: {
    ...{ before: { hits: 15, of: 500 }, usualMin: 0.01, usualMax: 0.05 },
    ...{ times: 4, badMin: 0.1, wrongMax: 0.001 },
  },
  // Reading depends on the hour and on what is offered, so only a halving counts, and only where it cannot be chance.
  unread: {
    ...{ before: { hits: 0, of: 0 }, usualMin: 0.05, usualMax: 0.9 },
    ...{ times: 1, badMin: 0, wrongMax: 0.0001 },
  },
}
/** How likely a campaign that does harm is taken for a harmless one by one test. */
const MISSED_MAX = 0.03
/**
 * Fewer are never the reason for a stop. To a number that hardly sends five people are a large share, so two who say no at once are
 * heard; one that sends much has room for a surer proof.
 */
const HITS_MIN = { fewSent: 2, muchSent: 3 }
const MUCH_SENT_WRONG_MAX = 0.01
/** Of fewer messages nobody knows how many are usually read. */
const USUAL_READS_MIN = 200

/**
 * Of those who will mind, half have said so after this long, as long as nothing is known of the number's own customers. Most are
 * quick and some take the evening: a log-logistic law of this shape, which is close to a log-normal one with a spread of 1.
 */
export const ANSWER_HALF_MS = 20 * MINUTE_MS
const ANSWER_SHAPE = 1.7
/** Customers may be quicker than is known; so what proves harm is counted as if they took this part of the time. */
export const QUICK_PART = 2 / 3
/** It counts as much as so many answers of the number's own customers. */
const ANSWERS_BEFORE = 10
const OWN_HALF_MS_MIN = 2 * MINUTE_MS
const OWN_HALF_MS_MAX = 4 * HOUR_MS
/** A message that was not read after this long counts as not read. */
export const READ_AFTER_MS = HOUR_MS

/** null: nothing is usual yet, and nothing can be unusual. */
export function ratesOf(sign: Sign, own: Share): Rates | null {
  const { before, usualMin, usualMax, times, badMin } = RULES[sign]
  if (sign === 'unread' && own.of < USUAL_READS_MIN) return null
  const usual = clamp((before.hits + own.hits) / (before.of + own.of), usualMin, usualMax)
  return { usual, bad: sign === 'unread' ? (1 + usual) / 2 : Math.max(times * usual, badMin) }
}

/** The logarithm of how many times likelier this share is in a campaign that does harm than in a usual one. */
export function weigh({ hits, of }: Share, { usual, bad }: Rates): number {
  const others = Math.max(0, of - hits)
  return hits * Math.log(bad / usual) + others * Math.log((1 - bad) / (1 - usual))
}

/** Above: it does harm. `sentMuch`: the number had sent much in the week before. */
export function provesHarm(sign: Sign, share: Share, rates: Rates, sentMuch: boolean): boolean {
  const wrongMax = sentMuch ? Math.min(MUCH_SENT_WRONG_MAX, RULES[sign].wrongMax) : RULES[sign].wrongMax
  const hitsMin = sentMuch ? HITS_MIN.muchSent : HITS_MIN.fewSent
  return share.hits >= hitsMin && weigh(share, rates) >= Math.log((1 - MISSED_MAX) / wrongMax)
}

/** Below: it is as usual. */
export const provesHealth = (sign: Sign, share: Share, rates: Rates): boolean =>
  weigh(share, rates) <= Math.log(MISSED_MAX / (1 - RULES[sign].wrongMax))

/** How long a number's own customers took to say no, and how many did. */
export type Answers = { readonly count: number; readonly halfMs: number }

/** After how long half of the answers have come. */
export function answerHalfOf({ count, halfMs }: Answers): number {
  if (count === 0) return ANSWER_HALF_MS
  const own = Math.log(clamp(halfMs, OWN_HALF_MS_MIN, OWN_HALF_MS_MAX))
  return Math.exp((ANSWERS_BEFORE * Math.log(ANSWER_HALF_MS) + count * own) / (ANSWERS_BEFORE + count))
}

/** As many messages as if all of them had been answered: each counts by the part of answers that has come after its time. */
export function answeredBy(now: Instant, waves: readonly Wave[], halfMs: number): number {
  // In one order, so that the sum of the same waves is the same number.
  const ordered = waves.toSorted((one, other) => one.at - other.at || one.count - other.count)
  return ordered.reduce((sum, { at, count }) => sum + count * answeredPart(now - at, halfMs), 0)
}

const answeredPart = (ms: number, halfMs: number): number =>
  ms <= 0 ? 0 : 1 / (1 + (halfMs / ms) ** ANSWER_SHAPE)

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
