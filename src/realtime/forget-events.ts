import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** How far back a browser may resume; after a longer break it fetches everything anew. */
const REMEMBERED = '15 minutes'
/** What a follower (webhooks, the search index) has not come to yet is kept longer; beyond this it begins anew. */
const KEPT_FOR_FOLLOWERS = '24 hours'
/** A transaction that writes must be short. */
const ROWS_MAX = 5000

/** Forgets a tenant's old events, oldest first, and notes how far. Uses events_age. */
export async function forgetEvents(client: Client, tenant: TenantId): Promise<void> {
  await client.query(
    `with old as (
        select xid, id from events e where tenant_id = $1 and at < clock_timestamp() - interval '${REMEMBERED}'
          and (at < clock_timestamp() - interval '${KEPT_FOR_FOLLOWERS}' or not exists (
            select 1 from event_followers f where f.tenant_id = $1 and (f.xid, f.id) < (e.xid, e.id)))
        order by at limit ${ROWS_MAX}),
      gone as (
        delete from events e using old where e.tenant_id = $1 and e.xid = old.xid and e.id = old.id returning e.xid)
      update tenants set events_forgotten = greatest(events_forgotten, (select xid from gone order by xid desc limit 1))
      where tenant_id = $1 and exists (select 1 from gone)`,
    [tenant],
  )
}
