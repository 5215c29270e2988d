/** What a person makes of a conversation: whose turn it is, until when it may wait, what it is about. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import {
  holdLabels,
  lockConversation,
  replaceLabels,
  setStatus,
  type Standing,
} from './internal/inbox-sql.ts'
import type { ConversationPatch } from './shapes.ts'

export type Changed =
  | { readonly ok: true; readonly id: string; readonly isChanged: boolean }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'invalid'; readonly message: string }
  /** Places in `labelIds` of those that are no labels. */
  | { readonly ok: false; readonly because: 'label_not_found'; readonly places: readonly number[] }

/** Nothing is changed if anything of it is refused; asking for what is already so changes nothing, and tells nobody. */
export async function changeConversation(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: ConversationPatch },
  now: Instant,
): Promise<Changed> {
  const message = whyNoSnooze(patch, now)
  if (message !== null) return { ok: false, because: 'invalid', message }
  const was = await lockConversation(client, tenant, id)
  if (was === null) return { ok: false, because: 'not_found' }
  const labels = patch.labelIds === undefined ? null : patch.labelIds.map((label) => label.toLowerCase())
  if (labels !== null) {
    const known = await holdLabels(client, tenant, labels)
    const places = labels.flatMap((label, place) => (known.has(label) ? [] : [place]))
    if (places.length > 0) return { ok: false, because: 'label_not_found', places }
  }
  const shall = standingOf(was, patch)
  const isMoved = shall.status !== was.status || shall.snoozedUntil !== was.snoozedUntil
  if (isMoved) await setStatus(client, tenant, shall, now)
  const isRelabelled = labels !== null && (await replaceLabels(client, tenant, was.id, [...new Set(labels)]))
  if (isMoved || isRelabelled) await appendEvents(client, tenant, [['conversation.updated', was.id]])
  if (isMoved)
    await recordAudit(client, tenant, actor, {
      action: 'conversation.status-changed',
      subject: { kind: 'conversation', id: was.id },
      details: { from: was.status, to: shall.status, snoozedUntil: shall.snoozedUntil },
    })
  return { ok: true, id: was.id, isChanged: isMoved || isRelabelled }
}

/** What is wrong with the moment, null if nothing is. */
function whyNoSnooze({ status, snoozedUntil }: ConversationPatch, now: Instant): string | null {
  if (status === 'snoozed')
    return typeof snoozedUntil !== 'number'
      ? 'must say until when'
      : snoozedUntil <= now
        ? 'must be in the future'
        : null
  return typeof snoozedUntil === 'number' ? 'needs the status “snoozed”' : null
}

function standingOf(was: Standing, { status, snoozedUntil }: ConversationPatch): Standing {
  if (status === undefined) return was
  const until = status === 'snoozed' && typeof snoozedUntil === 'number' ? instant(snoozedUntil) : null
  return { ...was, status, snoozedUntil: until }
}
