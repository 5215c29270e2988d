import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'
import { RENEWED, type Held } from '#platform/db/leases.ts'
import { instant, type Instant } from '#platform/time.ts'

/** One raw POST, as one lane sees it. */
export type Delivery = {
  readonly lane: number
  readonly xid: string
  readonly id: string
  readonly receivedAt: Instant
  readonly body: Buffer
  /** Lanes that see to their own part of the body; this one sees to all the rest. Empty for most bodies. */
  readonly otherLanes: readonly number[]
  /** Whether the body lies in another lane: then only what belongs to this lane counts. */
  readonly isVisitor: boolean
  /** Delivered again for this route alone. */
  readonly onlyRoute: string | null
}

type DeliveryRow = {
  lane: number
  xid: string
  id: string
  received_ms: string
  body: Buffer
  other_lanes: number[] | null
  is_visitor: boolean
  only_route: string | null
}

/** Rows a lane hands out at once, and bytes: bodies are up to 3 MB each. */
const LANE_ROWS_MAX = 500
const LANE_BYTES_MAX = 8 * 1024 * 1024

/**
 * The next deliveries of these lanes, each lane in order. Only transactions older than every running one are looked at: a
 * lower number may still commit after a higher one. Uses the primary key (lane, xid, id). Takes no lock.
 *
 * @param harmless running transactions that store no deliveries, so what is newer than they are need not wait for them
 */
export async function readDeliveries(
  pool: Pool,
  lanes: readonly number[],
  harmless: readonly string[],
): Promise<Delivery[]> {
  const { rows } = await pool.query<DeliveryRow>({
    name: 'read_deliveries',
    text: `
      with settled as materialized (
        select coalesce(min(x.xid), pg_snapshot_xmax(pg_current_snapshot())) as before
        from pg_snapshot_xip(pg_current_snapshot()) as x (xid) where x.xid <> all($2::text[]::xid8[]))
      select d.lane, d.xid::text as xid, d.id::text as id, (extract(epoch from d.received_at) * 1000)::bigint::text as received_ms,
        coalesce(d.body, home.body) as body, d.other_lanes, d.home_id is not null as is_visitor, d.only_route
      from settled, lanes l
      cross join lateral (
        select next.*, sum(octet_length(body)) over (order by xid, id) - octet_length(body) as bytes_before
        from (
          select * from deliveries
          where lane = l.lane and (xid, id) > (l.cursor_xid, l.cursor_id) and xid < settled.before
          order by xid, id limit ${LANE_ROWS_MAX}) next) d
      left join deliveries home on home.lane = d.home_lane and home.xid = d.xid and home.id = d.home_id
      where l.lane = any($1::smallint[]) and coalesce(d.bytes_before, 0) < ${LANE_BYTES_MAX}
      order by d.lane, d.xid, d.id`,
    values: [lanes, harmless],
  })
  return rows.map((row) => ({
    lane: row.lane,
    xid: row.xid,
    id: row.id,
    receivedAt: instant(Number(row.received_ms)),
    body: row.body,
    otherLanes: row.other_lanes ?? [],
    isVisitor: row.is_visitor,
    onlyRoute: row.only_route,
  }))
}

/**
 * Locks the lanes of this transaction; returns its number, and those lanes that are not ours any more. Whoever writes a lane's effects holds
 * this lock, and so does a sender that records Meta's message id (`outbound/record-outcomes.ts`).
 */
export async function lockLanes(
  client: Client,
  owner: string,
  lanes: readonly number[],
  held: Held,
): Promise<{ xid: string; lost: number[] }> {
  const { rows } = await client.query<{ lane: number; epoch: string; xid: string }>({
    name: 'lock_lanes',
    text: 'select lane, epoch, pg_current_xact_id()::text as xid from lanes where lane = any($1::smallint[]) and owner = $2 order by lane for no key update',
    values: [lanes, owner],
  })
  const epochs = new Map(rows.map(({ lane, epoch }) => [lane, BigInt(epoch)]))
  const lost = lanes.filter(
    (lane) => epochs.get(lane) === undefined || epochs.get(lane) !== held.get(String(lane)),
  )
  return { xid: rows[0]?.xid ?? '', lost }
}

export type Cursor = { readonly lane: number; readonly xid: string; readonly id: string }

/** Of lanes that this transaction has locked; with the cursor goes the lease. */
export async function advanceCursors(client: Client, last: readonly Cursor[]): Promise<void> {
  await client.query({
    name: 'advance_cursors',
    text: `update lanes set cursor_xid = next.xid::xid8, cursor_id = next.id, leased_until = ${RENEWED}
      from unnest($1::smallint[], $2::text[], $3::bigint[]) as next (lane, xid, id) where lanes.lane = next.lane`,
    values: [last.map(({ lane }) => lane), last.map(({ xid }) => xid), last.map(({ id }) => id)],
  })
}

export type DeadLetter = {
  readonly delivery: Delivery
  readonly pointer: string
  readonly code: string
  readonly detail: string
  readonly item: string | null
}

export async function insertDeadLetters(client: Client, letters: readonly DeadLetter[]): Promise<void> {
  for (const { delivery, pointer, code, detail, item } of letters)
    await client.query(
      `insert into dead_letters (lane, xid, delivery_id, pointer, code, detail, item) values ($1, $2::xid8, $3, $4, $5, $6, $7)
       on conflict (lane, xid, delivery_id, pointer, code) do nothing`,
      [delivery.lane, delivery.xid, delivery.id, pointer, code, detail.slice(0, 2000), item],
    )
}

/** Held to the end of the transaction by whoever adds to or takes from a route's orphans, so that none is overlooked. */
const lockRoute = async (client: Client, route: string): Promise<void> => {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [route])
}

/** False if one of the routes has been connected in the meantime: then it is no orphan. */
export async function insertOrphans(
  client: Client,
  orphans: readonly { readonly delivery: Delivery; readonly route: string }[],
): Promise<boolean> {
  const routes = [...new Set(orphans.map(({ route }) => route))].toSorted()
  for (const route of routes) {
    await lockRoute(client, route)
    const { rows } = await client.query(
      `select 1 from channel_routes where phone_number_id = $1 or waba_id = $2 limit 1`,
      [route, route.startsWith('waba:') ? route.slice('waba:'.length) : null],
    )
    if (rows.length > 0) return false
  }
  for (const { delivery, route } of orphans)
    await client.query(
      'insert into orphans (route, lane, xid, delivery_id) values ($1, $2, $3::xid8, $4) on conflict do nothing',
      [route, delivery.lane, delivery.xid, delivery.id],
    )
  return true
}

/** Puts the bodies that waited for this number (or WABA) at the end of its lane again, where they find their tenant now. */
export async function redeliverOrphans(client: Client, route: string, lane: number): Promise<number> {
  await lockRoute(client, route)
  const { rowCount } = await client.query(
    `with gone as (delete from orphans where route = $1 returning lane, xid, delivery_id)
     insert into deliveries (lane, body, received_at, only_route)
     select $2, coalesce(d.body, home.body), d.received_at, $1 from gone
     join deliveries d on d.lane = gone.lane and d.xid = gone.xid and d.id = gone.delivery_id
     left join deliveries home on home.lane = d.home_lane and home.xid = d.xid and home.id = d.home_id
     order by gone.xid, gone.delivery_id`,
    [route, lane],
  )
  return rowCount ?? 0
}
