/** Events as a browser gets them: rows that name what changed, filled with the state of now. */
import { findConversations, findMessagesById, type ExplainFailure } from '#conversations/read-models.ts'
import type { StreamEvent } from '#conversations/shapes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { EventEntry } from './append-events.ts'

/** A place in a tenant's stream; as text `<xid>-<id>`, which a browser sends back as Last-Event-ID. */
export type EventCursor = { readonly xid: string; readonly id: string }

export const cursorText = ({ xid, id }: EventCursor): string => `${xid}-${id}`
const XID_MAX = 2n ** 64n - 1n
const ID_MAX = 2n ** 63n - 1n
/** A place that no stream has reached: whoever comes from there must fetch everything anew. */
const NOWHERE: EventCursor = { xid: String(XID_MAX), id: '0' }

/** null: the browser has no place yet. A place that cannot be ours is still one from which something may have been missed. */
export function parseCursor(text: string | undefined): EventCursor | null {
  if (text === undefined || text === '') return null
  const [, xid, id] = /^(\d{1,20})-(\d{1,19})$/u.exec(text) ?? []
  if (xid === undefined || id === undefined) return NOWHERE
  return BigInt(xid) > XID_MAX || BigInt(id) > ID_MAX ? NOWHERE : { xid, id }
}

type Row = { xid: string; id: string; at_ms: number; entries: EventEntry[] }

/** So many transactions' news at a time; a browser that is further behind fetches anew. */
const ROWS_MAX = 500

/** The end of the stream as it is now: whoever starts here misses nothing that commits later. */
export async function endOfEvents(client: Client): Promise<EventCursor> {
  const { rows } = await client.query<{ xid: string }>(
    `select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as xid`,
  )
  return { xid: rows[0]?.xid ?? '0', id: String(ID_MAX) }
}

/** Whether everything after this cursor is still remembered. */
export async function isRemembered(client: Client, tenant: TenantId, { xid }: EventCursor): Promise<boolean> {
  const { rows } = await client.query<{ is_known: boolean }>(
    `select $2::xid8 < pg_snapshot_xmax(pg_current_snapshot()) and $2::xid8 >= events_forgotten as is_known
     from tenants where tenant_id = $1`,
    [tenant, xid],
  )
  return rows[0]?.is_known === true
}

/** What committed after the cursor, in commit order; rows of transactions that may still be overtaken wait. */
export async function readEvents(
  client: Client,
  tenant: TenantId,
  after: EventCursor,
): Promise<{ readonly rows: readonly Row[]; readonly next: EventCursor; readonly isCut: boolean }> {
  const { rows } = await client.query<Row>({
    name: 'read_events',
    text: `select xid::text as xid, id::text as id, (extract(epoch from at) * 1000)::float8 as at_ms, entries from events
      where tenant_id = $1 and (xid, id) > ($2::xid8, $3::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by events.xid, events.id limit ${ROWS_MAX}`,
    values: [tenant, after.xid, after.id],
  })
  const last = rows.at(-1)
  return {
    rows,
    next: last === undefined ? after : { xid: last.xid, id: last.id },
    isCut: rows.length === ROWS_MAX,
  }
}

/** Fills rows: each thing that changed once, in its newest state, under the id of the last row that named it. */
export async function expandEvents(
  client: Client,
  tenant: TenantId,
  rows: readonly Row[],
  explain: ExplainFailure,
  now: Instant,
): Promise<StreamEvent[]> {
  const created = new Set<string>()
  const messages = new Set<string>()
  const conversations = new Set<string>()
  const events: StreamEvent[] = []
  const last = rows.at(-1)
  if (last === undefined) return []
  const at = Math.round(last.at_ms)
  const id = cursorText(last)
  for (const { entries } of rows) {
    for (const entry of entries) {
      if (entry[0] === 'conversation.merged')
        events.push({ id, type: entry[0], at, data: { from: entry[1], into: entry[2] } })
      else if (entry[0] === 'conversation.updated') conversations.add(entry[1])
      else messages.add(entry[1])
      if (entry[0] === 'message.created') created.add(entry[1])
    }
  }
  const found = messages.size === 0 ? [] : await findMessagesById(client, tenant, [...messages], explain)
  const inOrder = found.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  for (const data of inOrder)
    events.push({ id, type: created.has(data.id) ? 'message.created' : 'message.updated', at, data })
  const threads =
    conversations.size === 0 ? [] : await findConversations(client, tenant, [...conversations], now)
  for (const data of threads) events.push({ id, type: 'conversation.updated', at, data })
  return events
}
