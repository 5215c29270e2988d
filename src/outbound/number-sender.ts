/**
 * One number under one lease. It looks for what may be said next, commits the intent, calls Meta, and hands on what it heard.
 *
 * Rounds come one after the other; calls, their being written down and the feeding of campaigns run beside them. What is urgent
 * (one-time codes and replies) is looked for in every round and has calls of its own; of the rest a little is read ahead, because
 * looking for it costs more.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { holdConsents } from '#consent/hold-consents.ts'
import { MARKETING } from '#consent/record-consents.ts'
import { serviceWindow, WINDOW_MARGIN_MS } from '#conversations/window.ts'
import { inTransaction, setTenant, type Client } from '#platform/db/database.ts'
import type { Leases } from '#platform/db/leases.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { after, instant, SECOND_MS, type Clock, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { Breaker } from './breaker.ts'
import { CallSlots, URGENT_MAX } from './call-slots.ts'
import { decideOutcome, UNKNOWN_HOLDS_UP_MS, type Decision } from './decide-outcome.ts'
import type { Dispatch } from './dispatch.ts'
import { Doors } from './doors.ts'
import type { Feed } from './feed.ts'
import { Feeding } from './feeding.ts'
import type { HostCap } from './host-cap.ts'
import { BULK, findCandidates, URGENT, type Candidate } from './internal/candidates-sql.ts'
import {
  abandonDispatches,
  claim,
  countInbound,
  countWaiting,
  deferSends,
  EXPIRED_AT_ONCE,
  failExpired,
  failHalted,
  giveUpUnknown,
  isAnyTaken,
  recentDispatches,
  takeBackClaims,
  type Deferred,
} from './internal/sql.ts'
import { NumberPlaces } from './number-places.ts'
import { offerEnd } from './offer-end.ts'
import { OutcomeRecorder } from './outcome-recorder.ts'
import { NumberPacer, PAIR_MEMORY_MS, PAIR_REFILL_MS } from './pacing.ts'
import { updatesOf, type Outcome } from './record-outcomes.ts'
import { SEND_CLASSES } from './send-class.ts'
import { SendTally } from './send-tally.ts'
import { Turnstile } from './turnstile.ts'
import type { Turns } from './turns.ts'

/** A number that this process owns, as the database describes it. */
export type OwnedNumber = {
  readonly tenant: TenantId
  readonly channel: string
  readonly phoneNumberId: string
  readonly lane: number
  readonly throughputMps: number
  /** Whether its account is onboarded to the Marketing Messages API; null or left out: not known. */
  readonly isForMarketing?: boolean | null
}

export type SenderOptions = {
  readonly pool: Pool
  readonly leases: Leases
  readonly notifier: Notifier
  readonly log: Log
  readonly clock: Clock
  readonly dispatch: Dispatch
  readonly describe: (channel: string) => Promise<OwnedNumber | null>
  /** Asked for more when a number has room. */
  readonly feed?: Feed
}

/** What the numbers of one process share. */
export type Shared = { readonly turns: Turns; readonly bulk: HostCap; readonly urgent: HostCap }

/** What is read ahead is read anew after this long: something else may go first by now. */
const AHEAD_MS = 500
/** So much is read ahead: what a number says in this time. */
const AHEAD_SECONDS = 0.4
const AHEAD_MIN = 8
const AHEAD_MAX = 400
/** While a number is busy its rounds come no faster: each takes a few transactions' time, for one message or for thirty. */
const BUSY_ROUND_MS = 25
const BUSY_FROM = 16
/** Looked at this often: what only time decides. */
const UPKEEP_MS = 1000
/** How fast the number may be, and how many customers write to it, is asked this often. */
const LIMITS_MS = 2000
const INBOUND_MS = 5000
/** So many of those that nobody knows the fate of are asked for. */
const IN_DOUBT_MAX = 100
/** After a slow claim the next ones are taken to be slow too, by so much less each time. */
const CLAIM_PART = 0.01
/** A pair that must wait longer than this is looked at again only then. */
const PAIR_WAIT_MS = 250
/**
 * Without a status for this long we stop hoping: a free-form message's first status comes within seconds; a template may be
 * held for pacing, which Meta aims to end within an hour (Meta, "Template pacing", Nov 2025).
 */
const UNKNOWN_FREE_FORM_MS = 10 * 60 * 1000
const UNKNOWN_TEMPLATE_MS = 70 * 60 * 1000
const UNCONFIRMED: JsonObject = { harkara: 'outbound.unconfirmed' }
const EXPIRED: JsonObject = { harkara: 'outbound.expired' }
const HALTING = { purpose: MARKETING, classes: SEND_CLASSES } as const

const isUrgent = ({ class: rank, isHastened }: Candidate): boolean => isHastened || rank <= SEND_CLASSES.reply
/** Meta counts messages. */
const isCounted = ({ kind }: Candidate): boolean => kind !== 'read'
const isExpired = ({ expiresAt }: Candidate, now: Instant): boolean => expiresAt !== null && expiresAt <= now
const isTemplate = ({ payload }: Candidate): boolean => payload['type'] === 'template'

type Chosen = { readonly allowed: Candidate[]; readonly deferred: Deferred[] }

export class NumberSender {
  readonly #options: SenderOptions
  readonly #epoch: bigint
  readonly #isOurs: () => boolean
  readonly #pacer: NumberPacer
  readonly #breaker = new Breaker()
  readonly #doors = new Doors()
  readonly #turnstile: Turnstile
  readonly #recorder: OutcomeRecorder
  readonly #feeding: Feeding | null
  readonly #tally: SendTally
  readonly #slots: CallSlots
  readonly #places: NumberPlaces
  readonly #inFlight = new Set<Promise<void>>()
  #number: OwnedNumber
  /** From looking what may go until its claim stands: the longest lately. */
  #claimMs = 0
  /** What Meta failed for lately, or did not answer to. */
  #inDoubt: string[] = []
  #ahead: Candidate[] = []
  #aheadAt = -Infinity
  /** There is more than was read. */
  #isMoreAhead = true
  #upkeepAt = -Infinity
  #limitsAt = -Infinity
  /** Before it begins after a rest it asks how fast it may be: that may have changed meanwhile. */
  #isHinted = false
  #inboundAt = -Infinity
  #inboundPerSecond = 0
  /** Claimed, perhaps: the database went away before it could say so. Nobody has called Meta for them. */
  #unsure: readonly string[] = []
  #isRunning = false
  #looping: Promise<void> | null = null
  #isAsked = false
  #isClosing = false
  #timer: NodeJS.Timeout | undefined
  #wakesAt: Instant | null = null

  /** @param isOurs whether the lease is surely ours at this very moment. */
  constructor(
    options: SenderOptions,
    number: OwnedNumber,
    epoch: bigint,
    isOurs: () => boolean,
    shared: Shared,
  ) {
    const { pool, clock, notifier, log } = options
    this.#options = options
    this.#number = number
    this.#epoch = epoch
    this.#isOurs = isOurs
    this.#pacer = new NumberPacer(number.throughputMps, clock())
    this.#turnstile = new Turnstile(this.#pacer, clock)
    this.#tally = new SendTally(log, number)
    this.#slots = new CallSlots(shared, number.tenant, () => this.wake())
    this.#places = new NumberPlaces({
      ...{ pool, clock, log, tenant: number.tenant, channel: number.channel },
      onRoom: () => {
        this.#ahead = []
        this.#isMoreAhead = true
        this.wake()
      },
    })
    this.#recorder = new OutcomeRecorder({
      ...{ pool, clock, notifier, log, number },
      underWay: () => this.#inFlight.size,
      onRecorded: () => {
        this.#isMoreAhead = true // what came after these in their conversations
        this.wake()
      },
    })
    this.#feeding = options.feed === undefined ? null : this.#feedingBy(options.feed, shared.turns)
  }

  #feedingBy(feed: Feed, turns: Turns): Feeding {
    const { clock, log } = this.#options
    const { tenant, channel } = this.#number
    const mayFeed = (): boolean =>
      !this.#isClosing && this.#isOurs() && !this.#pacer.isPaused(clock()) && !this.#breaker.isOpen
    return new Feeding({
      ...{ feed, turn: turns.join(tenant, () => this.wake()), number: this.#number, clock, log },
      count: async (max) =>
        this.#inTenant(async (client) =>
          countWaiting(client, tenant, channel, SEND_CLASSES.utility, clock(), max),
        ),
      rate: () => (mayFeed() ? this.#pacer.rate : 0),
      places: () => this.#places.left,
      onTaken: () => {
        this.#isMoreAhead = true
        this.wake()
      },
      wakeAt: (at) => this.#wakeAt(at),
    })
  }

  async #inTenant<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return inTransaction(this.#options.pool, async (client) => {
      await setTenant(client, this.#number.tenant)
      return work(client)
    })
  }

  /** What the former owner was calling is unknown now; what it sent lately counts against the pair limit. */
  async takeOver(): Promise<void> {
    const { tenant, channel } = this.#number
    const now = this.#options.clock()
    await this.#inTenant(async (client) => {
      this.#pacer.remember(
        await recentDispatches(
          client,
          tenant,
          channel,
          after(now, -PAIR_MEMORY_MS),
          after(now, -2 * PAIR_REFILL_MS),
        ),
      )
      const heldUpUntil = after(now, UNKNOWN_HOLDS_UP_MS)
      const abandoned = await abandonDispatches(client, tenant, channel, this.#epoch, heldUpUntil)
      await appendEvents(client, tenant, updatesOf(abandoned))
    })
    if (this.#feeding !== null) await this.#lookForPlaces(now)
  }

  /** Somebody else's by now: it begins nothing more, and what is under way ends. */
  retire(): void {
    this.#slots.leave()
  }

  /** Somebody said that there is something to send, or to be fed with. */
  hint(): void {
    this.#isHinted = true
    this.#feeding?.hint()
    this.#isMoreAhead = true
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
    return this.#inFlight.size === 0 && this.#recorder.isIdle() && this.#unsure.length === 0
  }

  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#timer)
    this.retire()
    await this.#feeding?.close()
    await this.#looping // it may be claiming, and what it claimed is called
    await this.#places.close()
    await Promise.all(this.#inFlight)
    await this.#recorder.close()
    this.#tally.close()
  }

  async #loop(): Promise<void> {
    while (this.#isAsked && !this.#isClosing) {
      this.#isAsked = false
      const startedAt = performance.now()
      try {
        this.#feeding?.consider()
        await this.#round()
      } catch (error) {
        const { log, clock } = this.#options
        log.warn({ evt: 'outbound.round-failed', channel: this.#number.channel, err: errorText(error) })
        this.#wakeAt(after(clock(), UPKEEP_MS))
      }
      const tookMs = performance.now() - startedAt
      if (this.#inFlight.size >= BUSY_FROM && tookMs < BUSY_ROUND_MS) await delay(BUSY_ROUND_MS - tookMs)
    }
  }

  async #round(): Promise<void> {
    await this.#takeBackUnsure()
    if (!this.#isOurs()) return // the renewal wakes us, or somebody else is at it
    await this.#upkeep()
    await this.#readLimits(this.#options.clock())
    const now = this.#options.clock()
    const room = this.#room(now)
    if (room.urgent + room.bulk <= 0) return // a finished call wakes us, or the clock
    const chosen: Chosen = { allowed: [], deferred: [] }
    let claimed: Set<string>
    const startedAt = performance.now()
    this.#pacer.lookAhead(this.#claimsAheadMs())
    try {
      claimed = await this.#inTenant(async (client) => {
        await this.#choose(client, chosen, room, now)
        const { allowed, deferred } = chosen
        if (allowed.length === 0 && deferred.length === 0) return new Set<string>()
        this.#unsure = allowed.map(({ id }) => id)
        return this.#claim(client, chosen, now)
      })
    } catch (error) {
      for (const candidate of chosen.allowed) this.#giveBack(candidate, now)
      this.#ahead = []
      this.#isMoreAhead = true
      throw error
    }
    this.#unsure = []
    if (claimed.size > 0) this.#learnClaim(performance.now() - startedAt)
    this.#begin(chosen.allowed, claimed, now)
  }

  #learnClaim(tookMs: number): void {
    this.#claimMs = Math.max(tookMs, this.#claimMs + CLAIM_PART * (tookMs - this.#claimMs))
  }

  /** A place that becomes free just after a look is found by the next one, and then a claim is written. */
  #claimsAheadMs(): number {
    const untilNextMs = this.#inFlight.size >= BUSY_FROM ? Math.max(BUSY_ROUND_MS, this.#claimMs) : 0
    return untilNextMs + this.#claimMs
  }

  /** How many of each may be called now, by what runs and by what Meta allows. */
  #room(now: Instant): { urgent: number; bulk: number } {
    const may = this.#pacer.isPaused(now) ? 0 : this.#breaker.room(now)
    if (may === 0) {
      const at = instant(Math.max(this.#pacer.numberNextAt(now), this.#breaker.nextAt(now)))
      if (at > now) this.#wakeAt(at)
      this.retire()
      return { urgent: 0, bulk: 0 }
    }
    return this.#slots.room(may, this.#pacer.rate, this.#claimsAheadMs())
  }

  /** Those that the limits let through, in order; each has its token and its place among the calls from here on. */
  async #choose(
    client: Client,
    chosen: Chosen,
    room: { readonly urgent: number; readonly bulk: number },
    now: Instant,
  ): Promise<void> {
    const { tenant, channel } = this.#number
    if (room.urgent > 0) {
      const urgent = await findCandidates(client, tenant, channel, now, URGENT_MAX, URGENT)
      this.#chooseFrom(urgent, chosen, room.urgent, now)
    }
    if (room.bulk <= 0 || this.#isProbeTaken(chosen)) return
    if (!this.#pacer.hasRoom(now)) return this.#wakeAt(this.#pacer.numberNextAt(now))
    if (this.#ahead.length === 0 || performance.now() - this.#aheadAt > AHEAD_MS)
      await this.#readAhead(client, now)
    const taken = new Set(chosen.allowed.map(({ id }) => id)) // hastened ones
    this.#ahead = this.#ahead.filter(({ id }) => !taken.has(id))
    const left = this.#chooseFrom(this.#ahead, chosen, room.bulk, now)
    this.#ahead = this.#ahead.slice(this.#ahead.length - left)
  }

  #isProbeTaken({ allowed }: Chosen): boolean {
    return this.#breaker.isOpen && allowed.length > 0
  }

  async #readAhead(client: Client, now: Instant): Promise<void> {
    if (!this.#isMoreAhead && performance.now() - this.#aheadAt < AHEAD_MS) return
    const { tenant, channel } = this.#number
    const wanted = Math.ceil(this.#pacer.rate * AHEAD_SECONDS)
    const count = Math.min(AHEAD_MAX, Math.max(AHEAD_MIN, wanted))
    this.#ahead = await findCandidates(client, tenant, channel, now, count, BULK)
    this.#aheadAt = performance.now()
    this.#isMoreAhead = this.#ahead.length > 0
  }

  /** Returns how many were not looked at. */
  #chooseFrom(
    candidates: readonly Candidate[],
    { allowed, deferred }: Chosen,
    room: number,
    now: Instant,
  ): number {
    let left = room
    for (const [nth, candidate] of candidates.entries()) {
      if (left === 0) return candidates.length - nth
      if (isExpired(candidate, now)) {
        this.#upkeepAt = -Infinity // which ends it
        this.#isAsked = true
        continue
      }
      if (isCounted(candidate) && !this.#pacer.reserve(candidate.conversation, now)) {
        if (!this.#pacer.hasRoom(now)) {
          this.#wakeAt(this.#pacer.numberNextAt(now))
          if (!isUrgent(candidate)) return candidates.length - nth
        } else this.#putOff(candidate, deferred, now)
        continue
      }
      if (this.#breaker.isOpen) left = 1
      this.#slots.take(isUrgent(candidate))
      allowed.push(candidate)
      left -= 1
    }
    return 0
  }

  /** One whose pair must wait. */
  #putOff({ id, conversation }: Candidate, deferred: Deferred[], now: Instant): void {
    const at = this.#pacer.nextAt(conversation, now)
    this.#wakeAt(at)
    if (at - now > PAIR_WAIT_MS) deferred.push({ id, dueAt: at, error: null })
  }

  /** Returns those that are ours to call. */
  async #claim(client: Client, { allowed, deferred }: Chosen, now: Instant): Promise<Set<string>> {
    const { tenant, channel } = this.#number
    const { leases, notifier } = this.#options
    // Meta may have paused a template since we accepted these, or the customer said STOP.
    const templates = allowed.filter(isTemplate)
    if (templates.length > 0) await holdConsents(client, tenant)
    const ended =
      templates.length === 0 ? [] : await failHalted(client, tenant, channel, templates, HALTING, now)
    if (ended.length > 0) {
      ended.push(...(await this.#failAhead(client, now)))
      await appendEvents(client, tenant, updatesOf(ended))
      notifier.notify('events', [tenant])
      this.#isAsked = true // what stood behind them may go now
    }
    const gone = new Set(ended.map(({ id }) => id))
    const without = await this.#places.take(
      client,
      templates.filter(({ id }) => !gone.has(id)),
      deferred,
      now,
    )
    await deferSends(client, tenant, deferred)
    const ids = allowed.map(({ id }) => id).filter((id) => !gone.has(id) && !without.has(id))
    if (ids.length === 0) return new Set()
    return claim(client, tenant, channel, ids, { owner: leases.owner, epoch: this.#epoch }, now)
  }

  /** Where one is halted most that were read ahead are, too: they need not wait for a turn of which they would make nothing. */
  async #failAhead(client: Client, now: Instant): Promise<{ id: string; conversation: string }[]> {
    const { tenant, channel } = this.#number
    const templates = this.#ahead.filter(isTemplate)
    if (templates.length === 0) return []
    const ended = await failHalted(client, tenant, channel, templates, HALTING, now)
    const gone = new Set(ended.map(({ id }) => id))
    this.#ahead = this.#ahead.filter(({ id }) => !gone.has(id))
    return ended
  }

  /** Calls what was claimed; what was not goes back to where it came from. */
  #begin(allowed: readonly Candidate[], claimed: Set<string>, now: Instant): void {
    for (const candidate of allowed)
      if (claimed.delete(candidate.id)) this.#start(candidate, now)
      else this.#giveBack(candidate, now)
    this.#feeding?.claimed(allowed.filter(({ class: rank }) => rank > SEND_CLASSES.reply).length)
    const isMore = this.#ahead.length > 0 || (allowed.length > 0 && this.#isMoreAhead)
    if (!isMore) return
    if (this.#pacer.hasRoom(this.#options.clock())) this.#isAsked ||= allowed.length > 0
    else this.#wakeAt(this.#pacer.numberNextAt(this.#options.clock()))
  }

  #giveBack(candidate: Candidate, now: Instant): void {
    if (isCounted(candidate)) this.#pacer.giveBack(candidate.conversation, now)
    this.#slots.giveBack(isUrgent(candidate))
  }

  /**
   * After a claim that ended in an error it may stand all the same: the server died after the commit and before the answer.
   * Under an epoch that goes on nobody would ever find those sends, and their conversations would stand still.
   */
  async #takeBackUnsure(): Promise<void> {
    if (this.#unsure.length === 0) return
    const { tenant, channel } = this.#number
    await this.#inTenant(async (client) => takeBackClaims(client, tenant, channel, this.#unsure, this.#epoch))
    this.#unsure = []
  }

  /** What only time decides, at most once a second. */
  async #upkeep(): Promise<void> {
    if (performance.now() - this.#upkeepAt < UPKEEP_MS) return
    const { tenant, channel } = this.#number
    const { clock, notifier } = this.#options
    const now = clock()
    const ended = await this.#inTenant(async (client) => {
      const before = {
        freeForm: after(now, -UNKNOWN_FREE_FORM_MS),
        template: after(now, -UNKNOWN_TEMPLATE_MS),
      }
      const lapsed = await giveUpUnknown(client, tenant, channel, before, UNCONFIRMED, now)
      const late = await failExpired(client, tenant, channel, EXPIRED, now)
      await appendEvents(client, tenant, updatesOf([...lapsed, ...late]))
      if (
        this.#breaker.isOpen &&
        this.#inDoubt.length > 0 &&
        (await isAnyTaken(client, tenant, this.#inDoubt))
      ) {
        // Meta takes what it gets, only its answers are lost: a status is as good as one.
        this.#breaker.succeed()
        this.#inDoubt = []
      }
      return { lapsed: lapsed.length, late: late.length }
    })
    // With more of them it goes on at once.
    this.#upkeepAt = ended.late < EXPIRED_AT_ONCE ? performance.now() : -Infinity
    if (ended.late > 0) this.#isAsked = true // what stood behind them may go now
    if (ended.lapsed + ended.late > 0) notifier.notify('events', [tenant])
    if (this.#places.areWanted) await this.#lookForPlaces(now)
  }

  async #lookForPlaces(now: Instant): Promise<void> {
    await this.#inTenant(async (client) => this.#places.look(client, now))
  }

  /** A number that Meta made faster goes faster at once; and what customers say takes of the same limit. */
  async #readLimits(now: Instant): Promise<void> {
    const at = performance.now()
    const { describe } = this.#options
    const isIdle = this.#inFlight.size === 0 && this.#tally.perSecond() === 0
    if (isIdle && !this.#isHinted) return
    if (at - this.#limitsAt > LIMITS_MS) {
      this.#limitsAt = at
      this.#isHinted = false
      this.#number = (await describe(this.#number.channel)) ?? this.#number
    }
    const { tenant, channel, throughputMps } = this.#number
    if (at - this.#inboundAt > INBOUND_MS) {
      this.#inboundAt = at
      const isBusy = this.#tally.perSecond() > throughputMps / 2
      const count = isBusy
        ? await this.#inTenant(async (client) =>
            countInbound(client, tenant, channel, after(now, -INBOUND_MS)),
          )
        : 0
      this.#inboundPerSecond = Math.ceil((count * SECOND_MS) / INBOUND_MS)
    }
    this.#pacer.setLimit(throughputMps, this.#inboundPerSecond, now)
  }

  /** Wakes it then, or earlier if somebody asked for that. */
  #wakeAt(at: Instant): void {
    if (this.#isClosing || (this.#wakesAt !== null && this.#wakesAt <= at)) return
    clearTimeout(this.#timer)
    this.#wakesAt = at
    const wake = (): void => {
      this.#wakesAt = null
      this.wake()
    }
    this.#timer = setTimeout(wake, Math.max(1, at - this.#options.clock()))
  }

  #start(candidate: Candidate, now: Instant): void {
    this.#breaker.begin()
    const tracked = this.#finish(candidate, now).finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
  }

  async #finish(candidate: Candidate, now: Instant): Promise<void> {
    let hasLeft = false
    let leftAt: Instant | null = null
    const leave = (): boolean => {
      // An upload may have taken its time: then it waits again, and the next upkeep says that it is too late.
      if (!this.#isOurs() || isExpired(candidate, this.#options.clock())) return false
      hasLeft = true
      return true
    }
    // Places are given away a moment before they are free: what was claimed sooner than expected waits for that moment.
    if (isCounted(candidate)) await this.#turnstile.pass(isUrgent(candidate))
    const count = (): void => {
      if (isCounted(candidate)) leftAt ??= this.#options.clock()
    }
    const outcome = await this.#call(candidate, now, leave, count).catch((error: unknown) =>
      this.#unheard(candidate, error),
    )
    if (hasLeft) count()
    if (leftAt !== null) {
      this.#pacer.arrived(leftAt, this.#options.clock())
      this.#pacer.wasUnderWay(candidate.conversation, now, this.#options.clock())
    } else if (isCounted(candidate)) this.#pacer.giveBack(candidate.conversation, this.#options.clock(), true)
    if (!hasLeft) this.#breaker.giveBack()
    this.#slots.giveBack(isUrgent(candidate))
    this.#recorder.add(outcome)
  }

  /** A fault of ours around a call: it may have been made, so nobody knows. The process must not end over it. */
  #unheard(candidate: Candidate, error: unknown): Outcome {
    const { log, clock } = this.#options
    log.error({ evt: 'outbound.call-failed', send: candidate.id, err: errorText(error) })
    return decideOutcome(candidate, { outcome: 'unknown', reason: 'outbound.call_failed' }, clock()).outcome
  }

  /**
   * @param leave asked last of all before the call: whether it may leave
   * @param count called when it is about to be written
   */
  async #call(candidate: Candidate, now: Instant, leave: () => boolean, count: () => void): Promise<Outcome> {
    const { dispatch, clock, log } = this.#options
    const isFreeForm = isCounted(candidate) && !isTemplate(candidate)
    if (isFreeForm && serviceWindow(candidate, after(now, WINDOW_MARGIN_MS)).state === 'closed')
      return failed(candidate, now, { harkara: 'outbound.window_closed' })
    const offerEndsAt = offerEnd(candidate.payload)
    if (offerEndsAt !== null && offerEndsAt <= now)
      return failed(candidate, now, { harkara: 'outbound.offer_expired' })
    if (isExpired(candidate, clock())) return failed(candidate, now, EXPIRED)
    const startedAt = performance.now()
    this.#doors.know(this.#number.isForMarketing ?? null)
    const door = this.#doors.choose(candidate, now)
    const answer = await dispatch(this.#number, candidate, leave, door, count)
    const tookMs = performance.now() - startedAt
    const isElsewhere =
      answer.outcome === 'refused' && this.#doors.refused(candidate, door, answer.error.code, clock())
    const decided = decideOutcome(candidate, answer, clock(), isElsewhere)
    this.#learn(decided, tookMs)
    const { tenant, channel } = this.#number
    log.debug({
      ...{ evt: 'outbound.called', tenant, channel, send: candidate.id, attempt: candidate.attempts + 1 },
      ...{ outcome: decided.word, graphMs: Math.round(tookMs) },
    })
    this.#tally.count(decided.word, tookMs)
    return decided.outcome
  }

  /** What an answer says about the number and about Meta. */
  #learn(decided: Decision, tookMs: number): void {
    const now = this.#options.clock()
    if (decided.isThrottled) this.#pacer.slowDown(now)
    if (decided.numberHeldUntil !== null) {
      this.#pacer.pause(decided.numberHeldUntil)
      this.#breaker.hold(decided.numberHeldUntil)
    } else if (decided.isMetaFailing) {
      this.#breaker.fail(now)
      this.#inDoubt = [...this.#inDoubt.slice(1 - IN_DOUBT_MAX), decided.outcome.send]
    } else this.#breaker.succeed()
    this.#slots.answered(tookMs, !this.#breaker.isOpen)
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
