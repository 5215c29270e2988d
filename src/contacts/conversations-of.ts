import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectConversationIds } from './internal/read-sql.ts'

/** The conversations with these contacts: whoever shows them must be told when the contacts change. */
export const conversationsOf = async (
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
): Promise<readonly string[]> => selectConversationIds(client, tenant, contacts)
