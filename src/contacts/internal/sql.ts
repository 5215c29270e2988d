import { consentOfMessage, consentOfPreference, recordConsents } from '#consent/record-consents.ts'
import { float8Array, textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'

export type Identity = {
  readonly kind: 'phone' | 'bsuid' | 'parent_bsuid' | 'group' | 'made'
  readonly value: string
  contact: string
  /** Since when they go by it, by Meta's time; 0: it did not say. */
  since: Instant
  /** A phone: the name that has it now, as `kind:value`; null: it was only ever seen alone. */
  claimedBy: string | null
  /** A phone that several names have claimed: see `readClaims`. */
  isContested: boolean
}

type IdentityRow = {
  kind: Identity['kind']
  value: string
  contact: string
  since_ms: number
  claimed_by: string | null
  is_contested: boolean
}

/**
 * Uses the primary key of contact_identities. `limit 1` makes it a look-up for each name: a plan that was made while the tenant
 * was small would otherwise read all of its identities for every batch, until the next ANALYZE.
 */
export async function findIdentities(
  client: Client,
  tenant: TenantId,
  names: readonly { readonly kind: string; readonly value: string }[],
): Promise<Identity[]> {
  const { rows } = await client.query<IdentityRow>({
    name: 'find_identities',
    text: `select i.kind, i.value, i.contact_id as contact, ${millisecondsOf('i.seen_at')} as since_ms, i.claimed_by, i.is_contested
      from unnest($2::text[], $3::text[]) as n (kind, value)
      cross join lateral (
        select * from contact_identities where tenant_id = $1 and kind = n.kind and value = n.value limit 1) i`,
    values: [tenant, textArray(names.map(({ kind }) => kind)), textArray(names.map(({ value }) => value))],
  })
  return rows.map((row) => ({
    kind: row.kind,
    value: row.value,
    contact: row.contact,
    since: instant(Math.round(row.since_ms)),
    claimedBy: row.claimed_by,
    isContested: row.is_contested,
  }))
}

export async function insertContacts(
  client: Client,
  tenant: TenantId,
  contacts: readonly { readonly id: string; readonly kind: string }[],
): Promise<void> {
  if (contacts.length === 0) return
  await client.query({
    name: 'insert_contacts',
    text: 'insert into contacts (tenant_id, id, kind) select $1, * from unnest($2::uuid[], $3::text[])',
    values: [tenant, contacts.map(({ id }) => id), contacts.map(({ kind }) => kind)],
  })
}

/**
 * Two lanes of one tenant may meet the same new person at once: the second one waits for the first, finds the name taken,
 * and the transaction is run again (40001).
 */
export async function insertIdentities(
  client: Client,
  tenant: TenantId,
  identities: readonly Identity[],
): Promise<void> {
  if (identities.length === 0) return
  const sorted = inOrder(identities)
  const { rowCount } = await client.query({
    name: 'insert_identities',
    text: `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at, claimed_by)
      select $1, * from unnest($2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[])
      on conflict (tenant_id, kind, value) do nothing`,
    values: [
      tenant,
      sorted.map(({ kind }) => kind),
      sorted.map(({ value }) => value),
      sorted.map(({ contact }) => contact),
      sorted.map(({ since }) => new Date(since)),
      sorted.map(({ claimedBy }) => claimedBy),
    ],
  })
  if (rowCount !== sorted.length)
    throw Object.assign(new Error('another transaction made this contact first'), { code: '40001' })
}

const inOrder = (identities: readonly Identity[]): Identity[] =>
  identities.toSorted((a, b) => (a.kind + a.value < b.kind + b.value ? -1 : 1))

/**
 * The first claimants of numbers that were known alone. Two lanes may bring a number different claimants at once: the second one waits for the
 * first, finds it claimed, and the transaction is run again (40001).
 */
export async function claimPhones(
  client: Client,
  tenant: TenantId,
  phones: readonly Identity[],
): Promise<void> {
  if (phones.length === 0) return
  const { rowCount } = await client.query({
    name: 'claim_phones',
    text: `update contact_identities set claimed_by = ($3::text[])[array_position($2::text[], value)],
        seen_at = ($4::timestamptz[])[array_position($2::text[], value)]
      where tenant_id = $1 and kind = 'phone' and value = any($2::text[]) and claimed_by is null`,
    values: [
      tenant,
      phones.map(({ value }) => value),
      phones.map(({ claimedBy }) => claimedBy),
      phones.map(({ since }) => new Date(since)),
    ],
  })
  if (rowCount !== phones.length)
    throw Object.assign(new Error('another transaction claimed this number first'), { code: '40001' })
}

/** Something older turned up that used these names. */
export async function lowerSince(
  client: Client,
  tenant: TenantId,
  identities: readonly Identity[],
): Promise<void> {
  if (identities.length === 0) return
  const sorted = inOrder(identities)
  await client.query({
    name: 'lower_since',
    text: `update contact_identities i set seen_at = n.since
      from unnest($2::text[], $3::text[], $4::timestamptz[]) as n (kind, value, since)
      where i.tenant_id = $1 and i.kind = n.kind and i.value = n.value and (n.since < i.seen_at or i.seen_at = to_timestamp(0))`,
    values: [
      tenant,
      sorted.map(({ kind }) => kind),
      sorted.map(({ value }) => value),
      sorted.map(({ since }) => new Date(since)),
    ],
  })
}

/** Everything about a name at once. Only for whoever has the tenant alone. */
export async function updateIdentity(client: Client, tenant: TenantId, identity: Identity): Promise<void> {
  const { kind, value, contact, since, claimedBy, isContested } = identity
  await client.query(
    `update contact_identities set contact_id = $4, seen_at = $5, claimed_by = $6, is_contested = $7
     where tenant_id = $1 and kind = $2 and value = $3`,
    [tenant, kind, value, contact, new Date(since), claimedBy, isContested],
  )
}

/** Somebody had a number since then. */
export type Claim = { readonly name: string; readonly since: Instant }

export async function readClaims(
  client: Client,
  tenant: TenantId,
  phones: readonly string[],
): Promise<(Claim & { readonly phone: string })[]> {
  const { rows } = await client.query<{ phone: string; name: string; since_ms: number }>(
    `select phone, name, ${millisecondsOf('since')} as since_ms from phone_claims
     where tenant_id = $1 and phone = any($2)`,
    [tenant, phones],
  )
  return rows.map(({ phone, name, since_ms }) => ({ phone, name, since: instant(Math.round(since_ms)) }))
}

export async function putClaims(
  client: Client,
  tenant: TenantId,
  phone: string,
  claims: readonly Claim[],
): Promise<void> {
  await client.query(
    `insert into phone_claims (tenant_id, phone, name, since) select $1, $2, * from unnest($3::text[], $4::timestamptz[])
     on conflict (tenant_id, phone, name) do update set since = excluded.since`,
    [tenant, phone, claims.map(({ name }) => name), claims.map(({ since }) => new Date(since))],
  )
}

/** A word that was said of a phone number alone, in the words of `phone_words`. */
export type PhoneWord = {
  readonly phone: string
  readonly word: string
  readonly value: string | null
  readonly detail: string | null
  readonly at: Instant
}

/** Of two words from one moment the greater one counts. */
export async function putPhoneWords(
  client: Client,
  tenant: TenantId,
  words: readonly PhoneWord[],
): Promise<void> {
  if (words.length === 0) return
  const newest = new Map<string, PhoneWord>()
  for (const word of words) {
    const key = `${word.phone} ${word.word}`
    const known = newest.get(key)
    if (known === undefined || isNewer(word.at, word.value ?? '', known.at, known.value))
      newest.set(key, word)
  }
  const sorted = [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, word]) => word)
  await client.query({
    name: 'put_phone_words',
    text: `insert into phone_words as p (tenant_id, phone, word, value, detail, at)
      select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
      on conflict (tenant_id, phone, word) do update set value = excluded.value, detail = excluded.detail, at = excluded.at
      where (p.at, coalesce(p.value, '') collate "C") < (excluded.at, coalesce(excluded.value, ''))`,
    values: [
      tenant,
      sorted.map(({ phone }) => phone),
      sorted.map(({ word }) => word),
      sorted.map(({ value }) => value),
      sorted.map(({ detail }) => detail),
      sorted.map(({ at }) => new Date(at)),
    ],
  })
}

/** What was said of this number alone is said of `contact` too: it has, or had, the number. */
export async function shareWords(
  client: Client,
  tenant: TenantId,
  phone: string,
  contact: string,
): Promise<void> {
  const { rows } = await client.query<{
    word: string
    value: string | null
    detail: string | null
    at: Date
  }>('select word, value, detail, at from phone_words where tenant_id = $1 and phone = $2', [tenant, phone])
  for (const { word, value, detail, at } of rows) {
    const moment = at.getTime() as Instant
    if (word.startsWith('preference:')) {
      const preference = { category: word.slice('preference:'.length), value: value ?? '', at: moment }
      await putPreferences(client, tenant, [{ contact, detail, ...preference }])
      const consent = consentOfPreference(contact, preference)
      if (consent !== null) await recordConsents(client, tenant, [consent])
    } else if (word.startsWith('consent:')) {
      const state = value === 'granted' ? 'granted' : 'withdrawn'
      const said = { wamid: detail ?? '', state, at: moment } as const
      await recordConsents(client, tenant, [consentOfMessage(contact, said)])
    } else
      await putProfiles(client, tenant, [
        {
          contact,
          profileName: word === 'profile_name' ? value : null,
          username: word === 'username' ? value : null,
          bookName: word === 'book_name' ? value : undefined,
          at: moment,
        },
      ])
  }
}

export type ProfileFact = {
  readonly contact: string
  readonly profileName: string | null
  readonly username: string | null
  readonly bookName: string | null | undefined
  readonly at: Instant
}

/** The newest word counts; of two from the same moment the greater one, so that their order does not matter. */
export async function putProfiles(
  client: Client,
  tenant: TenantId,
  facts: readonly ProfileFact[],
): Promise<void> {
  if (facts.length === 0) return
  const rows = newestPerContact(facts)
  await client.query({
    name: 'put_profiles',
    // Every row is there; as an upsert it is found by its key whatever the planner believes of the table.
    text: `insert into contacts as c (tenant_id, id, profile_name, profile_name_at, username, username_at, book_name, book_name_at)
      select $1, contact, profile_name, to_timestamp(p_ms / 1000.0), username, to_timestamp(u_ms / 1000.0), book_name, to_timestamp(b_ms / 1000.0)
      from unnest($2::uuid[], $3::text[], $4::float8[], $5::text[], $6::float8[], $7::text[], $8::float8[])
        as f (contact, profile_name, p_ms, username, u_ms, book_name, b_ms)
      on conflict (tenant_id, id) do update set
        profile_name = case when (excluded.profile_name_at, excluded.profile_name collate "C") > (coalesce(c.profile_name_at, '-infinity'), coalesce(c.profile_name, ''))
          then excluded.profile_name else c.profile_name end,
        profile_name_at = greatest(c.profile_name_at, excluded.profile_name_at),
        username = case when (excluded.username_at, excluded.username collate "C") > (coalesce(c.username_at, '-infinity'), coalesce(c.username, ''))
          then excluded.username else c.username end,
        username_at = greatest(c.username_at, excluded.username_at),
        book_name = case when (excluded.book_name_at, coalesce(excluded.book_name, '') collate "C") > (coalesce(c.book_name_at, '-infinity'), coalesce(c.book_name, ''))
          then excluded.book_name else c.book_name end,
        book_name_at = greatest(c.book_name_at, excluded.book_name_at)
      where excluded.profile_name_at > coalesce(c.profile_name_at, '-infinity')
          or (excluded.profile_name_at = c.profile_name_at and excluded.profile_name collate "C" > c.profile_name)
          or excluded.username_at > coalesce(c.username_at, '-infinity')
          or (excluded.username_at = c.username_at and excluded.username collate "C" > c.username)
          or excluded.book_name_at >= coalesce(c.book_name_at, '-infinity')`,
    values: [
      tenant,
      uuidArray(rows.map((row) => row.contact)),
      textArray(rows.map((row) => row.profile_name)),
      float8Array(rows.map((row) => row.profile_name_at)),
      textArray(rows.map((row) => row.username)),
      float8Array(rows.map((row) => row.username_at)),
      textArray(rows.map((row) => row.book_name)),
      float8Array(rows.map((row) => row.book_name_at)),
    ],
  })
}

type ProfileRow = {
  contact: string
  profile_name: string | null
  profile_name_at: number | null
  username: string | null
  username_at: number | null
  book_name: string | null
  book_name_at: number | null
}

/** An update may touch a row once, so a batch is first folded into one word per contact. */
function newestPerContact(facts: readonly ProfileFact[]): ProfileRow[] {
  const rows = new Map<string, ProfileRow>()
  for (const { contact, profileName, username, bookName, at } of facts) {
    const row = rows.get(contact) ?? emptyRow(contact)
    rows.set(contact, row)
    if (profileName !== null && isNewer(at, profileName, row.profile_name_at, row.profile_name))
      [row.profile_name, row.profile_name_at] = [profileName, at]
    if (username !== null && isNewer(at, username, row.username_at, row.username))
      [row.username, row.username_at] = [username, at]
    if (bookName !== undefined && isNewer(at, bookName ?? '', row.book_name_at, row.book_name))
      [row.book_name, row.book_name_at] = [bookName, at]
  }
  return [...rows.values()].toSorted((a, b) => (a.contact < b.contact ? -1 : 1))
}

const emptyRow = (contact: string): ProfileRow => ({
  contact,
  profile_name: null,
  profile_name_at: null,
  username: null,
  username_at: null,
  book_name: null,
  book_name_at: null,
})

const isNewer = (at: number, value: string, thanAt: number | null, than: string | null): boolean =>
  thanAt === null || at > thanAt || (at === thanAt && value > (than ?? ''))

export type PreferenceRow = {
  readonly contact: string
  readonly category: string
  readonly value: string
  readonly detail: string | null
  readonly at: Instant
}

export async function putPreferences(
  client: Client,
  tenant: TenantId,
  preferences: readonly PreferenceRow[],
): Promise<void> {
  for (const { contact, category, value, detail, at } of preferences)
    await client.query(
      `insert into contact_preferences as p (tenant_id, contact_id, category, value, detail, at) values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, contact_id, category) do update set value = excluded.value, detail = excluded.detail, at = excluded.at
       where (p.at, p.value) < (excluded.at, excluded.value)`,
      [tenant, contact, category, value, detail, new Date(at)],
    )
}
