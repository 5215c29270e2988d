/**
 * The quality guard of a campaign: how many may be written to by now, and whether to stop before Meta does.
 *
 * A first slice goes out and is waited for. Who minds shows in what can be seen (opt-outs above all, since nobody is told of a
 * block), and is held against what is usual for the number. As long as nothing is proven, only so many more are written to as
 * those who had time to answer speak for; once the campaign is proven to be as usual, everybody. It goes on counting then.
 * How well that works is measured by `npm run eval:guard`; see docs/quality-guard.md.
 *
 * Pure: no clock, no database. It remembers nothing either: all follows from counts.
 */
import { after, HOUR_MS, SECOND_MS, type Instant } from '#platform/time.ts'
import {
  answeredBy,
  answerHalfOf,
  provesHarm,
  provesHealth,
  QUICK_PART,
  ratesOf,
  SIGNS,
  weigh,
  type Answers,
  type Rates,
  type Share,
  type Sign,
  type Wave,
} from './guard-evidence.ts'

/** What Meta says of a number or a template. */
export type Quality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'

/**
 * What was counted of some recipients. In a campaign they are those who were taken since the guard began to count: since the
 * campaign began, or since a person last said that it goes on in spite of the guard.
 */
export type GuardCounts = {
  /** Delivered at the least, and of these the ones who wanted no more afterwards. */
  readonly delivered: number
  readonly optedOut: number
  /** Failed with what somebody who blocked the number, or stopped its offers, fails with: 131026, 131050. */
  readonly blocked: number
  /** Failed with 131049: Meta thinks that they get too many offers. */
  readonly capped: number
  /** Failed with anything else. */
  readonly failed: number
  /** Delivered `READ_AFTER_MS` ago or earlier, and of these the ones not read. */
  readonly readable: number
  readonly unread: number
}

export type GuardFacts = {
  readonly now: Instant
  /** Whoever was or will be written to: those skipped are left out. */
  readonly audience: number
  readonly taken: number
  /** Of those taken, the ones from before the guard began to count. */
  readonly takenBefore: number
  /** Taken within the last hour, and neither delivered nor failed yet. */
  readonly underWay: number
  readonly counts: GuardCounts
  /** When those counted as delivered were; by the minute is enough. */
  readonly waves: readonly Wave[]
  /** Failed because Meta holds the campaign's template or number back: 131048, 132015, 132016, 368. */
  readonly refused: number
  /** The same counts of this number's template messages of the last four weeks, without this campaign's. */
  readonly usual: GuardCounts
  /** How long this number's customers took, from `delivered` to wanting no more: the median of the last days. */
  readonly answers: Answers
  /** How many messages of this number were delivered in the seven days before the campaign. */
  readonly deliveredLastWeek: number
  /** What Meta says now, and what it said when the guard began to count. */
  readonly number: { readonly before: Quality; readonly now: Quality }
  readonly template: { readonly before: Quality; readonly now: Quality }
}

/** Why it stops. `observed` and `usual` are shares of `of` messages. */
export type GuardReason =
  | {
      readonly kind: Sign
      readonly observed: number
      readonly usual: number
      readonly count: number
      readonly of: number
    }
  | { readonly kind: 'number_quality' | 'template_quality'; readonly before: Quality; readonly now: Quality }
  | { readonly kind: 'refused'; readonly count: number }

export type GuardDecision = {
  /** `wait`: for answers of those who were written to; then more may be. */
  readonly verdict: 'go_on' | 'wait' | 'stop'
  /** So many may have been taken in all, from the beginning. Never fewer than were. */
  readonly allowed: number
  /** null: it need not be asked again. */
  readonly nextLookAt: Instant | null
  /** Of `wait`: when more will be allowed, if nobody minds until then. */
  readonly opensAt: Instant | null
  /** Of `stop`. */
  readonly because: GuardReason | null
}

/** The first slice of a number that has hardly sent, and the largest. */
export const FIRST_SLICE_MIN = 150
export const FIRST_SLICE_MAX = 1000
/** So much of a week's messages: even if 3 % of them block, that moves the number's share by less than half a percent. */
const FIRST_SLICE_OF_WEEK = 0.15
/** From here on a few people who mind do not change what Meta thinks of the number. */
const MUCH_SENT_IN_WEEK = 1000
/** While it looks more like a usual campaign than a harmful one, each who had time to answer speaks for so many others. */
const SPEAKS_FOR = 3
/** While it looks more like a harmful one, so much of a first slice may be without an answer. */
const DOUBTFUL_SLICE = 0.5
const LOOK_EVERY_MS = 10 * SECOND_MS
/** Whatever has not come by then is not waited for. */
const OPENS_WITHIN_MS = 6 * HOUR_MS

/** The one decision. Asked every ten seconds while a campaign runs, and at once when Meta says something of number or template. */
export function decideGuard(facts: GuardFacts): GuardDecision {
  const { now, audience, taken } = facts
  const because = harmOf(facts)
  if (because !== null) return { verdict: 'stop', allowed: taken, nextLookAt: null, opensAt: null, because }
  const allowed = allowedAt(facts, now)
  if (taken >= audience) return { verdict: 'go_on', allowed, nextLookAt: null, opensAt: null, because: null }
  const isWaiting = allowed <= taken
  return {
    verdict: isWaiting ? 'wait' : 'go_on',
    allowed,
    nextLookAt: after(now, LOOK_EVERY_MS),
    opensAt: isWaiting ? opensAt(facts) : null,
    because: null,
  }
}

/** The gravest comes first. */
function harmOf(facts: GuardFacts): GuardReason | null {
  for (const kind of ['number_quality', 'template_quality'] as const) {
    const { before, now } = kind === 'number_quality' ? facts.number : facts.template
    if (GRAVITY[now] > GRAVITY[before]) return { kind, before, now }
  }
  if (facts.refused > 0) return { kind: 'refused', count: facts.refused }
  const sentMuch = facts.deliveredLastWeek >= MUCH_SENT_IN_WEEK
  for (const kind of SIGNS) {
    const test = testOf(facts, kind, facts.now, QUICK_PART)
    if (test === null || !provesHarm(kind, test.share, test.rates, sentMuch)) continue
    const { hits: count, of } = shareOf(kind, facts.counts)
    return { kind, observed: count / Math.max(count, of), usual: test.rates.usual, count, of }
  }
  return null
}

type Test = { readonly share: Share; readonly rates: Rates }

/** Of opt-outs only those count who had time to think; what fails, fails soon. null: nothing is usual yet. */
function testOf(
  { counts, usual, waves, answers }: GuardFacts,
  sign: Sign,
  now: Instant,
  timePart = 1,
): Test | null {
  const rates = ratesOf(sign, shareOf(sign, usual))
  if (rates === null) return null
  const share = shareOf(sign, counts)
  if (sign !== 'opted_out') return { share, rates }
  return { share: { ...share, of: answeredBy(now, waves, timePart * answerHalfOf(answers)) }, rates }
}

const GRAVITY: Readonly<Record<Quality, number>> = { UNKNOWN: 0, GREEN: 0, YELLOW: 1, RED: 2 }

/** Each sign is held against those who could have shown it; so one sign more never hides another. */
function shareOf(sign: Sign, counts: GuardCounts): Share {
  const { delivered, optedOut, blocked, capped, failed, readable, unread } = counts
  switch (sign) {
    case 'opted_out':
      return { hits: optedOut, of: delivered }
    case 'blocked':
      return { hits: blocked, of: delivered + blocked }
    case 'capped':
      return { hits: capped, of: delivered + capped }
    case 'failed':
      return { hits: failed, of: delivered + failed }
    case 'unread':
      return { hits: unread, of: readable }
    default:
      return sign satisfies never
  }
}

/** How many may have been taken if it were that late, and nothing else had come. */
function allowedAt(facts: GuardFacts, now: Instant): number {
  const { audience, taken, takenBefore } = facts
  const more = isAsUsual(facts, now) ? audience : takenBefore + Math.floor(sliceOf(facts, now))
  return Math.max(taken, Math.min(audience, more))
}

/** How many read nobody knows for an hour, so nobody waits for that. */
const isAsUsual = (facts: GuardFacts, now: Instant): boolean =>
  SIGNS.every((sign) => {
    const test = sign === 'unread' ? null : testOf(facts, sign, now)
    return test === null || provesHealth(sign, test.share, test.rates)
  })

/** Those of whom hardly anything more will be heard, and so many besides as those who had time to answer speak for. */
function sliceOf(facts: GuardFacts, now: Instant): number {
  const { counts, taken, takenBefore, underWay } = facts
  const first = firstSliceOf(facts)
  const test = testOf(facts, 'opted_out', now)
  if (test === null) return first
  const { of: answered } = test.share
  const heard = taken - takenBefore - underWay - (counts.delivered - answered)
  const isDoubtful = weigh(test.share, test.rates) > 0
  return Math.max(first, heard + (isDoubtful ? DOUBTFUL_SLICE * first : first + SPEAKS_FOR * answered))
}

function firstSliceOf({ number, deliveredLastWeek }: GuardFacts): number {
  if (GRAVITY[number.now] > 0) return FIRST_SLICE_MIN
  return Math.min(FIRST_SLICE_MAX, Math.max(FIRST_SLICE_MIN, FIRST_SLICE_OF_WEEK * deliveredLastWeek))
}

/** To the second. null: more answers are needed than are still to come. */
function opensAt(facts: GuardFacts): Instant | null {
  const opens = (ms: number): boolean => allowedAt(facts, after(facts.now, ms)) > facts.taken
  if (!opens(OPENS_WITHIN_MS)) return null
  let [shut, open] = [0, OPENS_WITHIN_MS]
  while (open - shut > SECOND_MS) {
    const middle = Math.floor((shut + open) / 2)
    if (opens(middle)) open = middle
    else shut = middle
  }
  return after(facts.now, open)
}
