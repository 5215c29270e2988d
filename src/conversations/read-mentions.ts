/** Who was asked, in a note, to look at a conversation, and has not done so yet. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { lockConversation, readMentions, selectUnreadMentions } from './internal/inbox-sql.ts'
import { COUNTED_MAX } from './read-models.ts'

/** In no order. */
export async function listUnreadMentions(client: Client, tenant: TenantId, user: string): Promise<string[]> {
  return selectUnreadMentions(client, tenant, user, COUNTED_MAX)
}

export async function lookAtMentions(
  client: Client,
  tenant: TenantId,
  { user, conversation }: { readonly user: string | null; readonly conversation: string },
): Promise<'looked' | 'nothing_new' | 'not_found'> {
  const found = await lockConversation(client, tenant, conversation)
  if (found === null) return 'not_found'
  if (user === null || !(await readMentions(client, tenant, user, found.id))) return 'nothing_new'
  await appendEvents(client, tenant, [['mentions.read', user, found.id]])
  return 'looked'
}
