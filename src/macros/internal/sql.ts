import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Macro } from '../shapes.ts'

export type MacroRow = Macro & { readonly nameKey: string }

/** By name; uses the unique key. There are at most `MACROS_MAX`. */
export async function selectMacros(client: Client, tenant: TenantId): Promise<MacroRow[]> {
  const { rows } = await client.query<MacroRow>(
    `select id, name, name_key as "nameKey", actions from macros where tenant_id = $1 order by name_key collate "C"`,
    [tenant],
  )
  return rows
}

export async function selectMacro(client: Client, tenant: TenantId, id: string): Promise<Macro | null> {
  const { rows } = await client.query<Macro>(
    'select id, name, actions from macros where tenant_id = $1 and id = $2',
    [tenant, id],
  )
  return rows[0] ?? null
}

export async function putMacro(
  client: Client,
  tenant: TenantId,
  { id, name, nameKey, actions }: MacroRow,
): Promise<void> {
  await client.query(
    `insert into macros (tenant_id, id, name, name_key, actions) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, id) do update set name = excluded.name, name_key = excluded.name_key,
       actions = excluded.actions`,
    [tenant, id, name, nameKey, JSON.stringify(actions)],
  )
}

export async function removeMacro(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from macros where tenant_id = $1 and id = $2', [tenant, id])
}
