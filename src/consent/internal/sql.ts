import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { ConsentEntry, ConsentSource, ConsentState } from '../consent-entry.ts'

/** In SQL, about entries `c`: what an undone merge had copied to somebody says nothing of them. */
const COUNTS = `not exists (select from consent_retractions r where r.tenant_id = c.tenant_id and r.consent_id = c.id)`

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

/** Many at once; those whose cause is known are passed over. */
export async function insertGrants(
  client: Client,
  tenant: TenantId,
  grants: {
    readonly purpose: string
    readonly source: ConsentSource
    readonly note: string
    readonly noticeVersion: string | null
    readonly actor: object
    readonly at: number
    readonly of: readonly {
      readonly id: string
      readonly contact: string
      readonly cause: string
      readonly evidence: object
    }[]
  },
): Promise<void> {
  const { purpose, source, note, noticeVersion, actor, at, of: rows } = grants
  await client.query(
    `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, notice_version, note, actor, at)
     select $1, id, contact_id, $2, 'granted', $3, cause, evidence::jsonb, $4, $5, $6, $7
     from unnest($8::uuid[], $9::uuid[], $10::text[], $11::text[]) as n (id, contact_id, cause, evidence)
     on conflict (tenant_id, contact_id, purpose, cause) do nothing`,
    [
      ...[tenant, purpose, source, noticeVersion, note, JSON.stringify(actor), new Date(at)],
      ...[rows.map(({ id }) => id), rows.map(({ contact }) => contact), rows.map(({ cause }) => cause)],
      rows.map(({ evidence }) => JSON.stringify(evidence)),
    ],
  )
}

/** Of these contacts, whose newest word is a grant is suppressed no longer. The contacts' rows are locked. */
export async function liftSuppressions(
  client: Client,
  tenant: TenantId,
  purpose: string,
  contacts: readonly string[],
): Promise<void> {
  await client.query(
    `delete from suppressions s where s.tenant_id = $1 and s.purpose = $2 and s.contact_id = any($3::uuid[]) and (
       select c.state from consents c where c.tenant_id = s.tenant_id and c.contact_id = s.contact_id and c.purpose = s.purpose and ${COUNTS}
       order by c.at desc, c.state = 'withdrawn' desc, c.cause collate "C" desc limit 1) = 'granted'`,
    [tenant, purpose, contacts],
  )
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
    `select state, source, at from consents c where tenant_id = $1 and contact_id = $2 and purpose = $3 and ${COUNTS}
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
     from consents c where tenant_id = $1 and contact_id = $2 and ${COUNTS}
     on conflict (tenant_id, contact_id, purpose, cause) do nothing`,
    [tenant, from, into],
  )
  // Merged, parted and merged again: the copies are there, and count again.
  await client.query(
    `delete from consent_retractions gone using consents old, consents c
     where gone.tenant_id = $1 and old.tenant_id = $1 and c.tenant_id = $1 and gone.consent_id = old.id and old.contact_id = $3
       and c.contact_id = $2 and c.purpose = old.purpose and c.cause = old.cause and ${COUNTS}`,
    [tenant, from, into],
  )
  const { rows } = await client.query<{ purpose: string }>(
    `select distinct purpose from consents c where tenant_id = $1 and contact_id = $2 and ${COUNTS}`,
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
     from consents c where tenant_id = $1 and contact_id = $2 and ${COUNTS}
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

/** The entries that count, of all purposes. */
export async function selectConsentIds(client: Client, tenant: TenantId, contact: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from consents c where tenant_id = $1 and contact_id = $2 and ${COUNTS}`,
    [tenant, contact],
  )
  return rows.map(({ id }) => id)
}

/** From now on these entries do not count. */
export async function insertRetractions(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
  merge: { readonly id: string; readonly at: Instant },
): Promise<void> {
  await client.query(
    `insert into consent_retractions (tenant_id, consent_id, merge_id, at) select $1, id, $3, $4 from unnest($2::uuid[]) as n (id)
     on conflict do nothing`,
    [tenant, ids, merge.id, new Date(merge.at)],
  )
}

/** Adds to one contact's ledger what another has withdrawn beyond these entries. */
export async function copyWithdrawals(
  client: Client,
  tenant: TenantId,
  {
    from,
    into,
    except,
  }: { readonly from: string; readonly into: string; readonly except: readonly string[] },
): Promise<void> {
  await client.query(
    `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, notice_version, note, actor, at)
     select tenant_id, gen_random_uuid(), $3, purpose, state, source, cause, evidence, notice_version, note, actor, at
     from consents c where tenant_id = $1 and contact_id = $2 and state = 'withdrawn' and id <> all($4::uuid[]) and ${COUNTS}
     on conflict (tenant_id, contact_id, purpose, cause) do nothing`,
    [tenant, from, into, except],
  )
}

/** All purposes about which something was ever said of these contacts, or holds. */
export async function selectPurposes(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ purpose: string }>(
    `select purpose from consents where tenant_id = $1 and contact_id = any($2::uuid[])
     union select purpose from suppressions where tenant_id = $1 and contact_id = any($2::uuid[])`,
    [tenant, contacts],
  )
  return rows.map(({ purpose }) => purpose)
}
