/** How conversations find somebody by themselves: the rule, the queue of those who wait, and who takes whom. */
import type { Pool } from 'pg'
import type { Client } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { endOfEvents, type EventCursor } from '#realtime/read-events.ts'
import type { Candidate } from '../choose-assignee.ts'
import type { AssignmentRule } from '../shapes.ts'

/** null: nobody ever made one. */
export async function selectRule(client: Client, tenant: TenantId): Promise<AssignmentRule | null> {
  const { rows } = await client.query<AssignmentRule>({
    name: 'select_assignment_rule',
    text: `select mode, team_id as "teamId", is_sticky as "isSticky" from assignment_rules where tenant_id = $1`,
    values: [tenant],
  })
  return rows[0] ?? null
}

export async function putRule(
  client: Client,
  tenant: TenantId,
  { mode, teamId, isSticky }: AssignmentRule,
): Promise<void> {
  await client.query(
    `insert into assignment_rules (tenant_id, mode, team_id, is_sticky) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set mode = excluded.mode, team_id = excluded.team_id, is_sticky = excluded.is_sticky`,
    [tenant, mode, teamId, isSticky],
  )
}

/** A rule that is switched on hears of what happens from now on. */
export async function openRelay(client: Client, tenant: TenantId): Promise<void> {
  const { xid, id } = await endOfEvents(client)
  await client.query(
    `insert into assignment_relays (tenant_id, xid, event_id) values ($1, $2::xid8, $3::bigint) on conflict do nothing`,
    [tenant, xid, id],
  )
}

export async function closeRelay(client: Client, tenant: TenantId): Promise<void> {
  await client.query('delete from assignment_relays where tenant_id = $1', [tenant])
  await client.query('delete from assignment_queue where tenant_id = $1', [tenant])
}

/** Tenants whose rule is not off, of all: the one question that is asked before the tenant is known. */
export async function tenantsWithRules(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>({
    name: 'tenants_with_assignment_rules',
    text: 'select tenant_id from assignment_relays order by tenant_id',
  })
  return rows.map((row) => tenantId(row.tenant_id))
}

/** Whether there is anything to do, without a lock: asked every second, and mostly answered with no. */
export async function lookAtRelay(
  client: Client,
  tenant: TenantId,
): Promise<{ readonly hasEvents: boolean; readonly hasQueue: boolean }> {
  const { rows } = await client.query<{ has_events: boolean; has_queue: boolean }>({
    name: 'look_at_assignment_relay',
    text: `select
        exists (select 1 from events e where e.tenant_id = $1 and (e.xid, e.id) > (r.xid, r.event_id)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
          or exists (select 1 from tenants t where t.tenant_id = $1 and t.events_forgotten > r.xid) as has_events,
        exists (select 1 from assignment_queue q where q.tenant_id = $1) as has_queue
      from assignment_relays r where r.tenant_id = $1`,
    values: [tenant],
  })
  return { hasEvents: rows[0]?.has_events === true, hasQueue: rows[0]?.has_queue === true }
}

export type Relay = { readonly cursor: EventCursor; readonly lastUser: string | null }

/** Locks the tenant's automatic assignment until the commit. null: it is off, or another worker has it. */
export async function lockRelay(client: Client, tenant: TenantId): Promise<Relay | null> {
  const { rows } = await client.query<{ xid: string; id: string; last_user_id: string | null }>({
    name: 'lock_assignment_relay',
    text: `select xid::text as xid, event_id::text as id, last_user_id from assignment_relays where tenant_id = $1
      for update skip locked`,
    values: [tenant],
  })
  const row = rows[0]
  return row === undefined ? null : { cursor: { xid: row.xid, id: row.id }, lastUser: row.last_user_id }
}

/** Needs the lock. */
export async function moveCursor(client: Client, tenant: TenantId, { xid, id }: EventCursor): Promise<void> {
  await client.query({
    name: 'move_assignment_cursor',
    text: 'update assignment_relays set xid = $2::xid8, event_id = $3::bigint where tenant_id = $1',
    values: [tenant, xid, id],
  })
}

/** Needs the lock. */
export async function rememberTurn(client: Client, tenant: TenantId, user: string): Promise<void> {
  await client.query({
    name: 'remember_assignment_turn',
    text: 'update assignment_relays set last_user_id = $2 where tenant_id = $1',
    values: [tenant, user],
  })
}

/** Open, and nobody has it, or it was resolved since they got it. */
const NEEDS_SOMEBODY = `c.status = 'open' and (c.assignee_id is null or c.is_assignee_done)`

/** Those of these messages that customers wrote have their conversations wait, if these need somebody. Each is looked up by its key. */
export async function queueWriters(
  client: Client,
  tenant: TenantId,
  messages: readonly string[],
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'queue_writers',
    text: `insert into assignment_queue (tenant_id, conversation_id, since)
      select distinct $1::uuid, c.id, $3::timestamptz from unnest($2::uuid[]) as ids (id),
        lateral (select * from messages where tenant_id = $1 and id = ids.id limit 1) m,
        lateral (select * from conversations where tenant_id = $1 and id = m.conversation_id limit 1) c
      where m.direction = 'in' and m.source = 'live' and ${NEEDS_SOMEBODY}
      on conflict do nothing`,
    values: [tenant, messages, new Date(now)],
  })
}

/** After a gap in the events: the newest whose window is open and who need somebody wait. Walks conversations_newest. */
export async function queueOpen(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<void> {
  await client.query(
    `insert into assignment_queue (tenant_id, conversation_id, since)
     select $1, c.id, $2 from conversations c where c.tenant_id = $1 and ${NEEDS_SOMEBODY}
       and c.last_inbound_at > $2::timestamptz - interval '24 hours'
     order by c.ordered_at desc, c.id desc limit $3 on conflict do nothing`,
    [tenant, new Date(now), limit],
  )
}

/** Those who wait and need nobody any more: somebody has them, or they are done. */
export async function leaveQueue(client: Client, tenant: TenantId, limit: number): Promise<void> {
  await client.query({
    name: 'leave_assignment_queue',
    text: `delete from assignment_queue where tenant_id = $1 and conversation_id = any(array(
        select q.conversation_id from (
            select * from assignment_queue where tenant_id = $1 order by since, conversation_id limit $2) q,
          lateral (select * from conversations where tenant_id = $1 and id = q.conversation_id limit 1) c
        where not (${NEEDS_SOMEBODY})))`,
    values: [tenant, limit],
  })
}

/**
 * Members who may answer and are there, by id; they stay members until the end of the transaction. Their load is what is open and
 * theirs, counted to 1,000, or 0 if nobody asked. Uses conversations_assignee.
 */
export async function holdAvailable(
  client: Client,
  tenant: TenantId,
  { roles, isCounted }: { readonly roles: readonly string[]; readonly isCounted: boolean },
): Promise<Candidate[]> {
  const load = isCounted
    ? `(select count(*)::int from (select from conversations c
         where c.tenant_id = $1 and c.assignee_id = m.user_id and c.status = 'open' limit 1000) found)`
    : '0'
  const { rows } = await client.query<Candidate>(
    `select m.user_id as id, ${load} as load,
       array(select p.team_id::text from team_people p where p.tenant_id = $1 and p.user_id = m.user_id) as teams
     from tenant_members m
     where m.tenant_id = $1 and m.role = any($2::text[]) and not exists (select 1 from member_availability a
       where a.tenant_id = $1 and a.user_id = m.user_id and not a.is_available)
     order by m.user_id for key share of m`,
    [tenant, roles],
  )
  return rows
}

export type Waiting = {
  readonly id: string
  readonly team: string | null
  /** Who had the customer last, in this conversation or another. */
  readonly last: string | null
}

/**
 * Those who wait longest and for whom somebody is there, locked; whatever somebody else is at work on is left for the next time.
 *
 * @param hasPool somebody is there for conversations without a team
 * @param teams teams of which somebody is there
 */
export async function lockWaiting(
  client: Client,
  tenant: TenantId,
  {
    hasPool,
    teams,
    limit,
  }: { readonly hasPool: boolean; readonly teams: readonly string[]; readonly limit: number },
): Promise<Waiting[]> {
  const { rows } = await client.query<Waiting>({
    name: 'lock_waiting',
    text: `select c.id, c.team_id as team, coalesce(c.assignee_id, (select o.assignee_id from conversations o
        where o.tenant_id = $1 and o.contact_id = c.contact_id and o.assignee_id is not null
        order by o.last_message_at desc nulls last, o.id limit 1)) as last
      from assignment_queue q join conversations c on c.tenant_id = q.tenant_id and c.id = q.conversation_id
      where q.tenant_id = $1 and ${NEEDS_SOMEBODY} and case when c.team_id is null then $2::boolean else c.team_id = any($3::uuid[]) end
      order by q.since, q.conversation_id limit $4 for update of c skip locked`,
    values: [tenant, hasPool, teams, limit],
  })
  return rows
}

/** The conversations are locked. */
export async function give(
  client: Client,
  tenant: TenantId,
  pairs: readonly { readonly conversation: string; readonly user: string }[],
): Promise<void> {
  const ids = pairs.map(({ conversation }) => conversation)
  await client.query({
    name: 'give_conversations',
    text: `update conversations c set assignee_id = n.user_id, is_assignee_done = false
      from unnest($2::uuid[], $3::uuid[]) as n (id, user_id) where c.tenant_id = $1 and c.id = n.id`,
    values: [tenant, ids, pairs.map(({ user }) => user)],
  })
  await client.query({
    name: 'given_leave_queue',
    text: 'delete from assignment_queue where tenant_id = $1 and conversation_id = any($2::uuid[])',
    values: [tenant, ids],
  })
}

export type Holder = { readonly column: 'assignee_id' | 'team_id'; readonly id: string }

/** Some of what they have becomes nobody's. Uses conversations_assignee or conversations_team. */
export async function release(
  client: Client,
  tenant: TenantId,
  { column, id }: Holder,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with theirs as (
       select id from conversations where tenant_id = $1 and ${column} = $2 limit $3 for update)
     update conversations c set ${column} = null from theirs where c.tenant_id = $1 and c.id = theirs.id returning c.id`,
    [tenant, id, limit],
  )
  return rows.map((row) => row.id)
}
