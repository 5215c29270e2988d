/** Questions to customers, and what they answered. */
import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { IS_ANSWER, IS_ASKED } from './relay-sql.ts'

/** A resolution is heard of at once; what was resolved longer ago was so before ratings were wanted. */
const FRESH = '1 hour'
/** A person has answered at least once within this time before it was resolved. */
const ANSWERED_WITHIN = '7 days'

/** In SQL: what people made of conversation `c` after a moment, the newest word. Uses audit_entries_age. */
const newestWord = (column: string, since: string): string => `(select ${column} from audit_entries e
  where e.tenant_id = $1 and e.at >= ${since} and e.action = 'conversation.status-changed' and e.subject_id = c.id::text
  order by e.seq desc limit 1)`

/** Questions for those of these conversations that have just been resolved, each resolution once. Needs the relay's lock. */
export async function insertRequests(
  client: Client,
  tenant: TenantId,
  made: readonly { readonly conversation: string; readonly id: string; readonly token: string }[],
  delayMs: number,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'insert_csat_requests',
    text: `insert into csat_requests (tenant_id, id, conversation_id, assignee_id, resolved_at, due_at, state, token)
      select $1, n.id, c.id,
        coalesce(c.assignee_id, (${newestWord("case when e.actor_kind = 'user' then e.actor_id::uuid end", "c.resolved_at - interval '1 minute'")})),
        c.resolved_at, c.resolved_at + $5 * interval '1 millisecond', 'waiting', n.token
      from unnest($2::uuid[], $3::uuid[], $4::text[]) as n (conversation_id, id, token),
        lateral (select * from conversations where tenant_id = $1 and id = n.conversation_id limit 1) c,
        lateral (select * from contacts where tenant_id = $1 and id = c.contact_id limit 1) k
      where c.status = 'resolved' and c.resolved_at > $6::timestamptz - interval '${FRESH}' and k.kind = 'person'
        and not exists (select from csat_requests r
          where r.tenant_id = $1 and r.conversation_id = c.id and r.resolved_at = c.resolved_at)
        and exists (select from messages m where m.tenant_id = $1 and m.conversation_id = c.id
          and m.at > c.resolved_at - interval '${ANSWERED_WITHIN}' and ${IS_ANSWER})`,
    values: [
      tenant,
      made.map(({ conversation }) => conversation),
      made.map(({ id }) => id),
      made.map(({ token }) => token),
      delayMs,
      new Date(now),
    ],
  })
}

/** Of these conversations those that are resolved. */
export async function selectResolved(
  client: Client,
  tenant: TenantId,
  conversations: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'select_resolved',
    text: `select id from conversations where tenant_id = $1 and id = any($2::uuid[]) and status = 'resolved'`,
    values: [tenant, conversations],
  })
  return rows.map(({ id }) => id)
}

/** Whom to ask now, oldest first. */
export async function selectDue(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<{ readonly id: string; readonly conversation: string }[]> {
  const { rows } = await client.query<{ id: string; conversation: string }>({
    name: 'select_due_csat',
    text: `select id, conversation_id as conversation from csat_requests where tenant_id = $1 and state = 'waiting' and due_at <= $2
      order by due_at limit $3`,
    values: [tenant, new Date(now), limit],
  })
  return rows
}

/** Keeps the conversation from changing until the end of the transaction; null: there is none. */
export async function lockConversation(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<{ readonly contact: string } | null> {
  const { rows } = await client.query<{ contact: string }>({
    name: 'lock_served_conversation',
    text: 'select contact_id as contact from conversations where tenant_id = $1 and id = $2 for no key update',
    values: [tenant, id],
  })
  return rows[0] ?? null
}

/** Whoever asks a customer takes turns, so that nobody is asked twice because two of their conversations end at once. */
export async function lockAsking(client: Client, contact: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('csat:' || $1, 0))`, [contact])
}

/** What stands between a question and its customer; null: nothing. The conversation is locked. 'gone': somebody else saw to it. */
export async function whyNotAsk(
  client: Client,
  tenant: TenantId,
  {
    id,
    contact,
    quietDays,
    now,
  }: { readonly id: string; readonly contact: string; readonly quietDays: number; readonly now: Instant },
): Promise<
  | { readonly because: 'gone' | 'reopened' | 'asked_lately' }
  | { readonly because: null; readonly token: string }
> {
  const { rows } = await client.query<{ token: string; is_resolved: boolean; is_asked: boolean }>(
    `select r.token, c.status = 'resolved' and c.resolved_at = r.resolved_at as is_resolved,
       exists (select from csat_requests q join conversations o on o.tenant_id = q.tenant_id and o.id = q.conversation_id
         where q.tenant_id = $1 and o.contact_id = $3 and q.state = 'asked'
           and q.asked_at > $4::timestamptz - $5 * interval '1 day') as is_asked
     from csat_requests r join conversations c on c.tenant_id = r.tenant_id and c.id = r.conversation_id
     where r.tenant_id = $1 and r.id = $2 and r.state = 'waiting' for update of r`,
    [tenant, id, contact, new Date(now), quietDays],
  )
  const [row] = rows
  if (row === undefined) return { because: 'gone' }
  if (!row.is_resolved) return { because: 'reopened' }
  return row.is_asked ? { because: 'asked_lately' } : { because: null, token: row.token }
}

export async function settleRequest(
  client: Client,
  tenant: TenantId,
  id: string,
  /** null: they are not asked. */
  asked: { readonly message: string; readonly at: Instant } | null,
): Promise<void> {
  await client.query(
    `update csat_requests set state = $3, message_id = $4, asked_at = $5 where tenant_id = $1 and id = $2`,
    [
      ...[tenant, id, asked === null ? 'skipped' : 'asked', asked?.message ?? null],
      asked === null ? null : new Date(asked.at),
    ],
  )
}

/** Whether somebody may still tap on a question, so that taps have to be heard. */
export async function hasOpenQuestions(client: Client, tenant: TenantId): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from csat_requests where tenant_id = $1 and asked_at > now() - interval '3 days' limit 1`,
    [tenant],
  )
  return rowCount === 1
}

type Tap = {
  readonly message: string
  readonly conversation: string
  readonly token: string
  readonly rating: number
  readonly at: Instant
}

/**
 * Counts a tap: the first one, and within a day of it one that is another; each message once, and only in the conversation in
 * which it was asked. The conversation is locked. Returns the question's id; null: it does not count.
 */
export async function countTap(
  client: Client,
  tenant: TenantId,
  { message, conversation, token, rating, at }: Tap,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>({
    name: 'count_csat_tap',
    text: `update csat_requests r set taps = r.taps || $2::uuid, rating = case when may.change then $5 else r.rating end,
        rated_at = coalesce(r.rated_at, $6), is_changed = r.is_changed or (r.rating is not null and may.change and r.rating <> $5)
      from (select q.id, q.rating is null or (q.rating <> $5 and not q.is_changed and $6 < q.rated_at + interval '24 hours') as change
        from csat_requests q where q.tenant_id = $1 and q.token = $4 for update) may
      where r.tenant_id = $1 and r.id = may.id and r.conversation_id = $3 and r.state = 'asked' and not r.taps @> array[$2::uuid]
      returning r.id`,
    values: [tenant, message, conversation, token, rating, new Date(at)],
  })
  return rows[0]?.id ?? null
}

/**
 * A tap alone opens nothing: what was resolved when they were asked is so again, if nobody has said or done anything else since.
 * Says whether that is so. The conversation is locked.
 */
export async function resolveAgain(client: Client, tenant: TenantId, request: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'resolve_after_csat',
    text: `update conversations c set status = 'resolved', snoozed_until = null, is_assignee_done = true,
        resolved_at = r.resolved_at, unread_count = greatest(0, c.unread_count - 1)
      from csat_requests r
      where r.tenant_id = $1 and r.id = $2 and c.tenant_id = $1 and c.id = r.conversation_id and c.status = 'open'
        and coalesce(c.lifted_at, '-infinity') < r.resolved_at
        and coalesce(${newestWord("e.details ->> 'to'", 'r.asked_at')}, 'resolved') = 'resolved'
        and not exists (select from messages m where m.tenant_id = $1 and m.conversation_id = c.id
          and m.at >= r.resolved_at and (${IS_ANSWER} or ${IS_ASKED}))`,
    values: [tenant, request],
  })
  return rowCount === 1
}

/** The first words after a rating, within a day and before anybody answered, are about it. Says whether they were. */
export async function putComment(
  client: Client,
  tenant: TenantId,
  { conversation, text, at }: { readonly conversation: string; readonly text: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'put_csat_comment',
    text: `update csat_requests r set comment = $3
      where r.tenant_id = $1 and r.id = (select q.id from csat_requests q where q.tenant_id = $1 and q.conversation_id = $2
          and q.rated_at is not null order by q.rated_at desc limit 1)
        and r.comment is null and $4::timestamptz >= r.rated_at and $4 < r.rated_at + interval '24 hours'
        and not exists (select from messages m where m.tenant_id = $1 and m.conversation_id = $2
          and m.at >= r.rated_at and m.at <= $4 and ${IS_ANSWER})`,
    values: [tenant, conversation, text, new Date(at)],
  })
  return rowCount === 1
}

export type RatingRow = {
  readonly id: string
  readonly conversation_id: string
  readonly contact_id: string
  readonly name: string | null
  readonly phone: string | null
  readonly rating: number
  readonly comment: string | null
  readonly rated_ms: number
  readonly resolved_ms: number
  readonly assignee_id: string | null
  readonly agent_name: string | null
}

export type RatingFilter = {
  readonly contact: string | null
  readonly agent: string | null
  readonly rating: number | null
  readonly after: { readonly at: number; readonly id: string } | null
  readonly limit: number
}

/** Newest first; uses csat_requests_rated, or of one contact csat_requests_conversation. */
export async function selectRatings(
  client: Client,
  tenant: TenantId,
  { contact, agent, rating, after, limit }: RatingFilter,
): Promise<RatingRow[]> {
  const { rows } = await client.query<RatingRow>(
    `select r.id, r.conversation_id, c.contact_id, coalesce(k.given_name, k.book_name, k.profile_name, '@' || k.username) as name,
       ${phoneOf('$1', 'k.id')} as phone,
       r.rating, r.comment, ${wholeMillisecondsOf('r.rated_at')} as rated_ms, ${wholeMillisecondsOf('r.resolved_at')} as resolved_ms,
       r.assignee_id, u.name as agent_name
     from csat_requests r
     join conversations c on c.tenant_id = r.tenant_id and c.id = r.conversation_id
     join contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
     left join tenant_members t on t.tenant_id = r.tenant_id and t.user_id = r.assignee_id
     left join users u on u.id = t.user_id
     where r.tenant_id = $1 and r.rated_at is not null and ($2::uuid is null or c.contact_id = $2)
       and ($3::uuid is null or r.assignee_id = $3) and ($4::int is null or r.rating = $4)
       and ($5::timestamptz is null or (r.rated_at, r.id) < ($5, $6::uuid))
     order by r.rated_at desc, r.id desc limit $7`,
    [
      ...[tenant, contact, agent, rating],
      ...[after === null ? null : new Date(after.at), after?.id ?? null, limit],
    ],
  )
  return rows
}

export async function selectSummary(
  client: Client,
  tenant: TenantId,
  since: Instant,
): Promise<{
  readonly asked: number
  readonly groups: readonly {
    readonly agent: string | null
    readonly name: string | null
    readonly rating: number
    readonly count: number
  }[]
}> {
  const from = new Date(since)
  const { rows: asked } = await client.query<{ count: number }>(
    `select count(*)::int as count from csat_requests where tenant_id = $1 and asked_at >= $2`,
    [tenant, from],
  )
  const { rows: groups } = await client.query<{
    agent: string | null
    name: string | null
    rating: number
    count: number
  }>(
    `select r.assignee_id as agent, u.name, r.rating, count(*)::int as count from csat_requests r
     left join tenant_members t on t.tenant_id = r.tenant_id and t.user_id = r.assignee_id
     left join users u on u.id = t.user_id
     where r.tenant_id = $1 and r.rated_at is not null and r.asked_at >= $2 group by 1, 2, 3`,
    [tenant, from],
  )
  return { asked: asked[0]?.count ?? 0, groups }
}
