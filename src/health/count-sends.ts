/**
 * Keeps how far template messages got, behind the messages. A message's row is made anew each time, and the hours' sums move by the
 * difference, in the transaction of the place.
 */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Clock, type Instant } from '#platform/time.ts'
import { followEvents, messagesIn } from '#realtime/follow-events.ts'
import {
  putTemplateSends,
  selectOlder,
  selectTemplatesAbout,
  selectTemplatesIn,
} from './internal/sends-sql.ts'

/** Rows are forgotten a day later than messages stop being counted, so that no message counts anew. */
export const COUNTED_MS = 8 * DAY_MS

/** One pass over one tenant. True: there is more to do. */
export async function countSends(database: Database, tenant: TenantId, clock: Clock): Promise<boolean> {
  const since = after(clock(), -COUNTED_MS)
  return followEvents(database, tenant, {
    cursors: 'health_cursors',
    entriesMax: 300,
    olderMax: 300,
    selectOlder: async (client, _tenant, before, limit) =>
      selectOlder(client, tenant, before, idFrom(since), limit),
    work: async (client, entries, older) => {
      const moved = entries.flatMap(([kind, id, into]) =>
        kind === 'thread.changed' ? [id] : kind === 'conversation.merged' ? [id, into] : [],
      )
      const templates = [
        ...(await selectTemplatesAbout(client, tenant, messagesIn(entries))),
        ...(await selectTemplatesIn(client, tenant, [...new Set(moved)])),
        ...older,
      ]
      await putTemplateSends(client, tenant, [...new Set(templates)], since)
    },
  })
}

/** The smallest uuidv7 of this moment. */
const idFrom = (at: Instant): string => {
  const hex = Math.trunc(at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
