import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/** The next older messages down to this id, newest first. Walks the primary key. */
export async function selectOlder(
  client: Client,
  tenant: TenantId,
  before: string,
  downTo: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select id from messages where tenant_id = $1 and id < $2 and id >= $3 order by id desc limit $4',
    [tenant, before, downTo, limit],
  )
  return rows.map(({ id }) => id)
}

/** A customer's message opens a window (see conversations/window.ts); these do not. */
const OPENS = (m: string): string =>
  `${m}.direction = 'in' and ${m}.source = 'live' and ${m}.type not in ('system', 'request_welcome', 'media_placeholder')`

/**
 * Which templates may have to be looked at because of these messages: themselves; and if one of them is a customer's that came in
 * late, those that were sent within the day after it. Uses the primary key and template_sends_thread.
 */
export async function selectTemplatesAbout(
  client: Client,
  tenant: TenantId,
  messages: readonly string[],
): Promise<string[]> {
  if (messages.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `select m.id from messages m where m.tenant_id = $1 and m.id = any($2::uuid[]) and m.direction = 'out' and m.type = 'template'
     union
     select t.message_id from messages m join template_sends t on t.tenant_id = m.tenant_id
       and t.conversation_id = m.conversation_id and t.at >= m.at - interval '1 day' and t.at <= m.at + interval '2 days'
     where m.tenant_id = $1 and m.id = any($2::uuid[]) and ${OPENS('m')}`,
    [tenant, messages],
  )
  return rows.map(({ id }) => id)
}

/** The templates that were sent in these conversations, whose messages went somewhere else. Uses template_sends_thread. */
export async function selectTemplatesIn(
  client: Client,
  tenant: TenantId,
  conversations: readonly string[],
): Promise<string[]> {
  if (conversations.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    'select message_id as id from template_sends where tenant_id = $1 and conversation_id = any($2::uuid[])',
    [tenant, conversations],
  )
  return rows.map(({ id }) => id)
}

/** What a row counts for, in SQL. 131026: the customer cannot get it, which is also what a block looks like; 131050: no marketing wanted. */
const COUNTS = (row: string): string => `1 as sent, (${row}.delivered_at is not null)::int as delivered,
  (${row}.read_at is not null)::int as read, (${row}.failed_at is not null)::int as failed,
  (${row}.failed_at is not null and coalesce(${row}.failure_code, 0) in (131026, 131050))::int as blocked`

/**
 * Makes the rows of these template messages what they are now, and moves the hours' sums by the difference: both in one statement,
 * under the place's lock, so that repetition changes nothing. A message from before `since` is not counted (again).
 */
export async function putTemplateSends(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  since: Instant,
): Promise<void> {
  if (ids.length === 0) return
  await client.query({
    name: 'health_put_template_sends',
    text: `with now as (
        select m.id, m.channel_id, m.conversation_id, coalesce(m.content #>> '{template,name}', '') as template,
          coalesce(m.content #>> '{template,language,code}', '') as language, m.at,
          coalesce(m.delivered_at, m.read_at) as delivered_at, m.read_at,
          case when coalesce(m.delivered_at, m.read_at) is null then coalesce(m.failed_at, refused.at) end as failed_at,
          case when coalesce(m.delivered_at, m.read_at) is null then coalesce((m.failure ->> 'code')::int, refused.code) end as failure_code,
          not exists (select from messages i where i.tenant_id = m.tenant_id and i.conversation_id = m.conversation_id
            and i.at <= coalesce(m.sent_at, m.at) and i.at > coalesce(m.sent_at, m.at) - interval '24 hours'
            and ${OPENS('i')}) as is_outside
        from (select distinct unnest($2::uuid[]) as id) a
        cross join lateral (select * from messages where tenant_id = $1 and id = a.id limit 1) m
        left join lateral (select s.settled_at as at, (s.error ->> 'code')::int as code from sends s where s.tenant_id = $1
          and s.id = m.id and s.state = 'failed' and jsonb_typeof(s.error -> 'code') = 'number') refused on true
        where m.direction = 'out' and m.type = 'template' and m.at > $3
          and (m.status_rank > 0 or m.failed_at is not null or refused.at is not null)),
      old as (select t.* from template_sends t where t.tenant_id = $1 and t.message_id = any($2::uuid[])),
      put as (
        insert into template_sends as t (tenant_id, message_id, channel_id, conversation_id, template, language, at,
          delivered_at, read_at, failed_at, failure_code, is_outside)
        select $1, id, channel_id, conversation_id, template, language, at, delivered_at, read_at, failed_at, failure_code, is_outside
        from now
        on conflict (tenant_id, message_id) do update set conversation_id = excluded.conversation_id,
          delivered_at = excluded.delivered_at, read_at = excluded.read_at, failed_at = excluded.failed_at,
          failure_code = excluded.failure_code, is_outside = excluded.is_outside
        where (t.conversation_id, t.delivered_at, t.read_at, t.failed_at, t.failure_code, t.is_outside) is distinct from
          (excluded.conversation_id, excluded.delivered_at, excluded.read_at, excluded.failed_at, excluded.failure_code, excluded.is_outside)),
      moves as (
        select channel_id, at, template, language, ${COUNTS('now')} from now
        union all
        select o.channel_id, o.at, o.template, o.language, -c.sent, -c.delivered, -c.read, -c.failed, -c.blocked
        from old o join now n on n.id = o.message_id cross join lateral (select ${COUNTS('o')}) c)
      insert into template_hours as h (tenant_id, channel_id, hour, template, language, sent, delivered, read, failed, blocked)
      select $1, channel_id, date_trunc('hour', at, 'UTC'), template, language, sum(sent), sum(delivered), sum(read), sum(failed), sum(blocked)
      from moves group by 2, 3, 4, 5
      having (sum(sent), sum(delivered), sum(read), sum(failed), sum(blocked)) <> (0, 0, 0, 0, 0)
      order by 2, 3, 4, 5
      on conflict (tenant_id, channel_id, hour, template, language) do update set sent = h.sent + excluded.sent,
        delivered = h.delivered + excluded.delivered, read = h.read + excluded.read, failed = h.failed + excluded.failed,
        blocked = h.blocked + excluded.blocked`,
    values: [tenant, ids, new Date(since)],
  })
}

/**
 * Notes who wanted no more within a day after a template, at the last one that they had got, once. Uses suppressions_newest and
 * template_sends_thread.
 */
export async function noteOptOuts(client: Client, tenant: TenantId, since: Instant): Promise<number> {
  const { rowCount } = await client.query(
    `with refused as (
        select last.message_id, s.at from suppressions s
        cross join lateral (
          select t.message_id, t.opted_out_at from conversations c join template_sends t on t.tenant_id = c.tenant_id and t.conversation_id = c.id
          where c.tenant_id = s.tenant_id and c.contact_id = s.contact_id and t.at <= s.at and t.at > s.at - interval '1 day'
            and t.delivered_at is not null
          order by t.at desc, t.message_id limit 1) last
        where s.tenant_id = $1 and s.at > $2 and s.source in ('message', 'user_preferences') and last.opted_out_at is null),
      noted as (
        update template_sends t set opted_out_at = r.at from (select message_id, min(at) as at from refused group by 1) r
        where t.tenant_id = $1 and t.message_id = r.message_id and t.opted_out_at is null
        returning t.channel_id, t.at, t.template, t.language)
      insert into template_hours as h (tenant_id, channel_id, hour, template, language, opted_out)
      select $1, channel_id, date_trunc('hour', at, 'UTC'), template, language, count(*) from noted group by 2, 3, 4, 5
      on conflict (tenant_id, channel_id, hour, template, language) do update set opted_out = h.opted_out + excluded.opted_out`,
    [tenant, new Date(since)],
  )
  return rowCount ?? 0
}

/** Uses template_sends_age. */
export async function forgetSends(
  client: Client,
  tenant: TenantId,
  before: { readonly sends: Instant; readonly hours: Instant },
): Promise<void> {
  await client.query(
    `delete from template_sends where tenant_id = $1 and message_id in (
       select message_id from template_sends where tenant_id = $1 and at < $2 order by at limit 2000)`,
    [tenant, new Date(before.sends)],
  )
  await client.query('delete from template_hours where tenant_id = $1 and hour < $2', [
    tenant,
    new Date(before.hours),
  ])
}
