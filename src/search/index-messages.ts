/** Keeps the search index behind the messages. */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { followEvents, messagesIn, olderIn } from '#realtime/follow-events.ts'
import { foldWords } from './fold-words.ts'
import { dropEntries, putEntries, readSaid, type Said } from './internal/sql.ts'

/** One pass over one tenant. True: there is more to do. */
export const indexMessages = async (database: Database, tenant: TenantId): Promise<boolean> =>
  followEvents(database, tenant, {
    cursors: 'search_cursors',
    entriesMax: 100,
    olderMax: 100,
    selectOlder: olderIn('messages'),
    work: async (client, entries, older) => {
      const ids = [...new Set([...older, ...messagesIn(entries)])]
      if (ids.length > 0) await write(client, tenant, await readSaid(client, tenant, ids))
    },
  })

async function write(client: Client, tenant: TenantId, said: readonly Said[]): Promise<void> {
  const entries = said.map(({ id, at, text }) => ({ id, at, words: foldWords(text ?? '') }))
  await putEntries(
    client,
    tenant,
    entries.filter(({ words }) => words.length > 0),
  )
  await dropEntries(
    client,
    tenant,
    entries.filter(({ words }) => words.length === 0).map(({ id }) => id),
  )
}
