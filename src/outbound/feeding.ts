/**
 * Keeps about two seconds' worth of campaigns in the queue of one number. It runs beside the number's rounds, so what it waits for
 * keeps nobody waiting, and few of a process run at a time, so that those of many numbers do not take all connections.
 */
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { after, type Clock, type Instant } from '#platform/time.ts'
import type { Feed } from './feed.ts'
import type { Turn } from './turns.ts'

/** So much of what a number can send lies ready: a pause, or a person who says STOP, stops all that is not. */
const READY_SECONDS = 2
/** It is asked for more when a quarter of it is gone, not for each message. */
const REFILL_PART = 0.75
/** One transaction's worth: transactions that write are short. */
const WANTED_MAX = 500
/** What waits is counted this often; in between what comes and goes is added up. */
const COUNT_MS = 1000
/** Where there was nothing, or an error. */
const AGAIN_MS = 1000

export type FeedingParts = {
  readonly feed: Feed
  readonly turn: Turn
  readonly number: { readonly tenant: TenantId; readonly channel: string }
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  /** How many due sends of campaigns and orders wait; at most `max` are counted. */
  readonly count: (max: number) => Promise<number>
  /** Messages a second at present; 0: none may be sent now. */
  readonly rate: () => number
  /** How many people may still be begun with; Infinity: as many as there are. */
  readonly places: () => number
  readonly onTaken: () => void
  readonly wakeAt: (at: Instant) => void
}

export class Feeding {
  readonly #parts: FeedingParts
  #waiting = 0
  #countedAt = -Infinity
  #notBefore: Instant | null = null
  #running: Promise<void> | null = null
  #isClosed = false

  constructor(parts: FeedingParts) {
    this.#parts = parts
  }

  /** So many that wait were taken up. */
  claimed(count: number): void {
    this.#waiting = Math.max(0, this.#waiting - count)
  }

  /** Somebody said that there is something. */
  hint(): void {
    this.#notBefore = null
  }

  /** Asks for more if there is room for it; returns at once. */
  consider(): void {
    if (this.#running !== null) return
    const { turn } = this.#parts
    if (!this.#wantsMore()) return turn.leave()
    if (!turn.take()) return // it is told when it is its turn
    this.#running = this.#ask().finally(() => {
      turn.giveBack()
      this.#running = null
    })
  }

  #wantsMore(): boolean {
    if (this.#isClosed || this.#parts.rate() === 0) return false
    const isOld = performance.now() - this.#countedAt > COUNT_MS
    if (this.#room() <= 0 && !(isOld && this.#waiting > 0)) return false
    return this.#notBefore === null || this.#parts.clock() >= this.#notBefore
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#parts.turn.leave()
    await this.#running
  }

  /** How many to ask for; none while enough wait. */
  #room(): number {
    const ready = Math.ceil(this.#parts.rate() * READY_SECONDS)
    if (this.#waiting > ready * REFILL_PART) return 0
    return Math.min(WANTED_MAX, ready - this.#waiting, this.#parts.places() - this.#waiting)
  }

  async #countAnew(): Promise<void> {
    const max = 2 * Math.ceil(this.#parts.rate() * READY_SECONDS)
    this.#waiting = await this.#parts.count(max)
    // Of more than were counted nobody knows how many there are, so what goes away is no reason to ask.
    this.#countedAt = this.#waiting < max ? performance.now() : -Infinity
  }

  async #ask(): Promise<void> {
    const { feed, number, clock, log, onTaken, wakeAt } = this.#parts
    try {
      if (performance.now() - this.#countedAt > COUNT_MS) await this.#countAnew()
      const wanted = this.#room()
      const now = clock()
      if (wanted <= 0 || this.#isClosed) {
        this.#notBefore = after(now, AGAIN_MS / 4)
        return
      }
      const { taken, nextAt } = await feed(number, wanted, now)
      this.#waiting += taken
      const again = after(now, AGAIN_MS)
      this.#notBefore = taken > 0 ? null : nextAt !== null && nextAt < again ? nextAt : again
      if (taken > 0) onTaken()
      else if (nextAt !== null) wakeAt(nextAt)
    } catch (error) {
      log.warn({ evt: 'outbound.feed-failed', channel: number.channel, err: errorText(error) })
      this.#countedAt = -Infinity
      this.#notBefore = after(clock(), AGAIN_MS)
    }
  }
}
