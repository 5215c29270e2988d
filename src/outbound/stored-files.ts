import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { findMediaOf } from './internal/targets.ts'

/** Those of the files that are here and may be sent through this number. */
export async function storedFiles(
  client: Client,
  tenant: TenantId,
  channel: string,
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await findMediaOf(client, tenant, channel, files)).keys())
}
