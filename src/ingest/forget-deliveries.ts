import type { Pool } from 'pg'
import type { Instant } from '#platform/time.ts'

/** A transaction that writes must be short. */
const ROWS_MAX = 1000
/** Looked at in each lane: as many as may be kept by dead letters before the rest waits for somebody to see to these. */
const LANE_ROWS_MAX = 200

/**
 * Forgets raw deliveries that are older than this and have been worked off in every lane that they concern; how many rows went.
 * Those that a dead letter or an orphan still points at stay, and so does what waits. What is gone is not replayed any more.
 * Oldest first in each lane, by the primary key.
 */
export async function forgetDeliveries(pool: Pool, before: Instant): Promise<number> {
  const { rowCount } = await pool.query(
    `with old as (
       select d.lane, d.xid, d.id, d.other_lanes from lanes l cross join lateral (
         select * from deliveries where lane = l.lane and (xid, id) <= (l.cursor_xid, l.cursor_id) and home_id is null
         order by xid, id limit ${LANE_ROWS_MAX}) d
       where d.received_at < $1
         and not exists (select from dead_letters x where x.item is null and x.lane = d.lane and x.xid = d.xid and x.delivery_id = d.id)
         and not exists (select from orphans o where o.lane = d.lane and o.xid = d.xid and o.delivery_id = d.id)
         and not exists (
           select from unnest(d.other_lanes) as o (lane) join deliveries p on p.lane = o.lane and p.xid = d.xid and p.home_lane = d.lane and p.home_id = d.id
           join lanes c on c.lane = o.lane
           where (p.xid, p.id) > (c.cursor_xid, c.cursor_id)
             or exists (select from orphans w where w.lane = p.lane and w.xid = p.xid and w.delivery_id = p.id))
       limit ${ROWS_MAX}),
     pointers as (
       delete from deliveries p using old where p.lane = any(old.other_lanes) and p.xid = old.xid and p.home_lane = old.lane and p.home_id = old.id)
     delete from deliveries d using old where d.lane = old.lane and d.xid = old.xid and d.id = old.id`,
    [new Date(before)],
  )
  return rowCount ?? 0
}
