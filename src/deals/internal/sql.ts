import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Deal, DealPage, DealStage } from '../shapes.ts'

/**
 * Whoever puts deals or stages somewhere takes turns within the tenant: two people's moves are made one after the other, each
 * seeing where the other's ended. Held to the end of a transaction of some milliseconds.
 */
export async function lockBoard(client: Client, tenant: TenantId): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('deals:' || $1, 0))`, [tenant])
}

export type StageRow = Omit<DealStage, 'dealCount'> & { readonly position: string }

/** In the team's order. */
export async function selectStages(client: Client, tenant: TenantId): Promise<StageRow[]> {
  const { rows } = await client.query<StageRow>(
    'select id, name, kind, position from deal_stages where tenant_id = $1 order by position',
    [tenant],
  )
  return rows
}

export async function putStage(
  client: Client,
  tenant: TenantId,
  { id, name, kind, position }: StageRow,
): Promise<void> {
  await client.query(
    `insert into deal_stages (tenant_id, id, name, kind, position) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, id) do update set name = excluded.name, position = excluded.position`,
    [tenant, id, name, kind, position],
  )
}

export async function removeStage(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from deal_stages where tenant_id = $1 and id = $2', [tenant, id])
}

/** Uses the unique key (tenant_id, stage_id, position). */
export async function sumStages(client: Client, tenant: TenantId): Promise<DealPage['sums']> {
  const { rows } = await client.query<DealPage['sums'][number]>(
    `select stage_id as "stageId", count(*)::int as "dealCount", sum(value_paise)::float8 as "valuePaise"
     from deals where tenant_id = $1 group by stage_id`,
    [tenant],
  )
  return rows
}

type DealRow = Omit<Deal, 'contact' | 'owner' | 'closedAt' | 'createdAt' | 'changedAt' | 'reminderAt'> & {
  contact_id: string
  contact_name: string | null
  owner_id: string | null
  owner_name: string | null
  closed_ms: number | null
  created_ms: number
  changed_ms: number
  reminder_ms: number | null
}

/** Who has left the team owns nothing; a merged conversation is the one that it went into. */
const DEAL = `
  select d.id, d.title, d.value_paise::float8 as "valuePaise", d.currency, d.contact_id, d.stage_id as "stageId", d.position,
    coalesce(k.given_name, k.book_name, k.profile_name, '@' || k.username, '+' || ${phoneOf('d.tenant_id', 'd.contact_id')}) as contact_name,
    coalesce((select into_id from conversation_merges g where g.tenant_id = d.tenant_id and g.from_id = d.conversation_id), d.conversation_id)
      as "conversationId",
    u.id as owner_id, u.name as owner_name, d.expected_close_on::text as "expectedCloseOn", d.lost_reason as "lostReason",
    ${millisecondsOf('d.closed_at')} as closed_ms, ${millisecondsOf('d.created_at')} as created_ms, ${millisecondsOf('d.changed_at')} as changed_ms,
    (select ${millisecondsOf('min(r.due_at)')} from reminders r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.state <> 'done')
      as reminder_ms
  from deals d
  join contacts k on k.tenant_id = d.tenant_id and k.id = d.contact_id
  left join tenant_members member on member.tenant_id = d.tenant_id and member.user_id = d.owner_id
  left join users u on u.id = member.user_id`

const dealOf = ({
  contact_id,
  contact_name,
  owner_id,
  owner_name,
  closed_ms,
  created_ms,
  changed_ms,
  reminder_ms,
  ...row
}: DealRow): Deal => ({
  ...row,
  contact: { id: contact_id, displayName: contact_name },
  owner: owner_id === null || owner_name === null ? null : { id: owner_id, name: owner_name },
  closedAt: closed_ms === null ? null : Math.round(closed_ms),
  createdAt: Math.round(created_ms),
  changedAt: Math.round(changed_ms),
  reminderAt: reminder_ms === null ? null : Math.round(reminder_ms),
})

/** So many of each stage, in order; only one contact's, if asked. */
export async function selectDeals(
  client: Client,
  tenant: TenantId,
  { contactId, perStage }: { readonly contactId: string | null; readonly perStage: number },
): Promise<Deal[]> {
  const { rows } = await client.query<DealRow>(
    `${DEAL} where d.tenant_id = $1 and d.id = any(array(
       select first.id from deal_stages g cross join lateral (
         select id from deals where tenant_id = $1 and stage_id = g.id and ($2::uuid is null or contact_id = $2)
         order by position limit $3) first
       where g.tenant_id = $1))
     order by d.stage_id, d.position`,
    [tenant, contactId, perStage],
  )
  return rows.map(dealOf)
}

export async function selectDeal(client: Client, tenant: TenantId, id: string): Promise<Deal | null> {
  const { rows } = await client.query<DealRow>(`${DEAL} where d.tenant_id = $1 and d.id = $2`, [tenant, id])
  return rows[0] === undefined ? null : dealOf(rows[0])
}

/** The place of the first deal of a stage, and of the one just before `place`. The board is locked by the caller. */
export async function selectPlaces(
  client: Client,
  tenant: TenantId,
  {
    stage,
    before,
    without,
  }: { readonly stage: string; readonly before: string | null; readonly without: string | null },
): Promise<{ readonly low: string | null; readonly high: string | null }> {
  const { rows } = await client.query<{ low: string | null; high: string | null }>(
    `with high as (select position from deals where tenant_id = $1 and stage_id = $2 and id = $3)
     select (select position from high) as high, (
       select max(position) from deals where tenant_id = $1 and stage_id = $2 and id is distinct from $4
         and ($3::uuid is null or position < (select position from high))) as low`,
    [tenant, stage, before, without],
  )
  return rows[0] ?? { low: null, high: null }
}

/** The first place of a stage; null if it is empty. */
export async function firstPlace(
  client: Client,
  tenant: TenantId,
  stage: string,
  without: string | null,
): Promise<string | null> {
  const { rows } = await client.query<{ position: string | null }>(
    'select min(position) as position from deals where tenant_id = $1 and stage_id = $2 and id is distinct from $3',
    [tenant, stage, without],
  )
  return rows[0]?.position ?? null
}

export type DealFields = {
  readonly id: string
  readonly title: string
  readonly valuePaise: number
  readonly contactId: string
  readonly conversationId: string | null
  readonly ownerId: string | null
  readonly expectedCloseOn: string | null
  readonly stageId: string
  readonly position: string
  readonly lostReason: string | null
  readonly closedAt: number | null
  readonly createdAt: number
  readonly changedAt: number
}

export async function putDeal(client: Client, tenant: TenantId, deal: DealFields): Promise<void> {
  await client.query(
    `insert into deals (tenant_id, id, title, value_paise, contact_id, conversation_id, owner_id, expected_close_on, stage_id, position,
       lost_reason, closed_at, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (tenant_id, id) do update set title = excluded.title, value_paise = excluded.value_paise, owner_id = excluded.owner_id,
       expected_close_on = excluded.expected_close_on, stage_id = excluded.stage_id, position = excluded.position,
       lost_reason = excluded.lost_reason, closed_at = excluded.closed_at, changed_at = excluded.changed_at`,
    [
      ...[tenant, deal.id, deal.title, deal.valuePaise, deal.contactId, deal.conversationId, deal.ownerId],
      ...[deal.expectedCloseOn, deal.stageId, deal.position, deal.lostReason],
      ...[
        deal.closedAt === null ? null : new Date(deal.closedAt),
        new Date(deal.createdAt),
        new Date(deal.changedAt),
      ],
    ],
  )
}

/** False: there was none. Its reminders go with it. */
export async function removeDeal(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from deals where tenant_id = $1 and id = $2', [tenant, id])
  return rowCount === 1
}

/** Which of these there are; the contact is kept from being merged away until the end of the transaction. */
export async function findParts(
  client: Client,
  tenant: TenantId,
  parts: {
    readonly contactId: string | null
    readonly conversationId: string | null
    readonly ownerId: string | null
  },
): Promise<{ readonly contact: boolean; readonly conversation: boolean; readonly owner: boolean }> {
  if (parts.contactId !== null)
    await client.query('select 1 from contacts where tenant_id = $1 and id = $2 for key share', [
      tenant,
      parts.contactId,
    ])
  const { rows } = await client.query<{ contact: boolean; conversation: boolean; owner: boolean }>(
    `select exists (select from contacts where tenant_id = $1 and id = $2) as contact,
       exists (select from conversations where tenant_id = $1 and contact_id = $2 and id in
         ($3, (select into_id from conversation_merges where tenant_id = $1 and from_id = $3))) as conversation,
       exists (select from tenant_members where tenant_id = $1 and user_id = $4) as owner`,
    [tenant, parts.contactId, parts.conversationId, parts.ownerId],
  )
  return rows[0] ?? { contact: false, conversation: false, owner: false }
}
