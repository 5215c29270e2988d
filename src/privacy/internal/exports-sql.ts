import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { CLAIM } from './erasures-sql.ts'

export type ExportRow = {
  readonly id: string
  readonly contactId: string
  readonly state: 'waiting' | 'running' | 'ready' | 'failed' | 'expired'
  readonly requestedBy: string
  readonly requestedAt: number
  readonly finishedAt: number | null
  readonly expiresAt: number | null
  readonly filesDone: number
  readonly filesTotal: number
  readonly storageKey: string | null
  readonly bytes: number | null
  readonly attempts: number
}

const FIELDS = `id, contact_id as "contactId", state, requested_by_name as "requestedBy", ${millisecondsOf('requested_at')} as "requestedAt",
  ${millisecondsOf('finished_at')} as "finishedAt", ${millisecondsOf('expires_at')} as "expiresAt", files_done as "filesDone", files_total as "filesTotal",
  storage_key as "storageKey", bytes::float8 as bytes, attempts`

export async function insertExport(
  client: Client,
  tenant: TenantId,
  {
    id,
    contact,
    actor,
    now,
  }: { readonly id: string; readonly contact: string; readonly actor: Actor; readonly now: Instant },
): Promise<void> {
  await client.query(
    `insert into privacy_exports (tenant_id, id, contact_id, state, requested_by_kind, requested_by_id, requested_by_name, requested_at)
     values ($1, $2, $3, 'waiting', $4, $5, $6, $7)`,
    [tenant, id, contact, actor.kind, actor.id, actor.name, new Date(now)],
  )
}

/** One that somebody has asked for and that is not made yet: asking twice makes one file. */
export async function findOpenExport(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from privacy_exports where tenant_id = $1 and contact_id = $2 and state in ('waiting', 'running') limit 1`,
    [tenant, contact],
  )
  return rows[0]?.id ?? null
}

export async function selectExport(client: Client, tenant: TenantId, id: string): Promise<ExportRow | null> {
  const { rows } = await client.query<ExportRow>(
    `select ${FIELDS} from privacy_exports where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

export async function selectExports(
  client: Client,
  tenant: TenantId,
  contact: string | null,
): Promise<ExportRow[]> {
  const { rows } = await client.query<ExportRow>(
    `select ${FIELDS} from privacy_exports where tenant_id = $1 and ($2::uuid is null or contact_id = $2) order by id desc limit 100`,
    [tenant, contact],
  )
  return rows
}

/** Takes an export that nobody works on, oldest first. Uses privacy_exports_open. */
export async function claimExport(client: Client, tenant: TenantId): Promise<ExportRow | null> {
  const { rows } = await client.query<ExportRow>(
    `update privacy_exports set state = 'running', claimed_until = ${CLAIM}, attempts = attempts + 1, files_done = 0
     where tenant_id = $1 and id = (
       select id from privacy_exports where tenant_id = $1 and state in ('waiting', 'running') and coalesce(claimed_until, '-infinity') < clock_timestamp()
       order by id limit 1 for update skip locked)
     returning ${FIELDS}`,
    [tenant],
  )
  return rows[0] ?? null
}

/** Whether it is still there: an erasure takes exports away. */
export async function saveExportProgress(
  client: Client,
  tenant: TenantId,
  id: string,
  { done, total }: { readonly done: number; readonly total: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update privacy_exports set files_done = $3, files_total = $4, claimed_until = ${CLAIM} where tenant_id = $1 and id = $2 and state = 'running'`,
    [tenant, id, done, total],
  )
  return rowCount === 1
}

export async function finishExport(
  client: Client,
  tenant: TenantId,
  id: string,
  made: { readonly key: string; readonly bytes: number; readonly now: Instant; readonly expiresAt: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update privacy_exports set state = 'ready', storage_key = $3, bytes = $4, finished_at = $5, expires_at = $6, claimed_until = null,
       files_done = files_total where tenant_id = $1 and id = $2 and state = 'running'`,
    [tenant, id, made.key, made.bytes, new Date(made.now), new Date(made.expiresAt)],
  )
  return rowCount === 1
}

/** null: it is tried again. */
export async function failExport(
  client: Client,
  tenant: TenantId,
  id: string,
  isOver: boolean,
): Promise<void> {
  await client.query(
    `update privacy_exports set state = case when $3 then 'failed' else 'waiting' end, claimed_until = case when $3 then null else ${CLAIM} end
     where tenant_id = $1 and id = $2 and state = 'running'`,
    [tenant, id, isOver],
  )
}

/** Those whose time is over; their files are removed before they are marked. */
export async function findExpired(client: Client, tenant: TenantId, now: Instant): Promise<ExportRow[]> {
  const { rows } = await client.query<ExportRow>(
    `select ${FIELDS} from privacy_exports where tenant_id = $1 and state = 'ready' and expires_at <= $2 order by id limit 20`,
    [tenant, new Date(now)],
  )
  return rows
}

export async function markExpired(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query(
    `update privacy_exports set state = 'expired', storage_key = null where tenant_id = $1 and id = $2 and state = 'ready'`,
    [tenant, id],
  )
}
