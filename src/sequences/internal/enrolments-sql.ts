import { bsuidOf, phoneOf } from '#platform/db/address-sql.ts'
import { float8Array, textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf, wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { LeaveReason, StepSkip } from '../shapes.ts'

export type NewEnrolmentRow = {
  readonly id: string
  readonly sequence: string
  readonly contact: string
  readonly cause: string
  readonly step: string
  readonly dueAt: Instant
  readonly since: Instant
  readonly words: Readonly<Record<string, string>>
}

/**
 * Lets somebody in who is not in it now, nor was too lately; whether it did. What it cannot see, because it is being committed
 * elsewhere, the unique keys keep out.
 */
export async function insertEnrolment(
  client: Client,
  tenant: TenantId,
  { id, sequence, contact, cause, step, dueAt, since, words }: NewEnrolmentRow,
  /** They may have been in it before this moment; null: never. */
  before: Instant | null,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into sequence_enrolments (tenant_id, id, sequence_id, contact_id, cause, state, step, due_at, since, words, enrolled_at)
     select $1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $10
     where not exists (select from sequence_enrolments o where o.tenant_id = $1 and o.contact_id = $4 and o.sequence_id = $3
       and ($11::timestamptz is null or o.enrolled_at > $11))
     on conflict do nothing`,
    [
      ...[tenant, id, sequence, contact, cause, step, new Date(dueAt), new Date(since)],
      ...[Object.keys(words).length === 0 ? null : JSON.stringify(words), new Date(now)],
      before === null ? null : new Date(before),
    ],
  )
  return (rowCount ?? 0) > 0
}

/** What this cause has led to, by sequence. */
export async function selectByCause(
  client: Client,
  tenant: TenantId,
  cause: string,
  sequences: readonly string[] | null = null,
): Promise<{ id: string; sequence: string; contact: string }[]> {
  const { rows } = await client.query<{ id: string; sequence: string; contact: string }>(
    `select e.id, e.sequence_id as sequence, e.contact_id as contact from sequences s join lateral (
       select * from sequence_enrolments e where e.tenant_id = $1 and e.sequence_id = s.id and e.cause = $2 limit 1) e on true
     where s.tenant_id = $1 and ($3::uuid[] is null or s.id = any($3::uuid[])) order by e.id`,
    [tenant, cause, sequences === null ? null : uuidArray(sequences)],
  )
  return rows
}

/** Whether they are in it now. */
export async function isWaiting(
  client: Client,
  tenant: TenantId,
  sequence: string,
  contact: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from sequence_enrolments where tenant_id = $1 and sequence_id = $2 and contact_id = $3 and state = 'waiting'`,
    [tenant, sequence, contact],
  )
  return (rowCount ?? 0) > 0
}

/** What has just happened ends it for them where it says so; who left. What happened before they came in does not. */
export async function leaveBecauseOf(
  client: Client,
  tenant: TenantId,
  sequences: readonly string[],
  { contact, event, at }: { readonly contact: string; readonly event: string; readonly at: Instant },
  now: Instant,
): Promise<{ id: string; sequence: string }[]> {
  const { rows } = await client.query<{ id: string; sequence: string }>(
    `update sequence_enrolments set state = 'left', reason = 'event:' || $4, step = null, due_at = null, ended_at = $6
     where tenant_id = $1 and contact_id = $2 and sequence_id = any($3::uuid[]) and state = 'waiting' and since <= $5
     returning id, sequence_id as sequence`,
    [tenant, contact, uuidArray(sequences), event, new Date(at), new Date(now)],
  )
  return rows
}

export type Due = {
  readonly id: string
  readonly contact: string
  readonly step: string
  readonly dueAt: Instant
  readonly words: Readonly<Record<string, string>>
}

/** Whose moment has come, locked; whom somebody else is just taking on is passed over. Uses sequence_enrolments_due. */
export async function lockDue(
  client: Client,
  tenant: TenantId,
  sequence: string,
  { now, limit }: { readonly now: Instant; readonly limit: number },
): Promise<Due[]> {
  const { rows } = await client.query<Omit<Due, 'dueAt'> & { readonly due: number }>({
    name: 'lock_due_enrolments',
    text: `select id, contact_id as contact, step, ${millisecondsOf('due_at')} as due, coalesce(words, '{}') as words from sequence_enrolments
      where tenant_id = $1 and sequence_id = $2 and state = 'waiting' and due_at <= $3 order by due_at limit $4 for no key update skip locked`,
    values: [tenant, sequence, new Date(now), limit],
  })
  return rows.map(({ due, ...row }) => ({ ...row, dueAt: instant(due) }))
}

/** What must be known of somebody before they get their next message. All of it is looked at in the transaction that takes them on. */
export type Person = {
  readonly enrolment: string
  readonly isThere: boolean
  readonly name: string | null
  readonly phone: string | null
  /** Phone or business-scoped id; null: nowhere to write to. */
  readonly address: string | null
  readonly attributes: JsonObject
  readonly isSuppressed: boolean
  readonly hasReplied: boolean
  /** The first of the asked ones that happened since they came in. */
  readonly event: string | null
  /** One of the asked ones that they have. */
  readonly label: string | null
  /** How many offers they got since the moment asked for, from campaigns and sequences. */
  readonly offers: number
}

export async function findPeople(
  client: Client,
  tenant: TenantId,
  enrolments: readonly string[],
  wish: {
    readonly purpose: string
    readonly events: readonly string[]
    readonly labels: readonly string[]
    readonly offersSince: Instant | null
  },
): Promise<ReadonlyMap<string, Person>> {
  const { rows } = await client.query<Person>({
    name: 'find_enrolled_people',
    text: `select e.id as enrolment, k.id is not null as "isThere", coalesce(k.given_name, k.book_name, k.profile_name) as name,
        p.value as phone, coalesce(p.value, b.value) as address,
        coalesce((select jsonb_object_agg(one.key, one.value) from contact_attributes a, jsonb_each(a.attributes) one
          join attribute_definitions d on d.tenant_id = $1 and d.key = one.key where a.tenant_id = $1 and a.contact_id = e.contact_id), '{}') as attributes,
        (select s.at from suppressions s where s.tenant_id = $1 and s.contact_id = e.contact_id and s.purpose = $3) is not null as "isSuppressed",
        exists (select from conversations c where c.tenant_id = $1 and c.contact_id = e.contact_id and c.last_inbound_at > e.since) as "hasReplied",
        (select v.name from sequence_events v where v.tenant_id = $1 and v.contact_id = e.contact_id and v.name = any($4::text[])
          and v.occurred_at >= e.since order by v.occurred_at limit 1) as event,
        (select l.label_id from conversations c join conversation_labels l on l.tenant_id = $1 and l.conversation_id = c.id
          where c.tenant_id = $1 and c.contact_id = e.contact_id and l.label_id = any($5::uuid[]) limit 1) as label,
        case when $6::timestamptz is null then 0 else (select count(*)::int from campaign_recipients r
          join campaigns c on c.tenant_id = $1 and c.id = r.campaign_id and c.category = 'marketing'
          where r.tenant_id = $1 and r.contact_id = e.contact_id and r.state = 'taken' and r.done_at > $6)
          + (select count(*)::int from sequence_steps t where t.tenant_id = $1 and t.contact_id = e.contact_id and t.at > $6
            and t.state = 'sent' and t.is_offer) end as offers
      from sequence_enrolments e
      left join lateral (select * from contacts k where k.tenant_id = $1 and k.id = e.contact_id and k.kind = 'person') k on true
      left join lateral ${phoneOf('$1', 'e.contact_id')} p on true
      left join lateral ${bsuidOf('$1', 'e.contact_id')} b on true
      where e.tenant_id = $1 and e.id = any($2::uuid[])`,
    values: [
      ...[tenant, uuidArray(enrolments), wish.purpose, wish.events, uuidArray(wish.labels.filter(isId))],
      wish.offersSince === null ? null : new Date(wish.offersSince),
    ],
  })
  return new Map(rows.map((row) => [row.enrolment, row]))
}

export type StepDone = {
  readonly enrolment: string
  readonly step: string
  readonly contact: string
  readonly reason: StepSkip | null
  readonly send: string | null
  readonly isOffer: boolean
}

/** Who moves a step back in a sequence does not make it said twice: what was said stays as it is. */
export async function insertSteps(
  client: Client,
  tenant: TenantId,
  sequence: string,
  steps: readonly StepDone[],
  now: Instant,
): Promise<void> {
  if (steps.length === 0) return
  await client.query({
    name: 'insert_sequence_steps',
    text: `insert into sequence_steps (tenant_id, enrolment_id, step, sequence_id, contact_id, state, reason, send_id, is_offer, at)
      select $1, n.id, n.step, $2, n.contact, case when n.send is null then 'skipped' else 'sent' end, n.reason, n.send, n.is_offer, $9
      from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::boolean[]) as n (id, step, contact, reason, send, is_offer)
      on conflict (tenant_id, enrolment_id, step) do nothing`,
    values: [
      ...[tenant, sequence],
      uuidArray(steps.map(({ enrolment }) => enrolment)),
      textArray(steps.map(({ step }) => step)),
      uuidArray(steps.map(({ contact }) => contact)),
      textArray(steps.map(({ reason }) => reason)),
      uuidArray(steps.map(({ send }) => send)),
      steps.map(({ isOffer }) => isOffer),
      new Date(now),
    ],
  })
}

export type Move = {
  readonly enrolment: string
  readonly state: 'waiting' | 'finished' | 'left'
  readonly reason: LeaveReason | null
  readonly step: string | null
  readonly dueAt: Instant | null
}

/** Where those that were locked are now. */
export async function moveOn(
  client: Client,
  tenant: TenantId,
  moves: readonly Move[],
  now: Instant,
): Promise<void> {
  if (moves.length === 0) return
  await client.query({
    name: 'move_enrolments',
    text: `update sequence_enrolments e set state = n.state, reason = n.reason, step = n.step,
        due_at = to_timestamp(n.due / 1000), ended_at = case when n.state = 'waiting' then null else $7::timestamptz end
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::float8[]) as n (id, state, reason, step, due)
      where e.tenant_id = $1 and e.id = n.id and e.state = 'waiting'`,
    values: [
      tenant,
      uuidArray(moves.map(({ enrolment }) => enrolment)),
      textArray(moves.map(({ state }) => state)),
      textArray(moves.map(({ reason }) => reason)),
      textArray(moves.map(({ step }) => step)),
      float8Array(moves.map(({ dueAt }) => dueAt)),
      new Date(now),
    ],
  })
}

export type EnrolmentRow = {
  readonly id: string
  readonly sequenceId: string
  readonly contactId: string
  readonly name: string | null
  readonly phone: string | null
  readonly conversationId: string | null
  readonly state: 'waiting' | 'finished' | 'left'
  readonly reason: string | null
  readonly step: string | null
  readonly dueAt: number | null
  readonly enrolledAt: number
  readonly endedAt: number | null
  readonly sent: number
}

const nullable = (column: string): string =>
  `case when ${column} is not null then ${wholeMillisecondsOf(column)} end`

/** The newest first. @param id one alone; null: a page */
export async function selectEnrolments(
  client: Client,
  tenant: TenantId,
  page: {
    readonly sequence: string
    readonly channel: string
    readonly state: string | null
    /** A reason, or what stands before its colon. */
    readonly reason: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<EnrolmentRow[]> {
  const { rows } = await client.query<EnrolmentRow>(
    `select e.id, e.sequence_id as "sequenceId", e.contact_id as "contactId", coalesce(k.given_name, k.book_name, k.profile_name) as name,
       ${phoneOf('$1', 'e.contact_id')} as phone,
       (select c.id from conversations c where c.tenant_id = $1 and c.contact_id = e.contact_id and c.channel_id = $3) as "conversationId",
       e.state, e.reason, e.step, ${nullable('e.due_at')} as "dueAt", ${wholeMillisecondsOf('e.enrolled_at')} as "enrolledAt",
       ${nullable('e.ended_at')} as "endedAt",
       (select count(*)::int from sequence_steps t where t.tenant_id = $1 and t.enrolment_id = e.id and t.state = 'sent') as sent
     from (select * from sequence_enrolments where tenant_id = $1 and sequence_id = $2 and ($4::text is null or state = $4)
       and ($5::text is null or reason = $5 or split_part(reason, ':', 1) = $5) and ($6::uuid is null or id < $6) order by id desc limit $7) e
     left join contacts k on k.tenant_id = $1 and k.id = e.contact_id
     order by e.id desc`,
    [tenant, page.sequence, page.channel, page.state, page.reason, page.before, page.limit],
  )
  return rows
}

/** Locked. */
export async function lockEnrolment(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<{ sequence: string; contact: string; state: EnrolmentRow['state'] } | null> {
  if (!isId(id)) return null
  const { rows } = await client.query<{ sequence: string; contact: string; state: EnrolmentRow['state'] }>(
    `select sequence_id as sequence, contact_id as contact, state from sequence_enrolments where tenant_id = $1 and id = $2 for no key update`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Some of what a deleted sequence leaves behind; how many people. Called again until there are none. */
export async function removeSome(
  client: Client,
  tenant: TenantId,
  sequence: string,
  limit: number,
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `delete from sequence_enrolments where tenant_id = $1 and id = any(array(
       select id from sequence_enrolments where tenant_id = $1 and sequence_id = $2 limit $3)) returning id`,
    [tenant, sequence, limit],
  )
  await client.query('delete from sequence_steps where tenant_id = $1 and enrolment_id = any($2::uuid[])', [
    tenant,
    uuidArray(rows.map(({ id }) => id)),
  ])
  return rows.length
}
