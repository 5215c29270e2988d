/** How far a tenant's events have been followed, and what they say. */
import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { EventCursor } from '#realtime/read-events.ts'

/** Tenants for whom there may be something to do, of all: the one question that is asked before the tenant is known. */
export async function tenantsToServe(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>({
    name: 'tenants_to_serve',
    text: 'select tenant_id from service_relays where is_active or recount_after is not null order by tenant_id',
  })
  return rows.map((row) => tenantId(row.tenant_id))
}

export type Work = {
  readonly hasEvents: boolean
  readonly hasRecount: boolean
  readonly hasAway: boolean
  readonly hasDue: boolean
}

/** Whether there is anything to do, without a lock: asked every second, and mostly answered with no. */
export async function lookForWork(client: Client, tenant: TenantId, now: Instant): Promise<Work> {
  const { rows } = await client.query<Work>({
    name: 'look_for_service_work',
    text: `select r.is_active and (exists (select 1 from events e where e.tenant_id = $1 and (e.xid, e.id) > (r.xid, r.event_id)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
          or exists (select 1 from tenants t where t.tenant_id = $1 and t.events_forgotten > r.xid)) as "hasEvents",
        r.recount_after is not null as "hasRecount",
        exists (select 1 from away_waiting where tenant_id = $1) as "hasAway",
        exists (select 1 from csat_requests where tenant_id = $1 and state = 'waiting' and due_at <= $2) as "hasDue"
      from service_relays r where r.tenant_id = $1`,
    values: [tenant, new Date(now)],
  })
  return rows[0] ?? { hasEvents: false, hasRecount: false, hasAway: false, hasDue: false }
}

export type Relay = {
  readonly isActive: boolean
  readonly cursor: EventCursor
  readonly recountAfter: string | null
}

/** Locks everything here that follows events until the commit. null: there is nothing to follow, or another worker does. */
export async function lockRelay(client: Client, tenant: TenantId): Promise<Relay | null> {
  const { rows } = await client.query<{
    is_active: boolean
    xid: string
    id: string
    recount_after: string | null
  }>({
    name: 'lock_service_relay',
    text: `select is_active, xid::text as xid, event_id::text as id, recount_after from service_relays where tenant_id = $1
      for update skip locked`,
    values: [tenant],
  })
  const row = rows[0]
  return row === undefined
    ? null
    : {
        isActive: row.is_active,
        cursor: { xid: row.xid, id: row.id },
        recountAfter: row.recount_after,
      }
}

/** Needs the lock. */
export async function moveCursor(client: Client, tenant: TenantId, { xid, id }: EventCursor): Promise<void> {
  await client.query({
    name: 'move_service_cursor',
    text: 'update service_relays set xid = $2::xid8, event_id = $3::bigint where tenant_id = $1',
    values: [tenant, xid, id],
  })
}

/** Needs the lock. null: all have been worked out. */
export async function moveRecount(client: Client, tenant: TenantId, after: string | null): Promise<void> {
  await client.query({
    name: 'move_service_recount',
    text: 'update service_relays set recount_after = $2 where tenant_id = $1',
    values: [tenant, after],
  })
}

/** In SQL, about messages `m`: the customer wrote. The same as `opensWindow` of conversations. */
const IS_WRITTEN = `(m.direction = 'in' and m.source = 'live' and m.type not in ('system', 'request_welcome', 'media_placeholder'))`
/** What they tapped on, if they did. */
const TAPPED = `(case when m.type = 'interactive' then
  coalesce(m.content #>> '{interactive,button_reply,id}', m.content #>> '{interactive,list_reply,id}') end)`
/** They wrote something that somebody may have to answer: a tap on a rating is no question. */
export const IS_ASKED = `(${IS_WRITTEN} and coalesce(${TAPPED}, '') not like 'csat.%')`
/** A person answered, here or in the WhatsApp Business app. Greetings, replies while closed and programs' words are no answer. */
export const IS_ANSWER = `(m.direction = 'out' and m.source in ('agent', 'echo'))`

/** Something that a customer wrote. */
export type Written = {
  readonly id: string
  readonly conversation: string
  readonly at: Instant
  readonly type: string
  /** The id of the button or row that they tapped on. */
  readonly tapped: string | null
  readonly text: string | null
  readonly isPerson: boolean
}

/** Those of these messages that customers wrote, oldest first. Each is looked up by its key. */
export async function selectWritten(
  client: Client,
  tenant: TenantId,
  messages: readonly string[],
): Promise<Written[]> {
  const { rows } = await client.query<Written>({
    name: 'select_written',
    text: `select m.id, m.conversation_id as conversation, ${wholeMillisecondsOf('m.at')} as at, m.type, ${TAPPED} as tapped,
        case when m.type = 'text' then left(m.text, 1000) end as text, k.kind = 'person' as "isPerson"
      from unnest($2::uuid[]) as ids (id),
        lateral (select * from messages where tenant_id = $1 and id = ids.id limit 1) m,
        lateral (select * from conversations where tenant_id = $1 and id = m.conversation_id limit 1) c,
        lateral (select * from contacts where tenant_id = $1 and id = c.contact_id limit 1) k
      where ${IS_WRITTEN} order by m.at, m.id`,
    values: [tenant, messages],
  })
  return rows
}

/** After a gap in the events: the newest conversations, and what was written to those who were asked for a rating. */
export async function selectAfterGap(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<{ readonly conversations: string[]; readonly messages: string[] }> {
  const { rows: newest } = await client.query<{ id: string }>(
    `select c.id from conversations c where c.tenant_id = $1 and c.status <> 'resolved'
       and c.ordered_at > $2::timestamptz - interval '72 hours' order by c.ordered_at desc, c.id desc limit $3`,
    [tenant, new Date(now), limit],
  )
  const { rows: said } = await client.query<{ id: string }>(
    `select m.id from csat_requests r join messages m on m.tenant_id = r.tenant_id and m.conversation_id = r.conversation_id
       and m.at >= r.asked_at - interval '1 minute'
     where r.tenant_id = $1 and r.asked_at > $2::timestamptz - interval '72 hours' and ${IS_WRITTEN} limit $3`,
    [tenant, new Date(now), limit],
  )
  return { conversations: newest.map(({ id }) => id), messages: said.map(({ id }) => id) }
}
