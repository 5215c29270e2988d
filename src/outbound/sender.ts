/**
 * Says what was accepted, within Meta's limits. One process owns a number at a time; it keeps the number's buckets, commits
 * each intent before it calls Meta, and writes every answer down. What it did not hear an answer to is `unknown`, and is
 * settled by a status or by time, never by sending again.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { MARKETING } from '#consent/record-consents.ts'
import { serviceWindow, WINDOW_MARGIN_MS } from '#conversations/window.ts'
import { inTransaction, setTenant } from '#platform/db/database.ts'
import { LEASE_MS, RENEW_MS, type Leases } from '#platform/db/leases.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { after, type Clock, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { offerEnd } from './offer-end.ts'
import { decideOutcome, UNKNOWN_HOLDS_UP_MS } from './decide-outcome.ts'
import type { Dispatch } from './dispatch.ts'
import {
  abandonDispatches,
  claim,
  failHalted,
  findCandidates,
  giveUpUnknown,
  recentDispatches,
  takeBackClaims,
  type Candidate,
} from './internal/sql.ts'
import { NumberPacer, PAIR_MEMORY_MS } from './pacing.ts'
import { recordOutcomes, updatesOf, type Outcome } from './record-outcomes.ts'
import { SEND_CLASSES } from './send-class.ts'

/** A number that this process owns, as the database describes it. */
export type OwnedNumber = {
  readonly tenant: TenantId
  readonly channel: string
  readonly phoneNumberId: string
  readonly lane: number
  readonly throughputMps: number
}

export type SenderOptions = {
  readonly pool: Pool
  readonly leases: Leases
  readonly notifier: Notifier
  readonly log: Log
  readonly clock: Clock
  readonly dispatch: Dispatch
  readonly describe: (channel: string) => Promise<OwnedNumber | null>
}

/** So many calls of one number run at once; the rest wait in the database. */
const IN_FLIGHT_MAX = 64
const CANDIDATES_MAX = 200
/** Looked at this often even if nobody said anything. */
const SWEEP_MS = 1000
/**
 * Without a status for this long we stop hoping: a free-form message's first status comes within seconds; a template may be
 * held for pacing, which Meta aims to end within an hour (Meta, "Template pacing", Nov 2025).
 */
const UNKNOWN_FREE_FORM_MS = 10 * 60 * 1000
const UNKNOWN_TEMPLATE_MS = 70 * 60 * 1000
const UNCONFIRMED: JsonObject = { harkara: 'outbound.unconfirmed' }
const HALTING = { purpose: MARKETING, classes: SEND_CLASSES } as const

export type Sender = {
  readonly wake: (channels: readonly string[]) => void
  /** Finishes the calls that are running, writes their answers down, gives the numbers back. */
  readonly close: () => Promise<void>
}

export function startSender(options: SenderOptions): Sender {
  const { leases, log } = options
  const numbers = new Map<string, NumberSender>()
  /** Of numbers that are somebody else's by now: they still write down what they have heard. */
  const former = new Set<NumberSender>()
  let isClosing = false
  /**
   * Until when, by a clock that no freeze stops, what we hold is surely ours. Counted from before the renewal was asked
   * for, so it is over before PostgreSQL gives the number to anybody else.
   */
  let leasedUntil = -Infinity

  const adopt = async (channel: string): Promise<void> => {
    const epoch = leases.held().get(channel)
    const number = await options.describe(channel)
    if (epoch === undefined || number === null) return
    const isOurs = (): boolean => performance.now() < leasedUntil && leases.held().get(channel) === epoch
    const sender = new NumberSender(options, number, epoch, isOurs)
    await sender.takeOver()
    part(channel)
    numbers.set(channel, sender)
  }

  const part = (channel: string): void => {
    const sender = numbers.get(channel)
    numbers.delete(channel)
    for (const one of former) if (one.isIdle()) former.delete(one)
    if (sender !== undefined && !sender.isIdle()) former.add(sender)
  }

  const renew = async (): Promise<void> => {
    const askedAt = performance.now()
    const fresh = await leases.renew()
    leasedUntil = askedAt + LEASE_MS
    for (const channel of numbers.keys()) if (!leases.held().has(channel)) part(channel)
    for (const channel of fresh) await adopt(channel)
    for (const channel of leases.held().keys()) if (!numbers.has(channel)) await adopt(channel)
  }

  const run = async (): Promise<void> => {
    let renewedAt = -Infinity
    let sweptAt = -Infinity
    while (!isClosing) {
      try {
        const now = performance.now()
        if (now - renewedAt > RENEW_MS) {
          await renew()
          renewedAt = performance.now()
        }
        if (now - sweptAt > SWEEP_MS) {
          for (const sender of numbers.values()) sender.wake()
          sweptAt = now
        }
      } catch (error) {
        log.warn({ evt: 'outbound.renew-failed', err: errorText(error) })
      }
      await delay(100)
    }
  }
  const running = run()
  return {
    wake: (channels) => {
      for (const [channel, sender] of numbers)
        if (channels.length === 0 || channels.includes(channel)) sender.wake()
    },
    close: async () => {
      isClosing = true
      await running
      await Promise.all([...numbers.values(), ...former].map(async (sender) => sender.close()))
      await leases.release().catch(() => {})
    },
  }
}

/** One number under one lease. */
class NumberSender {
  readonly #options: SenderOptions
  readonly #number: OwnedNumber
  readonly #epoch: bigint
  readonly #isOurs: () => boolean
  readonly #pacer: NumberPacer
  readonly #inFlight = new Set<Promise<void>>()
  #outcomes: Outcome[] = []
  #recording: Promise<void> | null = null
  /** Claimed, perhaps: the database went away before it could say so. Nobody has called Meta for them. */
  #unsure: readonly string[] = []
  #isRunning = false
  #looping: Promise<void> | null = null
  #isAsked = false
  #isClosing = false
  #timer: NodeJS.Timeout | undefined

  /** @param isOurs whether the lease is surely ours at this very moment. */
  constructor(options: SenderOptions, number: OwnedNumber, epoch: bigint, isOurs: () => boolean) {
    this.#options = options
    this.#number = number
    this.#epoch = epoch
    this.#isOurs = isOurs
    this.#pacer = new NumberPacer(number.throughputMps, options.clock())
  }

  /** What the former owner was calling is unknown now; what it sent lately counts against the pair limit. */
  async takeOver(): Promise<void> {
    const { tenant, channel } = this.#number
    const now = this.#options.clock()
    await inTransaction(this.#options.pool, async (client) => {
      await setTenant(client, tenant)
      this.#pacer.remember(await recentDispatches(client, tenant, channel, after(now, -PAIR_MEMORY_MS)))
      const abandoned = await abandonDispatches(
        client,
        tenant,
        channel,
        this.#epoch,
        after(now, UNKNOWN_HOLDS_UP_MS),
      )
      await appendEvents(client, tenant, updatesOf(abandoned))
    })
    this.wake()
  }

  wake(): void {
    this.#isAsked = true
    if (this.#isRunning || this.#isClosing) return
    this.#isRunning = true
    this.#looping = this.#loop().finally(() => {
      this.#isRunning = false
      if (this.#isAsked && !this.#isClosing) this.wake()
    })
  }

  /** Whether nothing is under way any more that a later owner must wait for. */
  isIdle(): boolean {
    return this.#inFlight.size === 0 && this.#recording === null && this.#unsure.length === 0
  }

  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#timer)
    await this.#looping // it may be claiming, and what it claimed is called
    await Promise.all(this.#inFlight)
    await this.#recording
  }

  async #loop(): Promise<void> {
    while (this.#isAsked && !this.#isClosing) {
      this.#isAsked = false
      try {
        await this.#round()
      } catch (error) {
        this.#options.log.warn({
          evt: 'outbound.round-failed',
          channel: this.#number.channel,
          err: errorText(error),
        })
        this.#wakeAt(after(this.#options.clock(), SWEEP_MS))
      }
    }
  }

  async #round(): Promise<void> {
    const { tenant, channel } = this.#number
    const { pool, clock } = this.#options
    await this.#takeBackUnsure()
    const room = IN_FLIGHT_MAX - this.#inFlight.size
    if (room <= 0) return // a finished call wakes us
    if (!this.#isOurs()) return // the renewal wakes us, or somebody else is at it
    const now = clock()
    const { candidates, gaveUp } = await inTransaction(pool, async (client) => {
      await setTenant(client, tenant)
      const before = {
        freeForm: after(now, -UNKNOWN_FREE_FORM_MS),
        template: after(now, -UNKNOWN_TEMPLATE_MS),
      }
      const lapsed = await giveUpUnknown(client, tenant, channel, before, UNCONFIRMED, now)
      await appendEvents(client, tenant, updatesOf(lapsed))
      return {
        candidates: await findCandidates(client, tenant, channel, now, CANDIDATES_MAX),
        gaveUp: lapsed.length,
      }
    })
    if (gaveUp > 0) this.#options.notifier.notify('events', [tenant])
    const allowed = this.#choose(candidates, room, now)
    if (allowed.length === 0) return
    const claimed = await this.#claim(allowed, now)
    for (const candidate of allowed) if (claimed.has(candidate.id)) this.#start(candidate, now)
    if (candidates.length > allowed.length) this.#isAsked ||= allowed.length > 0
  }

  async #claim(allowed: readonly Candidate[], now: Instant): Promise<Set<string>> {
    const { tenant, channel } = this.#number
    const { pool, leases, notifier } = this.#options
    this.#unsure = allowed.map(({ id }) => id)
    const templates = allowed.filter(({ payload }) => payload['type'] === 'template')
    const { claimed, ended } = await inTransaction(pool, async (client) => {
      await setTenant(client, tenant)
      // Meta may have paused a template since we accepted these, or the customer said STOP.
      const ended =
        templates.length === 0 ? [] : await failHalted(client, tenant, channel, templates, HALTING, now)
      await appendEvents(client, tenant, updatesOf(ended))
      const lease = { owner: leases.owner, epoch: this.#epoch }
      return { claimed: await claim(client, tenant, channel, this.#unsure, lease, now), ended }
    })
    this.#unsure = []
    if (ended.length > 0) {
      // They were not sent: thousands of them must not hold up what is.
      for (const { conversation } of ended) this.#pacer.giveBack(conversation, now)
      notifier.notify('events', [tenant])
      this.#isAsked = true // what stood behind them may go now
    }
    return claimed
  }

  /**
   * After a claim that ended in an error it may stand all the same: the server died after the commit and before the answer.
   * Under an epoch that goes on nobody would ever find those sends, and their conversations would stand still.
   */
  async #takeBackUnsure(): Promise<void> {
    if (this.#unsure.length === 0) return
    const { tenant, channel } = this.#number
    await inTransaction(this.#options.pool, async (client) => {
      await setTenant(client, tenant)
      await takeBackClaims(client, tenant, channel, this.#unsure, this.#epoch)
    })
    this.#unsure = []
  }

  /** Those that the buckets let through, in order; the others' moment is noted. */
  #choose(candidates: readonly Candidate[], room: number, now: Instant): Candidate[] {
    const allowed: Candidate[] = []
    let next: Instant | null = null
    for (const candidate of candidates) {
      if (allowed.length >= room) break
      const isFree = candidate.kind === 'read' && !this.#pacer.isPaused(now) // Meta counts messages
      if (isFree || this.#pacer.take(candidate.conversation, now)) allowed.push(candidate)
      else {
        const at = this.#pacer.nextAt(candidate.conversation, now)
        if (next === null || at < next) next = at
      }
    }
    if (next !== null) this.#wakeAt(next)
    return allowed
  }

  #wakeAt(at: Instant): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), Math.max(1, at - this.#options.clock()))
  }

  #start(candidate: Candidate, now: Instant): void {
    const tracked = this.#finish(candidate, now).finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
  }

  async #finish(candidate: Candidate, now: Instant): Promise<void> {
    // Not `push(await …)`: the list would be looked up before the call, and it is another one after it.
    const outcome = await this.#call(candidate, now).catch((error: unknown) =>
      this.#unheard(candidate, error),
    )
    this.#outcomes.push(outcome)
    this.#recording ??= this.#record()
  }

  /** A fault of ours around a call: it may have been made, so nobody knows. The process must not end over it. */
  #unheard(candidate: Candidate, error: unknown): Outcome {
    const { log, clock } = this.#options
    log.error({ evt: 'outbound.call-failed', send: candidate.id, err: errorText(error) })
    return decideOutcome(candidate, { outcome: 'unknown', reason: 'outbound.call_failed' }, clock()).outcome
  }

  async #call(candidate: Candidate, now: Instant): Promise<Outcome> {
    const { dispatch, clock, log } = this.#options
    const isFreeForm = candidate.kind !== 'read' && candidate.payload['type'] !== 'template'
    if (isFreeForm && serviceWindow(candidate, after(now, WINDOW_MARGIN_MS)).state === 'closed')
      return failed(candidate, now, { harkara: 'outbound.window_closed' })
    const offerEndsAt = offerEnd(candidate.payload)
    if (offerEndsAt !== null && offerEndsAt <= now)
      return failed(candidate, now, { harkara: 'outbound.offer_expired' })
    const startedAt = performance.now()
    const answer = await dispatch(this.#number, candidate, this.#isOurs)
    const decided = decideOutcome(candidate, answer, clock())
    if (decided.isThrottled) this.#pacer.slowDown(clock())
    if (decided.numberHeldUntil !== null) this.#pacer.pause(decided.numberHeldUntil)
    const { tenant, channel } = this.#number
    const graphMs = Math.round(performance.now() - startedAt)
    log.info({
      evt: 'outbound.called',
      tenant,
      channel,
      send: candidate.id,
      attempt: candidate.attempts + 1,
      outcome: decided.word,
      graphMs,
    })
    return decided.outcome
  }

  /** Writes down what has come in, and what came in meanwhile, until nothing is left. Keeps trying while the database is away. */
  async #record(): Promise<void> {
    const { tenant, channel, lane } = this.#number
    const { pool, clock, notifier, log } = this.#options
    while (this.#outcomes.length > 0) {
      const batch = this.#outcomes
      this.#outcomes = []
      try {
        await inTransaction(pool, async (client) =>
          recordOutcomes(client, tenant, channel, lane, batch, clock()),
        )
        notifier.notify('events', [tenant])
      } catch (error) {
        log.error({ evt: 'outbound.record-failed', channel, err: errorText(error) })
        this.#outcomes = [...batch, ...this.#outcomes]
        if (this.#isClosing) break // the next owner finds them dispatching, and makes them unknown
        await delay(250)
      }
    }
    this.#recording = null
    this.wake() // what came after them in their conversations may go now
  }
}

const failed = ({ id, attempts }: Candidate, now: Instant, error: JsonObject): Outcome => ({
  send: id,
  took: 'otherwise',
  attempt: attempts + 1,
  state: 'failed',
  dueAt: now,
  error,
})
