/**
 * A tenant's place in its events, and the lock of all its webhooks. Whoever changes endpoints, or which message of a
 * conversation is next, takes this lock first, so that none of them sees half of another's work.
 */
import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { endOfEvents, type EventCursor } from '#realtime/read-events.ts'

/** Tenants with an endpoint to tell, of all: the one question that is asked before the tenant is known. */
export async function tenantsWithWebhooks(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>({
    name: 'tenants_with_webhooks',
    text: 'select tenant_id from webhook_relays where is_active order by tenant_id',
  })
  return rows.map((row) => tenantId(row.tenant_id))
}

/** The same, also those whose endpoints are all disabled: what they were told is still there. */
export async function tenantsWithMessages(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>('select tenant_id from webhook_relays')
  return rows.map((row) => tenantId(row.tenant_id))
}

/** Makes the row that is locked, before the tenant's first endpoint. */
export async function openRelay(client: Client, tenant: TenantId): Promise<void> {
  await client.query('insert into webhook_relays (tenant_id) values ($1) on conflict do nothing', [tenant])
  await lockRelay(client, tenant)
}

/** Locks the tenant's webhooks until the commit. null: it never had an endpoint. */
export async function lockRelay(
  client: Client,
  tenant: TenantId,
): Promise<{ readonly cursor: EventCursor; readonly isActive: boolean } | null> {
  const { rows } = await client.query<{ xid: string; id: string; is_active: boolean }>({
    name: 'lock_webhook_relay',
    text: `select xid::text as xid, event_id::text as id, is_active from webhook_relays where tenant_id = $1 for update`,
    values: [tenant],
  })
  const row = rows[0]
  return row === undefined ? null : { cursor: { xid: row.xid, id: row.id }, isActive: row.is_active }
}

/** Whether there is anything to do, without a lock: asked twice a second, and mostly answered with no. */
export async function lookAtRelay(
  client: Client,
  tenant: TenantId,
  now: Instant,
): Promise<{ readonly hasEvents: boolean; readonly hasDue: boolean }> {
  const { rows } = await client.query<{ has_events: boolean; has_due: boolean }>({
    name: 'look_at_webhook_relay',
    text: `select
        exists (select 1 from events e where e.tenant_id = $1 and (e.xid, e.id) > (r.xid, r.event_id)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
          or exists (select 1 from tenants t where t.tenant_id = $1 and t.events_forgotten > r.xid) as has_events,
        exists (select 1 from webhook_endpoints p where p.tenant_id = $1 and p.state = 'active'
          and exists (select 1 from webhook_messages m where m.tenant_id = $1 and m.endpoint_id = p.id
            and m.state = 'pending' and m.due_at <= $2)) as has_due
      from webhook_relays r where r.tenant_id = $1 and r.is_active`,
    values: [tenant, new Date(now)],
  })
  return { hasEvents: rows[0]?.has_events === true, hasDue: rows[0]?.has_due === true }
}

/** Needs the lock. */
export async function moveCursor(client: Client, tenant: TenantId, { xid, id }: EventCursor): Promise<void> {
  await client.query({
    name: 'move_webhook_cursor',
    text: 'update webhook_relays set xid = $2::xid8, event_id = $3::bigint where tenant_id = $1',
    values: [tenant, xid, id],
  })
}

/** After an endpoint came, went or changed its state. The first one hears of what happens from now on. Needs the lock. */
export async function noteEndpoints(client: Client, tenant: TenantId): Promise<void> {
  const { xid, id } = await endOfEvents(client)
  await client.query(
    `update webhook_relays r set is_active = now.has,
       xid = case when now.has and not r.is_active then $2::xid8 else r.xid end,
       event_id = case when now.has and not r.is_active then $3::bigint else r.event_id end
     from (select exists (select 1 from webhook_endpoints where tenant_id = $1 and state = 'active') as has) now
     where r.tenant_id = $1`,
    [tenant, xid, id],
  )
}
