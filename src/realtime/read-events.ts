/** Events as a browser gets them: rows that name what changed, filled with the state of now. */
import { findConversations, findMessagesById, type ExplainFailure } from '#conversations/read-models.ts'
import type { StreamEvent } from './event-shape.ts'
import { findNotesById } from '#conversations/write-notes.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
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
  rowsMax = ROWS_MAX,
): Promise<{ readonly rows: readonly Row[]; readonly next: EventCursor; readonly isCut: boolean }> {
  const { rows } = await client.query<Row>({
    name: 'read_events',
    text: `select xid::text as xid, id::text as id, ${millisecondsOf('at')} as at_ms, entries from events
      where tenant_id = $1 and (xid, id) > ($2::xid8, $3::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by events.xid, events.id limit $4`,
    values: [tenant, after.xid, after.id, rowsMax],
  })
  const last = rows.at(-1)
  return {
    rows,
    next: last === undefined ? after : { xid: last.xid, id: last.id },
    isCut: rows.length === rowsMax,
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
  const last = rows.at(-1)
  if (last === undefined) return []
  const place = { id: cursorText(last), at: Math.round(last.at_ms) }
  const named = namesIn(rows)
  const { messages, notes, conversations, created } = named
  const events: StreamEvent[] = []
  for (const type of named.lists) events.push({ ...place, type, data: {} })
  for (const data of named.looked) events.push({ ...place, type: 'mentions.read', data })
  for (const data of named.merged) events.push({ ...place, type: 'conversation.merged', data })
  for (const id of named.rearranged) events.push({ ...place, type: 'thread.changed', data: { id } })
  for (const id of named.removed) events.push({ ...place, type: 'conversation.removed', data: { id } })
  const found = messages.size === 0 ? [] : await findMessagesById(client, tenant, [...messages], explain)
  const inOrder = found.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  for (const data of inOrder)
    events.push({ ...place, type: created.has(data.id) ? 'message.created' : 'message.updated', data })
  const written = notes.size === 0 ? [] : await findNotesById(client, tenant, [...notes])
  for (const note of written) events.push({ ...place, type: 'note.created', data: { note } })
  for (const data of named.notesGone) events.push({ ...place, type: 'note.deleted', data })
  const threads =
    conversations.size === 0 ? [] : await findConversations(client, tenant, [...conversations], now)
  for (const data of threads) events.push({ ...place, type: 'conversation.updated', data })
  return events
}

type Names = {
  readonly created: Set<string>
  readonly messages: Set<string>
  readonly conversations: Set<string>
  readonly notes: Set<string>
  readonly notesGone: { id: string; conversationId: string }[]
  readonly merged: { from: string; into: string }[]
  readonly removed: Set<string>
  readonly rearranged: Set<string>
  /** What has to be fetched anew. */
  readonly lists: Set<Extract<EventEntry, readonly [string]>[0]>
  readonly looked: { userId: string; conversationId: string }[]
}

/** What these rows speak of, each thing once. */
function namesIn(rows: readonly Row[]): Names {
  const names: Names = {
    created: new Set(),
    messages: new Set(),
    conversations: new Set(),
    notes: new Set(),
    notesGone: [],
    merged: [],
    removed: new Set(),
    rearranged: new Set(),
    lists: new Set(),
    looked: [],
  }
  for (const entry of rows.flatMap(({ entries }) => entries)) addName(names, entry)
  return names
}

function addName(names: Names, entry: EventEntry): void {
  switch (entry[0]) {
    case 'message.created':
      names.created.add(entry[1])
      names.messages.add(entry[1])
      break
    case 'message.updated':
      names.messages.add(entry[1])
      break
    case 'conversation.updated':
      names.conversations.add(entry[1])
      break
    case 'conversation.merged':
      names.merged.push({ from: entry[1], into: entry[2] })
      break
    case 'conversation.removed':
      names.removed.add(entry[1])
      break
    case 'thread.changed':
      names.rearranged.add(entry[1])
      break
    case 'note.created':
      names.notes.add(entry[1])
      break
    case 'note.deleted':
      names.notesGone.push({ id: entry[1], conversationId: entry[2] })
      break
    case 'labels.changed':
    case 'quick-replies.changed':
    case 'imports.changed':
    case 'channels.changed':
    case 'templates.changed':
    case 'deals.changed':
    case 'reminders.changed':
    case 'saved-views.changed':
    case 'macros.changed':
    case 'campaigns.changed':
    case 'assignees.changed':
      names.lists.add(entry[0])
      break
    case 'number.health_changed':
    case 'number.alarm':
      break // a change of the channels goes with them
    case 'mentions.read':
      names.looked.push({ userId: entry[1], conversationId: entry[2] })
      break
    default:
      entry satisfies never // an older program's reader passes over what a newer one appended
  }
}
