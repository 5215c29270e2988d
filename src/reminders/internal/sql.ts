import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Reminder } from '../shapes.ts'

type Row = Omit<Reminder, 'for'> & { for_kind: Reminder['for']['kind']; for_id: string; for_name: string }

/** A merged conversation is the one that it went into. */
const REMINDER = `
  select r.id, r.deal_id as "dealId", r.note, ${wholeMillisecondsOf('r.due_at')} as "dueAt", r.state, r.for_kind, r.for_id, r.for_name,
    c.id as "conversationId", d.title as "dealTitle",
    coalesce(k.given_name, k.book_name, k.profile_name, '@' || k.username, '+' || ${phoneOf('k.tenant_id', 'k.id')}) as "contactName"
  from reminders r
  left join conversation_merges g on g.tenant_id = r.tenant_id and g.from_id = r.conversation_id
  left join conversations c on c.tenant_id = r.tenant_id and c.id = coalesce(g.into_id, r.conversation_id)
  left join deals d on d.tenant_id = r.tenant_id and d.id = r.deal_id
  left join contacts k on k.tenant_id = r.tenant_id and k.id = coalesce(c.contact_id, d.contact_id)`

const reminderOf = ({ for_kind, for_id, for_name, ...row }: Row): Reminder => ({
  ...row,
  for: { kind: for_kind, id: for_id, name: for_name },
})

export async function selectReminders(
  client: Client,
  tenant: TenantId,
  wanted: { readonly conversationId: string | null; readonly dealId: string | null; readonly limit: number },
): Promise<Reminder[]> {
  const { rows } = await client.query<Row>(
    `${REMINDER} where r.tenant_id = $1 and r.state <> 'done' and ($2::uuid is null or c.id = $2) and ($3::uuid is null or r.deal_id = $3)
     order by r.due_at, r.id limit $4`,
    [tenant, wanted.conversationId, wanted.dealId, wanted.limit],
  )
  return rows.map(reminderOf)
}

export async function selectReminder(client: Client, tenant: TenantId, id: string): Promise<Reminder | null> {
  const { rows } = await client.query<Row>(`${REMINDER} where r.tenant_id = $1 and r.id = $2`, [tenant, id])
  return rows[0] === undefined ? null : reminderOf(rows[0])
}

/** Kept from changing until the end of the transaction; whether it is there. */
export async function lockReminder(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from reminders where tenant_id = $1 and id = $2 for update',
    [tenant, id],
  )
  return rowCount === 1
}

export async function insertReminder(
  client: Client,
  tenant: TenantId,
  reminder: Pick<Reminder, 'id' | 'conversationId' | 'dealId' | 'note' | 'dueAt' | 'for'>,
): Promise<void> {
  await client.query(
    `insert into reminders (tenant_id, id, conversation_id, deal_id, note, due_at, state, for_kind, for_id, for_name)
     values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9)`,
    [
      ...[
        tenant,
        reminder.id,
        reminder.conversationId,
        reminder.dealId,
        reminder.note,
        new Date(reminder.dueAt),
      ],
      ...[reminder.for.kind, reminder.for.id, reminder.for.name],
    ],
  )
}

export async function updateReminder(
  client: Client,
  tenant: TenantId,
  { id, note, dueAt, state }: Pick<Reminder, 'id' | 'note' | 'dueAt' | 'state'>,
  now: Instant,
): Promise<void> {
  await client.query(
    `update reminders set note = $3, due_at = $4, state = $5, done_at = case when $5 = 'done' then coalesce(done_at, $6) end
     where tenant_id = $1 and id = $2`,
    [tenant, id, note, new Date(dueAt), state, new Date(now)],
  )
}

export async function removeReminder(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from reminders where tenant_id = $1 and id = $2', [tenant, id])
}

/** The tenant's next reminder is at this moment, if none is earlier. */
export async function setAlarm(client: Client, tenant: TenantId, dueAt: number): Promise<void> {
  await client.query(
    `insert into reminder_alarms as a (tenant_id, due_at) values ($1, $2)
     on conflict (tenant_id) do update set due_at = least(a.due_at, excluded.due_at)`,
    [tenant, new Date(dueAt)],
  )
}

/** Locks the tenant's alarm to the end of the transaction: who sets it meanwhile waits, and sets it again. False: somebody else has it. */
export async function lockAlarm(client: Client, tenant: TenantId): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from reminder_alarms where tenant_id = $1 for update skip locked',
    [tenant],
  )
  return rowCount === 1
}

/** To the next one that waits, or off. Uses reminders_waiting. */
export async function resetAlarm(client: Client, tenant: TenantId): Promise<void> {
  await client.query(
    `with next as (select min(due_at) as at from reminders where tenant_id = $1 and state = 'waiting'),
       off as (delete from reminder_alarms where tenant_id = $1 and (select at from next) is null)
     update reminder_alarms set due_at = (select at from next) where tenant_id = $1 and (select at from next) is not null`,
    [tenant],
  )
}

/** Those whose time has come, earliest first: now due. Their conversations, or their deals' ones. Uses reminders_waiting. */
export async function fireDue(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<{ readonly conversationId: string | null }[]> {
  const { rows } = await client.query<{ conversationId: string | null }>(
    `with ripe as (
       select id, (select conversation_id from deals d where d.tenant_id = $1 and d.id = deal_id) as of_deal
       from reminders where tenant_id = $1 and state = 'waiting' and due_at <= $2 order by due_at limit $3 for update)
     update reminders r set state = 'due', conversation_id = coalesce(
       (select into_id from conversation_merges g where g.tenant_id = $1 and g.from_id = coalesce(r.conversation_id, ripe.of_deal)),
       r.conversation_id, ripe.of_deal)
     from ripe where r.tenant_id = $1 and r.id = ripe.id returning r.conversation_id as "conversationId"`,
    [tenant, new Date(now), limit],
  )
  return rows
}

/** The deal's conversation; undefined: there is no such deal. */
export async function findDeal(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<{ readonly conversationId: string | null } | undefined> {
  const { rows } = await client.query<{ conversationId: string | null }>(
    'select conversation_id as "conversationId" from deals where tenant_id = $1 and id = $2 for key share',
    [tenant, id],
  )
  return rows[0]
}
