import { bsuidOf, phoneOf } from '#platform/db/address-sql.ts'
import { textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { SkipReason } from '../shapes.ts'
import { REPLIED } from './outcome-sql.ts'

export type NewRecipient = {
  readonly contact: string
  readonly variant: number | null
  readonly zone: string
  /** Skipped from the beginning. */
  readonly reason: SkipReason | null
  readonly words: Readonly<Record<string, string>> | null
}

/** How many are new. Who is a recipient already stays as they are. Places are drawn at random. */
export async function insertRecipients(
  client: Client,
  tenant: TenantId,
  campaign: string,
  recipients: readonly NewRecipient[],
  now: Instant,
): Promise<number> {
  const { rowCount } = await client.query({
    name: 'insert_recipients',
    text: `insert into campaign_recipients (tenant_id, campaign_id, contact_id, place, variant, zone, state, reason, words, done_at)
      select $1, $2, n.contact_id, (random() * 2000000000)::int, n.variant, n.zone,
        case when n.reason is null then 'waiting' else 'skipped' end, n.reason, n.words::jsonb, case when n.reason is not null then $8::timestamptz end
      from unnest($3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[]) as n (contact_id, variant, zone, reason, words)
      order by n.contact_id on conflict (tenant_id, campaign_id, contact_id) do nothing`,
    values: [
      ...[tenant, campaign],
      uuidArray(recipients.map(({ contact }) => contact)),
      recipients.map(({ variant }) => variant),
      textArray(recipients.map(({ zone }) => zone)),
      textArray(recipients.map(({ reason }) => reason)),
      textArray(recipients.map(({ words }) => (words === null ? null : JSON.stringify(words)))),
      new Date(now),
    ],
  })
  return rowCount ?? 0
}

export type Waiting = {
  readonly contact: string
  readonly variant: number | null
  readonly zone: string
  readonly words: Readonly<Record<string, string>> | null
}

/**
 * The next in line whose clocks allow it, locked. Those who wait for a winner are passed over until there is one. Uses
 * campaign_recipients_waiting.
 */
export async function lockWaiting(
  client: Client,
  tenant: TenantId,
  campaign: string,
  wish: { readonly zones: readonly string[]; readonly hasWinner: boolean; readonly limit: number },
): Promise<Waiting[]> {
  const { rows } = await client.query<Waiting>({
    name: 'lock_waiting_recipients',
    text: `select contact_id as contact, variant::int as variant, zone, words from campaign_recipients
      where tenant_id = $1 and campaign_id = $2 and state = 'waiting' and zone = any($3::text[]) and ($4 or variant is not null)
      order by place limit $5 for no key update skip locked`,
    values: [tenant, campaign, wish.zones, wish.hasWinner, wish.limit],
  })
  return rows
}

/** How many wait by the clock on their wall, and whether they wait for a winner. */
export async function countWaiting(
  client: Client,
  tenant: TenantId,
  campaign: string,
): Promise<{ zone: string; waitsForWinner: boolean; count: number }[]> {
  const { rows } = await client.query<{ zone: string; waitsForWinner: boolean; count: number }>(
    `select zone, variant is null as "waitsForWinner", count(*)::int as count from campaign_recipients
     where tenant_id = $1 and campaign_id = $2 and state = 'waiting' group by 1, 2`,
    [tenant, campaign],
  )
  return rows
}

export type TakenRow = {
  readonly contact: string
  readonly send: string
  readonly micros: bigint
  readonly variant: number
}

/**
 * Recipients by their keys, which the caller has locked while they waited. Not a join: where statistics are old it is planned as a walk
 * through the whole campaign for each of them.
 */
const THESE = `tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[])`
/** What this parameter, an array, has for the one at hand. */
const given = (parameter: number, type: string): string =>
  `($${parameter}::${type}[])[array_position($3::uuid[], contact_id)]`

export async function markTaken(
  client: Client,
  tenant: TenantId,
  campaign: string,
  taken: readonly TakenRow[],
  now: Instant,
): Promise<void> {
  if (taken.length === 0) return
  await client.query({
    name: 'mark_taken',
    text: `update campaign_recipients set state = 'taken', send_id = ${given(4, 'uuid')}, price_micros = ${given(5, 'bigint')},
      variant = ${given(6, 'smallint')}, done_at = $7 where ${THESE}`,
    values: [
      ...[tenant, campaign],
      uuidArray(taken.map(({ contact }) => contact)),
      uuidArray(taken.map(({ send }) => send)),
      taken.map(({ micros }) => String(micros)),
      taken.map(({ variant }) => variant),
      new Date(now),
    ],
  })
}

export async function markSkipped(
  client: Client,
  tenant: TenantId,
  campaign: string,
  skipped: readonly { readonly contact: string; readonly reason: SkipReason }[],
  now: Instant,
): Promise<void> {
  if (skipped.length === 0) return
  await client.query({
    name: 'mark_skipped',
    text: `update campaign_recipients set state = 'skipped', reason = ${given(4, 'text')}, done_at = $5 where ${THESE}`,
    values: [
      ...[tenant, campaign],
      uuidArray(skipped.map(({ contact }) => contact)),
      textArray(skipped.map(({ reason }) => reason)),
      new Date(now),
    ],
  })
}

type One = { readonly id: string; readonly contact: string }

/** null: they are none of its people. */
export async function selectRecipientState(
  client: Client,
  tenant: TenantId,
  { id, contact }: One,
): Promise<string | null> {
  const { rows } = await client.query<{ state: string }>(
    'select state from campaign_recipients where tenant_id = $1 and campaign_id = $2 and contact_id = $3',
    [tenant, id, contact],
  )
  return rows[0]?.state ?? null
}

/** False: they do not wait. */
export async function removeRecipient(
  client: Client,
  tenant: TenantId,
  { id, contact, isDraft }: One & { readonly isDraft: boolean },
  now: Instant,
): Promise<boolean> {
  const one = `tenant_id = $1 and campaign_id = $2 and contact_id = $3 and state = 'waiting'`
  const { rowCount } = isDraft
    ? await client.query(`delete from campaign_recipients where ${one}`, [tenant, id, contact])
    : await client.query(
        `update campaign_recipients set state = 'skipped', reason = 'removed', done_at = $4 where ${one}`,
        [tenant, id, contact, new Date(now)],
      )
  return rowCount === 1
}

/** False: nobody took them out. */
export async function restoreRecipient(
  client: Client,
  tenant: TenantId,
  { id, contact }: One,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update campaign_recipients set state = 'waiting', reason = null, done_at = null
     where tenant_id = $1 and campaign_id = $2 and contact_id = $3 and state = 'skipped' and reason = 'removed'`,
    [tenant, id, contact],
  )
  return rowCount === 1
}

/** Some of those that wait will wait no more; how many. Called again until there are none. */
export async function skipWaiting(
  client: Client,
  tenant: TenantId,
  campaign: string,
  { reason, limit }: { readonly reason: SkipReason; readonly limit: number },
  now: Instant,
): Promise<number> {
  const { rowCount } = await client.query(
    `update campaign_recipients r set state = 'skipped', reason = $3, done_at = $4 where r.tenant_id = $1 and r.campaign_id = $2
       and r.contact_id = any(array(select contact_id from campaign_recipients
         where tenant_id = $1 and campaign_id = $2 and state = 'waiting' order by place limit $5)) and r.state = 'waiting'`,
    [tenant, campaign, reason, new Date(now), limit],
  )
  return rowCount ?? 0
}

export type Person = {
  readonly contact: string
  readonly name: string | null
  readonly phone: string | null
  /** Phone or business-scoped id: which country, for the price. null: nowhere to write to. */
  readonly address: string | null
  readonly attributes: JsonObject
  readonly isSuppressed: boolean
  /** How many offers of campaigns they got since the moment asked for. */
  readonly offers: number
}

/** What a batch of recipients must be known by. One look-up by key per person and table. */
export async function findPeople(
  client: Client,
  tenant: TenantId,
  contacts: readonly string[],
  wish: { readonly purpose: string; readonly offersSince: Instant | null; readonly hasAttributes: boolean },
): Promise<ReadonlyMap<string, Person>> {
  const { rows } = await client.query<Person>({
    name: wish.hasAttributes ? 'find_campaign_people_with_fields' : 'find_campaign_people',
    text: `select k.id as contact, coalesce(k.given_name, k.book_name, k.profile_name) as name, p.value as phone, coalesce(p.value, b.value) as address,
        ${
          wish.hasAttributes
            ? `coalesce((select jsonb_object_agg(one.key, one.value) from contact_attributes a, jsonb_each(a.attributes) one
          join attribute_definitions d on d.tenant_id = $1 and d.key = one.key where a.tenant_id = $1 and a.contact_id = k.id), '{}')`
            : `'{}'::jsonb`
        } as attributes,
        (select s.at from suppressions s where s.tenant_id = $1 and s.contact_id = k.id and s.purpose = $3) is not null as "isSuppressed",
        case when $4::timestamptz is null then 0 else (select count(*)::int from campaign_recipients r
          join campaigns c on c.tenant_id = $1 and c.id = r.campaign_id and c.category = 'marketing'
          where r.tenant_id = $1 and r.contact_id = k.id and r.state = 'taken' and r.done_at > $4) end as offers
      from contacts k
      left join lateral ${phoneOf('$1', 'k.id')} p on true
      left join lateral ${bsuidOf('$1', 'k.id')} b on true
      where k.tenant_id = $1 and k.id = any($2::uuid[]) and k.kind = 'person'`,
    values: [
      tenant,
      uuidArray(contacts),
      wish.purpose,
      wish.offersSince === null ? null : new Date(wish.offersSince),
    ],
  })
  return new Map(rows.map((row) => [row.contact, row]))
}

export type RecipientOutcome = {
  readonly contactId: string
  readonly name: string | null
  readonly phone: string | null
  readonly conversationId: string | null
  readonly messageId: string | null
  readonly message: number | null
  readonly state: string
  readonly reason: string | null
  readonly code: string | null
  readonly at: Instant | null
}

type OutcomeRow = Omit<RecipientOutcome, 'at'> & { readonly at_ms: number | null }

/** A page by contact. @param outcomes the statement that says what became of each (`OUTCOME`), whose campaign is $2. */
export async function selectOutcomes(
  client: Client,
  tenant: TenantId,
  outcomes: string,
  page: {
    readonly campaign: string
    readonly state: string | null
    readonly reason: string | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<RecipientOutcome[]> {
  const { rows } = await client.query<OutcomeRow>(
    `select o.contact_id as "contactId", coalesce(k.given_name, k.book_name, k.profile_name) as name,
       ${phoneOf('$1', 'o.contact_id')} as phone,
       o.conversation_id as "conversationId", o.send_id as "messageId", o.variant::int as message, o.outcome as state, o.reason, o.code,
       ${millisecondsOf('o.at')} as at_ms
     from (${outcomes}) o join contacts k on k.tenant_id = $1 and k.id = o.contact_id
     where ($3::text is null or o.outcome = $3 or ($3 = 'clicked' and o.clicked_at is not null) or ($3 = 'replied' and ${REPLIED})) and ($4::text is null or o.reason = $4 or (o.outcome = 'failed' and o.code = $4))
       and ($5::uuid is null or o.contact_id > $5)
     order by o.contact_id limit $6`,
    [tenant, page.campaign, page.state, page.reason, page.after, page.limit],
  )
  return rows.map(({ at_ms: at, ...row }) => ({ ...row, at: momentOf(at) }))
}

/** Those of the ids that are contacts. */
export async function selectExisting(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    `select id from contacts where tenant_id = $1 and id = any($2::uuid[]) and kind = 'person'`,
    [tenant, uuidArray(ids)],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The words of their own that some have. */
export async function selectWords(
  client: Client,
  tenant: TenantId,
  campaign: string,
  contacts: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const { rows } = await client.query<{ id: string; words: Record<string, string> }>(
    `select contact_id as id, words from campaign_recipients
     where tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[]) and words is not null`,
    [tenant, campaign, uuidArray(contacts)],
  )
  return new Map(rows.map(({ id, words }) => [id, words]))
}
