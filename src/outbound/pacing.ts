/**
 * Meta's limits as token buckets, held in memory by the one owner of a number. Pure: callers say what time it is.
 *
 * Source: Meta, "Throughput" (21 Nov 2025): 80 messages a second by default, 20 for numbers in coexistence, up to 1,000;
 * "Pair rate limit" (same page): one message in 6 s to the same user, bursts of up to 45 borrowed from the following
 * minutes; after 131056 wait 4^n seconds.
 */
import { after, instant, type Instant } from '#platform/time.ts'

export const PAIR_BURST = 45
export const PAIR_REFILL_MS = 6000
/** After this long a pair that was silent has its whole burst again. */
export const PAIR_MEMORY_MS = PAIR_BURST * PAIR_REFILL_MS
const SLOWEST_PER_SECOND = 1
const SECOND_MS = 1000
/**
 * This part of a second's worth may come at once, and the rest flows: what is saved up while a round waits for the database is not
 * lost. No second ever has more than the rate all the same, wherever it begins: that is held to by itself.
 */
const BURST_PART = 0.2
/** After 130429 nobody knows how much Meta takes at once. */
const SLOWED_BURST_PART = 0.08
/**
 * Nobody knows how long a call was on its way to Meta, only when its answer came. Of the fastest one lately at most so much was the way there;
 * the rest was Meta's own time and the way back, and no call goes without that.
 */
const WAY_MS = 40
/** The fastest one of so long, and of as long before that. */
const FASTEST_MS = 60_000
/** Between a claim and its call a transaction commits: places that become free meanwhile are given away before, and waited for. */
const AHEAD_MS_MIN = 20
/** Whoever is killed leaves so much more that nobody knows of. */
const AHEAD_MS_MAX = 120
/** This part of the limit is left free, for what customers say between two counts of it. */
const MARGIN_PART = 0.01
/** Of a slower number a whole message would be more than it is worth. */
const MARGIN_FROM = 10
/** Customers who write take of the same limit, but they never take a number's word away. */
const INBOUND_PART_MAX = 0.5
/** A fast number that has rested begins with this part of its limit, because connections are being opened and nobody knows when a call arrives … */
const RAMP_PART = 0.4
/** … and has all of it so much later. Of a slower number even a second's worth does no harm. */
const RAMP_MS = 2500
/** Messages a second: what is done for fast numbers alone would win a slower one too little. */
const FAST_FROM = 200
const REST_MS = 5000
/** Buckets of pairs that are full are forgotten beyond so many. */
const PAIRS_MAX = 20_000
/** Calls that were under way together are refused together: one sign, not many. */
const SIGN_MS = 1000
/** After 130429: half the rate at once, then back up by this part of the full rate each second (AIMD). */
const RECOVERY_PER_SECOND = 0.02

/** Fills steadily up to its capacity; each taken token is one message. */
class TokenBucket {
  #level: number
  #at: Instant
  #capacity: number
  #refillMs: number

  /** @param refillMs one token each so many milliseconds. */
  constructor(capacity: number, refillMs: number, level: number, now: Instant) {
    this.#capacity = capacity
    this.#refillMs = refillMs
    this.#level = level
    this.#at = now
  }

  /** As if it had not filled for so long. */
  holdBack(ms: number, now: Instant): void {
    this.#fill(now)
    this.#level -= ms / this.#refillMs
  }

  /** Takes a token if there is one. */
  take(now: Instant): boolean {
    this.#fill(now)
    if (this.#level < 1) return false
    this.#level -= 1
    return true
  }

  /** What was used whether or not we thought that there was one. */
  spend(now: Instant): void {
    this.#fill(now)
    this.#level = Math.max(0, this.#level - 1)
  }

  /** A token that was taken and not used. */
  giveBack(): void {
    this.#level = Math.min(this.#capacity, this.#level + 1)
  }

  /** When the next token will be there; now, if there is one. */
  nextAt(now: Instant): Instant {
    this.#fill(now)
    return this.#level >= 1 ? now : after(now, Math.ceil((1 - this.#level) * this.#refillMs))
  }

  isFull(now: Instant): boolean {
    this.#fill(now)
    return this.#level >= this.#capacity
  }

  /** From now on; nothing is given for the change itself. */
  setRefill(refillMs: number, capacity: number, now: Instant): void {
    this.#fill(now)
    this.#refillMs = refillMs
    this.#capacity = capacity
    this.#level = Math.min(this.#level, capacity)
  }

  empty(now: Instant): void {
    this.#fill(now)
    this.#level = 0
  }

  #fill(now: Instant): void {
    if (now <= this.#at) return
    this.#level = Math.min(this.#capacity, this.#level + (now - this.#at) / this.#refillMs)
    this.#at = now
  }
}

/** More milliseconds than any call counts for. */
const SPAN = 4096

/**
 * The calls of the last second. A place is reserved before it is known when the call will leave, and counts until then. Nobody knows either
 * when it is at Meta, but that it is once its answer has come: so it counts until then, and for a second from the last moment at which it may
 * have arrived, by what its answer says. No second of Meta's has more than the limit, however long calls took to leave or to arrive.
 */
class LastSecond {
  /** How many cease to count in each millisecond, by its remainder. */
  readonly #ends = new Uint32Array(SPAN)
  #count = 0
  /** So much sooner places are given away. */
  aheadMs = AHEAD_MS_MIN
  /** Whose turn has not come; and whose turn has, and which were not answered yet. */
  #reserved = 0
  #open = 0
  /** What ends at this millisecond or before is forgotten. */
  #at: number
  /** From leaving to the answer, of the fastest call since then and of the fastest one before. */
  #fastest = { since: 0, ms: Infinity, msBefore: Infinity }

  /** As if a former owner had used up the second that is over now, evenly. */
  constructor(limit: number, now: Instant) {
    this.#at = Math.floor(now)
    for (let nth = 1; nth <= limit; nth += 1) this.#add(this.#at + Math.floor((nth / limit) * SECOND_MS))
  }

  /** So many of the former owner's calls are known to be of that second: they may have left at its very end. */
  know(count: number, limit: number, now: Instant): void {
    this.#forget(now)
    let known = 0
    for (let ms = this.#at + SPAN - 1; ms > this.#at && known < count; ms -= 1)
      for (; known < count && (this.#ends[ms % SPAN] ?? 0) > 0; known += 1) this.#remove(ms)
    for (let nth = 0; nth < Math.min(count, limit); nth += 1) this.#add(Math.floor(now) + SECOND_MS)
  }

  /** Whether one may be reserved: it will not leave before it has been written down, so what ends until then is free. */
  hasRoom(limit: number, now: Instant): boolean {
    this.#forget(now)
    return this.#count - this.#endingWithin(this.aheadMs) + this.#reserved + this.#open < limit
  }

  reserve(): void {
    this.#reserved += 1
  }

  /** Whether one that was reserved may leave now. */
  pass(limit: number, now: Instant): boolean {
    this.#forget(now)
    if (this.#count + this.#open >= limit) return false
    this.#reserved = Math.max(0, this.#reserved - 1)
    this.#open += 1
    return true
  }

  giveBack(hasPassed: boolean): void {
    if (hasPassed) this.#open = Math.max(0, this.#open - 1)
    else this.#reserved = Math.max(0, this.#reserved - 1)
  }

  /** The answer to one that has passed has come, or never will. */
  arrived(leftAt: Instant, now: Instant): void {
    this.#forget(now)
    this.giveBack(true)
    const tookMs = Math.max(0, now - leftAt)
    const backMs = Math.max(0, this.#fastestMs(tookMs, now) - WAY_MS)
    const end = Math.ceil(now - backMs) + SECOND_MS
    if (end > this.#at) this.#add(end)
  }

  /** Lately, with this one; 0: nothing is known of any other. */
  #fastestMs(tookMs: number, now: Instant): number {
    const { since, ms, msBefore } = this.#fastest
    if (now - since > FASTEST_MS || now < since) this.#fastest = { since: now, ms: tookMs, msBefore: ms }
    else this.#fastest.ms = Math.min(ms, tookMs)
    return ms === Infinity ? 0 : Math.min(ms, msBefore, tookMs)
  }

  /** When there may be room; now, if there is. */
  nextAt(limit: number, now: Instant): Instant {
    if (this.hasRoom(limit, now)) return now
    const at = this.#whenFewer(limit - this.#reserved - this.#open, now)
    return instant(Math.max(now + 1, at - this.aheadMs))
  }

  /** When one that was reserved may leave; now, if it may. */
  passAt(limit: number, now: Instant): Instant {
    this.#forget(now)
    return this.#count + this.#open < limit ? now : this.#whenFewer(limit - this.#open, now)
  }

  /** When fewer than these count of those that were answered. */
  #whenFewer(limit: number, now: Instant): Instant {
    let tooMany = this.#count - limit + 1
    for (let ms = this.#at + 1; ms < this.#at + SPAN; ms += 1) {
      tooMany -= this.#ends[ms % SPAN] ?? 0
      if (tooMany <= 0) return instant(Math.max(now + 1, ms))
    }
    return after(now, 1) // open ones, which nobody knows the end of
  }

  #endingWithin(ms: number): number {
    let count = 0
    for (let end = this.#at + 1; end <= this.#at + ms; end += 1) count += this.#ends[end % SPAN] ?? 0
    return count
  }

  #add(wanted: number): void {
    const end = Math.min(Math.max(wanted, this.#at + 1), this.#at + SPAN - 1)
    this.#ends[end % SPAN] = (this.#ends[end % SPAN] ?? 0) + 1
    this.#count += 1
  }

  #remove(end: number): void {
    this.#ends[end % SPAN] = (this.#ends[end % SPAN] ?? 1) - 1
    this.#count -= 1
  }

  #forget(now: Instant): void {
    const until = Math.floor(now)
    if (until < this.#at - SECOND_MS || until >= this.#at + SPAN) {
      // A clock that was set back: what was said lately was said just now. Or a long silence.
      const count = until < this.#at ? this.#count : 0
      this.#ends.fill(0)
      this.#count = 0
      this.#at = until
      for (let nth = 0; nth < count; nth += 1) this.#add(until + SECOND_MS)
    }
    for (; this.#at < until; this.#at += 1) {
      const place = (this.#at + 1) % SPAN
      this.#count -= this.#ends[place] ?? 0
      this.#ends[place] = 0
    }
  }
}

/** Both limits of one number. It starts with nothing saved up, because its last owner may have spent it all. */
export class NumberPacer {
  readonly #bucket: TokenBucket
  readonly #lastSecond: LastSecond
  readonly #pairs = new Map<string, TokenBucket>()
  readonly #startedAt: Instant
  #perSecond: number
  #inboundPerSecond = 0
  /** What may be said in a second. */
  #fullRate: number
  #rate: number
  #rateAt: Instant
  #signAt: Instant | null = null
  /** When it began after a rest, and when it took something last. */
  #beganAt = -Infinity
  #tookAt = -Infinity
  #pausedUntil = instant(0)
  #pairsMax = PAIRS_MAX

  constructor(messagesPerSecond: number, now: Instant) {
    this.#startedAt = now
    this.#perSecond = messagesPerSecond
    this.#fullRate = rateWithin(messagesPerSecond, 0)
    this.#rate = this.#fullRate
    this.#rateAt = now
    this.#bucket = new TokenBucket(burstOf(this.#fullRate, BURST_PART), SECOND_MS / this.#rate, 0, now)
    this.#lastSecond = new LastSecond(this.#fullRate, now)
  }

  /** Messages a second at present. */
  get rate(): number {
    return this.#rate
  }

  /**
   * How long it takes from looking what may go to a claim that stands: so much sooner places are given away, within bounds. A slower number
   * would win too little by it.
   */
  lookAhead(ms: number): void {
    const most = this.#fullRate > FAST_FROM ? AHEAD_MS_MAX : AHEAD_MS_MIN
    this.#lastSecond.aheadMs = Math.round(Math.min(most, Math.max(AHEAD_MS_MIN, ms)))
  }

  /** What Meta allows a second in both directions, and what customers take of it. Nothing is given for the change itself. */
  setLimit(messagesPerSecond: number, inboundPerSecond: number, now: Instant): void {
    if (messagesPerSecond === this.#perSecond && inboundPerSecond === this.#inboundPerSecond) return
    const slowed = this.#rate / this.#fullRate
    this.#perSecond = messagesPerSecond
    this.#inboundPerSecond = inboundPerSecond
    this.#fullRate = rateWithin(messagesPerSecond, inboundPerSecond)
    this.#setRate(Math.max(Math.min(SLOWEST_PER_SECOND, this.#fullRate), this.#fullRate * slowed), now)
  }

  /**
   * What a former owner sent, as the ledger remembers it: oldest first, of the last PAIR_MEMORY_MS. What came before is not
   * known, so such a pair had nothing left then; whoever is not in the ledger has been silent for long enough. To be told before
   * anything is taken.
   */
  remember(sent: readonly { readonly pair: string; readonly at: Instant }[]): void {
    const since = after(this.#startedAt, -PAIR_MEMORY_MS)
    for (const { pair, at } of sent) this.#pair(pair, since, 0).spend(at)
    const lately = after(this.#startedAt, -SECOND_MS - AHEAD_MS_MAX)
    const count = sent.filter(({ at }) => at > lately).length
    if (count > 0) this.#lastSecond.know(count, this.#fullRate, this.#startedAt)
  }

  /** Takes a token of the number and one of the pair, or neither; the call leaves and arrives now. */
  take(pair: string, now: Instant): boolean {
    if (!this.reserve(pair, now)) return false
    if (!this.pass(now)) {
      this.giveBack(pair, now)
      return false
    }
    this.arrived(now, now)
    return true
  }

  /** The same for a call that leaves soon: say so when it does, or give it back. */
  reserve(pair: string, now: Instant): boolean {
    if (now - this.#tookAt > REST_MS) this.#beganAt = now
    if (!this.hasRoom(now)) return false
    const bucket = this.#pair(pair, now)
    if (!bucket.take(now)) return false
    if (this.#bucket.take(now)) {
      this.#tookAt = now
      this.#lastSecond.reserve()
      return true
    }
    bucket.giveBack()
    return false
  }

  /** Whether a call that was reserved may leave now: from here on its place is taken. */
  pass(now: Instant): boolean {
    return this.#lastSecond.pass(this.#limit(now), now)
  }

  /** When it may. */
  passAt(now: Instant): Instant {
    return this.#lastSecond.passAt(this.#limit(now), now)
  }

  /** The answer to a call that had passed and left has come, or it never will. */
  arrived(leftAt: Instant, now: Instant): void {
    this.#lastSecond.arrived(leftAt, now)
  }

  /**
   * When in this time the call was at Meta nobody knows. A pair's tokens come back from then on: had they come back since the reservation,
   * a slow call and a quick one after it would be closer to each other at Meta than they were here.
   */
  wasUnderWay(pair: string, since: Instant, now: Instant): void {
    this.#pair(pair, now).holdBack(Math.max(0, now - since), now)
  }

  /** What was reserved, and perhaps has passed, and does not leave. */
  giveBack(pair: string, now: Instant, hasPassed = false): void {
    this.#lastSecond.giveBack(hasPassed)
    this.#bucket.giveBack()
    this.#pair(pair, now).giveBack()
  }

  /** Whether the number itself would let one through; a pair may still have to wait. */
  hasRoom(now: Instant): boolean {
    if (this.isPaused(now)) return false
    this.#recover(now)
    return this.#lastSecond.hasRoom(this.#limit(now), now) && this.#bucket.nextAt(now) <= now
  }

  /** How many a second may have now. */
  #limit(now: Instant): number {
    const part = RAMP_PART + ((1 - RAMP_PART) * (now - this.#beganAt)) / RAMP_MS
    if (part >= 1 || this.#fullRate <= FAST_FROM) return this.#fullRate
    return Math.max(FAST_FROM, Math.floor(this.#fullRate * part))
  }

  /** When to ask again, whoever the other side is. */
  numberNextAt(now: Instant): Instant {
    if (this.isPaused(now)) return this.#pausedUntil
    return instant(Math.max(this.#bucket.nextAt(now), this.#lastSecond.nextAt(this.#limit(now), now)))
  }

  /** When to ask again for this pair. */
  nextAt(pair: string, now: Instant): Instant {
    if (this.isPaused(now)) return this.#pausedUntil
    return instant(Math.max(this.numberNextAt(now), this.#pair(pair, now).nextAt(now)))
  }

  /** Meta takes nothing from the number before this moment: one call too many is told so, not a whole queue. */
  pause(until: Instant): void {
    this.#pausedUntil = instant(Math.max(this.#pausedUntil, until))
  }

  isPaused(now: Instant): boolean {
    return now < this.#pausedUntil
  }

  /** Meta said 130429. */
  slowDown(now: Instant): void {
    if (this.#signAt !== null && now - this.#signAt < SIGN_MS) return
    this.#signAt = now
    this.#recover(now)
    this.#setRate(Math.max(SLOWEST_PER_SECOND, this.#rate / 2), now)
    this.#bucket.empty(now) // what was saved up would be too much as well
  }

  #recover(now: Instant): void {
    if (this.#rate >= this.#fullRate || now - this.#rateAt < 100) return
    const regained = ((now - this.#rateAt) / 1000) * RECOVERY_PER_SECOND * this.#fullRate
    this.#setRate(Math.min(this.#fullRate, this.#rate + regained), now)
  }

  #setRate(rate: number, now: Instant): void {
    this.#rate = rate
    this.#rateAt = now
    const part = rate < this.#fullRate ? SLOWED_BURST_PART : BURST_PART
    this.#bucket.setRefill(SECOND_MS / rate, burstOf(rate, part), now)
  }

  #pair(pair: string, now: Instant, level = PAIR_BURST): TokenBucket {
    const known = this.#pairs.get(pair)
    if (known !== undefined) return known
    const bucket = new TokenBucket(PAIR_BURST, PAIR_REFILL_MS, level, now)
    if (this.#pairs.size > this.#pairsMax) this.#forgetFull(now)
    this.#pairs.set(pair, bucket)
    return bucket
  }

  /** A full bucket is as good as a new one. */
  #forgetFull(now: Instant): void {
    for (const [pair, bucket] of this.#pairs) if (bucket.isFull(now)) this.#pairs.delete(pair)
    this.#pairsMax = Math.max(PAIRS_MAX, 2 * this.#pairs.size)
  }
}

const burstOf = (rate: number, part: number): number => Math.max(1, Math.floor(rate * part))

/** Whole messages a second: what is left of Meta's limit beside what customers say and a margin. */
function rateWithin(perSecond: number, inboundPerSecond: number): number {
  const margin = perSecond < MARGIN_FROM ? 0 : Math.ceil(perSecond * MARGIN_PART)
  const inbound = Math.min(inboundPerSecond, perSecond * INBOUND_PART_MAX)
  return Math.max(SLOWEST_PER_SECOND, Math.floor(perSecond - margin - inbound))
}
