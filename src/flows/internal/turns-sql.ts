/** What customers said and no program has heard, and when somebody must look. */
import type { Pool } from 'pg'
import { uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

export type Heard = { readonly conversation: string; readonly message: string; readonly isTap: boolean }

/** Of these messages what customers said just now: not what an import or a backfill tells. */
export async function selectSaid(client: Client, tenant: TenantId, ids: readonly string[]): Promise<Heard[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<Heard>({
    name: 'flow_said',
    text: `select m.conversation_id as conversation, m.id as message, m.type in ('button', 'interactive') as "isTap"
      from messages m where m.tenant_id = $1 and m.id = any($2::uuid[]) and m.direction = 'in' and m.source = 'live'
        and m.type not in ('system', 'request_welcome', 'media_placeholder', 'unsupported') order by m.id`,
    values: [tenant, uuidArray(ids)],
  })
  return rows
}

/** Whatever was heard before is not said again by being told of again. */
export async function putTurns(
  client: Client,
  tenant: TenantId,
  turns: readonly { readonly conversation: string; readonly message: string; readonly dueAt: Instant }[],
): Promise<void> {
  if (turns.length === 0) return
  await client.query({
    name: 'put_flow_turns',
    text: `insert into flow_turns as t (tenant_id, conversation_id, first_id, due_at)
      select $1, * from unnest($2::uuid[], $3::uuid[], $4::timestamptz[])
      on conflict (tenant_id, conversation_id) do update set due_at = excluded.due_at
        where t.heard_id is null or excluded.first_id > t.heard_id`,
    values: [
      tenant,
      uuidArray(turns.map(({ conversation }) => conversation)),
      uuidArray(turns.map(({ message }) => message)),
      turns.map(({ dueAt }) => new Date(dueAt)),
    ],
  })
}

export type DueTurn = {
  readonly conversation: string
  readonly first: string
  readonly heard: string | null
}

/** Locks their rows: somebody else takes others. */
export async function lockDueTurns(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<DueTurn[]> {
  const { rows } = await client.query<DueTurn>({
    name: 'lock_flow_turns',
    text: `select conversation_id as conversation, first_id as first, heard_id as heard from flow_turns
      where tenant_id = $1 and due_at <= $2 order by due_at limit $3 for update skip locked`,
    values: [tenant, new Date(now), limit],
  })
  return rows
}

export async function markHeard(
  client: Client,
  tenant: TenantId,
  conversation: string,
  newest: string | null,
): Promise<void> {
  await client.query({
    name: 'mark_flow_heard',
    text: `update flow_turns set due_at = null, heard_id = greatest(heard_id, $3) where tenant_id = $1 and conversation_id = $2`,
    values: [tenant, conversation, newest],
  })
}

export type SaidRow = {
  readonly id: string
  readonly type: string
  readonly text: string | null
  readonly content: JsonObject
  readonly context: JsonObject | null
  readonly referral: JsonObject | null
  readonly mediaId: string | null
}

/** What was said and not heard, in order. @param since by Meta's clock: what is older is nobody's turn any more */
export async function selectTurn(
  client: Client,
  tenant: TenantId,
  { conversation, first, heard }: DueTurn,
  { since, limit }: { readonly since: Instant; readonly limit: number },
): Promise<SaidRow[]> {
  const { rows } = await client.query<SaidRow>({
    name: 'flow_turn',
    text: `select m.id, m.type, m.text, m.content, m.context, m.referral, m.media_id as "mediaId" from messages m
      where m.tenant_id = $1 and m.conversation_id = $2 and m.at > $6 and m.id >= $3
        and ($4::uuid is null or m.id > $4)
        and m.direction = 'in' and m.source = 'live'
        and m.type not in ('system', 'request_welcome', 'media_placeholder', 'unsupported')
      order by m.at, m.id limit $5`,
    values: [tenant, conversation, first, heard, limit, new Date(since)],
  })
  return rows
}

/** When somebody looks at this tenant, or sooner if that was wished for already. */
export async function wakeAt(client: Client, tenant: TenantId, at: Instant | 'infinity'): Promise<void> {
  await client.query({
    name: 'wake_flows',
    text: `insert into flow_alarms as a (tenant_id, due_at) values ($1, $2::timestamptz)
      on conflict (tenant_id) do update set due_at = excluded.due_at where a.due_at > excluded.due_at`,
    values: [tenant, at === 'infinity' ? at : new Date(at).toISOString()],
  })
}

/** The alarm's row is locked before it is looked who is due: whoever comes later finds the row after us and puts it forward. */
export async function settleAlarm(client: Client, tenant: TenantId, again: Instant): Promise<void> {
  await client.query('select 1 from flow_alarms where tenant_id = $1 for update', [tenant])
  await client.query(
    `update flow_alarms set due_at = greatest($2, least(
         (select min(due_at) from flow_turns where tenant_id = $1 and due_at is not null),
         (select min(due_at) from flow_runs where tenant_id = $1 and outcome is null and due_at is not null),
         'infinity'))
     where tenant_id = $1`,
    [tenant, new Date(again)],
  )
}

/** Alarms that are due, of all tenants, each put off so that nobody else takes it up while somebody is at it. */
export async function takeAlarms(
  pool: Pool,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>(
    `update flow_alarms a set due_at = $2 from (
       select tenant_id from flow_alarms where due_at <= $1 order by due_at limit $3 for update skip locked) d
     where a.tenant_id = d.tenant_id returning a.tenant_id`,
    [new Date(now), new Date(until), limit],
  )
  return rows.map(({ tenant_id }) => tenantId(tenant_id))
}

/** All that have flows. */
export async function listTenantsWithFlows(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>(
    'select tenant_id from flow_alarms order by tenant_id',
  )
  return rows.map(({ tenant_id }) => tenantId(tenant_id))
}

export type Customer = {
  readonly conversation: string
  readonly channel: string
  readonly contact: string
  readonly status: string
  readonly name: string | null
  readonly attributes: JsonObject
  readonly lastInboundAt: Instant | null
  readonly lastReferralAt: Instant | null
  readonly referralAnsweredAt: Instant | null
  /** When somebody of the team wrote last; null: not since the moment that was asked about. */
  readonly personAt: Instant | null
  /** When they wrote before this turn; null: never. */
  readonly inboundBeforeAt: Instant | null
  /** Whether nothing had been said before this turn. */
  readonly isNew: boolean
}

/**
 * Locks the conversation to the end of the transaction: whoever of the team writes at the same moment has written before, or writes after.
 * null: it is not there any more.
 */
export async function lockCustomer(
  client: Client,
  tenant: TenantId,
  conversation: string,
  { first, since }: { readonly first: string | null; readonly since: Instant },
): Promise<Customer | null> {
  const { rows } = await client.query<
    Omit<
      Customer,
      'lastInboundAt' | 'lastReferralAt' | 'referralAnsweredAt' | 'personAt' | 'inboundBeforeAt'
    > & {
      inbound: number | null
      referral: number | null
      answered: number | null
      person: number | null
      before: number | null
    }
  >({
    name: 'lock_flow_customer',
    text: `select c.id as conversation, c.channel_id as channel, c.contact_id as contact, c.status,
        coalesce(k.given_name, k.book_name, k.profile_name) as name, coalesce(a.attributes, '{}') as attributes,
        ${millisecondsOf('c.last_inbound_at')} as inbound, ${millisecondsOf('c.last_referral_at')} as referral,
        ${millisecondsOf('c.referral_answered_at')} as answered,
        (select ${millisecondsOf('m.at')} from messages m where m.tenant_id = $1 and m.conversation_id = c.id
          and m.direction = 'out' and m.source in ('agent', 'echo') and m.at > $4 order by m.at desc limit 1) as person,
        (select ${millisecondsOf('m.at')} from messages m where m.tenant_id = $1 and m.conversation_id = c.id
          and m.direction = 'in' and m.source = 'live' and m.id < $3 order by m.at desc limit 1) as before,
        $3::uuid is not null and not exists (select from messages m
          where m.tenant_id = $1 and m.conversation_id = c.id and m.id < $3) as "isNew"
      from conversations c join contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
      left join contact_attributes a on a.tenant_id = c.tenant_id and a.contact_id = c.contact_id
      where c.tenant_id = $1 and c.id = $2 for no key update of c`,
    values: [tenant, conversation, first, new Date(since)],
  })
  const row = rows[0]
  if (row === undefined) return null
  const { inbound, referral, answered, person, before, ...rest } = row
  return {
    ...rest,
    lastInboundAt: momentOf(inbound),
    lastReferralAt: momentOf(referral),
    referralAnsweredAt: momentOf(answered),
    personAt: momentOf(person),
    inboundBeforeAt: momentOf(before),
  }
}
