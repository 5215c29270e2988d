/**
 * Puts raw bodies on disk, many at a time: a batch is what arrived while the last commit ran, so the batch grows with the
 * load and nobody ever waits for a timer.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { byteaArray } from '#platform/db/arrays.ts'
import { Fault } from '#platform/errors.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { HOT_MS } from './hot-lanes.ts'
import { laneOf } from './lane-of.ts'
import type { LagWatch } from './watch-lag.ts'

/** Two commits overlap: one gathers while the other one waits for the disk. More only makes batches smaller. */
const IN_FLIGHT_MAX = 2
const BATCH_ROWS_MAX = 1000
const BATCH_BYTES_MAX = 16 * 1024 * 1024
/** Beyond this we are drowning: refuse, and Meta comes again later. */
const WAITING_BYTES_MAX = 128 * 1024 * 1024

type Waiting = {
  readonly lanes: readonly number[]
  readonly body: Buffer
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export type DeliveryStore = {
  /** Resolves when the body is committed; rejects if it is not, and then it was not kept. */
  readonly store: (routes: readonly string[], body: Buffer) => Promise<void>
}

const NOT_WATCHED: Pick<LagWatch, 'pauseMs' | 'seen'> = { pauseMs: () => 0, seen: () => {} }

/** @param watch says how long to gather before a commit: not at all, unless the workers are behind. */
export function createDeliveryStore(
  pool: Pool,
  notifier: Notifier,
  watch: Pick<LagWatch, 'pauseMs' | 'seen'> = NOT_WATCHED,
): DeliveryStore {
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let inFlight = 0

  const takeBatch = (): Waiting[] => {
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < BATCH_ROWS_MAX) {
      bytes += waiting[count]?.body.length ?? 0
      if (count > 0 && bytes > BATCH_BYTES_MAX) break
      count += 1
    }
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    for (const { body } of batch) waitingBytes -= body.length
    return batch
  }

  const flush = async (): Promise<void> => {
    const pause = watch.pauseMs()
    if (pause >= 1) await delay(pause)
    const batch = takeBatch()
    if (batch.length === 0) return
    try {
      await insert(pool, batch)
      for (const { done } of batch) done()
      for (const { lanes } of batch) for (const lane of lanes) watch.seen(lane)
      announce(batch)
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }

  /** When each lane was last spoken of: a worker that was told keeps looking for a while. */
  const spokenOf = new Map<number, number>()
  const announce = (batch: readonly Waiting[]): void => {
    const now = performance.now()
    const news = new Set<string>()
    for (const { lanes } of batch)
      for (const lane of lanes) {
        if (now - (spokenOf.get(lane) ?? -Infinity) < HOT_MS / 2) continue
        spokenOf.set(lane, now)
        news.add(String(lane))
      }
    if (news.size > 0) notifier.notify('deliveries', news)
  }

  const pump = (): void => {
    while (inFlight < IN_FLIGHT_MAX && waiting.length > 0) {
      inFlight += 1
      void flush().finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }

  return {
    store: async (routes, body) =>
      new Promise((done, failed) => {
        if (waitingBytes + body.length > WAITING_BYTES_MAX) {
          failed(new Fault('limited', 'ingest.overloaded', 'too many bodies wait for the database'))
          return
        }
        waiting.push({ lanes: [...new Set(routes.map(laneOf))], body, done, failed })
        waitingBytes += body.length
        // Everything that this turn of the event loop brings shares a commit.
        if (waiting.length === 1 && inFlight < IN_FLIGHT_MAX) setImmediate(pump)
      }),
  }
}

/** One statement, one commit. A body that speaks of several lanes goes to its first, and pointers to it go to the others. */
async function insert(pool: Pool, batch: readonly Waiting[]): Promise<void> {
  const mixed = batch.filter(({ lanes }) => lanes.length > 1)
  if (mixed.length === 0) {
    await pool.query({
      name: 'store_deliveries',
      text: `insert into deliveries (lane, body)
        select lane, body from unnest($1::smallint[], $2::bytea[]) with ordinality as r (lane, body, nth) order by nth`,
      values: [batch.map(({ lanes }) => lanes[0] ?? 0), byteaArray(batch.map(({ body }) => body))],
    })
    return
  }
  await pool.query({
    name: 'store_mixed_deliveries',
    text: `with bodies as (
        select lane, body, nullif(string_to_array(others, ','), '{}')::smallint[] as others, nth
        from unnest($1::smallint[], $2::bytea[], $3::text[]) with ordinality as r (lane, body, others, nth)),
      numbered as materialized ( -- ids rise in the order of arrival, also where a body has several
        select b.nth, l.lane, l.place, nextval('deliveries_id_seq') as id
        from bodies b, unnest(b.lane || coalesce(b.others, '{}')) with ordinality as l (lane, place) order by b.nth, l.place)
      insert into deliveries (lane, id, body, other_lanes, home_lane, home_id) overriding system value
      select n.lane, n.id, case when n.place = 1 then b.body end, case when n.place = 1 then b.others end,
        case when n.place > 1 then home.lane end, case when n.place > 1 then home.id end
      from numbered n join bodies b on b.nth = n.nth join numbered home on home.nth = n.nth and home.place = 1`,
    values: [
      batch.map(({ lanes }) => lanes[0] ?? 0),
      byteaArray(batch.map(({ body }) => body)),
      batch.map(({ lanes }) => lanes.slice(1).join(',')),
    ],
  })
}
