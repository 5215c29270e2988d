import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { ConsentEntry, ConsentSource, ConsentState } from '../consent-entry.ts'

/** For whoever decides what follows from these contacts' ledgers; in order of id, so that nobody waits in a circle. */
export async function lockContacts(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  await client.query(
    'select 1 from contacts where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update',
    [tenant, ids],
  )
}

/** Whether it was new. Uses the unique key (tenant_id, contact_id, purpose, cause). */
export async function insertConsent(
  client: Client,
  tenant: TenantId,
  id: string,
  entry: ConsentEntry,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, notice_version, note, actor, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (tenant_id, contact_id, purpose, cause) do nothing`,
    [
      ...[tenant, id, entry.contact, entry.purpose, entry.state, entry.source, entry.cause],
      ...[JSON.stringify(entry.evidence), entry.noticeVersion ?? null, entry.note ?? null],
      ...[entry.actor === undefined ? null : JSON.stringify(entry.actor), new Date(entry.at)],
    ],
  )
  return rowCount === 1
}

export type Newest = { readonly state: ConsentState; readonly source: ConsentSource; readonly at: number }

/** The entry that holds; null: nothing was ever said. Of one moment, the withdrawal; then any rule without our ids. */
export async function newestConsent(
  client: Client,
  tenant: TenantId,
  contact: string,
  purpose: string,
): Promise<Newest | null> {
  const { rows } = await client.query<{ state: ConsentState; source: ConsentSource; at: Date }>(
    `select state, source, at from consents where tenant_id = $1 and contact_id = $2 and purpose = $3
     order by at desc, state = 'withdrawn' desc, cause collate "C" desc limit 1`,
    [tenant, contact, purpose],
  )
  const row = rows[0]
  return row === undefined ? null : { ...row, at: row.at.getTime() }
}

/** Says since when somebody is suppressed, or (null) that they are not; whether that changed anything. */
export async function putSuppression(
  client: Client,
  tenant: TenantId,
  contact: string,
  purpose: string,
  since: { readonly source: string; readonly at: number } | null,
): Promise<boolean> {
  const { rowCount } =
    since === null
      ? await client.query(
          'delete from suppressions where tenant_id = $1 and contact_id = $2 and purpose = $3',
          [tenant, contact, purpose],
        )
      : await client.query(
          `insert into suppressions as s (tenant_id, contact_id, purpose, source, at) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, contact_id, purpose) do update set source = excluded.source, at = excluded.at
           where (s.source, s.at) is distinct from (excluded.source, excluded.at)`,
          [tenant, contact, purpose, since.source, new Date(since.at)],
        )
  return (rowCount ?? 0) > 0
}

/** Takes away the suppressions of these contacts; the purposes that there were. */
export async function takeSuppressions(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ purpose: string }>(
    'delete from suppressions where tenant_id = $1 and contact_id = any($2::uuid[]) returning purpose',
    [tenant, contacts],
  )
  return new Set(rows.map(({ purpose }) => purpose))
}

/** Adds the entries of one contact to another's ledger; all the purposes of the first. */
export async function copyConsents(
  client: Client,
  tenant: TenantId,
  from: string,
  into: string,
): Promise<Set<string>> {
  await client.query(
    `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, notice_version, note, actor, at)
     select tenant_id, gen_random_uuid(), $3, purpose, state, source, cause, evidence, notice_version, note, actor, at
     from consents where tenant_id = $1 and contact_id = $2
     on conflict (tenant_id, contact_id, purpose, cause) do nothing`,
    [tenant, from, into],
  )
  const { rows } = await client.query<{ purpose: string }>(
    'select distinct purpose from consents where tenant_id = $1 and contact_id = $2',
    [tenant, from],
  )
  return new Set(rows.map(({ purpose }) => purpose))
}

/** By the primary key of suppressions. */
export async function findSuppression(
  client: Client,
  tenant: TenantId,
  contact: string,
  purpose: string,
): Promise<boolean> {
  const { rows } = await client.query(
    'select 1 from suppressions where tenant_id = $1 and contact_id = $2 and purpose = $3',
    [tenant, contact, purpose],
  )
  return rows.length > 0
}

export type ConsentRecord = {
  readonly id: string
  readonly purpose: string
  readonly state: ConsentState
  readonly source: ConsentSource
  readonly evidence: JsonObject
  readonly noticeVersion: string | null
  readonly note: string | null
  readonly actor: string | null
  readonly at: number
}

export async function selectConsents(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<ConsentRecord[]> {
  const { rows } = await client.query<Omit<ConsentRecord, 'at'> & { at: Date }>(
    `select id, purpose, state, source, evidence, notice_version as "noticeVersion", note, actor ->> 'name' as actor, at
     from consents where tenant_id = $1 and contact_id = $2
     order by at desc, state = 'withdrawn' desc, cause collate "C" desc limit 200`,
    [tenant, contact],
  )
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

export type SuppressionRecord = {
  readonly purpose: string
  readonly source: ConsentSource
  readonly at: number
}

export async function selectSuppressions(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<SuppressionRecord[]> {
  const { rows } = await client.query<Omit<SuppressionRecord, 'at'> & { at: Date }>(
    'select purpose, source, at from suppressions where tenant_id = $1 and contact_id = $2 order by purpose',
    [tenant, contact],
  )
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}
