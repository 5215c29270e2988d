/** Two conversations become one: so do what flows know of them. Of two that wait the winner's goes on. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

export async function mergeRuns(
  client: Client,
  tenant: TenantId,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await client.query(
    `update flow_runs r set outcome = 'stopped', due_at = null, ended_at = now() where tenant_id = $1 and conversation_id = $2 and outcome is null
       and exists (select from flow_runs w where w.tenant_id = $1 and w.conversation_id = $3 and w.outcome is null)`,
    [tenant, from, into],
  )
  for (const table of ['flow_runs', 'flow_log', 'flow_visits'])
    await client.query(
      `update ${table} set conversation_id = $3 where tenant_id = $1 and conversation_id = $2`,
      [...[tenant, from, into]],
    )
  // What nobody has heard of either is one turn.
  await client.query(
    `with gone as (delete from flow_turns where tenant_id = $1 and conversation_id = $2 returning *)
     insert into flow_turns as t (tenant_id, conversation_id, first_id, heard_id, due_at)
     select tenant_id, $3, first_id, heard_id, due_at from gone
     on conflict (tenant_id, conversation_id) do update set due_at = least(t.due_at, excluded.due_at),
       first_id = least(t.first_id, excluded.first_id), heard_id = case when t.heard_id < excluded.heard_id then t.heard_id when excluded.heard_id <= t.heard_id then excluded.heard_id end`,
    [tenant, from, into],
  )
}
