/** Customers who wrote while the business was closed and have not been told so. */
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import { IS_ANSWER } from './relay-sql.ts'

export async function queueAway(
  client: Client,
  tenant: TenantId,
  written: readonly { readonly conversation: string; readonly at: Instant }[],
): Promise<void> {
  if (written.length === 0) return
  await client.query({
    name: 'queue_away',
    text: `insert into away_waiting (tenant_id, conversation_id, written_at)
      select $1, n.id, max(n.at) from unnest($2::uuid[], $3::timestamptz[]) as n (id, at)
      where exists (select from conversations c where c.tenant_id = $1 and c.id = n.id) group by n.id order by n.id
      on conflict (tenant_id, conversation_id) do update set written_at = greatest(away_waiting.written_at, excluded.written_at)`,
    values: [tenant, written.map(({ conversation }) => conversation), written.map(({ at }) => new Date(at))],
  })
}

export async function selectAway(client: Client, tenant: TenantId, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'select_away',
    text: `select conversation_id as id from away_waiting where tenant_id = $1 order by written_at, conversation_id limit $2`,
    values: [tenant, limit],
  })
  return rows.map(({ id }) => id)
}

/** When they wrote last; null: somebody else has seen to it. Nobody waits here after the commit. */
export async function takeAway(
  client: Client,
  tenant: TenantId,
  conversation: string,
): Promise<Instant | null> {
  const { rows } = await client.query<{ at: number }>({
    name: 'take_away',
    text: `delete from away_waiting where tenant_id = $1 and conversation_id = $2 returning ${millisecondsOf('written_at')} as at`,
    values: [tenant, conversation],
  })
  return momentOf(rows[0]?.at ?? null)
}

/** Whether a person has answered since then. Uses messages_thread. */
export async function hasAnswerSince(
  client: Client,
  tenant: TenantId,
  conversation: string,
  since: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'has_answer_since',
    text: `select from messages m where m.tenant_id = $1 and m.conversation_id = $2 and m.at > $3 and ${IS_ANSWER} limit 1`,
    values: [tenant, conversation, new Date(since)],
  })
  return rowCount === 1
}
