/**
 * Keeps how far template messages got, behind the messages: what changes is heard of from the tenant's events, what was sent in the
 * days before is worked off backwards. A message's row is made anew each time, and the hours' sums move by the difference; all in
 * one transaction with the place that it leads to, so that nothing is skipped and nothing counts twice.
 */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Clock, type Instant } from '#platform/time.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import {
  lockPlace,
  putPlace,
  putTemplateSends,
  selectOlder,
  selectTemplatesAbout,
  selectTemplatesIn,
} from './internal/sends-sql.ts'

/** Things in one pass: while it writes, newer deliveries stay hidden, so it must be short. */
const ENTRIES_MAX = 300
const OLDER_MAX = 300
const EVENTS_MAX = 150
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Rows are forgotten a day later than messages stop being counted, so that no message counts anew. */
export const COUNTED_MS = 8 * DAY_MS

/** One pass over one tenant. True: there is more to do. */
export async function countSends(database: Database, tenant: TenantId, clock: Clock): Promise<boolean> {
  const since = after(clock(), -COUNTED_MS)
  return database.inTenant(tenant, async (client) => {
    const place = await lockPlace(client, tenant)
    if (place === 'busy') return false
    if (place === null || !(await isRemembered(client, tenant, place.events))) {
      await putPlace(client, tenant, { events: await endOfEvents(client), before: NEWEST })
      return true
    }
    const rows = firstOf((await readEvents(client, tenant, place.events, EVENTS_MAX)).rows)
    const last = rows.at(-1)
    const messages = new Set<string>()
    const conversations = new Set<string>()
    for (const [kind, id, into] of rows.flatMap(({ entries }) => entries)) {
      if (kind === 'message.created' || kind === 'message.updated') messages.add(id)
      else if (kind === 'thread.changed') conversations.add(id)
      else if (kind === 'conversation.merged') {
        conversations.add(id)
        conversations.add(into)
      }
    }
    const older =
      place.before === null ? [] : await selectOlder(client, tenant, place.before, idFrom(since), OLDER_MAX)
    const templates = [
      ...(await selectTemplatesAbout(client, tenant, [...messages])),
      ...(await selectTemplatesIn(client, tenant, [...conversations])),
      ...older,
    ]
    await putTemplateSends(client, tenant, [...new Set(templates)], since)
    const before = older.length < OLDER_MAX ? null : (older.at(-1) ?? null)
    const events = last === undefined ? place.events : { xid: last.xid, id: last.id }
    if (last !== undefined || before !== place.before) await putPlace(client, tenant, { events, before })
    return before !== null || rows.length > 0
  })
}

/** The smallest uuidv7 of this moment. */
const idFrom = (at: Instant): string => {
  const hex = Math.trunc(at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

type Rows = Awaited<ReturnType<typeof readEvents>>['rows']

/** The first of them that have `ENTRIES_MAX` entries; one transaction's are never torn apart. */
function firstOf(rows: Rows): Rows {
  let entries = 0
  const end = rows.findIndex((row) => {
    entries += row.entries.length
    return entries >= ENTRIES_MAX
  })
  return end < 0 ? rows : rows.slice(0, end + 1)
}
