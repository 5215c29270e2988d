import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { recountConversations as recount } from './internal/conversations-sql.ts'

/** Makes conversations what their messages say: windows, the newest message; not the badge. */
export const recountConversations = async (
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<void> => recount(client, tenant, ids)
