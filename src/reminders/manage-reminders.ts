/** When somebody wants to be reminded of a conversation or a deal. */
import { recordAudit } from '#audit/record-audit.ts'
import { whereIsConversation } from '#conversations/lift-conversations.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import {
  findDeal,
  insertReminder,
  lockReminder,
  removeReminder,
  selectReminder,
  selectReminders,
  setAlarm,
  updateReminder,
} from './internal/sql.ts'
import type { NewReminder, Reminder, ReminderPatch } from './shapes.ts'

const LISTED_MAX = 200

type FieldError = { readonly path: string; readonly message: string }
export type ReminderResult =
  | { readonly ok: true; readonly reminder: Reminder }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

/** Those that nobody has done, the earliest first: of a conversation, of a deal, or all. */
export async function listReminders(
  client: Client,
  tenant: TenantId,
  wanted: { readonly conversationId: string | null; readonly dealId: string | null },
): Promise<Reminder[]> {
  const conversationId =
    wanted.conversationId === null ? null : await whereIsConversation(client, tenant, wanted.conversationId)
  if (wanted.conversationId !== null && conversationId === null) return []
  return selectReminders(client, tenant, { ...wanted, conversationId, limit: LISTED_MAX })
}

export async function addReminder(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: NewReminder,
  now: Instant,
): Promise<ReminderResult> {
  const deal = wish.dealId === null ? null : await findDeal(client, tenant, wish.dealId)
  const wanted = wish.conversationId ?? deal?.conversationId ?? null
  const conversationId = wanted === null ? null : await whereIsConversation(client, tenant, wanted)
  const errors = [
    ...(wish.dueAt > now ? [] : [{ path: 'dueAt', message: 'must be in the future' }]),
    ...(deal === undefined ? [{ path: 'dealId', message: 'is no deal' }] : []),
    ...(wish.conversationId !== null && conversationId === null
      ? [{ path: 'conversationId', message: 'is no conversation' }]
      : []),
  ]
  if (errors.length > 0) return { ok: false, because: 'invalid', errors }
  const id = newId()
  await insertReminder(client, tenant, { ...wish, id, conversationId, for: actor })
  await setAlarm(client, tenant, wish.dueAt)
  return tell(client, tenant, actor, 'reminder.created', id)
}

/** Another time makes it wait again; what is done stays done unless somebody says otherwise. */
export async function changeReminder(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: ReminderPatch },
  now: Instant,
): Promise<ReminderResult> {
  const was = (await lockReminder(client, tenant, id)) ? await selectReminder(client, tenant, id) : null
  if (was === null) return { ok: false, because: 'not_found' }
  const dueAt = patch.dueAt ?? was.dueAt
  const isMoved = dueAt !== was.dueAt
  if (isMoved && dueAt <= now)
    return { ok: false, because: 'invalid', errors: [{ path: 'dueAt', message: 'must be in the future' }] }
  const isDone = patch.isDone ?? (was.state === 'done' && !isMoved)
  const state = isDone ? 'done' : dueAt > now ? 'waiting' : 'due'
  await updateReminder(client, tenant, { id, note: patch.note ?? was.note, dueAt, state }, now)
  if (state === 'waiting') await setAlarm(client, tenant, dueAt)
  return tell(client, tenant, actor, 'reminder.changed', id)
}

/** False: there is no such reminder. */
export async function deleteReminder(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<boolean> {
  const was = (await lockReminder(client, tenant, id)) ? await selectReminder(client, tenant, id) : null
  if (was === null) return false
  await removeReminder(client, tenant, id)
  await announce(client, tenant, was)
  await audit(client, tenant, actor, 'reminder.deleted', was)
  return true
}

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  id: string,
): Promise<ReminderResult> {
  const reminder = await selectReminder(client, tenant, id)
  if (reminder === null) return { ok: false, because: 'not_found' }
  await announce(client, tenant, reminder)
  await audit(client, tenant, actor, action, reminder)
  return { ok: true, reminder }
}

/** A conversation shows that a reminder is due, and a deal when the next one is. */
const announce = async (client: Client, tenant: TenantId, reminder: Reminder): Promise<void> =>
  appendEvents(client, tenant, [
    ['reminders.changed'],
    ...(reminder.dealId === null ? [] : [['deals.changed'] as const]),
    ...(reminder.conversationId === null ? [] : [['conversation.updated', reminder.conversationId] as const]),
  ])

const audit = async (
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, dueAt, state, conversationId, dealId }: Reminder,
): Promise<void> =>
  recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'reminder', id },
    details: { dueAt, state, conversationId, dealId },
  })
