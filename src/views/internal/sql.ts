import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { ViewFilters } from '../shapes.ts'

export type ViewRow = {
  readonly id: string
  /** null: the team's. */
  readonly userId: string | null
  readonly name: string
  readonly nameKey: string
  readonly filters: ViewFilters
  readonly place: number
}

/** This person's own and the team's, each in their order. */
export async function selectViews(client: Client, tenant: TenantId, user: string | null): Promise<ViewRow[]> {
  const { rows } = await client.query<ViewRow>(
    `select id, user_id as "userId", name, name_key as "nameKey", filters, place from saved_views
     where tenant_id = $1 and (user_id = $2 or user_id is null) order by user_id nulls last, place, id`,
    [tenant, user],
  )
  return rows
}

export async function putView(client: Client, tenant: TenantId, view: ViewRow): Promise<void> {
  await client.query(
    `insert into saved_views (tenant_id, id, user_id, name, name_key, filters, place) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, id) do update set name = excluded.name, name_key = excluded.name_key,
       filters = excluded.filters, place = excluded.place`,
    [
      ...[tenant, view.id, view.userId, view.name, view.nameKey],
      ...[JSON.stringify(view.filters), view.place],
    ],
  )
}

/** Gives these the places 0, 1, 2, … */
export async function orderViews(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  await client.query(
    `update saved_views v set place = o.nth - 1 from unnest($2::uuid[]) with ordinality as o (id, nth)
     where v.tenant_id = $1 and v.id = o.id`,
    [tenant, ids],
  )
}

export async function removeView(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from saved_views where tenant_id = $1 and id = $2', [tenant, id])
}
