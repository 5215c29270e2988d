import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Charge, StatusSeen } from '../charges-of.ts'

export type Place = {
  readonly events: { readonly xid: string; readonly id: string }
  /** Messages with lower ids are still to come; null: all are in. */
  readonly before: string | null
}
type PlaceRow = { xid: string; id: string; before_id: string | null }

/** Locks the tenant's place to the end of the transaction; `busy` if somebody else works on it, null if there is none yet. */
export async function lockPlace(client: Client, tenant: TenantId): Promise<Place | 'busy' | null> {
  const { rows } = await client.query<PlaceRow>(
    `select xid::text as xid, id::text as id, before_id from cost_cursors where tenant_id = $1 for update skip locked`,
    [tenant],
  )
  const row = rows[0]
  if (row !== undefined) return { events: { xid: row.xid, id: row.id }, before: row.before_id }
  const { rowCount } = await client.query('select from cost_cursors where tenant_id = $1', [tenant])
  return rowCount === 0 ? null : 'busy'
}

export async function putPlace(client: Client, tenant: TenantId, { events, before }: Place): Promise<void> {
  await client.query(
    `insert into cost_cursors (tenant_id, xid, id, before_id) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set xid = excluded.xid, id = excluded.id, before_id = excluded.before_id`,
    [tenant, events.xid, events.id, before],
  )
}

/** Whether older messages are still to be counted. */
export async function isCounting(client: Client, tenant: TenantId): Promise<boolean> {
  const { rows } = await client.query<{ is_done: boolean }>(
    'select before_id is null as is_done from cost_cursors where tenant_id = $1',
    [tenant],
  )
  return rows[0]?.is_done !== true
}

/** The next older messages, newest first. Walks the primary key. */
export async function selectOlder(
  client: Client,
  tenant: TenantId,
  before: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select id from messages where tenant_id = $1 and id < $2 order by id desc limit $3',
    [tenant, before, limit],
  )
  return rows.map(({ id }) => id)
}

export type Said = { readonly channelId: string; readonly statuses: readonly StatusSeen[] }

/** All that Meta said about those of these messages that are ours and got somewhere. A look-up by key for each. */
export async function selectSaid(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Said>> {
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<{
    id: string
    channel_id: string
    status: string
    recipient: string
    at: number
    pricing: StatusSeen['pricing']
  }>({
    name: 'costs_select_said',
    text: `select m.id, m.channel_id, s.status, s.recipient, ${millisecondsOf('s.at')} as at, s.pricing
      from (select distinct unnest($2::uuid[]) as id) a, lateral (
        select id, channel_id, wamid from messages m where m.tenant_id = $1 and m.id = a.id
          and m.direction = 'out' and m.wamid is not null and m.status_rank > 0) m, lateral (
        select status, recipient, at, pricing from statuses s
          where s.tenant_id = $1 and s.channel_id = m.channel_id and s.wamid = m.wamid) s`,
    values: [tenant, ids],
  })
  const said = new Map<string, { channelId: string; statuses: StatusSeen[] }>()
  for (const { id, channel_id: channelId, ...status } of rows) {
    const known = said.get(id)
    if (known === undefined) said.set(id, { channelId, statuses: [status] })
    else known.statuses.push(status)
  }
  return said
}

export type ChargeOf = Charge & { readonly id: string; readonly channelId: string }

/** Makes the rows of these messages these; those that are so already are left alone. */
export async function putCharges(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  charges: readonly ChargeOf[],
): Promise<void> {
  if (ids.length === 0) return
  await client.query({
    name: 'costs_put_charges',
    text: `with now as (select * from json_to_recordset($3) as r (id uuid, "channelId" uuid, country text, category text, type text,
          "isBillable" boolean, units int, "deliveredAt" float8)),
        gone as (delete from charges c where c.tenant_id = $1 and c.id = any($2::uuid[]) and not exists (
          select from now n where n.id = c.id and n.country = c.country and n.category = c.category and n.type = c.type))
      insert into charges as c (tenant_id, id, country, category, type, channel_id, is_billable, units, delivered_at)
      select $1, id, country, category, type, "channelId", "isBillable", units, to_timestamp("deliveredAt" / 1000) from now
      on conflict (tenant_id, id, country, category, type) do update set is_billable = excluded.is_billable,
        units = excluded.units, delivered_at = excluded.delivered_at
      where (c.is_billable, c.units, c.delivered_at) is distinct from (excluded.is_billable, excluded.units, excluded.delivered_at)`,
    values: [tenant, ids, JSON.stringify(charges)],
  })
}
