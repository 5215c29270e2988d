/** Keeps what a contact's messages come to, behind the messages. Contacts are counted anew rather than counted up. */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EventEntry } from '#realtime/append-events.ts'
import { followEvents, olderIn } from '#realtime/follow-events.ts'
import { recountActivity, selectConcerned } from './internal/sql.ts'

/** One pass over one tenant. True: there is more to do. */
export const countActivity = async (database: Database, tenant: TenantId): Promise<boolean> =>
  followEvents(database, tenant, {
    cursors: 'activity_cursors',
    entriesMax: 200,
    olderMax: 100,
    selectOlder: olderIn('contacts'),
    work: async (client, entries, older) => {
      const concerned = await concernedBy(client, tenant, entries)
      await recountActivity(client, tenant, [...new Set([...concerned, ...older])])
    },
  })

async function concernedBy(
  client: Client,
  tenant: TenantId,
  entries: readonly EventEntry[],
): Promise<readonly string[]> {
  const messages = new Set<string>()
  const conversations = new Set<string>()
  for (const [kind, id, into] of entries) {
    if (kind === 'message.created') messages.add(id)
    else if (kind === 'conversation.merged') conversations.add(into)
  }
  if (messages.size + conversations.size === 0) return []
  return selectConcerned(client, tenant, { messages: [...messages], conversations: [...conversations] })
}
