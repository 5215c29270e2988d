/** Customers who wrote and whose matter is not closed. */
import { float8Array, textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, momentOf, type Instant } from '#platform/time.ts'
import type { CaseFacts, CaseState, Which } from '../work-out-case.ts'
import { IS_ANSWER, IS_ASKED } from './relay-sql.ts'

export type CaseRow = {
  readonly conversation: string
  /** Resolved, or a group: there is no case. */
  readonly isOver: boolean
  /** It is kept already. */
  readonly isKept: boolean
  readonly facts: CaseFacts
  readonly which: Which | null
  readonly dueAt: number | null
  readonly warnAt: number | null
}

type Row = {
  id: string
  status: string
  is_person: boolean
  is_kept: boolean
  opened_ms: number
  paused_ms: string | null
  paused_since_ms: number | null
  which: Which | null
  due_ms: number | null
  warn_ms: number | null
  first_ms: number | null
  waiting_ms: number | null
}

/**
 * What is known of the cases of these conversations, and of those that begin with these messages. Everything that was said since
 * the case began is asked of messages_thread, so it does not matter in which order it came.
 */
export async function selectCases(
  client: Client,
  tenant: TenantId,
  wanted: readonly { readonly conversation: string; readonly openedAt: number | null }[],
): Promise<CaseRow[]> {
  const { rows } = await client.query<Row>({
    name: 'select_service_cases',
    text: `select c.id, c.status, k.kind = 'person' as is_person, s.tenant_id is not null as is_kept,
        ${millisecondsOf('o.at')} as opened_ms, s.paused_ms::text as paused_ms, ${millisecondsOf('s.paused_since')} as paused_since_ms,
        s.which, ${millisecondsOf('s.due_at')} as due_ms, ${millisecondsOf('s.warn_at')} as warn_ms,
        ${millisecondsOf('a.first_at')} as first_ms, ${millisecondsOf('w.at')} as waiting_ms
      from unnest($2::uuid[], $3::float8[]) as n (id, opened_ms)
      cross join lateral (select * from conversations where tenant_id = $1 and id = n.id limit 1) c
      cross join lateral (select * from contacts where tenant_id = $1 and id = c.contact_id limit 1) k
      left join lateral (select * from service_cases where tenant_id = $1 and conversation_id = n.id limit 1) s on true
      cross join lateral (select least(s.opened_at, to_timestamp(n.opened_ms / 1000.0)) as at) o
      left join lateral (select min(m.at) as first_at, max(m.at) as last_at from messages m
        where m.tenant_id = $1 and m.conversation_id = n.id and m.at >= o.at and ${IS_ANSWER}) a on true
      left join lateral (select min(m.at) as at from messages m
        where m.tenant_id = $1 and m.conversation_id = n.id and m.at >= o.at and (a.last_at is null or m.at > a.last_at)
          and ${IS_ASKED}) w on true
      where o.at is not null`,
    values: [
      tenant,
      uuidArray(wanted.map(({ conversation }) => conversation)),
      float8Array(wanted.map(({ openedAt }) => openedAt)),
    ],
  })
  return rows.map((row) => ({
    conversation: row.id,
    isOver: row.status === 'resolved' || !row.is_person,
    isKept: row.is_kept,
    facts: {
      openedAt: instant(Math.round(row.opened_ms)),
      firstAnswerAt: momentOf(row.first_ms),
      waitingSince: momentOf(row.waiting_ms),
      isPaused: row.status === 'pending' || row.status === 'snoozed',
      pausedSince: momentOf(row.paused_since_ms),
      pausedMs: Number(row.paused_ms ?? 0),
    },
    which: row.which,
    dueAt: momentOf(row.due_ms),
    warnAt: momentOf(row.warn_ms),
  }))
}

export async function putCases(
  client: Client,
  tenant: TenantId,
  cases: readonly { readonly row: CaseRow; readonly state: CaseState }[],
): Promise<void> {
  if (cases.length === 0) return
  await client.query({
    name: 'put_service_cases',
    text: `insert into service_cases (tenant_id, conversation_id, opened_at, paused_since, paused_ms, which, due_at, warn_at)
      select $1, id, to_timestamp(opened / 1000.0), to_timestamp(paused_since / 1000.0), paused_ms, which,
        to_timestamp(due / 1000.0), to_timestamp(warn / 1000.0)
      from unnest($2::uuid[], $3::float8[], $4::float8[], $5::float8[], $6::text[], $7::float8[], $8::float8[])
        as n (id, opened, paused_since, paused_ms, which, due, warn) order by id
      on conflict (tenant_id, conversation_id) do update set opened_at = excluded.opened_at, paused_since = excluded.paused_since,
        paused_ms = excluded.paused_ms, which = excluded.which, due_at = excluded.due_at, warn_at = excluded.warn_at`,
    values: [
      tenant,
      uuidArray(cases.map(({ row }) => row.conversation)),
      float8Array(cases.map(({ row }) => row.facts.openedAt)),
      float8Array(cases.map(({ state }) => state.pausedSince)),
      float8Array(cases.map(({ state }) => state.pausedMs)),
      textArray(cases.map(({ state }) => state.promised?.which ?? null)),
      float8Array(cases.map(({ state }) => state.promised?.dueAt ?? null)),
      float8Array(cases.map(({ state }) => state.promised?.warnAt ?? null)),
    ],
  })
}

export async function removeCases(
  client: Client,
  tenant: TenantId,
  conversations: readonly string[],
): Promise<void> {
  if (conversations.length === 0) return
  await client.query({
    name: 'remove_service_cases',
    text: 'delete from service_cases where tenant_id = $1 and conversation_id = any($2::uuid[])',
    values: [tenant, conversations],
  })
}

/** Cases in the order of their ids, after one. */
export async function selectCaseIds(
  client: Client,
  tenant: TenantId,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select conversation_id as id from service_cases where tenant_id = $1 and conversation_id > $2
     order by conversation_id limit $3`,
    [tenant, after, limit],
  )
  return rows.map(({ id }) => id)
}

/** Where nobody was there to see a case begin: the oldest message of three days that nobody has answered. Uses messages_thread. */
export async function selectUnanswered(
  client: Client,
  tenant: TenantId,
  conversations: readonly string[],
  now: Instant,
): Promise<Map<string, Instant>> {
  if (conversations.length === 0) return new Map()
  const { rows } = await client.query<{ id: string; at_ms: number | null }>(
    `select n.id, ${millisecondsOf('w.at')} as at_ms from unnest($2::uuid[]) as n (id)
     cross join lateral (select max(m.at) as at from messages m where m.tenant_id = $1 and m.conversation_id = n.id
       and m.at > $3::timestamptz - interval '72 hours' and ${IS_ANSWER}) a
     cross join lateral (select min(m.at) as at from messages m where m.tenant_id = $1 and m.conversation_id = n.id
       and m.at > $3::timestamptz - interval '72 hours' and (a.at is null or m.at > a.at) and ${IS_ASKED}) w`,
    [tenant, conversations, new Date(now)],
  )
  return new Map(
    rows.flatMap(({ id, at_ms: ms }) => {
      const at = momentOf(ms)
      return at === null ? [] : [[id, at] as const]
    }),
  )
}
