/** The portfolio's places as the sender of one number meets them: taken with its claims, and looked for while there are none. */
import type { Pool } from 'pg'
import { serviceWindow } from '#conversations/window.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { instant, SECOND_MS, type Clock, type Instant } from '#platform/time.ts'
import { NO_PLACE, type Candidate } from './internal/candidates-sql.ts'
import { hasten, type Deferred } from './internal/sql.ts'
import { fillPlaces, placesLeft, takePlaces, type PlacesTaken } from './portfolio-places.ts'

export type NumberPlacesParts = {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Log
  readonly tenant: TenantId
  readonly channel: string
  /** Called when those who waited for a place may have one. */
  readonly onRoom: () => void
}

/** Whoever waits for a place is looked at this often: Meta may have raised the limit. */
const PLACE_WAIT_MS = 60_000

export class NumberPlaces {
  readonly #parts: NumberPlacesParts
  /** null: as many as there are. */
  #left: number | null = null
  #filling: Promise<void> | null = null

  constructor(parts: NumberPlacesParts) {
    this.#parts = parts
  }

  /** How many people it may still begin with. */
  get left(): number {
    return this.#left ?? Infinity
  }

  /** Whether somebody should look if there are places again. */
  get areWanted(): boolean {
    return this.left <= 0 && this.#filling === null
  }

  /** Of those who go to people with no window open: returns those for which there is no place. They are put off until there may be one. */
  async take(
    client: Client,
    templates: readonly Candidate[],
    deferred: Deferred[],
    now: Instant,
  ): Promise<Set<string>> {
    const { tenant, channel } = this.#parts
    const outside = templates.filter((send) => serviceWindow(send, now).state === 'closed')
    if (outside.length === 0) return new Set()
    const wishes = outside.map(({ id, contact }) => ({ send: id, person: contact }))
    const taken = await takePlaces(client, tenant, channel, wishes, now)
    this.#left = taken.left
    const without = outside.filter(({ id }) => !taken.placed.has(id))
    if (taken.isFilling) this.#fill()
    else if (without.length > 0) {
      const dueAt = dueWithPlace(taken, now)
      for (const { id } of without) deferred.push({ id, dueAt, error: { harkara: NO_PLACE } })
    }
    return new Set(without.map(({ id }) => id))
  }

  /** Whether there are places, because Meta raised the limit or because a day is over. Those that waited for one go then. */
  async look(client: Client, now: Instant): Promise<void> {
    const { tenant, channel, onRoom } = this.#parts
    const { left } = await placesLeft(client, tenant, channel, now)
    const wereNone = this.left <= 0
    this.#left = left
    if (!wereNone || this.left <= 0) return
    await hasten(client, tenant, channel, NO_PLACE, now)
    onRoom()
  }

  async close(): Promise<void> {
    await this.#filling
  }

  #fill(): void {
    const { pool, clock, log, tenant, channel, onRoom } = this.#parts
    this.#filling ??= fillPlaces(pool, tenant, channel, clock)
      .catch((error: unknown) =>
        log.warn({ evt: 'outbound.places-not-filled', channel, err: errorText(error) }),
      )
      .finally(() => {
        this.#filling = null
        onRoom()
      })
  }
}

/** When those who found no place are looked at again: when one is free, or sooner, because Meta may raise the limit. */
const dueWithPlace = ({ roomAt }: PlacesTaken, now: Instant): Instant =>
  instant(Math.max(now + SECOND_MS, Math.min(roomAt ?? Infinity, now + PLACE_WAIT_MS)))
