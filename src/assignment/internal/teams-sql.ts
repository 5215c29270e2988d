/** Teams, who is in them, and who is there. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Team } from '../shapes.ts'

export type TeamRow = Team & { readonly nameKey: string }

/** In no order. */
export async function selectTeams(client: Client, tenant: TenantId): Promise<TeamRow[]> {
  const { rows } = await client.query<TeamRow>(
    `select t.id, t.name, t.name_key as "nameKey", array(select p.user_id::text from team_people p
       where p.tenant_id = t.tenant_id and p.team_id = t.id order by p.user_id) as "memberIds"
     from teams t where t.tenant_id = $1`,
    [tenant],
  )
  return rows
}

export async function putTeam(
  client: Client,
  tenant: TenantId,
  { id, name, nameKey, memberIds }: TeamRow,
): Promise<void> {
  await client.query(
    `insert into teams (tenant_id, id, name, name_key) values ($1, $2, $3, $4)
     on conflict (tenant_id, id) do update set name = excluded.name, name_key = excluded.name_key`,
    [tenant, id, name, nameKey],
  )
  await client.query(
    'delete from team_people where tenant_id = $1 and team_id = $2 and user_id <> all($3::uuid[])',
    [tenant, id, memberIds],
  )
  await client.query(
    `insert into team_people (tenant_id, team_id, user_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing`,
    [tenant, id, memberIds],
  )
}

/** Its name; null: there is no such team. */
export async function removeTeam(client: Client, tenant: TenantId, id: string): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    'delete from teams where tenant_id = $1 and id = $2 returning name',
    [tenant, id],
  )
  return rows[0]?.name ?? null
}

/** Members who are away. */
export async function selectAway(client: Client, tenant: TenantId): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'select user_id as id from member_availability where tenant_id = $1 and not is_available',
    [tenant],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Says whether that is new. */
export async function putAvailability(
  client: Client,
  tenant: TenantId,
  user: string,
  { isAvailable, now }: { readonly isAvailable: boolean; readonly now: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into member_availability as a (tenant_id, user_id, is_available, changed_at)
     select $1, $2, $3, $4 where not $3 or exists (select 1 from member_availability where tenant_id = $1 and user_id = $2)
     on conflict (tenant_id, user_id) do update set is_available = excluded.is_available, changed_at = excluded.changed_at
     where a.is_available <> excluded.is_available`,
    [tenant, user, isAvailable, new Date(now)],
  )
  return rowCount === 1
}
