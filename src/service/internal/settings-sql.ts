import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { endOfEvents } from '#realtime/read-events.ts'

export async function selectSettings(client: Client, tenant: TenantId): Promise<Map<string, unknown>> {
  const { rows } = await client.query<{ part: string; value: unknown }>({
    name: 'select_service_settings',
    text: 'select part, value from service_settings where tenant_id = $1',
    values: [tenant],
  })
  return new Map(rows.map(({ part, value }) => [part, value]))
}

/** Whoever changes them takes turns, because what is on in one part decides with the others whether events are followed. */
export async function lockSettings(client: Client, tenant: TenantId): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('service:' || $1, 0))`, [tenant])
}

export async function putSetting(
  client: Client,
  tenant: TenantId,
  part: string,
  value: unknown,
): Promise<void> {
  await client.query(
    `insert into service_settings (tenant_id, part, value) values ($1, $2, $3)
     on conflict (tenant_id, part) do update set value = excluded.value`,
    [tenant, part, JSON.stringify(value)],
  )
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whether events are followed: from now on, if they were not. */
export async function putRelay(
  client: Client,
  tenant: TenantId,
  { isActive, isRecount }: { readonly isActive: boolean; readonly isRecount: boolean },
): Promise<void> {
  const { xid, id } = await endOfEvents(client)
  await client.query(
    `insert into service_relays as r (tenant_id, is_active, xid, event_id, recount_after)
     values ($1, $2, $3::xid8, $4::bigint, case when $5 then $6::uuid end)
     on conflict (tenant_id) do update set is_active = excluded.is_active,
       xid = case when r.is_active then r.xid else excluded.xid end,
       event_id = case when r.is_active then r.event_id else excluded.event_id end,
       recount_after = coalesce(excluded.recount_after, r.recount_after)`,
    [tenant, isActive, xid, id, isRecount, NOBODY],
  )
}
