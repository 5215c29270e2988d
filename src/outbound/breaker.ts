/**
 * Stops one number while Meta fails for it, and finds out with one message at a time whether it still does: so an outage costs a few
 * attempts and not a queue of them, and nothing else of the process waits. Pure: callers say what time it is.
 */
import { after, instant, type Instant } from '#platform/time.ts'

/** So many failures of Meta's one after the other are an outage. */
const FAILURES_MAX = 5
const FIRST_MS = 2000
const LONGEST_MS = 60_000

export class Breaker {
  #failures = 0
  #openedTimes = 0
  #stoppedUntil: Instant | null = null
  #isProbing = false

  /** How many calls may begin now: as many as one likes, one to find out, or none. */
  room(now: Instant): number {
    if (this.#stoppedUntil === null) return Infinity
    return now < this.#stoppedUntil || this.#isProbing ? 0 : 1
  }

  /** When a call may begin; now, if one may. While a probe runs its end says so. */
  nextAt(now: Instant): Instant {
    return this.#stoppedUntil === null ? now : instant(Math.max(now, this.#stoppedUntil))
  }

  /** Whether nothing but single messages goes. */
  get isOpen(): boolean {
    return this.#stoppedUntil !== null
  }

  /** A call begins. */
  begin(): void {
    if (this.#stoppedUntil !== null) this.#isProbing = true
  }

  /** A call that was to begin did not. */
  giveBack(): void {
    this.#isProbing = false
  }

  /** Meta answered as it should, whatever it said about the message. */
  succeed(): void {
    this.#isProbing = false
    this.#failures = 0
    this.#openedTimes = 0
    this.#stoppedUntil = null
  }

  /** Meta failed. */
  fail(now: Instant): void {
    const wasProbe = this.#isProbing
    this.#isProbing = false
    this.#failures += 1
    if (this.#failures < FAILURES_MAX && !wasProbe) return
    // What was under way when it opened fails too: that is no news.
    if (this.#stoppedUntil !== null && !wasProbe) return
    const forMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#openedTimes)
    this.#openedTimes += 1
    this.#stoppedUntil = after(now, forMs)
  }

  /** Meta said that it takes nothing of this number before then. */
  hold(until: Instant): void {
    this.#isProbing = false
    this.#stoppedUntil = instant(Math.max(this.#stoppedUntil ?? 0, until))
  }
}
