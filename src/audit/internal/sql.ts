import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { HashedEntry } from '../hash-entry.ts'

export type StoredEntry = HashedEntry & { readonly previousHash: Buffer; readonly hash: Buffer }

const FIELDS = `seq, (extract(epoch from at) * 1000000)::bigint as "atMicros", actor_kind as "actorKind", actor_id as "actorId",
  actor_name as "actorName", action, subject_kind as "subjectKind", subject_id as "subjectId", details,
  previous_hash as "previousHash", hash`

/** Locks the tenant's head row until the transaction ends, and says what the next entry is to be. */
export async function takeNextPlace(
  client: Client,
  tenant: TenantId,
): Promise<{ readonly seq: string; readonly atMicros: string; readonly previousHash: Buffer }> {
  // `returning` is worked out after the lock is held, so the time is too.
  const { rows } = await client.query<{ seq: string; atMicros: string; previousHash: Buffer }>(
    `insert into audit_heads (tenant_id, seq) values ($1, 1)
     on conflict (tenant_id) do update set seq = audit_heads.seq + 1
     returning seq, (extract(epoch from clock_timestamp()) * 1000000)::bigint as "atMicros", hash as "previousHash"`,
    [tenant],
  )
  const [place] = rows
  if (place === undefined) throw new Error('the head of an audit log gave no place')
  return place
}

/** The head row is locked by this transaction. */
export async function appendEntry(client: Client, tenant: TenantId, entry: StoredEntry): Promise<void> {
  await client.query(
    `insert into audit_entries (tenant_id, seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id,
       details, previous_hash, hash)
     values ($1, $2, timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tenant,
      entry.seq,
      entry.atMicros,
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      JSON.stringify(entry.details),
      entry.previousHash,
      entry.hash,
    ],
  )
  await client.query('update audit_heads set hash = $2 where tenant_id = $1', [tenant, entry.hash])
}

/** The head and the last entry, as one moment saw them: an append between two statements would look like a gap. */
export async function readEnds(
  client: Client,
  tenant: TenantId,
): Promise<{ readonly headSeq: number; readonly headHash: Buffer | null; readonly lastSeq: number }> {
  const { rows } = await client.query<{ headSeq: string; headHash: Buffer | null; lastSeq: string }>(
    `select coalesce(h.seq, 0) as "headSeq", h.hash as "headHash",
       coalesce((select max(seq) from audit_entries where tenant_id = $1), 0) as "lastSeq"
     from (values (1)) one left join audit_heads h on h.tenant_id = $1`,
    [tenant],
  )
  const [ends] = rows
  return {
    headSeq: Number(ends?.headSeq ?? 0),
    headHash: ends?.headHash ?? null,
    lastSeq: Number(ends?.lastSeq ?? 0),
  }
}

/** Entries in their order, behind `after`; by primary key. */
export async function readForward(
  client: Client,
  tenant: TenantId,
  after: number,
  limit: number,
): Promise<StoredEntry[]> {
  const { rows } = await client.query<Omit<StoredEntry, 'tenant'>>(
    `select ${FIELDS} from audit_entries where tenant_id = $1 and seq > $2 order by seq limit $3`,
    [tenant, after, limit],
  )
  return rows.map((row) => ({ ...row, tenant }))
}

export type AuditFilter = {
  readonly action: string | null
  readonly actorId: string | null
  /** Milliseconds since the epoch; `from` is part of it, `to` is not. */
  readonly from: number | null
  readonly to: number | null
}

/** Newest first, before `before`; walks the primary key backwards, or the index of the one filter that is given. */
export async function readBackward(
  client: Client,
  tenant: TenantId,
  { action, actorId, from, to }: AuditFilter,
  before: number | null,
  limit: number,
): Promise<StoredEntry[]> {
  const { rows } = await client.query<Omit<StoredEntry, 'tenant'>>(
    `select ${FIELDS} from audit_entries where tenant_id = $1
       and ($2::bigint is null or seq < $2)
       and ($3::text is null or action = $3)
       and ($4::text is null or actor_id = $4)
       and ($5::float8 is null or at >= to_timestamp($5 / 1000))
       and ($6::float8 is null or at < to_timestamp($6 / 1000))
     order by seq desc limit $7`,
    [tenant, before, action, actorId, from, to, limit],
  )
  return rows.map((row) => ({ ...row, tenant }))
}

/** The actions that occur; steps from one to the next in the index instead of reading all entries. */
export async function readActions(client: Client, tenant: TenantId): Promise<string[]> {
  const { rows } = await client.query<{ action: string }>(
    `with recursive found as (
       select min(action) as action from audit_entries where tenant_id = $1
       union all
       select (select min(action) from audit_entries where tenant_id = $1 and action > found.action)
       from found where found.action is not null
     ) select action from found where action is not null`,
    [tenant],
  )
  return rows.map(({ action }) => action)
}

export type AuditActor = {
  readonly kind: 'user' | 'key' | 'system'
  readonly id: string
  readonly name: string
}

/** Who occurs, by the name that they had last; the same stepping as for actions. */
export async function readActors(client: Client, tenant: TenantId): Promise<AuditActor[]> {
  const { rows } = await client.query<AuditActor>(
    `with recursive found as (
       select min(actor_id) as id from audit_entries where tenant_id = $1
       union all
       select (select min(actor_id) from audit_entries where tenant_id = $1 and actor_id > found.id)
       from found where found.id is not null
     ) select last.actor_kind as kind, found.id, last.actor_name as name from found
     cross join lateral (select actor_kind, actor_name from audit_entries
       where tenant_id = $1 and actor_id = found.id order by seq desc limit 1) last
     where found.id is not null order by name, id`,
    [tenant],
  )
  return rows
}
