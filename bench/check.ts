/**
 * What became of the messages: the arithmetic of lost, doubled and out of order.
 *
 * After Jepsen's total-queue checker: what was acknowledged must come out, once, and nothing may come out that was never
 * put in. To this we add the order within a conversation, which the load generator defines by posting a message only
 * after the one before it was answered. Pure: no clock, no database.
 */
export type Effect = {
  /** Which delivery it came from; -1 if nobody posted it. */
  readonly index: number
  /** When its transaction committed, in milliseconds since the epoch. */
  readonly atMs: number
}

export type Evidence = {
  /** By delivery, milliseconds since the epoch; NaN where it did not happen. */
  readonly posted: Float64Array
  readonly answered: Float64Array
  readonly conversationOf: Uint16Array
  /** By delivery: 1 where no effect is expected. */
  readonly isStatus: Uint8Array
  /** In the order in which a reader sees them. */
  readonly effects: readonly Effect[]
  /** The end of the warm-up. */
  readonly measuredFrom: number
  /** When the load was taken away. */
  readonly loadEndedAt: number
}

export type Verdict = {
  /** Messages answered with 200. */
  readonly accepted: number
  /** Messages with at least one effect. */
  readonly effects: number
  /** Answered with 200, and no effect. */
  readonly lost: number
  /** Messages with more than one effect. */
  readonly doubled: number
  /** Messages whose effect comes after that of a later message of the same conversation. */
  readonly misordered: number
  /** Effects of messages that nobody posted. */
  readonly unexpected: number
  /** Deliveries (messages and statuses) answered with 200 per second while the load lasted, after the warm-up. */
  readonly acceptedPerSecond: number
  /** Effects after the warm-up, by the time to the last of them: the backlog must be worked off to count. */
  readonly effectsPerSecond: number
  /** Effects while the load lasted, after the warm-up, by that time: what a queue sustains with the web side busy. */
  readonly effectsPerSecondUnderLoad: number
  readonly answerP50Ms: number
  readonly answerP99Ms: number
  /** From the post to the commit of the effect, for messages posted after the warm-up. */
  readonly lagP50Ms: number
  readonly lagP99Ms: number
}

export function check(evidence: Evidence): Verdict {
  const { answered, effects, isStatus } = evidence
  const times = effectTimes(effects, answered.length)
  let accepted = 0
  let lost = 0
  for (const [index, at] of answered.entries()) {
    if (Number.isNaN(at) || isStatus[index] === 1) continue
    accepted++
    if (Number.isNaN(times.first[index] ?? Number.NaN)) lost++
  }
  return {
    accepted,
    effects: times.distinct,
    lost,
    doubled: times.doubled,
    misordered: countMisordered(effects, evidence.conversationOf),
    unexpected: effects.filter((effect) => effect.index < 0).length,
    ...speeds(evidence, times.first),
  }
}

/** By delivery the time of the first effect, and how many have more than one. */
function effectTimes(
  effects: readonly Effect[],
  deliveries: number,
): { first: Float64Array; distinct: number; doubled: number } {
  const first = new Float64Array(deliveries).fill(Number.NaN)
  const counts = new Uint32Array(deliveries)
  for (const { index, atMs } of effects) {
    if (index < 0) continue
    const known = first[index] ?? Number.NaN
    if (!(known <= atMs)) first[index] = atMs
    counts[index] = (counts[index] ?? 0) + 1
  }
  return {
    first,
    distinct: counts.filter((count) => count > 0).length,
    doubled: counts.filter((count) => count > 1).length,
  }
}

/** A repeated effect is a doubled one, not a misordered one: only the first of each message is looked at. */
export function countMisordered(effects: readonly Effect[], conversationOf: Uint16Array): number {
  const newest = new Map<number, number>()
  const seen = new Set<number>()
  let misordered = 0
  for (const { index } of effects) {
    if (index < 0 || seen.has(index)) continue
    seen.add(index)
    const conversation = conversationOf[index] ?? 0
    const before = newest.get(conversation) ?? -1
    if (index < before) misordered++
    else newest.set(conversation, index)
  }
  return misordered
}

type Speeds = Pick<
  Verdict,
  | 'acceptedPerSecond'
  | 'effectsPerSecond'
  | 'effectsPerSecondUnderLoad'
  | 'answerP50Ms'
  | 'answerP99Ms'
  | 'lagP50Ms'
  | 'lagP99Ms'
>

function speeds(evidence: Evidence, firstEffects: Float64Array): Speeds {
  const { posted, answered, effects, measuredFrom, loadEndedAt } = evidence
  const within = (at: number): boolean => at >= measuredFrom && at <= loadEndedAt
  const answerTimes: number[] = []
  const lags: number[] = []
  for (const [index, postedAt] of posted.entries()) {
    if (!(postedAt >= measuredFrom)) continue
    const answerTime = (answered[index] ?? Number.NaN) - postedAt
    if (!Number.isNaN(answerTime)) answerTimes.push(answerTime)
    const lag = (firstEffects[index] ?? Number.NaN) - postedAt
    if (!Number.isNaN(lag)) lags.push(lag)
  }
  const measured = firstEffects.filter((at) => at >= measuredFrom)
  const lastEffectAt = effects.reduce((last, { atMs }) => Math.max(last, atMs), measuredFrom)
  return {
    acceptedPerSecond: perSecond(answered.filter(within).length, loadEndedAt - measuredFrom),
    effectsPerSecond: perSecond(measured.length, lastEffectAt - measuredFrom),
    effectsPerSecondUnderLoad: perSecond(firstEffects.filter(within).length, loadEndedAt - measuredFrom),
    answerP50Ms: percentile(answerTimes, 50),
    answerP99Ms: percentile(answerTimes, 99),
    lagP50Ms: percentile(lags, 50),
    lagP99Ms: percentile(lags, 99),
  }
}

const perSecond = (count: number, ms: number): number => (ms > 0 ? (count * 1000) / ms : 0)

/** Nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).toSorted()
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted()
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper
}
