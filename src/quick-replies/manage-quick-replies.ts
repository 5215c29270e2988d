/** What a team says again and again, kept under a shortcut. Variables stay open here: the inbox fills them in. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { keyOfName, lockList, type ListResult } from '#tenants/named-lists.ts'
import { putQuickReply, removeQuickReply, selectQuickReplies } from './internal/sql.ts'
import type { NewQuickReply, QuickReply, QuickReplyPatch } from './shapes.ts'

/** All of them go to each open inbox. */
export const QUICK_REPLIES_MAX = 500

type QuickReplyResult = ListResult<QuickReply, 'shortcut_taken' | 'too_many_quick_replies'>

/** All, by shortcut. */
export async function listQuickReplies(client: Client, tenant: TenantId): Promise<QuickReply[]> {
  const rows = await selectQuickReplies(client, tenant)
  return rows.map(({ id, shortcut, text }) => ({ id, shortcut, text }))
}

export async function addQuickReply(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { shortcut, text }: NewQuickReply,
): Promise<QuickReplyResult> {
  await lockList(client, tenant, 'quick_replies')
  const others = await selectQuickReplies(client, tenant)
  const key = keyOfName(shortcut)
  if (others.some((other) => other.shortcutKey === key)) return { ok: false, because: 'shortcut_taken' }
  if (others.length >= QUICK_REPLIES_MAX) return { ok: false, because: 'too_many_quick_replies' }
  const reply = { id: newId(), shortcut, text }
  await putQuickReply(client, tenant, { ...reply, shortcutKey: key })
  await tell(client, tenant, actor, 'quick-reply.created', reply)
  return { ok: true, item: reply, isChanged: true }
}

export async function changeQuickReply(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: QuickReplyPatch },
): Promise<QuickReplyResult> {
  await lockList(client, tenant, 'quick_replies')
  const all = await selectQuickReplies(client, tenant)
  const was = all.find((reply) => reply.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const reply = { id: was.id, shortcut: patch.shortcut ?? was.shortcut, text: patch.text ?? was.text }
  const key = keyOfName(reply.shortcut)
  if (all.some((other) => other.id !== was.id && other.shortcutKey === key))
    return { ok: false, because: 'shortcut_taken' }
  const isChanged = reply.shortcut !== was.shortcut || reply.text !== was.text
  if (isChanged) {
    await putQuickReply(client, tenant, { ...reply, shortcutKey: key })
    await tell(client, tenant, actor, 'quick-reply.changed', reply)
  }
  return { ok: true, item: reply, isChanged }
}

/** null: it is gone. */
export async function deleteQuickReply(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<'not_found' | null> {
  await lockList(client, tenant, 'quick_replies')
  const shortcut = await removeQuickReply(client, tenant, id)
  if (shortcut === null) return 'not_found'
  await tell(client, tenant, actor, 'quick-reply.deleted', { id, shortcut })
  return null
}

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, shortcut }: Pick<QuickReply, 'id' | 'shortcut'>,
): Promise<void> {
  await appendEvents(client, tenant, [['quick-replies.changed']])
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'quick-reply', id },
    details: { shortcut },
  })
}
