/**
 * What is to be told to the app, and in which order.
 *
 * Updates stand in lanes, one for each chat. A lane gives up its next update only when the one before was answered
 * 200, so that by default a chat is told in order, while many chats are told at once. Meta promises less: the faults
 * `reorder` and `duplicate` show how much less. When a lane's head has not got through for a minute, the lane moves
 * on without it, and it is tried by itself until seven days are over.
 *
 * Where much is to be told, updates gather for a moment and up to a thousand go in one POST, as Meta does it when it sees fit.
 */
import { fold, type Update } from '#simulator/webhooks/envelope.ts'
import { Queue } from '#simulator/webhooks/queue.ts'
import { serialise, signatureOf } from '#simulator/webhooks/wire.ts'
import type { Faults } from '#simulator/protocol.ts'
import type { Clock } from '#simulator/world/clock.ts'
import type { Random } from '#simulator/world/random.ts'

export type Destination = { readonly url: string; readonly appSecret: string }

/** Posts one body; the result is the HTTP status, or 0 if there was no answer. */
export type Post = (url: string, body: Buffer, signature: string) => Promise<number>

export type OutboxOptions = {
  readonly clock: Clock
  readonly random: Random
  readonly post: Post
  /** POSTs under way at once. One makes the order of everything repeatable. */
  readonly concurrency: number
  /** Whether updates gather while there are many. Without it, each goes by itself unless the fault `batch` says otherwise. */
  readonly gathersUnderLoad: boolean
  /** Null: nobody listens, and the update is lost, as Meta loses it. */
  readonly destinationOf: (update: Update) => Destination | null
  readonly faultsOf: (number: string | null) => Faults
  /** Called when the app has answered 200. */
  readonly onDelivered: (update: Update) => void
  readonly log: (line: string) => void
}

type Lane = { readonly key: string; readonly queue: Queue<Update>; isBusy: boolean; isReady: boolean }
type Parcel = {
  readonly updates: readonly Update[]
  /** Held until it gets through; empty once it travels alone. */
  lanes: readonly Lane[]
  readonly body: Buffer
  attempts: number
  readonly firstAt: number
}

/** Source: Meta, "Webhooks overview" (2 Dec 2025): retried with back-off for up to seven days. */
const RETRY_FOR_MS = 7 * 24 * 60 * 60 * 1000
/** Meta's waits grow to hours; a desk wants to see its backlog soon after the app is back. */
const RETRY_WAIT_MS_MAX = 60_000
const RETRY_WAIT_MS_MAX_AFTER_AN_HOUR = 10 * 60_000
const LANE_HELD_MS_MAX = 60_000
/** How long updates gather before they are folded. */
const GATHER_MS = 50
/** Source: Meta, "Webhooks overview" (2 Dec 2025): up to 1,000 updates in one POST. */
const BATCH_MAX = 1000
/** More than so many within this time are many: 200 a second. */
const LOAD_MS = 100
const LOAD_UPDATES = 20
const REORDER_WAIT_MS_MAX = 2000
const DUPLICATE_WAIT_MS_MAX = 3000

/** The outbox. It lives as long as the simulator does. */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #lanes = new Map<string, Lane>()
  /** Everything not yet answered 200, in the order it came: a Set keeps it. */
  readonly #open = new Set<Update>()
  readonly #mutedParcels = new Set<Parcel>()
  readonly #mutedLanes = new Set<Lane>()
  readonly #waiters: (() => void)[] = []
  #ready = new Queue<Lane>()
  #delivered = 0
  #failed = 0
  #underWay = 0
  #isPumpSoon = false
  #isPumpLater = false
  /** Updates of this tenth of a second, and whether there were many in the one before. */
  #load = { since: 0, count: 0, wasHigh: false }
  /** Counted up by `clear`: whatever comes back from before is ignored. */
  #era = 0

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Tells the app, as soon as order and faults allow. */
  push(update: Update): void {
    const { clock, destinationOf, faultsOf } = this.#options
    if (destinationOf(update) === null) return
    this.#open.add(update)
    this.#countLoad()
    const { delayMs } = faultsOf(update.number)
    if (delayMs === 0) this.#enqueue(update)
    else clock.after(delayMs, () => this.#open.has(update) && this.#enqueue(update))
  }

  /** Sends a body that is not ours, once. The result is the status of the answer, 0 if there was none. */
  sendRaw(body: string, destination: Destination): Promise<number> {
    const bytes = Buffer.from(body, 'utf8')
    return this.#options.post(destination.url, bytes, signatureOf(destination.appSecret, bytes))
  }

  /** Looks again at everything that was held back, after the faults or the app changed. */
  wake(): void {
    for (const lane of this.#mutedLanes) this.#makeReady(lane)
    this.#mutedLanes.clear()
    const parcels = [...this.#mutedParcels]
    this.#mutedParcels.clear()
    for (const parcel of parcels) void this.#attempt(parcel)
    this.#pumpSoon()
  }

  /** POSTs that failed are counted each time, updates that got through once. */
  counts(): { delivered: number; failed: number; waiting: number } {
    return { delivered: this.#delivered, failed: this.#failed, waiting: this.#open.size }
  }

  /** Resolves when nothing is under way and nothing could be started now. */
  settled(): Promise<void> {
    return this.#isIdle() ? Promise.resolve() : new Promise((resolve) => this.#waiters.push(resolve))
  }

  /** What has not got through yet, in order: it is saved, and pushed again after a restart. */
  waiting(): Update[] {
    return [...this.#open]
  }

  /** Forgets everything. */
  clear(): void {
    this.#era++
    this.#underWay = 0
    this.#lanes.clear()
    this.#open.clear()
    this.#mutedParcels.clear()
    this.#mutedLanes.clear()
    this.#ready = new Queue()
  }

  #enqueue(update: Update): void {
    const { clock, random, faultsOf } = this.#options
    const faults = faultsOf(update.number)
    if (random.chance(faults.reorder)) {
      clock.after(1 + random.below(REORDER_WAIT_MS_MAX), () => {
        if (this.#open.has(update)) this.#dispatch([update], [])
      })
      return
    }
    let lane = this.#lanes.get(update.lane)
    if (lane === undefined) {
      lane = { key: update.lane, queue: new Queue(), isBusy: false, isReady: false }
      this.#lanes.set(update.lane, lane)
    }
    lane.queue.push(update)
    this.#makeReady(lane)
    if (faults.batch > 1) this.#pumpLater()
    else this.#pumpInTime()
  }

  #countLoad(): void {
    if (!this.#options.gathersUnderLoad) return
    const now = this.#options.clock.now()
    const load = this.#load
    const age = now - load.since
    if (age >= LOAD_MS)
      this.#load = { since: now, count: 1, wasHigh: age < 2 * LOAD_MS && load.count > LOAD_UPDATES }
    else load.count++
  }

  #isUnderLoad(): boolean {
    return this.#load.wasHigh || this.#load.count > LOAD_UPDATES
  }

  /** Soon, or after a moment in which more comes. */
  #pumpInTime(): void {
    if (this.#isUnderLoad()) this.#pumpLater()
    else this.#pumpSoon()
  }

  #makeReady(lane: Lane): void {
    if (lane.isBusy || lane.isReady || lane.queue.size === 0) return
    lane.isReady = true
    this.#ready.push(lane)
  }

  #pumpSoon(): void {
    if (this.#isPumpSoon) return
    this.#isPumpSoon = true
    setImmediate(() => {
      this.#isPumpSoon = false
      this.#pump()
    })
  }

  #pumpLater(): void {
    if (this.#isPumpLater) return
    this.#isPumpLater = true
    this.#options.clock.after(GATHER_MS, () => {
      this.#isPumpLater = false
      this.#pump()
    })
  }

  /** Starts as many POSTs as may be under way at once; ends when no lane is ready or the limit is reached. */
  #pump(): void {
    while (this.#underWay < this.#options.concurrency) {
      const lane = this.#ready.take()
      if (lane === undefined) break
      lane.isReady = false
      const first = lane.queue.peek()
      if (first === undefined) continue
      const faults = this.#options.faultsOf(first.number)
      const limit = Math.max(faults.batch, this.#isUnderLoad() ? BATCH_MAX : 1)
      if (faults.mute) this.#mutedLanes.add(lane)
      else if (limit > 1) this.#dispatchFolded(lane, limit)
      else {
        lane.queue.take()
        this.#dispatch([first], [lane])
      }
    }
    this.#announceIdle()
  }

  /** Takes from this lane and the ready ones behind it whatever goes to the same place, up to the limit. */
  #dispatchFolded(lane: Lane, limit: number): void {
    const { destinationOf, faultsOf } = this.#options
    const updates: Update[] = []
    const taken: Lane[] = []
    const left: Lane[] = []
    let url: string | undefined
    let next: Lane | undefined = lane
    while (next !== undefined) {
      next.isReady = false
      const head = next.queue.peek()
      if (head !== undefined) {
        const there = destinationOf(head)?.url ?? ''
        url ??= there
        if (there === url && !faultsOf(head.number).mute) {
          taken.push(next)
          while (updates.length < limit && next.queue.size > 0) updates.push(next.queue.take() as Update)
        } else left.push(next)
      }
      next = updates.length < limit ? this.#ready.take() : undefined
    }
    for (const other of left) this.#makeReady(other)
    this.#dispatch(updates, taken)
  }

  #dispatch(updates: readonly Update[], held: readonly Lane[]): void {
    const { clock, random } = this.#options
    for (const lane of held) lane.isBusy = true
    const body = Buffer.from(serialise(fold(updates, random)), 'latin1')
    void this.#attempt({ updates, lanes: held, body, attempts: 0, firstAt: clock.now() })
  }

  async #attempt(parcel: Parcel): Promise<void> {
    const faults = this.#options.faultsOf(parcel.updates[0]?.number ?? null)
    if (faults.mute) {
      this.#mutedParcels.add(parcel)
      return
    }
    const destination = this.#destinationOf(parcel)
    if (destination === null) {
      this.#drop(parcel)
      return
    }
    const status = await this.#post(parcel, destination)
    if (status === null) return
    if (status === 200) this.#succeed(parcel, faults)
    else this.#fail(parcel, destination, status)
    if (this.#ready.size > 0 && this.#isUnderLoad()) this.#pumpLater()
    else this.#pump()
    this.#announceIdle()
  }

  /** Asked anew for every attempt: a callback that was moved gets what the old one refused. */
  #destinationOf({ updates: [first] }: Parcel): Destination | null {
    return first === undefined ? null : this.#options.destinationOf(first)
  }

  /** Null if everything was forgotten meanwhile. */
  async #post({ body }: Parcel, { url, appSecret }: Destination): Promise<number | null> {
    const era = this.#era
    this.#underWay++
    const status = await this.#options.post(url, body, signatureOf(appSecret, body))
    if (era !== this.#era) return null
    this.#underWay--
    return status
  }

  #drop(parcel: Parcel): void {
    for (const update of parcel.updates) this.#open.delete(update)
    this.#release(parcel.lanes)
  }

  #succeed(parcel: Parcel, faults: Faults): void {
    this.#delivered += parcel.updates.length
    for (const update of parcel.updates) {
      this.#open.delete(update)
      this.#options.onDelivered(update)
    }
    this.#release(parcel.lanes)
    const { clock, random } = this.#options
    if (!random.chance(faults.duplicate)) return
    // The second copy is not tried again, whatever the answer is.
    clock.after(1 + random.below(DUPLICATE_WAIT_MS_MAX), () => {
      const destination = this.#destinationOf(parcel)
      if (destination !== null) void this.#post(parcel, destination).then(() => this.#pump())
    })
  }

  #fail(parcel: Parcel, { url }: Destination, status: number): void {
    const { clock, log } = this.#options
    this.#failed++
    parcel.attempts++
    const age = clock.now() - parcel.firstAt
    if (parcel.attempts === 1) log(`webhook: ${url} answered ${status || 'nothing'}, trying again`)
    if (age > RETRY_FOR_MS) {
      log(`webhook: given up after seven days, ${parcel.updates.length} updates lost`)
      this.#drop(parcel)
      return
    }
    if (age > LANE_HELD_MS_MAX && parcel.lanes.length > 0) {
      this.#release(parcel.lanes)
      parcel.lanes = []
    }
    // First at once, then after 1 s, 2 s, 4 s …
    if (parcel.attempts === 1) void this.#attempt(parcel)
    else {
      const waitMax = age < 60 * 60_000 ? RETRY_WAIT_MS_MAX : RETRY_WAIT_MS_MAX_AFTER_AN_HOUR
      const wait = Math.min(waitMax, 1000 * 2 ** Math.min(20, parcel.attempts - 2))
      clock.after(wait, () => void this.#attempt(parcel))
    }
  }

  #release(held: readonly Lane[]): void {
    for (const lane of held) {
      lane.isBusy = false
      if (lane.queue.size === 0) this.#lanes.delete(lane.key)
      else this.#makeReady(lane)
    }
    if (this.#ready.size > 0) this.#pumpInTime()
  }

  #isIdle(): boolean {
    return this.#underWay === 0 && !this.#isPumpSoon
  }

  #announceIdle(): void {
    if (!this.#isIdle()) return
    for (const resolve of this.#waiters.splice(0)) resolve()
  }
}
