/**
 * Keeps the search index behind the messages. What changes is heard of as browsers hear of it, from the tenant's events; what
 * was there before (a first start, an import, a break longer than events are remembered) is worked off backwards, newest
 * first. Both in one transaction with the place that they lead to, so nothing is skipped and repetition changes nothing.
 */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { foldWords } from './fold-words.ts'
import {
  dropEntries,
  lockPlace,
  putEntries,
  putPlace,
  readOlder,
  readSaid,
  type Said,
} from './internal/sql.ts'

/** Messages in one pass: while it writes, newer deliveries stay hidden, so it must be short. */
const MESSAGES_MAX = 100
/** Transactions that are read in one pass; as many of them are taken as have so many messages. */
const EVENTS_MAX = 100
const EVERYTHING = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One pass over one tenant. True: there is more to do. */
export async function indexMessages(database: Database, tenant: TenantId): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    const place = await lockPlace(client, tenant)
    if (place === 'busy') return false
    if (place === null || !(await isRemembered(client, tenant, place.events))) {
      await putPlace(client, tenant, { events: await endOfEvents(client), before: EVERYTHING })
      return true
    }
    const rows = firstOf((await readEvents(client, tenant, place.events, EVENTS_MAX)).rows)
    const last = rows.at(-1)
    const events = last === undefined ? place.events : { xid: last.xid, id: last.id }
    const changed = new Set(
      rows.flatMap(({ entries }) =>
        entries.flatMap(([kind, id]) =>
          kind === 'message.created' || kind === 'message.updated' ? [id] : [],
        ),
      ),
    )
    const news = changed.size === 0 ? [] : await readSaid(client, tenant, [...changed])
    const past = place.before === null ? [] : await readOlder(client, tenant, place.before, MESSAGES_MAX)
    await write(client, tenant, [...new Map([...past, ...news].map((said) => [said.id, said])).values()])
    const before = past.length < MESSAGES_MAX ? null : (past.at(-1)?.id ?? null)
    if (last !== undefined || before !== place.before) await putPlace(client, tenant, { events, before })
    return before !== null || rows.length > 0
  })
}

type Rows = Awaited<ReturnType<typeof readEvents>>['rows']

/** The first of them that have `MESSAGES_MAX` entries; one transaction's are never torn apart. */
function firstOf(rows: Rows): Rows {
  let entries = 0
  const end = rows.findIndex((row) => {
    entries += row.entries.length
    return entries >= MESSAGES_MAX
  })
  return end < 0 ? rows : rows.slice(0, end + 1)
}

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
