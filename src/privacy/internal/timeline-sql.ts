import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { TimelineItem } from '../shapes.ts'

type Row = {
  key: string
  at_ms: number
  kind: TimelineItem['kind']
  conversation: string | null
  actor: string | null
  details: Record<string, unknown>
}

/** Where a day begins and ends: most of the businesses that use this keep Indian time. */
const ZONE = 'Asia/Kolkata'
/** Everything of a source that stands before the page’s place, at most as much as a page holds. */
const BEFORE = (at: string, key: string): string =>
  `(${at}, (${key})::text collate "C") < (to_timestamp($4::float8 / 1000.0), $5::text)`

/**
 * Each source gives at most a page, by its own index, and of these the newest make the page. Messages: from the newest day of a
 * conversation to the one before it, one step in messages_thread for each day and one walk over that day.
 */
const SOURCES: readonly string[] = [
  `select 'first' as key, c.created_at as at, 'first_seen' as kind, null::uuid as conversation, null::text as actor, '{}'::jsonb as details
   from contacts c where c.tenant_id = $1 and c.id = $2 and ${BEFORE('c.created_at', `'first'`)}`,
  `select d.key, d.at, 'messages', d.conversation, null, d.details from unnest($3::uuid[]) as v (id) cross join lateral (
     with recursive days as (
       (select m.at, date_trunc('day', m.at, '${ZONE}') as day from messages m
        where m.tenant_id = $1 and m.conversation_id = v.id and m.at < date_trunc('day', to_timestamp($4::float8 / 1000.0), '${ZONE}') + interval '1 day'
        order by m.at desc limit 1)
       union all
       select n.at, date_trunc('day', n.at, '${ZONE}') from days cross join lateral (
         select m.at from messages m where m.tenant_id = $1 and m.conversation_id = v.id and m.at < days.day order by m.at desc limit 1) n)
     select 'messages ' || v.id || ' ' || to_char(days.day at time zone '${ZONE}', 'YYYY-MM-DD') as key, days.at, v.id as conversation, s.details
     from (select * from days limit $6) days cross join lateral (
       select jsonb_build_object('in', count(*) filter (where m.direction = 'in'), 'out', count(*) filter (where m.direction = 'out'),
         'day', to_char(days.day at time zone '${ZONE}', 'YYYY-MM-DD')) as details
       from messages m where m.tenant_id = $1 and m.conversation_id = v.id and m.at >= days.day and m.at <= days.at) s
     where ${BEFORE('days.at', `'messages ' || v.id || ' ' || to_char(days.day at time zone '${ZONE}', 'YYYY-MM-DD')`)}) d`,
  `select t.key, t.at, 'template', t.conversation, null, t.details from unnest($3::uuid[]) as v (id) cross join lateral (
     select 'template ' || m.id as key, m.at, v.id as conversation, jsonb_build_object('name', m.content #>> '{template,name}',
       'language', m.content #>> '{template,language,code}') as details
     from messages m where m.tenant_id = $1 and m.conversation_id = v.id and m.direction = 'out' and m.type = 'template' and ${BEFORE('m.at', `'template ' || m.id`)}
     order by m.at desc, m.id desc limit $6) t`,
  `(select 'consent ' || id, at, 'consent', null::uuid, actor ->> 'name', jsonb_build_object('purpose', purpose, 'state', state, 'source', source, 'noticeVersion', notice_version)
   from consents where tenant_id = $1 and contact_id = $2 and ${BEFORE('at', `'consent ' || id`)} order by at desc, id desc limit $6)`,
  `select n.key, n.at, 'note', n.conversation, n.actor, n.details from unnest($3::uuid[]) as v (id) cross join lateral (
     select 'note ' || o.id as key, o.at, v.id as conversation, o.author_name as actor, jsonb_build_object('text', left(o.text, 200)) as details
     from conversation_notes o where o.tenant_id = $1 and o.conversation_id = v.id and ${BEFORE('o.at', `'note ' || o.id`)}
     order by o.at desc, o.id desc limit $6) n`,
  `select 'merged ' || from_id, at, 'merged', into_id, null, '{}'::jsonb from conversation_merges
   where tenant_id = $1 and into_id = any($3::uuid[]) and ${BEFORE('at', `'merged ' || from_id`)}`,
  // Assignments, changes of status, changes of the contact: whatever the audit says of it and its conversations, and nothing twice.
  `select a.key, a.at, 'changed', a.conversation, a.actor, a.details from (
     select 'contact' as kind, $2::uuid as id union all select 'conversation', unnest($3::uuid[])) s cross join lateral (
     select 'audit ' || e.seq as key, e.at, case s.kind when 'conversation' then s.id end as conversation, e.actor_name as actor,
       jsonb_build_object('action', e.action, 'details', e.details) as details
     from audit_entries e where e.tenant_id = $1 and e.subject_kind = s.kind and e.subject_id = s.id::text
       and e.action not in ('consent.granted', 'consent.withdrawn') and ${BEFORE('e.at', `'audit ' || e.seq`)}
     order by e.seq desc limit $6) a`,
  `select 'deal ' || id, created_at, 'deal', conversation_id, null, jsonb_build_object('title', title) from deals
   where tenant_id = $1 and contact_id = $2 and ${BEFORE('created_at', `'deal ' || id`)}`,
  `select 'export ' || id, requested_at, 'export', null::uuid, requested_by_name, '{}'::jsonb from privacy_exports
   where tenant_id = $1 and contact_id = $2 and ${BEFORE('requested_at', `'export ' || id`)}`,
]

export async function selectTimeline(
  client: Client,
  tenant: TenantId,
  contact: string,
  conversations: readonly string[],
  { before, limit }: { readonly before: { at: number; key: string } | null; readonly limit: number },
): Promise<TimelineItem[]> {
  const { rows } = await client.query<Row>(
    `select key, ${millisecondsOf('at')} as at_ms, kind, conversation, actor, details
     from (${SOURCES.join('\nunion all\n')}) t order by at desc, key collate "C" desc limit $6`,
    [tenant, contact, conversations, before?.at ?? END_MS, before?.key ?? '', limit],
  )
  return rows.map((row) => ({
    ...{ id: row.key, at: row.at_ms, kind: row.kind },
    ...{ conversationId: row.conversation, actor: row.actor, details: row.details },
  }))
}

/** Behind everything: the year 2200. */
const END_MS = 7_258_118_400_000
