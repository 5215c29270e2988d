/**
 * Brings events to open browsers. Each listener has its own
 * place in the stream, and reads on from there when it is woken, or by itself every now and then.
 */
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { StreamEvent } from '#conversations/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
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
   * Calls `deliver` with everything after `from` (null: from now on, and the first call has no events but says where that
   * is), in order, until the returned function is called.
   */
  readonly subscribe: (tenant: TenantId, from: EventCursor | null, deliver: Deliver) => () => void
  /** Tells all who listen now something that is no part of the stream: whoever comes later never hears of it. */
  readonly pass: (tenant: string, event: StreamEvent) => void
  /** Somebody committed events for these tenants (none: perhaps for any). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => void
}

/** @param place where the listener is after these; null: where it was, since they are no part of the stream. */
export type Deliver = (events: readonly StreamEvent[], place: string | null) => void

/** A row may stay hidden behind an older transaction for a moment after we are told of it. */
const RECHECK_MS = [15, 40, 100, 250]
/** Looked at this often even if nobody said anything. */
const SWEEP_MS = 1000

export function createEventHub(options: EventHubOptions): EventHub {
  const readers = new Map<string, Set<Reader>>()
  const wakeAll = (): void => {
    for (const set of readers.values()) for (const reader of set) reader.wake()
  }
  const sweep = setInterval(wakeAll, SWEEP_MS)
  return {
    subscribe: (tenant, from, deliver) => {
      const reader = new Reader(options, tenant, from, deliver)
      const set = readers.get(tenant) ?? new Set()
      readers.set(tenant, set.add(reader))
      reader.wake()
      return () => {
        reader.close()
        set.delete(reader)
        if (set.size === 0) readers.delete(tenant)
      }
    },
    pass: (tenant, event) => {
      for (const reader of readers.get(tenant) ?? []) reader.pass(event)
    },
    wake: (tenants) => {
      if (tenants.length === 0) wakeAll()
      for (const tenant of tenants) for (const reader of readers.get(tenant) ?? []) reader.wake()
    },
    close: () => clearInterval(sweep),
  }
}

/** One listener's place in its tenant's stream. */
class Reader {
  readonly #options: EventHubOptions
  readonly #tenant: TenantId
  readonly #deliver: Deliver
  #cursor: EventCursor | null
  #isChecked: boolean
  #isRunning = false
  #isAsked = false
  #isClosed = false
  #timers: NodeJS.Timeout[] = []

  constructor(options: EventHubOptions, tenant: TenantId, from: EventCursor | null, deliver: Deliver) {
    this.#options = options
    this.#tenant = tenant
    this.#deliver = deliver
    this.#cursor = from
    this.#isChecked = from === null
  }

  wake(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = RECHECK_MS.map((ms) => setTimeout(() => this.#look(), ms))
    this.#look()
  }

  pass(event: StreamEvent): void {
    if (!this.#isClosed) this.#deliver([event], null)
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #look(): void {
    this.#isAsked = true
    if (this.#isRunning || this.#isClosed) return
    this.#isRunning = true
    void this.#run().finally(() => (this.#isRunning = false))
  }

  async #run(): Promise<void> {
    const { log } = this.#options
    while (this.#isAsked && !this.#isClosed) {
      this.#isAsked = false
      try {
        const isFirst = this.#cursor === null
        const events = await this.#next()
        if (this.#cursor === null || this.#isClosed || (events.length === 0 && !isFirst)) continue
        this.#deliver(events, cursorText(this.#cursor))
      } catch (error) {
        log.warn({
          evt: 'realtime.read-failed',
          tenant: this.#tenant,
          err: error instanceof Error ? error.message : String(error),
        })
      }
    }
  }

  async #next(): Promise<readonly StreamEvent[]> {
    const { database, explain, clock } = this.#options
    return database.inTenant(this.#tenant, async (client) => {
      if (this.#cursor === null) {
        this.#cursor = await endOfEvents(client)
        return []
      }
      const isLost = !this.#isChecked && !(await isRemembered(client, this.#tenant, this.#cursor))
      this.#isChecked = true
      const { rows, next, isCut } = await readEvents(client, this.#tenant, this.#cursor)
      if (isLost || isCut) {
        this.#cursor = await endOfEvents(client)
        return [{ id: cursorText(this.#cursor), type: 'resync', at: clock(), data: {} }]
      }
      const events = await expandEvents(client, this.#tenant, rows, explain, clock())
      // Whoever is cut off in the middle of them has not got them all, and must come back to where they began.
      const before = cursorText(this.#cursor)
      this.#cursor = next
      return events.map((event, nth) => (nth < events.length - 1 ? { ...event, id: before } : event))
    })
  }
}
