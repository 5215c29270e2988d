import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { AttributeValue } from '../shapes.ts'

/** Names by contact; without `isFinal` only where there is none. By the primary key, in its order. */
export async function fillNames(
  client: Client,
  tenant: TenantId,
  names: ReadonlyMap<string, string>,
  isFinal: boolean,
): Promise<void> {
  if (names.size === 0) return
  const rows = [...names].toSorted(byId)
  await client.query(
    `insert into contacts as c (tenant_id, id, given_name) select $1, * from unnest($2::uuid[], $3::text[])
     on conflict (tenant_id, id) do update set given_name = excluded.given_name
     where ($4 or c.given_name is null) and c.given_name is distinct from excluded.given_name`,
    [tenant, rows.map(([id]) => id), rows.map(([, name]) => name), isFinal],
  )
}

/** Values by contact; without `isFinal` those that are there stay. */
export async function fillAttributes(
  client: Client,
  tenant: TenantId,
  attributes: ReadonlyMap<string, Readonly<Record<string, AttributeValue>>>,
  isFinal: boolean,
): Promise<void> {
  if (attributes.size === 0) return
  const rows = [...attributes].toSorted(byId)
  await client.query(
    `insert into contact_attributes as a (tenant_id, contact_id, attributes)
     select $1, id, attributes::jsonb from unnest($2::uuid[], $3::text[]) as n (id, attributes)
     on conflict (tenant_id, contact_id) do update set
       attributes = case when $4 then a.attributes || excluded.attributes else excluded.attributes || a.attributes end`,
    [tenant, rows.map(([id]) => id), rows.map(([, values]) => JSON.stringify(values)), isFinal],
  )
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)
