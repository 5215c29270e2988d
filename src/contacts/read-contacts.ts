import { listConsents, listSuppressions } from '#consent/read-consents.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectDefinitions } from './internal/attributes-sql.ts'
import {
  selectAttributes,
  selectContact,
  selectContacts,
  selectContactsById,
  selectConversationIds,
  selectIdentities,
  type ContactQuery,
  type SummaryAndPlace,
} from './internal/read-sql.ts'
import type { ContactDetail, ContactSummary } from './shapes.ts'

export type { ContactQuery } from './internal/read-sql.ts'

/** A page of the people whom a business knows; each with its place in the order, for the next page. */
export const listContacts = async (
  client: Client,
  tenant: TenantId,
  query: ContactQuery,
): Promise<readonly SummaryAndPlace[]> => selectContacts(client, tenant, query)

/** Those of the ids that are contacts, newest first. */
export const findContacts = async (
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly ContactSummary[]> => selectContactsById(client, tenant, ids)

/** Everything that is known of one contact; null if there is none. Values of fields that are gone are not shown. */
export async function readContact(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<ContactDetail | null> {
  const contact = await selectContact(client, tenant, id)
  if (contact === null) return null
  const definitions = new Set((await selectDefinitions(client, tenant)).map(({ key }) => key))
  const attributes = await selectAttributes(client, tenant, id)
  return {
    ...contact,
    identities: await selectIdentities(client, tenant, id),
    consents: [...(await listConsents(client, tenant, id))],
    suppressions: [...(await listSuppressions(client, tenant, id))],
    conversationIds: await selectConversationIds(client, tenant, [id]),
    attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => definitions.has(key))),
  }
}
