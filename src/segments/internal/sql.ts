import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Compiled } from '../compile.ts'
import { MESSAGES_COUNTED_MAX } from '../conditions.ts'
import type { Segment } from '../shapes.ts'

export type SegmentRow = Segment & { readonly nameKey: string }

/** In no order. */
export async function selectSegments(client: Client, tenant: TenantId): Promise<SegmentRow[]> {
  const { rows } = await client.query<SegmentRow>(
    `select id, name, name_key as "nameKey", tree, ${wholeMillisecondsOf('created_at')} as "createdAt",
       ${wholeMillisecondsOf('changed_at')} as "changedAt" from segments where tenant_id = $1`,
    [tenant],
  )
  return rows
}

export async function putSegment(
  client: Client,
  tenant: TenantId,
  { id, name, nameKey, tree, createdAt, changedAt }: SegmentRow,
): Promise<void> {
  await client.query(
    `insert into segments (tenant_id, id, name, name_key, tree, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, id) do update set name = excluded.name, name_key = excluded.name_key, tree = excluded.tree,
       changed_at = excluded.changed_at`,
    [tenant, id, name, nameKey, JSON.stringify(tree), new Date(createdAt), new Date(changedAt)],
  )
}

export async function removeSegment(client: Client, tenant: TenantId, id: string): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    'delete from segments where tenant_id = $1 and id = $2 returning name',
    [tenant, id],
  )
  return rows[0]?.name ?? null
}

/** Ids of labels and stages that there are, among these. */
export async function selectKnownIds(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    `select id from labels where tenant_id = $1 and id = any($2::uuid[])
     union all select id from deal_stages where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Sets of up to all contacts must fit into memory: PostgreSQL would otherwise look through the whole set for each contact. To the
 * end of the transaction.
 */
const giveRoom = async (client: Client): Promise<unknown> => client.query(`set local work_mem = '64MB'`)

export async function countMembers(client: Client, { text, values }: Compiled): Promise<number> {
  await giveRoom(client)
  const { rows } = await client.query<{ count: number }>(text, [...values])
  return rows[0]?.count ?? 0
}

/** The next so many, by id: `newest` from the end, `oldest` from the beginning. Walks the primary key. */
export async function selectMembers(
  client: Client,
  { text, values }: Compiled,
  place: { readonly from: 'newest' | 'oldest'; readonly afterId: string | null; readonly limit: number },
): Promise<string[]> {
  const [after, limit] = [`$${values.length + 1}::uuid`, `$${values.length + 2}::int`]
  const isNewest = place.from === 'newest'
  await giveRoom(client)
  const { rows } = await client.query<{ id: string }>(
    `select k.id from contacts k where k.tenant_id = $1 and k.kind = 'person'
       and (${after} is null or k.id ${isNewest ? '<' : '>'} ${after}) and (${text})
     order by k.id ${isNewest ? 'desc' : 'asc'} limit ${limit}`,
    [...values, place.afterId, place.limit],
  )
  return rows.map(({ id }) => id)
}

/** Whose messages and conversations these are. */
export async function selectConcerned(
  client: Client,
  tenant: TenantId,
  {
    messages,
    conversations,
  }: { readonly messages: readonly string[]; readonly conversations: readonly string[] },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct contact_id as id from conversations where tenant_id = $1 and id = any(array(
       select unnest($3::uuid[]) union select conversation_id from messages where tenant_id = $1 and id = any($2::uuid[])))`,
    [tenant, messages, conversations],
  )
  return rows.map(({ id }) => id)
}

/** Counts the messages of these contacts anew, as far as counting goes. Uses messages_thread; what has not changed is not written. */
export async function recountActivity(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
): Promise<void> {
  if (contacts.length === 0) return
  await client.query(
    `insert into contact_activity as a (tenant_id, contact_id, message_count, last_outbound_at)
     select $1, k.id, n.messages, n.last_outbound_at from contacts k, lateral (
       select least(count(*), ${MESSAGES_COUNTED_MAX})::int as messages, max(m.at) filter (where m.direction = 'out') as last_outbound_at
       from conversations c, lateral (
         select at, direction from messages where tenant_id = $1 and conversation_id = c.id
         order by at desc, id desc limit ${MESSAGES_COUNTED_MAX}) m
       where c.tenant_id = $1 and c.contact_id = k.id) n
     where k.tenant_id = $1 and k.id = any($2::uuid[]) and (n.messages > 0
       or exists (select from contact_activity was where was.tenant_id = $1 and was.contact_id = k.id))
     order by k.id
     on conflict (tenant_id, contact_id) do update set message_count = excluded.message_count, last_outbound_at = excluded.last_outbound_at
     where (a.message_count, a.last_outbound_at) is distinct from (excluded.message_count, excluded.last_outbound_at)`,
    [tenant, contacts],
  )
}
