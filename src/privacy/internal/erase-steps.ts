/**
 * The steps of an erasure. Each call is one short transaction that ends with how far it is, so that a worker that is killed
 * costs the batch that it was at, and the next one goes on from there. Everything may be done twice.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { hashName, type PersonName } from '../hash-name.ts'
import type { PrivacyKeys } from '../privacy-keys.ts'
import type { Billed } from './erasures-sql.ts'
import { mentionPattern } from './mentions.ts'
import { findPersonTables } from './person-tables.ts'
import { redactDeliveries } from './redact-deliveries.ts'
import { count, type Person, type Run, type Step } from './run.ts'

/** Messages at a time: with their ticks, reactions and words a batch takes some milliseconds. */
const MESSAGES = 200
const ROWS = 500
/** Pages of 8 KB of a table that is walked from its beginning to its end. */
const PAGES = 128

/**
 * The beginning, alone with the tenant: from its commit nobody finds the contact by a name, so what comes in makes a new one;
 * nothing that waits is sent; and what they refused is remembered for whoever bears these names again.
 */
export async function beginErasure(
  client: Client,
  { tenant, contact, counts, keys, now }: BeginOptions,
): Promise<Person> {
  await lockTenant(client, tenant, true)
  const names = await readNames(client, tenant, contact)
  const { rows: conversations } = await client.query<{ id: string }>(
    'select id from conversations where tenant_id = $1 and contact_id = $2 order by id for update',
    [tenant, contact],
  )
  const ids = conversations.map(({ id }) => id)
  const { rowCount: cancelled } = await client.query(
    `update sends set state = 'failed', settled_at = clock_timestamp(), error = '{"code":"contact_erased"}'
     where tenant_id = $1 and conversation_id = any($2::uuid[]) and state = 'queued'`,
    [tenant, ids],
  )
  if ((cancelled ?? 0) > 0) counts['sends waiting'] = cancelled ?? 0
  await keepRefusals(client, { tenant, contact, names, keys })
  await forgetNames(client, tenant, contact, names, counts)
  const { rows: routes } = await client.query<{ number: string; waba: string }>(
    'select phone_number_id as number, waba_id as waba from channel_routes where tenant_id = $1',
    [tenant],
  )
  const { rows: lanes } = await client.query<Person['lanes'][number]>(
    'select lane, cursor_xid::text as xid, cursor_id::text as id from lanes order by lane',
  )
  return {
    ...{ names, conversations: ids, beganAt: now, lanes },
    numbers: routes.map(({ number }) => number),
    wabas: [...new Set(routes.map(({ waba }) => waba))],
  }
}

type BeginOptions = {
  readonly tenant: TenantId
  readonly contact: string
  readonly counts: Record<string, number>
  readonly keys: PrivacyKeys
  readonly now: number
}

async function readNames(client: Client, tenant: TenantId, contact: string): Promise<PersonName[]> {
  const { rows } = await client.query<PersonName>(
    'select kind, value from contact_identities where tenant_id = $1 and contact_id = $2 order by kind, value',
    [tenant, contact],
  )
  return rows
}

async function keepRefusals(
  client: Client,
  {
    tenant,
    contact,
    names,
    keys,
  }: Pick<BeginOptions, 'tenant' | 'contact' | 'keys'> & {
    readonly names: readonly PersonName[]
  },
): Promise<void> {
  const hashes = names.filter(({ kind }) => kind !== 'made').map((name) => hashName(keys, tenant, name))
  await client.query('delete from kept_refusals where tenant_id = $1 and name_hash = any($2::bytea[])', [
    tenant,
    hashes,
  ])
  await client.query(
    `insert into kept_refusals (tenant_id, name_hash, purpose, at)
     select $1, h, s.purpose, s.at from unnest($3::bytea[]) as h, suppressions s where s.tenant_id = $1 and s.contact_id = $2
     on conflict do nothing`,
    [tenant, contact, hashes],
  )
}

/** What was said of their number alone goes too; a name that we made for somebody else after their number loses the number. */
async function forgetNames(
  client: Client,
  tenant: TenantId,
  contact: string,
  names: readonly PersonName[],
  counts: Record<string, number>,
): Promise<void> {
  const phones = names.filter(({ kind }) => kind === 'phone').map(({ value }) => value)
  const keys = names.map(({ kind, value }) => `${kind}:${value}`)
  const words = await client.query('delete from phone_words where tenant_id = $1 and phone = any($2)', [
    tenant,
    phones,
  ])
  const claims = await client.query(
    'delete from phone_claims where tenant_id = $1 and (phone = any($2) or name = any($3))',
    [tenant, phones, keys],
  )
  const gone = await client.query('delete from contact_identities where tenant_id = $1 and contact_id = $2', [
    tenant,
    contact,
  ])
  const { rows: made } = await client.query<{ value: string }>(
    `select value from contact_identities where tenant_id = $1 and kind = 'made' and split_part(value, ' ', 2) = any($2)`,
    [tenant, phones],
  )
  for (const { value } of made) {
    const anonymous = `after erased ${crypto.randomUUID()}`
    await client.query(
      `update contact_identities set value = $3 where tenant_id = $1 and kind = 'made' and value = $2`,
      [tenant, value, anonymous],
    )
    await client.query(
      'update contact_identities set claimed_by = $3 where tenant_id = $1 and claimed_by = $2',
      [...[tenant, `made:${value}`, `made:${anonymous}`]],
    )
    await client.query('update phone_claims set name = $3 where tenant_id = $1 and name = $2', [
      ...[tenant, `made:${value}`, `made:${anonymous}`],
    ])
  }
  for (const [table, { rowCount }] of Object.entries({
    phone_words: words,
    phone_claims: claims,
    contact_identities: gone,
  }))
    if ((rowCount ?? 0) > 0) counts[table] = (counts[table] ?? 0) + (rowCount ?? 0)
}

/** Exports of them, files first: a row without a file is taken up again, a file without a row by nobody. */
const eraseExports: Step = async (client, run) => {
  const { tenant, contact, parts } = run
  const { rows } = await client.query<{ id: string; storage_key: string | null }>(
    'select id, storage_key from privacy_exports where tenant_id = $1 and contact_id = $2 for update',
    [tenant, contact],
  )
  for (const { id, storage_key: key } of rows) {
    await parts.storage.remove(key ?? `${tenant}/export-${id}`)
    await client.query('delete from privacy_exports where tenant_id = $1 and id = $2', [tenant, id])
  }
  count(run, 'privacy_exports', rows.length)
  return false
}

/** Files at a time; they are removed outside a transaction, because a bucket takes its time. */
const FILES = 40

/**
 * Their files, before their messages: a file without a row would be found by nobody. A file that is in somebody else’s
 * conversation too stays there.
 */
async function eraseFilesFirst(run: Run): Promise<void> {
  const { tenant, person, parts } = run
  const { database, storage } = parts
  for (;;) {
    const rows = await database.inTenant(tenant, async (client) => {
      const found = await client.query<{ id: string; storage_key: string }>(
        `select distinct f.id, f.storage_key from messages m join media f on f.tenant_id = m.tenant_id and f.id = m.media_id
         where m.tenant_id = $1 and m.conversation_id = any($2::uuid[]) and m.media_id is not null and f.storage_key is not null
           and not exists (select from messages o where o.tenant_id = $1 and o.media_id = f.id and o.conversation_id <> all($2::uuid[]))
         limit ${FILES}`,
        [tenant, person.conversations],
      )
      return found.rows
    })
    if (rows.length === 0) return
    for (const { storage_key: key } of rows) await storage.remove(key)
    await database.inTenant(tenant, async (client) =>
      client.query(
        `update media set state = 'unavailable', storage_key = null, filename = null, problem = 'erased' where tenant_id = $1 and id = any($2::uuid[])`,
        [tenant, rows.map(({ id }) => id)],
      ),
    )
    count(run, 'files', rows.length)
  }
}

type MessageRow = { id: string; channel_id: string; wamid: string | null; media_id: string | null }

/** A batch of what was said with them, with all that hangs on each message. */
const eraseMessages: Step = async (client, run) => {
  const { tenant, person } = run
  const { rows } = await client.query<MessageRow>(
    `select id, channel_id, wamid, media_id from messages
     where tenant_id = $1 and conversation_id = any($2::uuid[]) order by id limit ${MESSAGES}`,
    [tenant, person.conversations],
  )
  if (rows.length === 0) return false
  await eraseTheseMessages(client, run, rows)
  return true
}

async function eraseTheseMessages(client: Client, run: Run, rows: readonly MessageRow[]): Promise<void> {
  const { tenant } = run
  const ids = rows.map(({ id }) => id)
  await addBilling(client, run, ids)
  const said = rows.filter(({ wamid }) => wamid !== null)
  const keys = [tenant, said.map((row) => row.channel_id), said.map((row) => row.wamid)]
  const byWamid = async (table: string, column: string): Promise<void> => {
    const { rowCount } = await client.query(
      `delete from ${table} t using unnest($2::uuid[], $3::text[]) as k (channel, wamid)
       where t.tenant_id = $1 and t.channel_id = k.channel and t.${column} = k.wamid`,
      keys,
    )
    count(run, table, rowCount)
  }
  await byWamid('statuses', 'wamid')
  await byWamid('reactions', 'target_wamid')
  await byWamid('message_amendments', 'target_wamid')
  for (const { table, column } of (await findPersonTables(client)).filter((one) => one.of === 'messages'))
    await deleteBy(client, run, table, column, ids)
  await deleteBy(client, run, 'search_entries', 'message_id', ids)
  await deleteBy(client, run, 'sends', 'id', ids)
  await deleteBy(client, run, 'messages', 'id', ids)
  await eraseFiles(
    client,
    run,
    rows.flatMap(({ media_id: media }) => (media === null ? [] : [media])),
  )
}

async function deleteBy(
  client: Client,
  run: Run,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<void> {
  const { rowCount } = await client.query(
    `delete from ${table} where tenant_id = $1 and ${column} = any($2::uuid[])`,
    [run.tenant, ids],
  )
  count(run, table, rowCount)
}

/** What was charged is counted before the messages go: a business must be able to explain its invoice. */
async function addBilling(client: Client, run: Run, ids: readonly string[]): Promise<void> {
  const { rows } = await client.query<Billed>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM') as month, coalesce(pricing ->> 'category', 'unknown') as category,
       coalesce((pricing ->> 'billable')::boolean, false) as "isBillable", count(*)::int as messages
     from messages where tenant_id = $1 and id = any($2::uuid[]) and pricing is not null group by 1, 2, 3`,
    [run.tenant, ids],
  )
  const sums = new Map(run.billing.map((one) => [keyOf(one), one]))
  for (const one of rows) {
    const known = sums.get(keyOf(one))
    sums.set(keyOf(one), { ...one, messages: one.messages + (known?.messages ?? 0) })
  }
  run.billing = [...sums.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
const keyOf = ({ month, category, isBillable }: Billed): string => `${month} ${category} ${isBillable}`

/** Files that no other message shows. The file goes before its row does, so that none is left without one. */
async function eraseFiles(client: Client, run: Run, ids: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string; storage_key: string | null }>(
    `select id, storage_key from media m where tenant_id = $1 and id = any($2::uuid[])
       and not exists (select from messages o where o.tenant_id = $1 and o.media_id = m.id) for update`,
    [run.tenant, ids],
  )
  for (const { storage_key: key } of rows) if (key !== null) await run.parts.storage.remove(key)
  count(run, 'files', rows.filter(({ storage_key: key }) => key !== null).length)
  await deleteBy(
    client,
    run,
    'media',
    'id',
    rows.map(({ id }) => id),
  )
}

/** Reactions and reads that we sent, and whatever other tables hold of the conversations and the contact. */
const erasePersonTables: Step = async (client, run) => {
  const { tenant, person, contact } = run
  await deleteBy(client, run, 'sends', 'conversation_id', person.conversations)
  const tables = (await findPersonTables(client)).filter(({ of }) => of !== 'messages')
  for (const { table, column, of } of tables) {
    const ids = of === 'contacts' ? [contact] : person.conversations
    const { rowCount } = await client.query(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where tenant_id = $1 and ${column} = any($2::uuid[]) limit ${ROWS}))`,
      [tenant, ids],
    )
    count(run, table, rowCount)
    if (rowCount === ROWS) return true
  }
  return false
}

/**
 * What would part them again into the contacts that a person had merged: it holds rows of all of these as they were. With the
 * journal goes the way back, also of merges that were undone: they tell of both.
 */
const eraseMerges: Step = async (client, run) => {
  const { rowCount } = await client.query(
    `with recursive ids as (
       select $2::uuid as id
       union
       select m.loser_id from ids join contact_merges m on m.tenant_id = $1 and m.winner_id = ids.id and m.undone_at is null)
     delete from contact_merges m using ids where m.tenant_id = $1 and ids.id in (m.winner_id, m.loser_id)`,
    [run.tenant, run.contact],
  )
  count(run, 'contact_merges', rowCount)
  return false
}

/** What they said in groups, found by its author; others' answers to it lose whom they answered. */
const eraseGroupWords: Step = async (client, run) => {
  const { tenant, person, pattern } = run
  if (pattern === null) return false
  const { rows: groups } = await client.query<{ id: string }>(
    `select v.id from conversations v join contacts c on c.tenant_id = v.tenant_id and c.id = v.contact_id
     where v.tenant_id = $1 and c.kind = 'group' and v.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
     order by v.id limit 1`,
    [tenant, run.place],
  )
  const group = groups[0]?.id
  if (group === undefined) return false
  const { rows } = await client.query<MessageRow>(
    `select id, channel_id, wamid, media_id from messages where tenant_id = $1 and conversation_id = $2 and author::text ~ $3
       and created_at <= $4 order by id limit ${MESSAGES}`,
    [tenant, group, pattern, new Date(person.beganAt)],
  )
  await eraseTheseMessages(client, run, rows)
  if (rows.length === MESSAGES) return true
  await client.query(
    `update messages set context = null where tenant_id = $1 and conversation_id = $2 and context::text ~ $3 and created_at <= $4`,
    [tenant, group, pattern, new Date(person.beganAt)],
  )
  await client.query(
    `update conversations c set last_message_at = n.at, last_message_id = n.id from (select 1) one
     left join lateral (select at, id from messages where tenant_id = $1 and conversation_id = $2 order by at desc, id desc limit 1) n on true
     where c.tenant_id = $1 and c.id = $2`,
    [tenant, group],
  )
  await appendEvents(client, tenant, [['conversation.updated', group]])
  run.place = group
  return true
}

/** Walks a table from its first page to its last and deletes what mentions the person: for what no index finds. */
const walk =
  (table: string, condition: string): Step =>
  async (client, run) => {
    if (run.pattern === null) return false
    const from = Number(run.place ?? 0)
    const { rows } = await client.query<{ pages: number }>(
      `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as pages`,
      [table],
    )
    if (from >= (rows[0]?.pages ?? 0)) return false
    const { rowCount } = await client.query(
      `delete from ${table} t where t.ctid >= $1::tid and t.ctid < $2::tid and (${condition})`,
      [
        ...[`(${from},0)`, `(${from + PAGES},0)`, run.pattern, run.tenant, new Date(run.person.beganAt)],
        run.person.numbers,
      ],
    )
    count(run, table, rowCount)
    run.place = String(from + PAGES)
    return true
  }

/** Each condition names every parameter: $3 the pattern, $4 the tenant, $5 when it began, $6 the business's numbers. */
const UNUSED = `and ($5::timestamptz is not null and $6::text[] is not null)`
const eraseStrayStatuses = walk(
  'statuses',
  `t.tenant_id = $4 and t.recipient ~ $3 ${UNUSED} and not exists (
     select from messages m where m.tenant_id = t.tenant_id and m.channel_id = t.channel_id and m.wamid = t.wamid)`,
)
const eraseReactions = walk(
  'reactions',
  `t.tenant_id = $4 and t.reactor ~ $3 and t.at <= $5 and $6::text[] is not null`,
)
const eraseUpdates = walk(
  'updates',
  `t.tenant_id = $4 and t.created_at <= $5 and (t.value::text ~ $3 or t.key ~ $3) and $6::text[] is not null`,
)
/** No tenant's table: a letter is ours if the body that it came from speaks of a number of ours, or is gone. */
const eraseDeadLetters = walk(
  'dead_letters',
  `$4::uuid is not null and t.created_at <= $5 and coalesce(t.item, '') || t.detail ~ $3 and not exists (
     select from deliveries d left join deliveries h on h.lane = d.home_lane and h.xid = d.xid and h.id = d.home_id
     where d.lane = t.lane and d.xid = t.xid and d.id = t.delivery_id
       and not exists (select from unnest($6::text[]) as n where position(n::bytea in coalesce(d.body, h.body)) > 0))`,
)

/** $2: the ends of their numbers. */
const holds = (column: string): string =>
  `exists (select from unnest($2::text[]) as p where position(p in regexp_replace(${column}::text, '[^0-9",]', '', 'g')) > 0)`

/** Rows of files that were not taken: numbers stand there as people write them, so they are compared without what is no digit. */
const eraseImportRows: Step = async (client, run) => {
  const { tenant, person } = run
  const phones = person.names.flatMap(({ kind, value }) => (kind === 'phone' ? [value.slice(-NATIONAL)] : []))
  if (phones.length === 0) return false
  const { rowCount } = await client.query(
    `delete from import_errors where ctid = any(array(
       select ctid from import_errors where tenant_id = $1 and ${holds('cells')} limit ${ROWS}))`,
    [tenant, phones],
  )
  count(run, 'import_errors', rowCount)
  await client.query(
    'delete from import_phones where tenant_id = $1 and right(phone, $3) = any($2::text[])',
    [...[tenant, phones, NATIONAL]],
  )
  if (rowCount === ROWS) return true
  await client.query(
    `update imports set sample = '[]' where tenant_id = $1 and sample <> '[]' and ${holds('sample')}`,
    [tenant, phones],
  )
  return false
}
/** A number without its country: files often leave that out. */
const NATIONAL = 10

/** Calls to customers' systems that tell of them: those that wait are not made, those that were made are forgotten. */
const eraseWebhookMessages: Step = async (client, run) => {
  const { tenant, person, contact, pattern } = run
  // The one lock of a tenant's webhooks: which message is next does not change meanwhile.
  await client.query('select 1 from webhook_relays where tenant_id = $1 for update', [tenant])
  const words = [contact, ...person.conversations].join('|')
  const { rows } = await client.query<{ id: string; is_theirs: boolean }>(
    `select id, conversation_id = any($3::uuid[]) or body ~ $4 or ($5::text is not null and body ~ $5) as is_theirs
     from webhook_messages where tenant_id = $1 and created_at <= $6 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
     order by id limit ${ROWS}`,
    [tenant, run.place, person.conversations, `(${words})`, pattern, new Date(person.beganAt)],
  )
  const last = rows.at(-1)
  if (last === undefined) return false
  const ids = rows.filter((row) => row.is_theirs).map(({ id }) => id)
  await deleteBy(client, run, 'webhook_attempts', 'message_id', ids)
  await deleteBy(client, run, 'webhook_messages', 'id', ids)
  run.place = last.id
  return true
}

const forgetConsents: Step = async (client, run) => {
  const { rows } = await client.query<{ forgotten: string }>(
    'select forget_consents($1)::text as forgotten',
    [run.contact],
  )
  count(run, 'consents (kept without identity)', Number(rows[0]?.forgotten ?? 0))
  return false
}

/** The contact itself. What came into its conversations while it was emptied goes first. */
const eraseContact: Step = async (client, run) => {
  const { tenant, contact, person } = run
  await lockTenant(client, tenant, true)
  if (await eraseMessages(client, run)) return true
  if (await erasePersonTables(client, run)) return true
  await client.query(
    'delete from conversation_merges where tenant_id = $1 and (into_id = any($2::uuid[]) or from_id = any($2::uuid[]))',
    [tenant, person.conversations],
  )
  await deleteBy(client, run, 'conversations', 'id', person.conversations)
  await appendEvents(
    client,
    tenant,
    person.conversations.map((id) => ['conversation.removed', id] as const),
  )
  await deleteBy(client, run, 'contacts', 'id', [contact])
  return false
}

/** Waiting jobs carry ids only; those that speak of the contact have nothing to do any more. */
const eraseJobs: Step = async (client, run) => {
  const { rows } = await client.query<{ is_there: boolean }>(
    `select to_regclass('pgboss.job') is not null as is_there`,
  )
  if (rows[0]?.is_there !== true) return false
  const words = [run.contact, ...run.person.conversations].join('|')
  const { rowCount } = await client.query(
    `delete from pgboss.job where data ->> 'tenant' = $1 and state <> 'active' and (data::text ~ $2 or ($3::text is not null and data::text ~ $3))`,
    [run.tenant, `(${words})`, run.pattern],
  )
  count(run, 'jobs', rowCount)
  return false
}

/** What a step does outside its transaction, before it. */
export const BEFORE: ReadonlyMap<Step, (run: Run) => Promise<void>> = new Map([
  [eraseMessages, eraseFilesFirst],
])

export const STEPS: readonly Step[] = [
  ...[eraseExports, eraseMerges, eraseMessages, erasePersonTables, eraseGroupWords],
  ...[eraseStrayStatuses, eraseReactions, eraseUpdates, eraseDeadLetters, eraseImportRows],
  eraseWebhookMessages,
  ...[forgetConsents, eraseContact, redactDeliveries, eraseJobs],
]

export const patternOf = (person: Person): string | null => mentionPattern(person.names)
