/**
 * The one way in which something is kept behind a tenant's messages. What changes is heard of as browsers hear of it, from the events;
 * what was there before (a first start, an import, a break longer than events are remembered) is worked off backwards, newest
 * first. Both in one transaction with the place that they lead to, so that nothing is skipped; and whoever follows makes things
 * anew instead of adding to them, so that repetition changes nothing.
 */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EventEntry } from './append-events.ts'
import { endOfEvents, isRemembered, readEvents, type EventCursor } from './read-events.ts'

/** Tables of one form, a row for each tenant: its place. `event_followers` names them, so that no event is forgotten too soon. */
type Cursors = 'search_cursors' | 'activity_cursors' | 'health_cursors' | 'cost_cursors' | 'flow_cursors'

export type Follower = {
  readonly cursors: Cursors
  /** In one pass, which must be short: while it writes, newer deliveries stay hidden. */
  readonly entriesMax: number
  readonly olderMax: number
  /** Ids below `before`, highest first; ids rise with time. */
  readonly selectOlder: (client: Client, tenant: TenantId, before: string, limit: number) => Promise<string[]>
  /** What the news name, and the next older ones. */
  readonly work: (client: Client, entries: readonly EventEntry[], older: readonly string[]) => Promise<void>
}

/** So many rows usually have enough entries. */
const ROWS_FIRST = 4
/** Higher than every id. */
const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One pass over one tenant. True: there is more to do. */
export async function followEvents(
  database: Database,
  tenant: TenantId,
  { cursors, entriesMax, olderMax, selectOlder, work }: Follower,
): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    const place = await lockPlace(client, tenant, cursors)
    if (place === 'busy') return false
    if (place === null || !(await isRemembered(client, tenant, place.events))) {
      await putPlace(client, tenant, cursors, { events: await endOfEvents(client), before: ALL })
      return true
    }
    const rows = await readSome(client, tenant, place.events, entriesMax)
    const older = place.before === null ? [] : await selectOlder(client, tenant, place.before, olderMax)
    await work(
      client,
      rows.flatMap(({ entries }) => entries),
      older,
    )
    const last = rows.at(-1)
    const before = older.length < olderMax ? null : (older.at(-1) ?? null)
    const events = last === undefined ? place.events : { xid: last.xid, id: last.id }
    if (last !== undefined || before !== place.before)
      await putPlace(client, tenant, cursors, { events, before })
    return before !== null || rows.length > 0
  })
}

/** Whether what was there before is still to be worked off. */
export async function isCatchingUp(client: Client, tenant: TenantId, cursors: Cursors): Promise<boolean> {
  const { rows } = await client.query<{ is_done: boolean }>(
    `select before_id is null as is_done from ${cursors} where tenant_id = $1`,
    [tenant],
  )
  return rows[0]?.is_done !== true
}

/** Walks all that the table has, newest first, by its primary key. */
export const olderIn =
  (table: 'messages' | 'contacts'): Follower['selectOlder'] =>
  async (client, tenant, before, limit) => {
    const { rows } = await client.query<{ id: string }>(
      `select id from ${table} where tenant_id = $1 and id < $2 order by id desc limit $3`,
      [tenant, before, limit],
    )
    return rows.map(({ id }) => id)
  }

/** Of the messages that are new or have changed, each once. */
export const messagesIn = (entries: readonly EventEntry[]): string[] => [
  ...new Set(
    entries.flatMap(([kind, id]) => (kind === 'message.created' || kind === 'message.updated' ? [id] : [])),
  ),
]

/** `before`: what has lower ids is still to come; null: all is in. */
type Place = { readonly events: EventCursor; readonly before: string | null }
type PlaceRow = { xid: string; id: string; before_id: string | null }

/** Locks the tenant's place to the end of the transaction; `busy` if somebody else works on it, null if there is none yet. */
async function lockPlace(client: Client, tenant: TenantId, cursors: Cursors): Promise<Place | 'busy' | null> {
  const { rows } = await client.query<PlaceRow>(
    `select xid::text as xid, id::text as id, before_id from ${cursors} where tenant_id = $1 for update skip locked`,
    [tenant],
  )
  const row = rows[0]
  if (row !== undefined) return { events: { xid: row.xid, id: row.id }, before: row.before_id }
  const { rowCount } = await client.query(`select from ${cursors} where tenant_id = $1`, [tenant])
  return rowCount === 0 ? null : 'busy'
}

/** Of two that begin at once one waits here, and then finds the other's place. */
async function putPlace(
  client: Client,
  tenant: TenantId,
  cursors: Cursors,
  { events, before }: Place,
): Promise<void> {
  await client.query(
    `insert into ${cursors} (tenant_id, xid, id, before_id) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set xid = excluded.xid, id = excluded.id, before_id = excluded.before_id`,
    [tenant, events.xid, events.id, before],
  )
}

type Rows = Awaited<ReturnType<typeof readEvents>>['rows']

/** The next rows until they have so many entries. One row may have hundreds: few are read first, and more while they are not enough. */
async function readSome(
  client: Client,
  tenant: TenantId,
  from: EventCursor,
  entriesMax: number,
): Promise<Rows> {
  const rows: Rows[number][] = []
  let after = from
  for (let rowsMax = ROWS_FIRST; ; rowsMax *= 2) {
    const page = await readEvents(client, tenant, after, rowsMax)
    rows.push(...page.rows)
    after = page.next
    const entries = rows.reduce((sum, row) => sum + row.entries.length, 0)
    if (!page.isCut || entries >= entriesMax) return firstOf(rows, entriesMax)
  }
}

/** The first of them that have so many entries; one transaction's are never torn apart. */
function firstOf(rows: Rows, entriesMax: number): Rows {
  let entries = 0
  const end = rows.findIndex((row) => {
    entries += row.entries.length
    return entries >= entriesMax
  })
  return end < 0 ? rows : rows.slice(0, end + 1)
}
