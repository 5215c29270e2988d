/** What a person makes of a conversation: whose it is, whose turn it is, until when it may wait, what it is about. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import {
  holdLabels,
  holdMembers,
  holdTeam,
  lockConversation,
  replaceLabels,
  setHolders,
  setStatus,
  type Holders,
  type Standing,
} from './internal/inbox-sql.ts'
import type { ConversationPatch } from './shapes.ts'

export type Changed =
  | { readonly ok: true; readonly id: string; readonly isChanged: boolean }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'invalid'; readonly message: string }
  | { readonly ok: false; readonly because: 'no_member' }
  | { readonly ok: false; readonly because: 'no_team' }
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
  const holders = holdersOf(was, patch)
  const missing = await missingHolder(client, tenant, was, holders)
  if (missing !== null) return { ok: false, because: missing }
  const shall = standingOf(was, patch)
  const isMoved = shall.status !== was.status || shall.snoozedUntil !== was.snoozedUntil
  if (isMoved) await setStatus(client, tenant, shall, now)
  const isRelabelled = labels !== null && (await replaceLabels(client, tenant, was.id, [...new Set(labels)]))
  const isReassigned = holders.assigneeId !== was.assigneeId || holders.teamId !== was.teamId
  if (isReassigned) await setHolders(client, tenant, was.id, holders)
  if (isMoved || isRelabelled || isReassigned)
    await appendEvents(client, tenant, [['conversation.updated', was.id]])
  if (isMoved)
    await recordAudit(client, tenant, actor, {
      action: 'conversation.status-changed',
      subject: { kind: 'conversation', id: was.id },
      details: { from: was.status, to: shall.status, snoozedUntil: shall.snoozedUntil },
    })
  if (isReassigned)
    await recordAudit(client, tenant, actor, {
      action: 'conversation.assigned',
      subject: { kind: 'conversation', id: was.id },
      details: {
        from: { assigneeId: was.assigneeId, teamId: was.teamId },
        to: { assigneeId: holders.assigneeId, teamId: holders.teamId },
      },
    })
  return { ok: true, id: was.id, isChanged: isMoved || isRelabelled || isReassigned }
}

function holdersOf(was: Standing, { assigneeId, teamId }: ConversationPatch): Holders {
  return {
    assigneeId: assigneeId === undefined ? was.assigneeId : (assigneeId?.toLowerCase() ?? null),
    teamId: teamId === undefined ? was.teamId : (teamId?.toLowerCase() ?? null),
  }
}

/** Whoever is new must be there, and stays until the end of the transaction. */
async function missingHolder(
  client: Client,
  tenant: TenantId,
  was: Standing,
  { assigneeId, teamId }: Holders,
): Promise<'no_member' | 'no_team' | null> {
  if (assigneeId !== null && assigneeId !== was.assigneeId) {
    const found = await holdMembers(client, tenant, [assigneeId])
    if (found.size === 0) return 'no_member'
  }
  if (teamId !== null && teamId !== was.teamId && !(await holdTeam(client, tenant, teamId))) return 'no_team'
  return null
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
