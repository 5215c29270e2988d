import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** Opens what waits or is done, and puts all of them where the newest message would. Ids of what is there; merged ones lead on. */
export async function lift(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with them as (
       select id from conversations where tenant_id = $1 and id = any(array(
         select unnest($2::uuid[]) union select into_id from conversation_merges where tenant_id = $1 and from_id = any($2)))
       order by id for update)
     update conversations c set lifted_at = greatest(c.lifted_at, $3),
       status = case when c.status in ('snoozed', 'resolved') then 'open' else c.status end, snoozed_until = null,
       resolved_at = null
     from them where c.tenant_id = $1 and c.id = them.id returning c.id`,
    [tenant, ids, new Date(now)],
  )
  return rows.map(({ id }) => id)
}

/** Where these conversations are now; those that there are not are left out. */
export async function resolveConversations(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from conversations where tenant_id = $1 and id = any(array(
       select unnest($2::uuid[]) union select into_id from conversation_merges where tenant_id = $1 and from_id = any($2)))`,
    [tenant, ids],
  )
  return rows.map(({ id }) => id)
}
