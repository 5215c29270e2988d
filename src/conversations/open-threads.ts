import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { openConversations, threadKey } from './internal/conversations-sql.ts'

export type OpenThread = { readonly id: string; readonly lastInboundAt: Instant | null }

/**
 * The conversations of these contacts through one number, by contact; made where there were none. One that is new stands in no list
 * until somebody says something in it that counts there.
 */
export async function openThreads(
  client: Client,
  tenant: TenantId,
  channel: string,
  contacts: readonly string[],
): Promise<ReadonlyMap<string, OpenThread>> {
  const threads = contacts.map((contact) => ({ channel, contact }))
  const opened = await openConversations(client, tenant, threads, newId)
  return new Map(
    threads.flatMap((thread) => {
      const row = opened.get(threadKey(thread))
      return row === undefined ? [] : [[thread.contact, row] as const]
    }),
  )
}
