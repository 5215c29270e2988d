/**
 * Steps of an erasure that look through what belongs to nobody in particular: updates, dead letters, rows of files, calls to
 * customers' systems and jobs lose what mentions the person.
 */
import { deleteBy, ROWS } from './delete-by.ts'
import { count, type Step } from './run.ts'

/** Pages of 8 KB of a table that is walked from its beginning to its end. */
const PAGES = 128

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
export const eraseStrayStatuses = walk(
  'statuses',
  `t.tenant_id = $4 and t.recipient ~ $3 ${UNUSED} and not exists (
     select from messages m where m.tenant_id = t.tenant_id and m.channel_id = t.channel_id and m.wamid = t.wamid)`,
)
export const eraseReactions = walk(
  'reactions',
  `t.tenant_id = $4 and t.reactor ~ $3 and t.at <= $5 and $6::text[] is not null`,
)
export const eraseUpdates = walk(
  'updates',
  `t.tenant_id = $4 and t.created_at <= $5 and (t.value::text ~ $3 or t.key ~ $3) and $6::text[] is not null`,
)
/** No tenant's table: a letter is ours if the body that it came from speaks of a number of ours, or is gone. */
export const eraseDeadLetters = walk(
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
export const eraseImportRows: Step = async (client, run) => {
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
export const eraseWebhookMessages: Step = async (client, run) => {
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

/** Waiting jobs carry ids only; those that speak of the contact have nothing to do any more. */
export const eraseJobs: Step = async (client, run) => {
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
