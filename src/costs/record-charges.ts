/**
 * Keeps what was delivered, behind the messages: what changes is heard of from the tenant's events, what was there before is
 * worked off backwards, newest first. A message's rows are made anew from all its statuses, so that repetition changes nothing;
 * both in one transaction with the place that they lead to, so that nothing is skipped.
 */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { chargesOf } from './charges-of.ts'
import { lockPlace, putCharges, putPlace, selectOlder, selectSaid } from './internal/charges-sql.ts'

/** Things in one pass: while it writes, newer deliveries stay hidden, so it must be short. */
const ENTRIES_MAX = 400
const OLDER_MAX = 400
const EVENTS_MAX = 200
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One pass over one tenant. True: there is more to do. */
export async function recordCharges(database: Database, tenant: TenantId): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    const place = await lockPlace(client, tenant)
    if (place === 'busy') return false
    if (place === null || !(await isRemembered(client, tenant, place.events))) {
      await putPlace(client, tenant, { events: await endOfEvents(client), before: NEWEST })
      return true
    }
    const rows = firstOf((await readEvents(client, tenant, place.events, EVENTS_MAX)).rows)
    const last = rows.at(-1)
    const news = new Set<string>()
    for (const [kind, id] of rows.flatMap(({ entries }) => entries))
      if (kind === 'message.created' || kind === 'message.updated') news.add(id)
    const older = place.before === null ? [] : await selectOlder(client, tenant, place.before, OLDER_MAX)
    await chargeThese(client, tenant, [...news, ...older])
    const before = older.length < OLDER_MAX ? null : (older.at(-1) ?? null)
    const events = last === undefined ? place.events : { xid: last.xid, id: last.id }
    if (last !== undefined || before !== place.before) await putPlace(client, tenant, { events, before })
    return before !== null || rows.length > 0
  })
}

/** A message that is not there any more keeps its charge: Meta's invoice has it too. */
async function chargeThese(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  const said = await selectSaid(client, tenant, ids)
  const charges = [...said].flatMap(([id, { channelId, statuses }]) =>
    chargesOf(statuses).map((charge) => ({ ...charge, id, channelId })),
  )
  await putCharges(client, tenant, [...said.keys()], charges)
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
