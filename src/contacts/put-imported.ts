import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import { findIdentities } from './internal/sql.ts'
import { fillAttributes, fillNames } from './internal/import-sql.ts'
import { resolvePeople, type ContactEffects } from './resolve-people.ts'
import type { AttributeValue } from './shapes.ts'

/** One person of a file: known by a phone number alone, in Meta's digits. Each number once. */
export type ImportedPerson = {
  readonly phone: string
  readonly name: string | null
  readonly attributes: Readonly<Record<string, AttributeValue>>
}
/** What becomes of contacts that are known already: only what is missing is filled in, or everything taken over, or nothing. */
export type KnownPolicy = 'fill' | 'overwrite' | 'skip'
export type PutPerson = { readonly phone: string; readonly contact: string; readonly isNew: boolean }

/**
 * Finds or makes the contact of each number, as a webhook would that names people by their number alone, and writes down what the
 * file says of them. The caller shares the tenant (`lockTenant`). Since when somebody has a number a file does not say (0), so
 * whatever Meta tells later counts as it would have without the file. A number that passed through several hands is its holder's.
 */
export async function putImported(
  client: Client,
  tenant: TenantId,
  people: readonly ImportedPerson[],
  { known: policy, now }: { readonly known: KnownPolicy; readonly now: Instant },
): Promise<readonly PutPerson[]> {
  const names = people.map(({ phone }) => ({ kind: 'phone', value: phone }))
  const known = new Set((await findIdentities(client, tenant, names)).map(({ value }) => value))
  const facts = people.map(({ phone }) => ({ person: { phone }, at: instant(0) }))
  const resolved = await resolvePeople(client, tenant, facts, { effects: NO_EFFECTS, isAlone: false })
  const put = people.map(({ phone }) => ({
    phone,
    contact: resolved.contactOf({ phone }, now),
    isNew: !known.has(phone),
  }))
  const isWritten = ({ isNew }: PutPerson): boolean => isNew || policy !== 'skip'
  const given = new Map<string, string>()
  const attributes = new Map<string, Record<string, AttributeValue>>()
  for (const [nth, one] of put.entries()) {
    const person = people[nth]
    if (person === undefined || !isWritten(one)) continue
    // Somebody with two numbers may stand in the file twice: the first row fills, the last one overwrites.
    if (person.name !== null && (policy === 'overwrite' || !given.has(one.contact)))
      given.set(one.contact, person.name)
    if (Object.keys(person.attributes).length === 0) continue
    const before = attributes.get(one.contact) ?? {}
    attributes.set(
      one.contact,
      policy === 'overwrite' ? { ...before, ...person.attributes } : { ...person.attributes, ...before },
    )
  }
  await fillNames(client, tenant, given, policy === 'overwrite')
  await fillAttributes(client, tenant, attributes, policy === 'overwrite')
  return put
}

/** A number alone never shows that two are one. */
const NO_EFFECTS: ContactEffects = {
  merge: async () => {
    throw new Error('an import merged contacts')
  },
  rehome: async () => {
    throw new Error('an import moved messages')
  },
}
