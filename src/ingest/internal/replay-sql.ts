import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'

export type DeliveryKey = { readonly lane: number; readonly xid: string; readonly id: string }

/** What has been worked off, in order. Left out: what was delivered again for a number, because its original is there. */
export async function finishedDeliveries(client: Client): Promise<DeliveryKey[]> {
  const { rows } = await client.query<DeliveryKey>(
    `select d.lane, d.xid::text as xid, d.id::text as id from lanes l
     join deliveries d on d.lane = l.lane and (d.xid, d.id) <= (l.cursor_xid, l.cursor_id)
     where d.body is not null and d.only_route is null order by d.xid, d.id`,
  )
  return rows
}

/** Copies bodies in this order, and makes the pointers of those that speak of several lanes. */
export async function copyDeliveries(
  source: Client,
  target: Client,
  keys: readonly DeliveryKey[],
): Promise<void> {
  const { rows } = await source.query<{
    lane: number
    body: Buffer
    received_at: string
    others: string | null
  }>(
    `select d.lane, d.body, d.received_at::text as received_at, array_to_string(d.other_lanes, ',') as others
     from unnest($1::smallint[], $2::text[], $3::bigint[]) with ordinality as k (lane, xid, id, nth)
     join deliveries d on d.lane = k.lane and d.xid = k.xid::xid8 and d.id = k.id order by k.nth`,
    [keys.map(({ lane }) => lane), keys.map(({ xid }) => xid), keys.map(({ id }) => id)],
  )
  for (const { lane, body, received_at: receivedAt, others } of rows)
    await target.query({
      name: 'copy_delivery',
      text: `with home as (
          insert into deliveries (lane, body, received_at, other_lanes)
          values ($1, $2, $3::timestamptz, case when $4 = '' then null else string_to_array($4, ',')::smallint[] end)
          returning lane, id, other_lanes)
        insert into deliveries (lane, received_at, home_lane, home_id)
        select other, $3::timestamptz, home.lane, home.id from home, unnest(home.other_lanes) as other`,
      values: [lane, body, receivedAt, others ?? ''],
    })
}

/** Whether anything waits that nobody has worked off. */
export async function hasBacklog(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(
    'select from lanes l join deliveries d on d.lane = l.lane and (d.xid, d.id) > (l.cursor_xid, l.cursor_id) limit 1',
  )
  return rows.length > 0
}
