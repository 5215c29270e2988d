import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { RetentionChange } from '../shapes.ts'

export type Rules = RetentionChange & {
  readonly inactiveFrom: number | null
  readonly changedAt: number
  readonly mediaCount: number
  readonly textCount: number
}

export async function selectRules(client: Client, tenant: TenantId): Promise<Rules | null> {
  const { rows } = await client.query<Rules>(
    `select media_days as "mediaDays", text_days as "textDays", inactive_days as "inactiveDays",
       ${millisecondsOf('inactive_from')} as "inactiveFrom", ${millisecondsOf('changed_at')} as "changedAt",
       media_count::float8 as "mediaCount", text_count::float8 as "textCount"
     from retention_rules where tenant_id = $1`,
    [tenant],
  )
  return rows[0] ?? null
}

export async function putRules(
  client: Client,
  tenant: TenantId,
  rules: RetentionChange & { readonly inactiveFrom: Instant | null; readonly now: Instant },
): Promise<void> {
  await client.query(
    `insert into retention_rules (tenant_id, media_days, text_days, inactive_days, inactive_from, changed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id) do update set media_days = excluded.media_days, text_days = excluded.text_days,
       inactive_days = excluded.inactive_days, inactive_from = excluded.inactive_from, changed_at = excluded.changed_at`,
    [
      ...[tenant, rules.mediaDays, rules.textDays, rules.inactiveDays],
      ...[rules.inactiveFrom === null ? null : new Date(rules.inactiveFrom), new Date(rules.now)],
    ],
  )
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Files of messages older than this id, behind those that went before. By the primary key of media. */
export async function takeOldMedia(
  client: Client,
  tenant: TenantId,
  before: string,
  limit: number,
): Promise<{ readonly id: string; readonly key: string | null }[]> {
  const { rows } = await client.query<{ id: string; key: string | null }>(
    `select id, storage_key as key from media where tenant_id = $1 and id < $2
       and id > coalesce((select media_place from retention_rules where tenant_id = $1), '${NO_ID}') order by id limit $3`,
    [tenant, before, limit],
  )
  return rows
}

export async function forgetOldMedia(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const { rowCount } = await client.query(
    `update media set state = 'unavailable', storage_key = null, filename = null, sha256 = null, problem = 'retention'
     where tenant_id = $1 and id = any($2::uuid[]) and (state = 'stored' or storage_key is not null)`,
    [tenant, ids],
  )
  await client.query(
    'update retention_rules set media_place = $2, media_count = media_count + $3 where tenant_id = $1',
    [tenant, ids.at(-1), rowCount ?? 0],
  )
}

/** Blanks a batch of old texts, and the words by which they were found; how many messages were looked at. */
export async function takeOldTexts(
  client: Client,
  tenant: TenantId,
  before: string,
  limit: number,
): Promise<number> {
  const { rows } = await client.query<{ id: string; channel_id: string; wamid: string | null }>(
    `select id, channel_id, wamid from messages where tenant_id = $1 and id < $2
       and id > coalesce((select text_place from retention_rules where tenant_id = $1), '${NO_ID}') order by id limit $3`,
    [tenant, before, limit],
  )
  const last = rows.at(-1)
  if (last === undefined) return 0
  const ids = rows.map(({ id }) => id)
  await client.query(
    `update messages set type = 'expired', text = null, content = '{}', context = null, referral = null where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  const said = rows.filter(({ wamid }) => wamid !== null)
  await client.query(
    `update message_amendments a set text = null, content = null from unnest($2::uuid[], $3::text[]) as k (channel, wamid)
     where a.tenant_id = $1 and a.channel_id = k.channel and a.target_wamid = k.wamid`,
    [tenant, said.map((row) => row.channel_id), said.map((row) => row.wamid)],
  )
  await client.query('delete from search_entries where tenant_id = $1 and message_id = any($2::uuid[])', [
    tenant,
    ids,
  ])
  await client.query(
    `update sends set payload = '{}' where tenant_id = $1 and id = any($2::uuid[]) and state in ('accepted', 'failed')`,
    [tenant, ids],
  )
  await client.query(
    'update retention_rules set text_place = $2, text_count = text_count + $3 where tenant_id = $1',
    [tenant, last.id, rows.length],
  )
  return rows.length
}

/** What was said to flows that are over: their logs go, and what they remembered; that they were, and where, stays. */
export async function takeOldRuns(
  client: Client,
  tenant: TenantId,
  before: string,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `with old as (select id from flow_runs where tenant_id = $1 and id < $2 and outcome is not null and steps > 0 order by id limit $3),
       gone as (delete from flow_log l using old where l.tenant_id = $1 and l.run_id = old.id)
     update flow_runs r set state = '{}', steps = 0 from old where r.tenant_id = $1 and r.id = old.id`,
    [tenant, before, limit],
  )
  return rowCount ?? 0
}

/**
 * People with whom nothing was said, and of whom nothing was recorded, since then. Groups have no end of their own. Walks the
 * tenant's contacts; asked once in a while.
 */
const DUE = `from contacts c left join lateral (
    select max(v.last_message_at) as at from conversations v where v.tenant_id = c.tenant_id and v.contact_id = c.id) talked on true
  left join lateral (
    select max(s.at) as at from consents s where s.tenant_id = c.tenant_id and s.contact_id = c.id) agreed on true
  where c.tenant_id = $1 and c.kind = 'person' and c.created_at < $2
    and greatest(c.created_at, talked.at, agreed.at) < $2
    and not exists (select from erasures e where e.tenant_id = c.tenant_id and e.contact_id = c.id and e.state in ('waiting', 'running'))`

export async function selectDue(
  client: Client,
  tenant: TenantId,
  before: Instant,
  limit: number,
): Promise<{ contactId: string; name: string | null; lastActiveAt: number }[]> {
  const { rows } = await client.query<{ contactId: string; name: string | null; lastActiveAt: number }>(
    `select c.id as "contactId", coalesce(c.given_name, c.book_name, c.profile_name, c.username,
         '+' || ${phoneOf('c.tenant_id', 'c.id')}) as name,
       (extract(epoch from greatest(c.created_at, talked.at, agreed.at)) * 1000)::float8 as "lastActiveAt"
     ${DUE} order by greatest(c.created_at, talked.at, agreed.at), c.id limit $3`,
    [tenant, new Date(before), limit],
  )
  return rows
}

export async function countDue(client: Client, tenant: TenantId, before: Instant): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n ${DUE}`, [
    tenant,
    new Date(before),
  ])
  return rows[0]?.n ?? 0
}
