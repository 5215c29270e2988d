import { millisecondsOf } from '#platform/db/sql-text.ts'
import { float8Array, textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** What can be found of a message: its newest words; null if they were taken back. */
export type Said = { readonly id: string; readonly at: number; readonly text: string | null }

export async function readSaid(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly Said[]> {
  const { rows } = await client.query<Said>(
    `select m.id, ${millisecondsOf('m.at')} as at,
       case when not exists (select from message_amendments r where r.tenant_id = $1 and r.channel_id = m.channel_id
           and r.target_wamid = m.wamid and r.kind = 'revoke')
         then coalesce((select e.text from message_amendments e where e.tenant_id = $1 and e.channel_id = m.channel_id
           and e.target_wamid = m.wamid and e.kind = 'edit'), m.text) end as text
     from messages m
     where m.tenant_id = $1 and m.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return rows
}

export async function putEntries(
  client: Client,
  tenant: TenantId,
  entries: readonly { readonly id: string; readonly at: number; readonly words: readonly string[] }[],
): Promise<void> {
  if (entries.length === 0) return
  await client.query(
    `insert into search_entries as s (tenant_id, message_id, at, words)
     select $1, id, to_timestamp(at / 1000), array_to_tsvector(string_to_array(words, ' '))
     from unnest($2::uuid[], $3::float8[], $4::text[]) as n (id, at, words)
     on conflict (tenant_id, message_id) do update set words = excluded.words where s.words <> excluded.words`,
    [
      tenant,
      uuidArray(entries.map(({ id }) => id)),
      float8Array(entries.map(({ at }) => at)),
      textArray(entries.map(({ words }) => words.join(' '))),
    ],
  )
}

export async function dropEntries(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await client.query('delete from search_entries where tenant_id = $1 and message_id = any($2::uuid[])', [
    tenant,
    ids,
  ])
}

export type HitPage = {
  readonly limit: number
  readonly after: { readonly at: number; readonly id: string } | null
}
export type HitPlace = { readonly id: string; readonly at: number }

/** So many of the newest are looked through for words that are common; a page of what is as rare as one in a thousand may be missed. */
const NEWEST_MAX = 20_000
/** Enough to tell which of two words is the rarer. */
const SAMPLE_MAX = 2000

/** $1 is the tenant, $2 and $3 the place. Walks search_entries_newest. */
const newest = (max: number): string => `
  select message_id, at, words from search_entries
  where tenant_id = $1 and ($2::float8 is null or (at, message_id) < (to_timestamp($2::float8 / 1000), $3::uuid))
  order by at desc, message_id desc limit ${max}`

/**
 * Messages that hold all the words, newest first: if a page of them is not among the newest, they are rare, and all messages that
 * hold the rarest word are found.
 * @param queries a tsquery for each word
 */
export async function findHits(
  client: Client,
  tenant: TenantId,
  queries: readonly string[],
  { limit, after }: HitPage,
): Promise<readonly HitPlace[]> {
  const place = [tenant, after?.at ?? null, after?.id ?? null]
  const all = queries.join(' & ')
  const { rows: common } = await client.query<HitPlace>(
    `select message_id as id, ${millisecondsOf('at')} as at from (${newest(NEWEST_MAX)}) newest
     where words @@ $4::tsquery order by newest.at desc, id desc limit $5`,
    [...place, all, limit],
  )
  if (common.length === limit) return common
  const rarest = queries.length === 1 ? all : await findRarest(client, place, queries)
  const { rows } = await client.query<HitPlace>(
    `select message_id as id, ${millisecondsOf('at')} as at
     from find_rare_messages($4::tsquery, $5::tsquery, to_timestamp($1::float8 / 1000), $2::uuid, $3)`,
    [...place.slice(1), limit, rarest, all],
  )
  return rows
}

/** That which the fewest of the newest messages hold; of several the longest. */
async function findRarest(
  client: Client,
  place: readonly unknown[],
  queries: readonly string[],
): Promise<string | undefined> {
  const { rows } = await client.query<{ query: string }>(
    `with sample as materialized (${newest(SAMPLE_MAX)})
     select query::text from unnest($4::text[]::tsquery[]) query
     order by (select count(*) from sample where words @@ query), length(query::text) desc limit 1`,
    [...place, queries],
  )
  return rows[0]?.query
}

/** Whether older messages are still to come. */
export async function isCatchingUp(client: Client, tenant: TenantId): Promise<boolean> {
  const { rows } = await client.query<{ older: boolean }>(
    'select before_id is not null as older from search_cursors where tenant_id = $1',
    [tenant],
  )
  return rows[0]?.older ?? true
}
