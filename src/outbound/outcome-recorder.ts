/** Writes down what came of a number's calls, a batch in each transaction, for as long as it takes. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { inTransaction } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
import { recordOutcomes, type Outcome } from './record-outcomes.ts'

/** While so many calls are under way their answers come one after the other, and are written down together. */
const GATHER_FROM = 16
const GATHER_MS = 20
const AGAIN_MS = 250
/** Rows of one transaction, which is short. */
const BATCH_MAX = 800

export type RecorderParts = {
  readonly pool: Pool
  readonly clock: Clock
  readonly notifier: Notifier
  readonly log: Pick<Log, 'error'>
  readonly number: { readonly tenant: TenantId; readonly channel: string; readonly lane: number }
  /** How many calls are under way. */
  readonly underWay: () => number
  /** What came after these in their conversations may go now. */
  readonly onRecorded: () => void
}

export class OutcomeRecorder {
  readonly #parts: RecorderParts
  #outcomes: Outcome[] = []
  #running: Promise<void> | null = null
  #isClosing = false

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  add(outcome: Outcome): void {
    this.#outcomes.push(outcome)
    this.#running ??= this.#run()
  }

  isIdle(): boolean {
    return this.#running === null
  }

  /** How many answers wait to be written down. */
  get waiting(): number {
    return this.#outcomes.length
  }

  /** Writes down what there is; what the database does not take now the next owner finds dispatching, and makes unknown. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#running
  }

  async #run(): Promise<void> {
    const { pool, clock, notifier, log, number, underWay, onRecorded } = this.#parts
    const { tenant, channel, lane } = number
    while (this.#outcomes.length > 0) {
      if (!this.#isClosing && underWay() > GATHER_FROM) await delay(GATHER_MS)
      const batch = this.#outcomes.splice(0, BATCH_MAX)
      try {
        await inTransaction(pool, async (client) =>
          recordOutcomes(client, tenant, channel, lane, batch, clock()),
        )
        notifier.notify('events', [tenant])
        onRecorded()
      } catch (error) {
        log.error({ evt: 'outbound.record-failed', channel, err: errorText(error) })
        this.#outcomes = [...batch, ...this.#outcomes]
        if (this.#isClosing) break
        await delay(AGAIN_MS)
      }
    }
    this.#running = null
  }
}
