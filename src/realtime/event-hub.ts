/**
 * Brings events to open browsers. All who listen to one tenant stand at the same place of its stream: what is new is read, filled
 * in and written out once, however many they are. Whoever comes back from an earlier place is brought to that one first.
 */
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { StreamEvent } from './event-shape.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
import { frames } from './frames.ts'
import {
  cursorText,
  endOfEvents,
  expandEvents,
  isRemembered,
  readEvents,
  type EventCursor,
} from './read-events.ts'

export type EventHubOptions = {
  readonly database: Database
  readonly explain: ExplainFailure
  readonly clock: Clock
  readonly log: Log
}

export type EventHub = {
  /**
   * Calls `deliver` with everything after `from`, in order, until the returned function is called. null: from now on, and the
   * first call has no events but says where that is.
   */
  readonly subscribe: (tenant: TenantId, from: EventCursor | null, deliver: Deliver) => () => void
  /** Tells all who listen now something that is no part of the stream: whoever comes later never hears of it. */
  readonly pass: (tenant: string, event: StreamEvent) => void
  /** Somebody committed events for these tenants (none: perhaps for any). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => void
}

/** SSE frames, as they go to the browser. */
export type Deliver = (text: string) => void

/** A row may stay hidden behind an older transaction for a moment after we are told of it. */
const RECHECK_MS = [15, 40, 100, 250]
/** Looked at this often even if nobody said anything. */
const SWEEP_MS = 1000

export function createEventHub(options: EventHubOptions): EventHub {
  const feeds = new Map<string, Feed>()
  const wakeAll = (): void => {
    for (const feed of feeds.values()) feed.wake()
  }
  const sweep = setInterval(wakeAll, SWEEP_MS)
  return {
    subscribe: (tenant, from, deliver) => {
      const feed = feeds.get(tenant) ?? new Feed(options, tenant)
      feeds.set(tenant, feed)
      const leave = feed.join(from, deliver)
      return () => {
        leave()
        if (feed.isDeserted() && feeds.get(tenant) === feed) feeds.delete(tenant)
      }
    },
    pass: (tenant, event) => feeds.get(tenant)?.pass(event),
    wake: (tenants) => {
      if (tenants.length === 0) wakeAll()
      for (const tenant of tenants) feeds.get(tenant)?.wake()
    },
    close: () => clearInterval(sweep),
  }
}

/** A tenant's stream in this process, and who listens to it. */
class Feed {
  readonly #options: EventHubOptions
  readonly #tenant: TenantId
  readonly #listeners = new Set<Deliver>()
  /** Who has just come, and from which place. */
  readonly #newcomers = new Map<Deliver, EventCursor | null>()
  /** Where all listeners are; null: nobody has been here yet. */
  #cursor: EventCursor | null = null
  #isRunning = false
  #isAsked = false
  #timers: NodeJS.Timeout[] = []

  constructor(options: EventHubOptions, tenant: TenantId) {
    this.#options = options
    this.#tenant = tenant
  }

  join(from: EventCursor | null, deliver: Deliver): () => void {
    this.#newcomers.set(deliver, from)
    this.wake()
    return () => {
      this.#newcomers.delete(deliver)
      this.#listeners.delete(deliver)
      if (this.isDeserted()) for (const timer of this.#timers) clearTimeout(timer)
    }
  }

  isDeserted(): boolean {
    return this.#listeners.size === 0 && this.#newcomers.size === 0
  }

  wake(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = RECHECK_MS.map((ms) => setTimeout(() => this.#look(), ms))
    this.#look()
  }

  pass(event: StreamEvent): void {
    const text = frames([event], null)
    for (const deliver of [...this.#listeners, ...this.#newcomers.keys()]) deliver(text)
  }

  #look(): void {
    this.#isAsked = true
    if (this.#isRunning) return
    this.#isRunning = true
    void this.#run().finally(() => (this.#isRunning = false))
  }

  async #run(): Promise<void> {
    const { database, log } = this.#options
    while (this.#isAsked && !this.isDeserted()) {
      this.#isAsked = false
      try {
        await database.inTenant(this.#tenant, async (client) => {
          await this.#bringNewcomers(client, await this.#tellNews(client))
        })
      } catch (error) {
        log.warn({ evt: 'realtime.read-failed', tenant: this.#tenant, err: errorText(error) })
      }
    }
  }

  /** Brings all listeners on by what is new; the place to which that led. */
  async #tellNews(client: Client): Promise<EventCursor> {
    if (this.#cursor === null) return (this.#cursor = await endOfEvents(client))
    const news = await this.#read(client, this.#cursor)
    if (news !== null) {
      this.#cursor = news.place
      for (const deliver of this.#listeners) deliver(news.text)
    }
    return this.#cursor
  }

  /** After a restart many come from the same place: each place is read from once. */
  async #bringNewcomers(client: Client, here: EventCursor): Promise<void> {
    const missed = new Map<string, string>()
    for (const [deliver, from] of [...this.#newcomers]) {
      const key = from === null ? '' : cursorText(from)
      const text = missed.get(key) ?? (await this.#missedSince(client, from, here))
      missed.set(key, text)
      if (!this.#newcomers.delete(deliver)) continue // gone meanwhile
      deliver(text)
      this.#listeners.add(deliver)
    }
  }

  async #missedSince(client: Client, from: EventCursor | null, here: EventCursor): Promise<string> {
    if (from === null) return frames([], cursorText(here))
    if (!(await isRemembered(client, this.#tenant, from))) return this.#resync(here)
    const read = await this.#read(client, from, here)
    return read?.text ?? frames([], cursorText(here))
  }

  /** What came after a place, and no later than another one; null: nothing. */
  async #read(
    client: Client,
    after: EventCursor,
    upTo: EventCursor | null = null,
  ): Promise<{ readonly text: string; readonly place: EventCursor } | null> {
    const { rows, next, isCut } = await readEvents(client, this.#tenant, after)
    if (isCut) {
      const place = upTo ?? (await endOfEvents(client))
      return { text: this.#resync(place), place }
    }
    const wanted = upTo === null ? rows : rows.filter((row) => !isLater(row, upTo))
    if (wanted.length === 0) return null
    const { explain, clock } = this.#options
    const events = await expandEvents(client, this.#tenant, wanted, explain, clock())
    // Whoever is cut off in the middle of them has not got them all, and must come back to where they began.
    const before = cursorText(after)
    const place = upTo ?? next
    const placed = events.map((event, nth) => (nth < events.length - 1 ? { ...event, id: before } : event))
    return { text: frames(placed, cursorText(place)), place }
  }

  #resync(place: EventCursor): string {
    const id = cursorText(place)
    return frames([{ id, type: 'resync', at: this.#options.clock(), data: {} }], id)
  }
}

function isLater(one: EventCursor, other: EventCursor): boolean {
  const [xid, otherXid] = [BigInt(one.xid), BigInt(other.xid)]
  return xid > otherXid || (xid === otherXid && BigInt(one.id) > BigInt(other.id))
}
