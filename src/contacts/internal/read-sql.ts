import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf } from '#platform/time.ts'
import { findPeople, isWanted } from '../find-people.ts'
import type { AttributeValue, ContactDetail, ContactSummary } from '../shapes.ts'

type SummaryRow = Omit<ContactSummary, 'createdAt' | 'displayName'> & { created_ms: number; sortName: string }

const IS_SUPPRESSED = `exists (select 1 from suppressions p where p.tenant_id = k.tenant_id and p.contact_id = k.id
  and p.purpose = 'marketing')`
const SUMMARY = `k.id, k.kind, k.given_name as "givenName", k.profile_name as "profileName", k.username, k.book_name as "bookName",
  ${phoneOf('k.tenant_id', 'k.id')} as phone,
  ${IS_SUPPRESSED} as "isSuppressed",
  ${millisecondsOf('k.created_at')} as created_ms`
export type ContactQuery = {
  readonly sort: 'newest' | 'name'
  readonly after: { readonly name: string; readonly id: string } | null
  readonly search: string | null
  readonly isSuppressed: boolean | null
  readonly limit: number
}
export type SummaryAndPlace = { readonly summary: ContactSummary; readonly place: string }

/** People, not groups. By newest it walks the primary key backwards, by name contacts_by_name. */
export async function selectContacts(
  client: Client,
  tenant: TenantId,
  { sort, after, search, isSuppressed, limit }: ContactQuery,
): Promise<SummaryAndPlace[]> {
  const isByName = sort === 'name'
  const values: unknown[] = [tenant, limit]
  const put = (value: unknown): string => `$${values.push(value)}`
  const wishes = ["k.tenant_id = $1 and k.kind = 'person'"]
  if (after !== null)
    wishes.push(
      isByName
        ? `(k.sort_name, k.id) > (${put(after.name)}, ${put(after.id)}::uuid)`
        : `k.id < ${put(after.id)}::uuid`,
    )
  if (search !== null) wishes.push(isWanted(await findPeople(client, tenant, search), 'k.id', put))
  if (isSuppressed !== null) wishes.push(`${isSuppressed ? '' : 'not'} ${IS_SUPPRESSED}`)
  const { rows } = await client.query<SummaryRow & { bookName: string | null }>(
    `select ${SUMMARY}, k.sort_name as "sortName" from contacts k where ${wishes.join(' and ')}
     order by ${isByName ? 'k.sort_name, k.id' : 'k.id desc'} limit $2`,
    values,
  )
  return rows.map((row) => ({ summary: summaryOf(row), place: row.sortName }))
}

/** Those of the ids that are contacts, newest first. */
export async function selectContactsById(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ContactSummary[]> {
  const { rows } = await client.query<SummaryRow & { bookName: string | null }>(
    `select ${SUMMARY}, '' as "sortName" from contacts k where k.tenant_id = $1 and k.id = any($2::uuid[]) order by k.id desc`,
    [tenant, ids],
  )
  return rows.map(summaryOf)
}

const summaryOf = (row: SummaryRow & { bookName: string | null }): ContactSummary => ({
  id: row.id,
  kind: row.kind,
  displayName:
    row.givenName ??
    row.bookName ??
    row.profileName ??
    (row.username === null ? (row.phone === null ? null : `+${row.phone}`) : `@${row.username}`),
  givenName: row.givenName,
  profileName: row.profileName,
  username: row.username,
  phone: row.phone,
  isSuppressed: row.isSuppressed,
  createdAt: Math.round(row.created_ms),
})

type NameColumns = {
  bookName: string | null
  profile_ms: number | null
  username_ms: number | null
  book_ms: number | null
}

/** One contact with its names; null if there is none. */
export async function selectContact(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<(ContactSummary & Pick<ContactDetail, 'names'>) | null> {
  const { rows } = await client.query<SummaryRow & NameColumns>(
    `select ${SUMMARY}, '' as "sortName", ${millisecondsOf('k.profile_name_at')} as profile_ms,
       ${millisecondsOf('k.username_at')} as username_ms, ${millisecondsOf('k.book_name_at')} as book_ms
     from contacts k where k.tenant_id = $1 and k.id = $2`,
    [tenant, id],
  )
  const row = rows[0]
  if (row === undefined) return null
  const names = [
    { source: 'team', value: row.givenName, at: null },
    { source: 'address_book', value: row.bookName, at: toldAt(row.book_ms) },
    { source: 'profile', value: row.profileName, at: toldAt(row.profile_ms) },
    { source: 'username', value: row.username, at: toldAt(row.username_ms) },
  ] as const
  return {
    ...summaryOf(row),
    names: names.flatMap(({ source, value, at }) => (value === null ? [] : [{ source, value, at }])),
  }
}

/** 1970 is Meta not saying when. */
const toldAt = (ms: number | null): number | null => {
  const at = momentOf(ms)
  return at === null || at <= 0 ? null : at
}

/** Locks the contact to the end of the transaction, so that it is not merged away meanwhile; whether it is there. */
export async function lockContact(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rows } = await client.query(
    'select 1 from contacts where tenant_id = $1 and id = $2 for no key update',
    [tenant, id],
  )
  return rows.length > 0
}

/** Newest first; names that we made ourselves are nobody's business. Uses contact_identities_contact. */
export async function selectIdentities(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<ContactDetail['identities']> {
  const { rows } = await client.query<{
    kind: ContactDetail['identities'][number]['kind']
    value: string
    seen_ms: number
  }>(
    `select kind, value, ${millisecondsOf('seen_at')} as seen_ms from contact_identities
     where tenant_id = $1 and contact_id = $2 and kind <> 'made' order by seen_at desc, kind, value`,
    [tenant, contact],
  )
  return rows.map(({ kind, value, seen_ms }) => ({ kind, value, since: toldAt(seen_ms) }))
}

/** Uses the unique key (tenant_id, contact_id, channel_id). */
export async function selectConversationIds(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select id from conversations where tenant_id = $1 and contact_id = any($2::uuid[]) order by last_message_at desc nulls last, id',
    [tenant, contacts],
  )
  return rows.map(({ id }) => id)
}

export async function selectAttributes(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<Record<string, AttributeValue>> {
  const { rows } = await client.query<{ attributes: Record<string, AttributeValue> }>(
    'select attributes from contact_attributes where tenant_id = $1 and contact_id = $2',
    [tenant, contact],
  )
  return rows[0]?.attributes ?? {}
}

export async function updateGivenName(
  client: Client,
  tenant: TenantId,
  contact: string,
  name: string | null,
): Promise<void> {
  await client.query('update contacts set given_name = $3 where tenant_id = $1 and id = $2', [
    tenant,
    contact,
    name,
  ])
}

/** Sets and takes away; what is not named stays. */
export async function putAttributes(
  client: Client,
  tenant: TenantId,
  contact: string,
  set: Readonly<Record<string, AttributeValue>>,
  removed: readonly string[],
): Promise<void> {
  await client.query(
    `insert into contact_attributes as a (tenant_id, contact_id, attributes) values ($1, $2, $3)
     on conflict (tenant_id, contact_id) do update set attributes = (a.attributes || excluded.attributes) - $4::text[]`,
    [tenant, contact, JSON.stringify(set), removed],
  )
}

export type ExportRow = {
  readonly id: string
  readonly name: string | null
  readonly phone: string | null
  readonly username: string | null
  readonly bsuid: string | null
  readonly state: string | null
  readonly since: Date | null
  readonly source: string | null
  readonly created_at: Date
  readonly attributes: Readonly<Record<string, AttributeValue>> | null
}

/** A page of everybody, or of these, in order of id, each with the word on marketing that holds. */
export async function selectForExport(
  client: Client,
  tenant: TenantId,
  afterId: string | null,
  limit: number,
  ids: readonly string[] | null = null,
): Promise<ExportRow[]> {
  const { rows } = await client.query<ExportRow>(
    `select k.id, coalesce(k.given_name, k.book_name, k.profile_name) as name, k.username, k.created_at,
       ${phoneOf('k.tenant_id', 'k.id')} as phone,
       (select value from contact_identities i where i.tenant_id = k.tenant_id and i.contact_id = k.id and i.kind = 'bsuid'
         order by seen_at desc, value limit 1) as bsuid,
       c.state, c.at as since, c.source, a.attributes
     from contacts k
     left join contact_attributes a on a.tenant_id = k.tenant_id and a.contact_id = k.id
     left join lateral (
       select state, at, source from consents where tenant_id = k.tenant_id and contact_id = k.id and purpose = 'marketing'
         and not exists (select from consent_retractions r where r.tenant_id = k.tenant_id and r.consent_id = consents.id)
       order by at desc, state = 'withdrawn' desc, cause collate "C" desc limit 1) c on true
     where k.tenant_id = $1 and k.kind = 'person' and ($2::uuid is null or k.id > $2)
       and ($4::uuid[] is null or k.id = any($4)) order by k.id limit $3`,
    [tenant, afterId, limit, ids],
  )
  return rows
}
