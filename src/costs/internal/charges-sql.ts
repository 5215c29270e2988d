import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Charge, StatusSeen } from '../charges-of.ts'

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
