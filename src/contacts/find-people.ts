import type { Client } from '#platform/db/database.ts'
import { NO_PHONE, patternOf, phonePatternOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Where a filter along a list does better than a list of ids. */
const IDS_MAX = 1000

/** People whom part of a name or number may mean: their ids if they are few; null: so many that whoever lists them finds them soon. */
export type Wanted = {
  readonly ids: readonly string[] | null
  /** The names in lower case hold it, or a phone number does. */
  readonly namePattern: string
  readonly phonePattern: string
}

export async function findPeople(client: Client, tenant: TenantId, words: string): Promise<Wanted> {
  const namePattern = patternOf(words.toLowerCase())
  const phonePattern = phonePatternOf(words)
  const isByTrigrams = TRIGRAM.test(namePattern)
  const { rows } = await client.query<{ id: string }>(
    `select id from find_contacts($1, $2, $3) found (id) ${isByTrigrams ? '' : BY_READING}`,
    isByTrigrams
      ? [namePattern, phonePattern, IDS_MAX + 1]
      : [null, phonePattern, IDS_MAX + 1, tenant, namePattern],
  )
  return { ids: rows.length > IDS_MAX ? null : rows.map(({ id }) => id), namePattern, phonePattern }
}

const BY_READING = 'union select id from contacts where tenant_id = $4 and names like $5 limit $3'
/** What contacts_names surely finds: three letters or digits in a row, of those that pg_trgm knows in every locale. */
const TRIGRAM = /[a-z0-9]{3}/u

/**
 * In SQL: the contact with this id is one of them. Where they are many, one after the other is looked up as far as the list is
 * walked; a set of all of them would be made anew for each page.
 * @param put makes a value a parameter
 */
export function isWanted(
  { ids, namePattern, phonePattern }: Wanted,
  id: string,
  put: (value: unknown) => string,
): string {
  if (ids !== null) return `${id} = any(${put(ids)}::uuid[])`
  const isNamed = `(select n.names like ${put(namePattern)} from contacts n where n.tenant_id = $1 and n.id = ${id} limit 1)`
  if (phonePattern === NO_PHONE) return isNamed
  return `(${isNamed} or (select true from contact_identities i
    where i.tenant_id = $1 and i.contact_id = ${id} and i.kind = 'phone' and i.value like ${put(phonePattern)} limit 1))`
}
