/** What a merge changes, as rows: written down before, put back by an undo. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

export type Row = Readonly<Record<string, unknown>>
/** By table. */
export type Snapshot = Readonly<Record<string, readonly Row[]>>

/** Rows that are kept as they were: by the contact, or by the conversation. Restored in this order. */
const KEPT_BY_CONTACT = ['contacts', 'contact_attributes', 'contact_preferences'] as const
const KEPT_BY_CONVERSATION = ['conversations', 'conversation_labels', 'assignment_queue'] as const
type Kept = (typeof KEPT_BY_CONTACT)[number] | (typeof KEPT_BY_CONVERSATION)[number]

const ownerOf = (table: Kept): string =>
  table === 'contacts' || table === 'conversations'
    ? 'id'
    : table.startsWith('contact_')
      ? 'contact_id'
      : 'conversation_id'

/** Rows that only change hands: the column that says whose they are, and what they are known by. */
const MOVED_WITH_CONTACT = [
  { table: 'contact_identities', owner: 'contact_id', key: `kind || ':' || value` },
  { table: 'conversations', owner: 'contact_id', key: 'id::text' },
  { table: 'deals', owner: 'contact_id', key: 'id::text' },
  { table: 'campaign_recipients', owner: 'contact_id', key: 'campaign_id::text' },
  { table: 'sequence_enrolments', owner: 'contact_id', key: 'id::text' },
  { table: 'sequence_steps', owner: 'contact_id', key: `enrolment_id || ':' || step` },
  { table: 'sequence_events', owner: 'contact_id', key: 'id::text' },
  { table: 'tracked_links', owner: 'contact_id', key: 'id::text' },
  { table: 'link_codes', owner: 'contact_id', key: 'code' },
] as const
const MOVED_WITH_CONVERSATION = [
  { table: 'messages', owner: 'conversation_id', key: 'id::text' },
  { table: 'sends', owner: 'conversation_id', key: 'id::text' },
  { table: 'conversation_notes', owner: 'conversation_id', key: 'id::text' },
  { table: 'flow_runs', owner: 'conversation_id', key: 'id::text' },
  { table: 'flow_log', owner: 'conversation_id', key: `run_id || ':' || step` },
  {
    table: 'flow_visits',
    owner: 'conversation_id',
    key: `flow_id || ':' || version || ':' || node || ':' || run_id`,
  },
  { table: 'note_mentions', owner: 'conversation_id', key: `note_id || ':' || user_id` },
  { table: 'conversation_merges', owner: 'into_id', key: 'from_id::text' },
] as const

export async function takeSnapshot(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
  conversations: readonly string[],
): Promise<Snapshot> {
  const snapshot: Record<string, Row[]> = {}
  for (const table of [...KEPT_BY_CONTACT, ...KEPT_BY_CONVERSATION]) {
    const ids = (KEPT_BY_CONTACT as readonly string[]).includes(table) ? contacts : conversations
    const { rows } = await client.query<{ row: Row }>(
      `select to_jsonb(t) as row from ${table} t where tenant_id = $1 and ${ownerOf(table)} = any($2::uuid[])`,
      [tenant, ids],
    )
    snapshot[table] = rows.map(({ row }) => row)
  }
  return snapshot
}

/** Conversations of the loser on channels on which the winner has one too: with their place. */
export async function selectDoubled(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<{ from: string; into: string }[]> {
  const { rows } = await client.query<{ from: string; into: string }>(
    `select l.id as from, w.id as into from conversations l
     join conversations w on w.tenant_id = l.tenant_id and w.channel_id = l.channel_id and w.contact_id = $3
     where l.tenant_id = $1 and l.contact_id = $2 order by l.id`,
    [tenant, loser, winner],
  )
  return rows
}

/** Writes down what is the loser's, and what is in its conversations that will be gone. */
export async function insertMoved(
  client: Client,
  tenant: TenantId,
  merge: string,
  loser: string,
  conversations: readonly string[],
): Promise<void> {
  for (const { table, owner, key } of MOVED_WITH_CONTACT)
    await client.query(
      `insert into contact_merge_rows (tenant_id, merge_id, kind, key, owner_id)
       select $1, $2, '${table}', ${key}, ${owner} from ${table} where tenant_id = $1 and ${owner} = $3`,
      [tenant, merge, loser],
    )
  for (const { table, owner, key } of MOVED_WITH_CONVERSATION)
    await client.query(
      `insert into contact_merge_rows (tenant_id, merge_id, kind, key, owner_id)
       select $1, $2, '${table}', ${key}, ${owner} from ${table} where tenant_id = $1 and ${owner} = any($3::uuid[])`,
      [tenant, merge, conversations],
    )
}

/** Gives back what changed hands and is still where the merge put it. */
export async function putBack(client: Client, tenant: TenantId, merge: string): Promise<void> {
  for (const { table, owner, key } of [...MOVED_WITH_CONTACT, ...MOVED_WITH_CONVERSATION])
    await client.query(
      `update ${table} t set ${owner} = j.owner_id from contact_merge_rows j
       where j.tenant_id = $1 and j.merge_id = $2 and j.kind = '${table}' and t.tenant_id = $1
         and j.key = ${key.replaceAll(/\b(kind|value|id|note_id|user_id|from_id|code)\b/gu, 't.$1')}`,
      [tenant, merge],
    )
}

/** Puts a row back that is gone; what it named that is gone too (a colleague, a label) makes way. */
export async function insertRow(client: Client, table: Kept, row: Row): Promise<void> {
  const columns = await columnsOf(client, table)
  const list = columns.join(', ')
  await client.query(
    `insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${table}, $1) on conflict do nothing`,
    [JSON.stringify(row)],
  )
}

/** Makes a row what it is here, in these columns. */
export async function updateRow(
  client: Client,
  tenant: TenantId,
  table: 'contacts' | 'conversations',
  { id, ...values }: Row,
): Promise<void> {
  const writable = await columnsOf(client, table)
  const columns = Object.keys(values).filter((column) => writable.includes(column) && column !== 'tenant_id')
  if (columns.length === 0) return
  await client.query(
    `update ${table} t set ${columns.map((column) => `${column} = n.${column}`).join(', ')}
     from jsonb_populate_record(null::${table}, $3) n where t.tenant_id = $1 and t.id = $2`,
    [tenant, id, JSON.stringify(values)],
  )
}

export async function deleteRows(
  client: Client,
  tenant: TenantId,
  table: 'conversation_labels' | 'contact_preferences',
  rows: readonly Row[],
): Promise<void> {
  const [owner, what] =
    table === 'conversation_labels' ? ['conversation_id', 'label_id'] : ['contact_id', 'category']
  for (const row of rows)
    await client.query(`delete from ${table} where tenant_id = $1 and ${owner} = $2 and ${what} = $3`, [
      tenant,
      row[owner],
      row[what],
    ])
}

/** Which of these labels, colleagues and teams there still are. */
export async function selectExisting(
  client: Client,
  tenant: TenantId,
  { labels, members, teams }: Readonly<Record<'labels' | 'members' | 'teams', readonly unknown[]>>,
): Promise<ReadonlySet<unknown>> {
  const { rows } = await client.query<{ id: string }>(
    `select id from labels where tenant_id = $1 and id = any($2::uuid[])
     union all select user_id from tenant_members where tenant_id = $1 and user_id = any($3::uuid[])
     union all select id from teams where tenant_id = $1 and id = any($4::uuid[])`,
    [tenant, labels, members, teams],
  )
  return new Set(rows.map(({ id }) => id))
}

/** All but those that PostgreSQL works out by itself. */
async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Replaces what the business knows of a contact; nothing: there is no row. */
export async function putAttributes(
  client: Client,
  tenant: TenantId,
  contact: string,
  attributes: Row | null,
): Promise<void> {
  if (attributes === null)
    await client.query('delete from contact_attributes where tenant_id = $1 and contact_id = $2', [
      tenant,
      contact,
    ])
  else
    await client.query(
      `insert into contact_attributes (tenant_id, contact_id, attributes) values ($1, $2, $3)
       on conflict (tenant_id, contact_id) do update set attributes = excluded.attributes`,
      [tenant, contact, JSON.stringify(attributes)],
    )
}

/** The places of merged conversations that are themselves again. */
export async function deletePlaces(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  await client.query('delete from conversation_merges where tenant_id = $1 and from_id = any($2::uuid[])', [
    tenant,
    ids,
  ])
}
