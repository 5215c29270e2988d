import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectKeys } from './internal/sql.ts'
import type { ApiKey } from './shapes.ts'

/** Every living key is among the newest, or nearly so: 100 may live at once. */
const SHOWN_MAX = 500

/** Newest first, the revoked ones too: somebody may ask what a key was. */
export async function listKeys(client: Client, tenant: TenantId): Promise<ApiKey[]> {
  return selectKeys(client, tenant, SHOWN_MAX)
}
