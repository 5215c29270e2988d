import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { Json } from '#whatsapp/facts.ts'
import type { Severity, Word, WordKind } from '../words.ts'

/** A word as it is kept. */
export type WordRow = Word & {
  readonly at: Instant
  readonly mark: string
  readonly severity: Severity
  readonly isPoint: boolean
  readonly source: 'webhook' | 'poll'
  readonly cause: string
}

export type NumberOf = {
  readonly id: string
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly displayPhoneNumber: string
}

/** What Meta told about these accounts. They are few: a number hears of its health some times a year. */
export async function selectUpdates(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  fields: readonly string[],
): Promise<{ key: string; field: string; value: Json; at: Instant }[]> {
  const { rows } = await client.query<{ key: string; field: string; value: Json; ms: number }>(
    `select key, field, value, ${wholeMillisecondsOf('coalesce(at, created_at)')} as ms from updates
     where tenant_id = $1 and field = any($3) and waba_id = $2 order by coalesce(at, created_at) desc limit 2000`,
    [tenant, wabaId, fields],
  )
  return rows.map(({ ms, ...row }) => ({ ...row, at: instant(ms) }))
}

export async function selectNumber(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<NumberOf | null> {
  const { rows } = await client.query<NumberOf>(
    `select id, phone_number_id as "phoneNumberId", waba_id as "wabaId", display_phone_number as "displayPhoneNumber"
     from channels where tenant_id = $1 and id = $2 and status = 'connected'`,
    [tenant, channel],
  )
  return rows[0] ?? null
}

/** Of two who write about one number at once, the second one sees what the first one wrote. */
export async function lockNumber(client: Client, channel: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 28))', [channel])
}

/** Keeps those that are new; their ids. */
export async function insertWords(
  client: Client,
  tenant: TenantId,
  channel: string,
  words: readonly WordRow[],
): Promise<string[]> {
  if (words.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `insert into health_events (tenant_id, id, channel_id, kind, subject, at, to_value, mark, data, severity, source, cause, is_point)
     select $1, r.id, $2, r.kind, r.subject, to_timestamp(r.at / 1000.0), r."to", r.mark, r.data, r.severity, r.source, r.cause, r."isPoint"
     from json_to_recordset($3) as r (id uuid, kind text, subject text, at float8, "to" text, mark text, data jsonb, severity text,
       source text, cause text, "isPoint" boolean)
     on conflict (tenant_id, channel_id, kind, subject, cause) do nothing returning id`,
    [tenant, channel, JSON.stringify(words.map((word) => ({ ...word, id: newId() })))],
  )
  return rows.map(({ id }) => id)
}

/** Of words that were just kept those that changed something, and are worth telling: a first word is, if it is trouble. */
export async function selectChanges(
  client: Client,
  tenant: TenantId,
  channel: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `select id from health_changes where tenant_id = $1 and channel_id = $2 and id = any($3::uuid[])
       and (is_point or from_value is not null or severity <> 'info') order by at, id`,
    [tenant, channel, ids],
  )
  return rows.map(({ id }) => id)
}

export type StateWord = Word & { readonly at: Instant; readonly mark: string; readonly severity: Severity }

/** What holds of each thing: the newest word. Uses health_events_state. */
export async function selectState(client: Client, tenant: TenantId, channel: string): Promise<StateWord[]> {
  const { rows } = await client.query<Omit<StateWord, 'kind'> & { kind: WordKind }>(
    `select distinct on (kind, subject) kind, subject, to_value as "to", data, mark, severity, ${wholeMillisecondsOf('at')} as at
     from health_events where tenant_id = $1 and channel_id = $2 and not is_point order by kind, subject, at desc, id desc`,
    [tenant, channel],
  )
  return rows
}

/** What happened since then, newest first. */
export async function selectPoints(
  client: Client,
  tenant: TenantId,
  channel: string,
  since: Instant,
): Promise<StateWord[]> {
  const { rows } = await client.query<StateWord>(
    `select kind, subject, to_value as "to", data, mark, severity, ${wholeMillisecondsOf('at')} as at from health_events
     where tenant_id = $1 and channel_id = $2 and is_point and at > $3 order by at desc, id desc limit 50`,
    [tenant, channel, new Date(since)],
  )
  return rows
}

export type Poll = {
  readonly at: Instant
  readonly words: readonly Word[]
  readonly problem: string | null
}

export async function selectPoll(client: Client, tenant: TenantId, channel: string): Promise<Poll | null> {
  const { rows } = await client.query<Poll>(
    `select ${wholeMillisecondsOf('at')} as at, words, problem from number_polls where tenant_id = $1 and channel_id = $2`,
    [tenant, channel],
  )
  return rows[0] ?? null
}

/** Keeps an answer, unless one to a later question is there. */
export async function putPoll(
  client: Client,
  tenant: TenantId,
  channel: string,
  at: Instant,
  words: readonly Word[],
): Promise<void> {
  await client.query(
    `insert into number_polls as p (tenant_id, channel_id, at, words, tried_at) values ($1, $2, $3, $4, $3)
     on conflict (tenant_id, channel_id) do update set at = excluded.at, words = excluded.words, problem = null, tried_at = excluded.at
     where p.at <= excluded.at`,
    [tenant, channel, new Date(at), JSON.stringify(words)],
  )
}

/** Why Meta gave no answer; what it said before stays. */
export async function putPollProblem(
  client: Client,
  tenant: TenantId,
  channel: string,
  at: Instant,
  problem: string,
): Promise<void> {
  await client.query(
    `insert into number_polls as p (tenant_id, channel_id, at, words, problem, tried_at) values ($1, $2, '-infinity', '[]', $4, $3)
     on conflict (tenant_id, channel_id) do update set problem = excluded.problem, tried_at = excluded.tried_at`,
    [tenant, channel, new Date(at), problem],
  )
}

/**
 * What the senders and lists of numbers go by, as Meta answered. Throughput is never taken back, as with webhooks; the rest is read
 * from the words themselves, because a channel's row is what webhooks made of it.
 */
export async function raiseThroughput(client: Client, tenant: TenantId, channel: string): Promise<void> {
  await client.query(
    'update channels set throughput_mps = 1000 where tenant_id = $1 and id = $2 and throughput_mps < 1000 and not is_coexistence',
    [tenant, channel],
  )
}
