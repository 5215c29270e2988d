/**
 * A business that has been busy for a year: 200,000 contacts, 50,000 conversations and 5 million messages by default, written as SQL
 * so that it takes minutes. Texts are drawn from a small vocabulary, commoner words more often; conversations differ in length by a
 * factor of thousands, as they do. What the program keeps behind the messages (words to search by, activity) is filled in too.
 */
import { Client } from 'pg'
import { openDatabase } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'

export type Size = { readonly contacts: number; readonly conversations: number; readonly messages: number }
export type LargeTenant = { readonly tenant: TenantId; readonly channel: string; readonly agents: string[] }

/** From common to rare: the n-th of 400 words is said about 1/n as often as the first. */
const WORDS = [
  ...['hai', 'please', 'order', 'the', 'kurta', 'blue', 'size', 'kya', 'bhai', 'price', 'delivery', 'saree'],
  ...['नमस्ते', 'कब', 'मिलेगा', 'रंग', 'cod', 'payment', 'upi', 'return', 'refund', 'cotton', 'silk', 'tomorrow'],
  ...['வணக்கம்', 'விலை', 'ధర', 'నమస్కారం', 'ದರ', 'কত', 'দাম', 'wedding', 'gift', 'courier', 'pincode', 'address'],
]
const VOCABULARY = [...WORDS, ...Array.from({ length: 364 }, (_, n) => `word${n}`)]

/** Rare enough that few messages hold it. */
export const RARE_WORD = 'word363'
export const COMMON_WORD = 'hai'

/** @param url a migrated database, as its owner, who is held to no row-level security */
export async function seedLargeTenant(
  url: string,
  size: Size,
  say: (line: string) => void,
): Promise<LargeTenant> {
  const tenant = tenantId(newId())
  const channel = newId()
  const agents = Array.from({ length: 8 }, () => newId())
  const database = openDatabase({ url, poolSize: 1, name: 'seed' })
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'A busy shop'))
  await database.close()
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`set maintenance_work_mem = '1GB'; set work_mem = '256MB'`)
  try {
    const steps: readonly (readonly [string, string, readonly unknown[]])[] = [
      ['people', PEOPLE, [tenant, agents]],
      ['channel', CHANNEL, [tenant, channel]],
      ['contacts', CONTACTS, [tenant, size.contacts]],
      ['identities', IDENTITIES, [tenant]],
      ['attributes', ATTRIBUTES, [tenant]],
      ['conversations', CONVERSATIONS, [tenant, channel, size.conversations, agents]],
      ['labels', LABELS, [tenant]],
      ['messages', MESSAGES, [tenant, channel, size.messages, VOCABULARY]],
    ]
    await withoutIndexes(client, ['messages', 'search_entries'], async () => {
      for (const [name, sql, values] of steps) await timed(client, name, sql, values, say)
      await timed(client, 'words to search by', SEARCH_ENTRIES, [tenant], say)
    })
    await timed(client, 'last messages', LAST_MESSAGES, [tenant], say)
    await timed(client, 'activity', ACTIVITY, [tenant], say)
    await timed(client, 'cursors', CURSORS, [tenant], say)
    await timed(client, 'statistics', 'vacuum analyze', [], say)
  } finally {
    await client.end()
  }
  return { tenant, channel, agents }
}

async function timed(
  client: Client,
  name: string,
  sql: string,
  values: readonly unknown[],
  say: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now()
  const { rowCount } = await client.query(sql, [...values])
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`  ${name}: ${(rowCount ?? 0).toLocaleString('en')} rows in ${seconds} s`)
}

/** Five million rows are sorted once instead of being put into five indexes one by one. */
async function withoutIndexes(
  client: Client,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{
    table: string
    name: string
    constraint: string | null
    definition: string
  }>(
    `select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name, c.conname as constraint,
       coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) as definition
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
     where i.indrelid = any($1::text[]::regclass[])`,
    [tables],
  )
  for (const { table, name, constraint } of rows)
    await client.query(
      constraint === null ? `drop index ${name}` : `alter table ${table} drop constraint ${constraint}`,
    )
  await work()
  for (const { table, constraint, definition } of rows)
    await client.query(
      constraint === null ? definition : `alter table ${table} add constraint ${constraint} ${definition}`,
    )
}

const PEOPLE = `
  with users as (
    insert into users (id, name, email) select id, 'Agent ' || n, id || '@example.com'
    from unnest($2::uuid[]) with ordinality as a (id, n) returning id
  ), members as (
    insert into tenant_members (tenant_id, user_id, role) select $1, id, 'agent' from users returning user_id
  ) insert into member_routes (user_id, tenant_id) select user_id, $1 from members`

const CHANNEL = `
  insert into channels (tenant_id, id, phone_number_id, waba_id, display_phone_number, access_token_sealed)
  values ($1, $2, '900000000000001', '900000000000002', '919000000001', decode('0101' || repeat('00', 40), 'hex'))`

/** Ids rise with time, as the program's do. */
const CONTACTS = `
  insert into contacts (tenant_id, id, profile_name, profile_name_at, given_name, created_at)
  select $1, uuidv7((n - $2) * interval '3 minutes'), (array['Asha','Ravi','Meena','Imran','Kavya','Arjun','Fatima','Sunil'])[1 + n % 8]
      || ' ' || (array['Sharma','Patel','Khan','Reddy','Iyer','Das','Singh','Nair','Gupta','Rao','Shah'])[1 + (n / 8) % 11] || ' ' || n,
    now(), case when n % 10 = 0 then 'Customer ' || n end, now() + (n - $2) * interval '3 minutes'
  from generate_series(1, $2::int) n`

const IDENTITIES = `
  insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
  select tenant_id, 'phone', '91' || (7000000000 + row_number() over (order by id)), id, created_at
  from contacts where tenant_id = $1`

const ATTRIBUTES = `
  with definitions as (
    insert into attribute_definitions (tenant_id, key, label, type, choices) values
      ($1, 'city', 'City', 'choice', array['Pune','Delhi','Chennai','Surat']), ($1, 'orders', 'Orders', 'number', '{}')
  ) insert into contact_attributes (tenant_id, contact_id, attributes)
  select tenant_id, id, jsonb_build_object('city', (array['Pune','Delhi','Chennai','Surat'])[1 + (random() * 3)::int],
    'orders', (random() * 20)::int) from contacts where tenant_id = $1 and random() < 0.5`

const CONVERSATIONS = `
  insert into conversations (tenant_id, id, channel_id, contact_id, status, snoozed_until, resolved_at, unread_count, assignee_id, created_at)
  select $1, uuidv7((n - $3) * interval '10 minutes'), $2, id, status, case when status = 'snoozed' then now() + interval '1 day' end,
    case when status = 'resolved' then now() end, case when status = 'open' and n % 3 = 0 then 1 + n % 5 else 0 end,
    case when n % 3 > 0 then ($4::uuid[])[1 + n % 8] end, now() + (n - $3) * interval '10 minutes'
  from (select id, n, (array['open','open','pending','snoozed','resolved','resolved','resolved','resolved','resolved','resolved'])[1 + n % 10]
      as status from (select id, row_number() over (order by id desc)::int as n from contacts where tenant_id = $1) c where n <= $3) c`

const LABELS = `
  with made as (
    insert into labels (tenant_id, id, name, name_key, color)
    select $1, uuidv7(), name, name, 'blue' from unnest(array['orders','returns','wholesale','vip']) name returning id, name
  ) insert into conversation_labels (tenant_id, conversation_id, label_id)
  select $1, c.id, made.id from conversations c, made where c.tenant_id = $1 and random() < 0.1`

/** Short threads are many and long ones few: the square of an even draw. Words are drawn the same way. */
const MESSAGES = `
  with threads as (
    select array_agg(id order by random()) as ids from conversations where tenant_id = $1
  ), drawn as (
    select n, ids[1 + floor(power(random(), 3) * (cardinality(ids) - 1))::int] as conversation_id,
      now() - ($3 - n) * (interval '365 days' / $3) as at, random() < 0.55 as is_in,
      (select string_agg(($4::text[])[1 + floor(power(cardinality($4::text[]), random()) - 1)::int], ' ')
       from generate_series(1, 3 + (n % 9))) as text
    from threads, generate_series(1, $3::int) n
  ) insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at, created_at,
      status_rank, sent_at, delivered_at, read_at)
  select $1, uuidv7(at - now()), $2, conversation_id, case when is_in then 'in' else 'out' end, case when is_in then 'live' else 'agent' end,
    'wamid.' || n, 'text', text, '{}', at, at, case when is_in then 0 else 3 end, case when not is_in then at end,
    case when not is_in then at end, case when not is_in then at end from drawn`

const SEARCH_ENTRIES = `
  insert into search_entries (tenant_id, message_id, at, words)
  select tenant_id, id, at, array_to_tsvector(string_to_array(text, ' ')) from messages where tenant_id = $1`

const LAST_MESSAGES = `
  update conversations c set last_message_at = m.at, last_message_id = m.id, last_inbound_at = m.inbound_at
  from (select distinct on (conversation_id) conversation_id, id, at,
      max(at) filter (where direction = 'in') over (partition by conversation_id) as inbound_at
    from messages where tenant_id = $1 order by conversation_id, at desc, id desc) m
  where c.tenant_id = $1 and c.id = m.conversation_id`

const ACTIVITY = `
  insert into contact_activity (tenant_id, contact_id, message_count, last_outbound_at)
  select $1, c.contact_id, least(500, count(*)), max(m.at) filter (where m.direction = 'out')
  from messages m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
  where m.tenant_id = $1 group by c.contact_id`

/** As after a long quiet time: nothing is left to be worked off. */
const CURSORS = `
  with search as (
    insert into search_cursors (tenant_id, xid, id) values ($1, pg_current_xact_id(), 0)
  ) insert into activity_cursors (tenant_id, xid, id) values ($1, pg_current_xact_id(), 0)`
