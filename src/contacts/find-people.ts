import type { Client } from '#platform/db/database.ts'
import { patternOf, phonePatternOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** All names of a contact `k`, as contacts_names has them. */
export const NAMES = `lower(coalesce(k.given_name, '') || ' ' || coalesce(k.book_name, '') || ' ' || coalesce(k.profile_name, '') || ' '
  || coalesce(k.username, ''))`

/** Where a filter along a list does better than a list of ids. */
const IDS_MAX = 1000

/** People whom part of a name or number may mean: their ids if they are few; null: so many that whoever lists them finds them soon. */
export type Wanted = {
  readonly ids: readonly string[] | null
  /** For a filter: the names in lower case hold it, or a phone number does. */
  readonly namePattern: string
  readonly phonePattern: string
}

export async function findPeople(client: Client, tenant: TenantId, words: string): Promise<Wanted> {
  const namePattern = patternOf(words.toLowerCase())
  const phonePattern = phonePatternOf(words)
  const { rows } = await client.query<{ id: string }>(
    `select id from (
       select k.id from contacts k where k.tenant_id = $1 and ${NAMES} like $2
       union select contact_id from contact_identities where tenant_id = $1 and kind = 'phone' and value like $3) found limit $4`,
    [tenant, namePattern, phonePattern, IDS_MAX + 1],
  )
  return { ids: rows.length > IDS_MAX ? null : rows.map(({ id }) => id), namePattern, phonePattern }
}

/** In SQL, about a contact `k`: it is one of them. The parameters hold ids, namePattern and phonePattern. */
export const isWanted = (
  { ids }: Pick<Wanted, 'ids'>,
  put: { readonly ids: string; readonly name: string; readonly phone: string },
): string =>
  ids === null
    ? `(${NAMES} like ${put.name} or exists (select 1 from contact_identities i where i.tenant_id = k.tenant_id and i.contact_id = k.id
         and i.kind = 'phone' and i.value like ${put.phone}))`
    : `k.id = any(${put.ids}::uuid[])`
