/**
 * The steps of an erasure. Each call is one short transaction that ends with how far it is, so that a worker that is killed
 * costs the batch that it was at, and the next one goes on from there. Everything may be done twice.
 */
import type { Client } from '#platform/db/database.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { deleteBy, ROWS } from './delete-by.ts'
import {
  eraseDeadLetters,
  eraseImportRows,
  eraseJobs,
  eraseReactions,
  eraseStrayStatuses,
  eraseUpdates,
  eraseWebhookMessages,
} from './erase-mentions.ts'
import type { Billed } from './erasures-sql.ts'
import { mentionPattern } from './mentions.ts'
import { findPersonTables } from './person-tables.ts'
import { redactDeliveries } from './redact-deliveries.ts'
import { count, type Person, type Run, type Step } from './run.ts'

/** Messages at a time: with their ticks, reactions and words a batch takes some milliseconds. */
const MESSAGES = 200

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
