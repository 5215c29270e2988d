/**
 * How many calls of one number run at once: what it says in the time that their answers take, no more than it is trusted with, and no more
 * than the process has left. What is urgent has slots of its own.
 */
import type { TenantId } from '#platform/db/tenant-id.ts'
import { SECOND_MS } from '#platform/time.ts'
import type { HostCap, Share } from './host-cap.ts'

export const URGENT_MAX = 100
const CALLS_MIN = 8
const CALLS_MAX = 320
/** Answers that take longer than they usually do must not slow it down. */
const SLACK_SECONDS = 0.15
/** Of a number that was just taken over, or that Meta held, nobody knows how it fares: few calls at once, and two more for each that went well. */
const CALLS_FIRST = 16
/** How fast the average of answers' times moves. */
const LATENCY_PART = 0.05

type Slots = { readonly share: Share; taken: number }

export class CallSlots {
  readonly #urgent: Slots
  readonly #bulk: Slots
  #latencySeconds = 0.2
  /** Calls that went well since it was taken over or last in trouble. */
  #wentWell = 0

  /** @param onRoom called when the process may have slots again, after it had too few. */
  constructor(
    { urgent, bulk }: { readonly urgent: HostCap; readonly bulk: HostCap },
    tenant: TenantId,
    onRoom: () => void,
  ) {
    this.#urgent = { share: urgent.join(tenant, onRoom), taken: 0 }
    this.#bulk = { share: bulk.join(tenant, onRoom), taken: 0 }
  }

  /**
   * How many more of each may be called now.
   * @param most by what is known of Meta
   * @param heldMs how long a slot is taken before its call leaves
   */
  room(most: number, perSecond: number, heldMs: number): { urgent: number; bulk: number } {
    const seconds = 2 * this.#latencySeconds + SLACK_SECONDS + heldMs / SECOND_MS
    const trusted = CALLS_FIRST + 2 * this.#wentWell
    const bulk = Math.min(CALLS_MAX, Math.max(CALLS_MIN, Math.ceil(perSecond * seconds)), trusted)
    return {
      urgent: roomOf(this.#urgent, most, Math.min(URGENT_MAX, trusted - this.#urgent.taken)),
      bulk: roomOf(this.#bulk, most, bulk - this.#bulk.taken),
    }
  }

  take(isUrgent: boolean): void {
    const slots = this.#slotsOf(isUrgent)
    slots.taken += 1
    slots.share.take()
  }

  /** Its call is over, or was never made. */
  giveBack(isUrgent: boolean): void {
    const slots = this.#slotsOf(isUrgent)
    slots.taken -= 1
    slots.share.giveBack()
  }

  /** @param isWell whether it says that the next one will fare well, too. */
  answered(tookMs: number, isWell: boolean): void {
    this.#latencySeconds += LATENCY_PART * (tookMs / SECOND_MS - this.#latencySeconds)
    this.#wentWell = isWell ? Math.min(CALLS_MAX, this.#wentWell + 1) : 0
  }

  /** It begins no more calls. */
  leave(): void {
    this.#urgent.share.leave()
    this.#bulk.share.leave()
  }

  #slotsOf(isUrgent: boolean): Slots {
    return isUrgent ? this.#urgent : this.#bulk
  }
}

const roomOf = ({ share }: Slots, most: number, wanted: number): number =>
  share.room(Math.min(most, Math.max(0, wanted)))
