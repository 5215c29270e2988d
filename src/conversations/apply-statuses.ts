import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Makes messages what their statuses say: the join of all that Meta ever said about them, so it may be run at any time and
 * any number of times. Returns the ids of messages that changed. Uses the primary key of statuses (a look-up for each message,
 * whatever the planner believes) and unique wamids.
 */
export async function applyStatuses(
  client: Client,
  tenant: TenantId,
  about: readonly { readonly channel: string; readonly wamid: string }[],
): Promise<{ id: string; conversation: string }[]> {
  if (about.length === 0) return []
  const { rows } = await client.query<{ id: string; conversation: string }>({
    name: 'apply_statuses',
    text: `update messages m set status_rank = greatest(m.status_rank, said.rank), sent_at = said.sent_at,
        delivered_at = said.delivered_at, read_at = said.read_at, failed_at = said.failed_at, failure = said.failure, pricing = said.pricing
      from (select distinct * from unnest($2::uuid[], $3::text[]) as a (channel_id, wamid)) a, lateral (
        select max(case s.status when 'played' then 4 when 'read' then 3 when 'delivered' then 2 when 'sent' then 1 else 0 end) as rank,
          min(s.at) filter (where s.status = 'sent') as sent_at,
          min(s.at) filter (where s.status = 'delivered') as delivered_at,
          min(s.at) filter (where s.status in ('read', 'played')) as read_at,
          min(s.at) filter (where s.status = 'failed') as failed_at,
          (array_agg(s.errors -> 0 order by s.at, s.errors::text) filter (where s.status = 'failed'))[1] as failure,
          (array_agg(s.pricing order by s.at, s.pricing::text) filter (where s.pricing is not null))[1] as pricing
        from statuses s where s.tenant_id = $1 and s.channel_id = a.channel_id and s.wamid = a.wamid) said
      where m.tenant_id = $1 and m.channel_id = a.channel_id and m.wamid = a.wamid and said.rank is not null
      returning m.id, m.conversation_id as conversation`,
    values: [tenant, about.map(({ channel }) => channel), about.map(({ wamid }) => wamid)],
  })
  return rows
}
