import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { Encoding } from '../read-rows.ts'
import type { Import, ImportPlan } from '../shapes.ts'

export type ImportRow = Omit<Import, 'state'> & {
  readonly state: Import['state'] | 'finishing'
  readonly storageKey: string
  readonly sample: string[][]
  readonly plan: ImportPlan | null
  readonly actor: Actor
  readonly encoding: Encoding
  /** Records worked off, with the header. */
  readonly position: number
}

const COLUMNS = `id, state, filename, bytes::float8 as bytes, storage_key as "storageKey", encoding, has_bom as "hasBom", delimiter,
  has_header as "hasHeader", header, sample, greatest(lines - has_header::int, 0)::float8 as "rowsEstimate", plan, actor,
  actor ->> 'name' as "startedBy", position::float8 as position, created, updated, skipped, refused,
  (created + updated + skipped + refused)::float8 as rows, problem, ${wholeMillisecondsOf('created_at')} as "createdAt",
  ${wholeMillisecondsOf('started_at')} as "startedAt", ${wholeMillisecondsOf('finished_at')} as "finishedAt"`

export async function selectImport(client: Client, tenant: TenantId, id: string): Promise<ImportRow | null> {
  const { rows } = await client.query<ImportRow>(
    `select ${COLUMNS} from imports where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Newest first: ids are in the order of their making. */
export async function selectImports(client: Client, tenant: TenantId, limit: number): Promise<ImportRow[]> {
  const { rows } = await client.query<ImportRow>(
    `select ${COLUMNS} from imports where tenant_id = $1 order by id desc limit $2`,
    [tenant, limit],
  )
  return rows
}

export async function insertImport(
  client: Client,
  tenant: TenantId,
  row: Pick<
    ImportRow,
    | 'id'
    | 'filename'
    | 'bytes'
    | 'storageKey'
    | 'encoding'
    | 'hasBom'
    | 'delimiter'
    | 'hasHeader'
    | 'header'
    | 'sample'
  > & { readonly lines: number; readonly actor: Actor; readonly at: Instant },
): Promise<void> {
  await client.query(
    `insert into imports (tenant_id, id, state, filename, bytes, storage_key, encoding, has_bom, delimiter, has_header, header,
       sample, lines, actor, created_at)
     values ($1, $2, 'uploaded', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[tenant, row.id, row.filename, row.bytes, row.storageKey, row.encoding, row.hasBom, row.delimiter],
      ...[row.hasHeader, JSON.stringify(row.header), JSON.stringify(row.sample), row.lines],
      ...[JSON.stringify(row.actor), new Date(row.at)],
    ],
  )
}

/** Files that somebody brought and did not start until then; they are gone from the table. */
export async function deleteStale(client: Client, tenant: TenantId, until: Instant): Promise<string[]> {
  const { rows } = await client.query<{ storage_key: string }>(
    `delete from imports where tenant_id = $1 and state = 'uploaded' and created_at < $2 returning storage_key`,
    [tenant, new Date(until)],
  )
  return rows.map(({ storage_key }) => storage_key)
}

/** From uploaded to running; whether it was uploaded. */
export async function beginImport(
  client: Client,
  tenant: TenantId,
  id: string,
  { plan, actor, position, at }: Pick<ImportRow, 'actor' | 'position'> & { plan: ImportPlan; at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update imports set state = 'running', plan = $3, actor = $4, position = $5, started_at = $6
     where tenant_id = $1 and id = $2 and state = 'uploaded'`,
    [tenant, id, JSON.stringify(plan), JSON.stringify(actor), position, new Date(at)],
  )
  if (rowCount !== 1) return false
  // In the past: whoever looks first may have it.
  await client.query(
    `insert into import_leases (import_id, tenant_id, until) values ($2, $1, 'epoch') on conflict do nothing`,
    [tenant, id],
  )
  return true
}

export async function cancelRow(client: Client, tenant: TenantId, id: string, at: Instant): Promise<boolean> {
  const { rowCount } = await client.query(
    `update imports set state = 'cancelled', finished_at = $3, sample = '[]'
     where tenant_id = $1 and id = $2 and state in ('uploaded', 'running')`,
    [tenant, id, new Date(at)],
  )
  return rowCount === 1
}

/** Imports that nobody works on. */
export async function selectWaiting(
  client: Pick<Client, 'query'>,
  now: Instant,
): Promise<{ tenant: TenantId; import: string }[]> {
  const { rows } = await client.query<{ tenant: TenantId; import: string }>(
    'select tenant_id as tenant, import_id as import from import_leases where until < $1 order by import_id limit 100',
    [new Date(now)],
  )
  return rows
}

/** Whether the import is this owner's now: nobody had it, or whoever had it was silent for too long. */
export async function takeLease(
  client: Client,
  id: string,
  owner: string,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    'update import_leases set owner = $2, until = $4 where import_id = $1 and (owner = $2 or until < $3)',
    [id, owner, new Date(now), new Date(until)],
  )
  return rowCount === 1
}

/** Renews it; false: it is somebody else's, or there is nothing more to do. Locks it to the end of the transaction. */
export async function holdLease(client: Client, id: string, owner: string, until: Instant): Promise<boolean> {
  const { rowCount } = await client.query(
    'update import_leases set until = $3 where import_id = $1 and owner = $2',
    [id, owner, new Date(until)],
  )
  return rowCount === 1
}

export const dropLease = async (client: Client, id: string): Promise<unknown> =>
  client.query('delete from import_leases where import_id = $1', [id])

export type Progress = {
  readonly from: number
  readonly to: number
  readonly created: number
  readonly updated: number
  readonly skipped: number
  readonly refused: number
}

/** Moves the place on; false: it is not where this worker thinks it is, or the import was cancelled. First in a batch. */
export async function movePosition(
  client: Client,
  tenant: TenantId,
  id: string,
  from: number,
  to: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update imports set position = $4 where tenant_id = $1 and id = $2 and state = 'running' and position = $3`,
    [tenant, id, from, to],
  )
  return rowCount === 1
}

export async function addCounts(
  client: Client,
  tenant: TenantId,
  id: string,
  { created, updated, skipped, refused }: Omit<Progress, 'from' | 'to'>,
): Promise<void> {
  await client.query(
    `update imports set created = created + $3, updated = updated + $4, skipped = skipped + $5, refused = refused + $6
     where tenant_id = $1 and id = $2`,
    [tenant, id, created, updated, skipped, refused],
  )
}

/** The numbers of these that this file had not named before. */
export async function insertPhones(
  client: Client,
  tenant: TenantId,
  id: string,
  phones: readonly { readonly phone: string; readonly number: number }[],
): Promise<Set<string>> {
  if (phones.length === 0) return new Set()
  const { rows } = await client.query<{ phone: string }>(
    `insert into import_phones (tenant_id, import_id, phone, row_number)
     select $1, $2, * from unnest($3::text[], $4::bigint[]) on conflict do nothing returning phone`,
    [tenant, id, phones.map(({ phone }) => phone), phones.map(({ number }) => number)],
  )
  return new Set(rows.map(({ phone }) => phone))
}

export type RefusedRow = {
  readonly number: number
  readonly reason: string
  readonly field: string | null
  readonly cells: readonly string[]
}

export async function insertErrors(
  client: Client,
  tenant: TenantId,
  id: string,
  rows: readonly RefusedRow[],
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `insert into import_errors (tenant_id, import_id, row_number, reason, field, cells)
     select $1, $2, number, reason, field, cells::jsonb
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) as n (number, reason, field, cells)`,
    [
      ...[tenant, id, rows.map(({ number }) => number), rows.map(({ reason }) => reason)],
      ...[rows.map(({ field }) => field), rows.map(({ cells }) => JSON.stringify(cells))],
    ],
  )
}

export async function selectErrors(
  client: Client,
  tenant: TenantId,
  id: string,
  afterRow: number,
  limit: number,
): Promise<RefusedRow[]> {
  const { rows } = await client.query<RefusedRow>(
    `select row_number::float8 as number, reason, field, cells from import_errors
     where tenant_id = $1 and import_id = $2 and row_number > $3 order by row_number limit $4`,
    [tenant, id, afterRow, limit],
  )
  return rows
}

/** Forgets some of the numbers of an import that is over; how many. */
export async function deletePhones(
  client: Client,
  tenant: TenantId,
  id: string,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from import_phones where tenant_id = $1 and import_id = $2 and phone in (
       select phone from import_phones where tenant_id = $1 and import_id = $2 limit $3)`,
    [tenant, id, limit],
  )
  return rowCount ?? 0
}

/** From one of these states to another; whether it was in one of them. */
export async function changeState(
  client: Client,
  tenant: TenantId,
  id: string,
  from: readonly ImportRow['state'][],
  to: {
    readonly state: ImportRow['state']
    readonly problem?: Import['problem']
    readonly finishedAt?: Instant
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update imports set state = $4, problem = coalesce($5, problem), finished_at = coalesce($6, finished_at),
       sample = case when $6::timestamptz is null then sample else '[]' end
     where tenant_id = $1 and id = $2 and state = any($3)`,
    [
      ...[tenant, id, from, to.state, to.problem ?? null],
      to.finishedAt === undefined ? null : new Date(to.finishedAt),
    ],
  )
  return rowCount === 1
}
