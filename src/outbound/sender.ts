/**
 * Says what was accepted, within Meta's limits. One process owns a number at a time; it keeps the number's buckets, commits
 * each intent before it calls Meta, and writes every answer down. What it did not hear an answer to is `unknown`, and is
 * settled by a status or by time, never by sending again.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { LEASE_MS, RENEW_MS } from '#platform/db/leases.ts'
import { errorText } from '#platform/errors.ts'
import { BULK_CALLS_MAX, HostCap, URGENT_CALLS_MAX } from './host-cap.ts'
import { NumberSender, type SenderOptions, type Shared } from './number-sender.ts'
import { Turns } from './turns.ts'

export type { OwnedNumber, SenderOptions } from './number-sender.ts'

/** Looked at this often even if nobody said anything. */
const SWEEP_MS = 1000
/** So many numbers are taken over at a time: those that are at work need connections too. */
const ADOPTED_AT_ONCE = 3
/** So many numbers of one process are fed at a time: replies need connections too. */
const FEEDS_MAX = 2

export type Sender = {
  readonly wake: (channels: readonly string[]) => void
  /** Finishes the calls that are running, writes their answers down, gives the numbers back. */
  readonly close: () => Promise<void>
}

export function startSender(options: SenderOptions): Sender {
  const numbers = new OwnedNumbers(options)
  let isClosing = false
  const run = async (): Promise<void> => {
    const doneAt = { renewal: -Infinity, sweep: -Infinity }
    while (!isClosing) {
      try {
        const now = performance.now()
        if (now - doneAt.renewal > RENEW_MS) {
          await numbers.renew()
          doneAt.renewal = performance.now()
        }
        if (now - doneAt.sweep > SWEEP_MS) {
          for (const sender of numbers.here.values()) sender.wake()
          doneAt.sweep = now
        }
      } catch (error) {
        options.log.warn({ evt: 'outbound.renew-failed', err: errorText(error) })
      }
      await delay(100)
    }
  }
  const running = run()
  return {
    wake: (channels) => {
      for (const [channel, sender] of numbers.here)
        if (channels.length === 0 || channels.includes(channel)) sender.hint()
    },
    close: async () => {
      isClosing = true
      numbers.stopAdopting()
      await running
      await numbers.close()
      await options.leases.release().catch(() => {})
    },
  }
}

/** The numbers that this process owns: taken over when their lease is ours, parted from when it is not. */
class OwnedNumbers {
  readonly here = new Map<string, NumberSender>()
  readonly #options: SenderOptions
  /** Of numbers that are somebody else's by now: they still write down what they have heard. */
  readonly #former = new Set<NumberSender>()
  /** Those that are being taken over. Renewals go on meanwhile: of many numbers it takes longer than a lease lasts. */
  readonly #adopting = new Map<string, Promise<void>>()
  /** Those that could not be taken over, or that nobody describes: not again before the next renewal, and nobody waits for them. */
  readonly #tried = new Set<string>()
  readonly #shared: Shared = {
    turns: new Turns(FEEDS_MAX),
    bulk: new HostCap(BULK_CALLS_MAX),
    urgent: new HostCap(URGENT_CALLS_MAX),
  }
  #isClosing = false
  /**
   * Until when, by a clock that no freeze stops, what we hold is surely ours. Counted from before the renewal was asked
   * for, so it is over before PostgreSQL gives the number to anybody else.
   */
  #leasedUntil = -Infinity

  constructor(options: SenderOptions) {
    this.#options = options
  }

  async renew(): Promise<void> {
    const { leases } = this.#options
    const askedAt = performance.now()
    const fresh = await leases.renew()
    this.#leasedUntil = askedAt + LEASE_MS
    // Also what was lost and is ours again under another epoch: if it cannot be taken over now, it is the next time.
    for (const channel of this.here.keys())
      if (!leases.held().has(channel) || fresh.includes(channel)) this.#part(channel)
    this.#tried.clear()
    this.#adoptSome()
  }

  stopAdopting(): void {
    this.#isClosing = true
  }

  async close(): Promise<void> {
    await Promise.all(this.#adopting.values())
    await Promise.all([...this.here.values(), ...this.#former].map(async (sender) => sender.close()))
  }

  #adoptSome(): void {
    for (const channel of this.#options.leases.held().keys()) {
      if (this.#adopting.size >= ADOPTED_AT_ONCE || this.#isClosing) return
      if (!this.here.has(channel) && !this.#adopting.has(channel) && !this.#tried.has(channel))
        this.#adopting.set(channel, this.#adoptAndGoOn(channel))
    }
  }

  async #adoptAndGoOn(channel: string): Promise<void> {
    this.#tried.add(channel)
    try {
      await this.#adopt(channel)
    } catch (error) {
      this.#options.log.warn({ evt: 'outbound.not-taken-over', channel, err: errorText(error) })
    }
    this.#adopting.delete(channel)
    this.#adoptSome()
  }

  async #adopt(channel: string): Promise<void> {
    const { leases, describe } = this.#options
    const epoch = leases.held().get(channel)
    const number = await describe(channel)
    if (epoch === undefined || number === null) return // there is no such number now
    const isHeld = (): boolean => leases.held().get(channel) === epoch
    const isOurs = (): boolean => performance.now() < this.#leasedUntil && isHeld()
    const sender = new NumberSender(this.#options, number, epoch, isOurs, this.#shared)
    await sender.takeOver()
    if (!isHeld() || this.#isClosing) {
      await sender.close() // somebody else's by now
      return
    }
    this.#part(channel)
    this.here.set(channel, sender)
    sender.wake()
  }

  #part(channel: string): void {
    const sender = this.here.get(channel)
    this.here.delete(channel)
    sender?.retire()
    for (const one of this.#former) if (one.isIdle()) this.#former.delete(one)
    if (sender !== undefined && !sender.isIdle()) this.#former.add(sender)
  }
}
