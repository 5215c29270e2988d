/** Of whom a program speaks: a contact of ours, somebody by their number, or by Meta's name for them. */
import { putImported } from '#contacts/put-imported.ts'
import { normalisePhone } from '#contacts/normalise-phone.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { NewEvent, Who } from './shapes.ts'

export type WhoResult =
  | { readonly ok: true; readonly contact: string }
  | { readonly ok: false; readonly because: 'contact_not_found' | 'phone_impossible' }

/** A number that nobody is known by becomes a contact. The caller shares the tenant (`lockTenant`). */
export async function findWho(
  client: Client,
  tenant: TenantId,
  { phone, contactId, userId, name }: Who,
  now: Instant,
): Promise<WhoResult> {
  if (phone !== undefined) {
    const read = normalisePhone(phone, 'IN')
    if (!('phone' in read)) return { ok: false, because: 'phone_impossible' }
    const people = [{ phone: read.phone, name: name?.trim() || null, attributes: {} }]
    const [put] = await putImported(client, tenant, people, { known: 'skip', now })
    return put === undefined ? { ok: false, because: 'phone_impossible' } : { ok: true, contact: put.contact }
  }
  const { rows } = await client.query<{ id: string }>(
    contactId === undefined
      ? `select i.contact_id as id from contact_identities i join contacts k on k.tenant_id = $1 and k.id = i.contact_id and k.kind = 'person'
         where i.tenant_id = $1 and i.kind in ('bsuid', 'parent_bsuid') and i.value = $2 order by i.kind limit 1`
      : `select id from contacts where tenant_id = $1 and id = $2 and kind = 'person'`,
    [tenant, contactId === undefined ? userId : isId(contactId) ? contactId : null],
  )
  const [row] = rows
  return row === undefined ? { ok: false, because: 'contact_not_found' } : { ok: true, contact: row.id }
}

/** What a program sends along, as words for templates. */
export const wordsOf = (properties: NewEvent['properties'] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, String(value)]],
    ),
  )
