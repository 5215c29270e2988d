/**
 * Keeps what a contact's messages come to, behind the messages: what changes is heard of from the tenant's events, what was
 * there before is worked off backwards, newest contacts first. Contacts are counted anew rather than counted up, so that
 * repetition changes nothing; both in one transaction with the place that they lead to, so that nothing is skipped.
 */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { lockPlace, putPlace, recountActivity, selectConcerned, selectOlderContacts } from './internal/sql.ts'

/** Things in one pass: while it writes, newer deliveries stay hidden, so it must be short. */
const ENTRIES_MAX = 200
const OLDER_MAX = 100
const EVENTS_MAX = 100
const EVERYBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One pass over one tenant. True: there is more to do. */
export async function countActivity(database: Database, tenant: TenantId): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    const place = await lockPlace(client, tenant)
    if (place === 'busy') return false
    if (place === null || !(await isRemembered(client, tenant, place.events))) {
      await putPlace(client, tenant, { events: await endOfEvents(client), before: EVERYBODY })
      return true
    }
    const rows = firstOf((await readEvents(client, tenant, place.events, EVENTS_MAX)).rows)
    const last = rows.at(-1)
    const messages = new Set<string>()
    const conversations = new Set<string>()
    for (const [kind, id, into] of rows.flatMap(({ entries }) => entries)) {
      if (kind === 'message.created') messages.add(id)
      else if (kind === 'conversation.merged') conversations.add(into)
    }
    const concerned =
      messages.size + conversations.size === 0
        ? []
        : await selectConcerned(client, tenant, {
            messages: [...messages],
            conversations: [...conversations],
          })
    const older =
      place.before === null ? [] : await selectOlderContacts(client, tenant, place.before, OLDER_MAX)
    await recountActivity(client, tenant, [...new Set([...concerned, ...older])])
    const before = older.length < OLDER_MAX ? null : (older.at(-1) ?? null)
    const events = last === undefined ? place.events : { xid: last.xid, id: last.id }
    if (last !== undefined || before !== place.before) await putPlace(client, tenant, { events, before })
    return before !== null || rows.length > 0
  })
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
