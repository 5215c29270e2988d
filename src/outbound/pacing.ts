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
/**
 * This part of the rate may come at once, and the rest flows: so no second ever has more than the rate, wherever it begins,
 * and what is saved up while a round waits for the database is not lost.
 */
const BURST_PART = 0.05
/** Calls that were under way together are refused together: one sign, not many. */
const SIGN_MS = 1000
/** After 130429: half the rate at once, then back up by this part of the full rate each second (AIMD). */
const RECOVERY_PER_SECOND = 0.02

/** Fills steadily up to its capacity; each taken token is one message. */
class TokenBucket {
  #level: number
  #at: Instant
  readonly capacity: number
  #refillMs: number

  /** @param refillMs one token each so many milliseconds. */
  constructor(capacity: number, refillMs: number, level: number, now: Instant) {
    this.capacity = capacity
    this.#refillMs = refillMs
    this.#level = level
    this.#at = now
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
    this.#level = Math.min(this.capacity, this.#level + 1)
  }

  /** When the next token will be there; now, if there is one. */
  nextAt(now: Instant): Instant {
    this.#fill(now)
    return this.#level >= 1 ? now : after(now, Math.ceil((1 - this.#level) * this.#refillMs))
  }

  isFull(now: Instant): boolean {
    this.#fill(now)
    return this.#level >= this.capacity
  }

  setRefill(refillMs: number, now: Instant): void {
    this.#fill(now)
    this.#refillMs = refillMs
  }

  #fill(now: Instant): void {
    if (now <= this.#at) return
    this.#level = Math.min(this.capacity, this.#level + (now - this.#at) / this.#refillMs)
    this.#at = now
  }
}

/** Both limits of one number. It starts with nothing saved up, because its last owner may have spent it all. */
export class NumberPacer {
  readonly #fullRate: number
  readonly #bucket: TokenBucket
  readonly #pairs = new Map<string, TokenBucket>()
  readonly #startedAt: Instant
  #rate: number
  #rateAt: Instant
  #signAt: Instant | null = null
  #pausedUntil = instant(0)

  constructor(messagesPerSecond: number, now: Instant) {
    const burst = Math.max(1, Math.floor(messagesPerSecond * BURST_PART))
    this.#startedAt = now
    this.#fullRate = Math.max(messagesPerSecond - burst, messagesPerSecond / 2)
    this.#rate = this.#fullRate
    this.#rateAt = now
    this.#bucket = new TokenBucket(burst, 1000 / this.#rate, 0, now)
  }

  /**
   * What a former owner sent, as the ledger remembers it: oldest first, of the last PAIR_MEMORY_MS. What came before is not
   * known, so such a pair had nothing left then; whoever is not in the ledger has been silent for long enough.
   */
  remember(sent: readonly { readonly pair: string; readonly at: Instant }[]): void {
    const since = after(this.#startedAt, -PAIR_MEMORY_MS)
    for (const { pair, at } of sent) this.#pair(pair, since, 0).spend(at)
  }

  /** Takes a token of the number and one of the pair, or neither. */
  take(pair: string, now: Instant): boolean {
    if (this.isPaused(now)) return false
    this.#recover(now)
    const bucket = this.#pair(pair, now)
    if (!bucket.take(now)) return false
    if (this.#bucket.take(now)) return true
    bucket.giveBack()
    return false
  }

  /** What was taken and then not sent. */
  giveBack(pair: string, now: Instant): void {
    this.#bucket.giveBack()
    this.#pair(pair, now).giveBack()
  }

  /** When to ask again for this pair. */
  nextAt(pair: string, now: Instant): Instant {
    if (this.isPaused(now)) return this.#pausedUntil
    return instant(Math.max(this.#bucket.nextAt(now), this.#pair(pair, now).nextAt(now)))
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
  }

  #recover(now: Instant): void {
    if (this.#rate >= this.#fullRate || now - this.#rateAt < 100) return
    const regained = ((now - this.#rateAt) / 1000) * RECOVERY_PER_SECOND * this.#fullRate
    this.#setRate(Math.min(this.#fullRate, this.#rate + regained), now)
  }

  #setRate(rate: number, now: Instant): void {
    this.#rate = rate
    this.#rateAt = now
    this.#bucket.setRefill(1000 / rate, now)
  }

  #pair(pair: string, now: Instant, level = PAIR_BURST): TokenBucket {
    const known = this.#pairs.get(pair)
    if (known !== undefined) return known
    const bucket = new TokenBucket(PAIR_BURST, PAIR_REFILL_MS, level, now)
    if (this.#pairs.size > 100_000) this.#forgetFull(now)
    this.#pairs.set(pair, bucket)
    return bucket
  }

  /** A full bucket is as good as a new one. */
  #forgetFull(now: Instant): void {
    for (const [pair, bucket] of this.#pairs) if (bucket.isFull(now)) this.#pairs.delete(pair)
  }
}
