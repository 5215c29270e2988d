/**
 * What was claimed stands here until Meta's limit lets it pass: what is urgent first, of each kind in the order in which it came. One timer for all
 * of them, because a hundred may stand here at once.
 */
import type { Clock, Instant } from '#platform/time.ts'

export type Gate = {
  /** Whether one may pass now; it is counted if so. */
  readonly pass: (now: Instant) => boolean
  /** When the next one may. */
  readonly passAt: (now: Instant) => Instant
}

type Waiting = () => void

export class Turnstile {
  readonly #gate: Gate
  readonly #clock: Clock
  readonly #urgent: Waiting[] = []
  readonly #others: Waiting[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(gate: Gate, clock: Clock) {
    this.#gate = gate
    this.#clock = clock
  }

  /** Resolves when it has passed. */
  async pass(isUrgent: boolean): Promise<void> {
    return new Promise((resolve) => {
      const line = isUrgent ? this.#urgent : this.#others
      line.push(resolve)
      if (this.#timer === undefined) this.#letPass()
    })
  }

  #letPass(): void {
    this.#timer = undefined
    for (;;) {
      const line = this.#urgent.length > 0 ? this.#urgent : this.#others
      if (line.length === 0) return
      const now = this.#clock()
      if (!this.#gate.pass(now)) {
        this.#timer = setTimeout(() => this.#letPass(), Math.max(1, this.#gate.passAt(now) - now))
        return
      }
      line.shift()?.()
    }
  }
}
