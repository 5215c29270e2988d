/** Does what a macro says to one conversation: all of it, or nothing. */
import { recordAudit } from '#audit/record-audit.ts'
import { changeConversation, type Changed } from '#conversations/change-conversation.ts'
import { holdConversation, holdLabels, type Held } from '#conversations/hold-conversation.ts'
import { findConversations } from '#conversations/read-models.ts'
import type { ConversationPatch } from '#conversations/shapes.ts'
import { addNote } from '#conversations/write-notes.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import type { Refusal } from '#outbound/refusal.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, type Instant } from '#platform/time.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import type { Actor } from '#tenants/access.ts'
import { fillText } from './fill-text.ts'
import { selectMacro } from './internal/sql.ts'
import type { Before, Macro, MacroAction } from './shapes.ts'

const HOUR_MS = 60 * 60 * 1000
/** As many as a conversation may have through the API. */
const LABELS_MAX = 20

export type MacroRun = {
  readonly conversation: string
  readonly macro: string
  /** Whoever asks twice with the same key sends one message. */
  readonly key: string
  readonly maySend: boolean
}

export type RunRefusal =
  | { readonly because: 'macro_not_found' | 'conversation_not_found' | 'may_not_send' | 'not_a_person' }
  | { readonly because: 'too_many_labels' }
  | { readonly because: 'not_sent'; readonly refusal: Refusal }
  | { readonly because: 'not_changed'; readonly changed: Exclude<Changed, { ok: true }> }

export type RunDone = {
  readonly conversation: string
  readonly before: Before
  readonly noteId: string | null
  readonly messageId: string | null
  /** The channel that has something to send now. */
  readonly channel: string | null
  readonly isChanged: boolean
}

/** Thrown, so that whatever was done before it is undone with the transaction. */
export class MacroRefused extends Error {
  readonly refusal: RunRefusal
  constructor(refusal: RunRefusal) {
    super(refusal.because)
    this.refusal = refusal
  }
}

/** Throws `MacroRefused`: the caller's transaction must end with it. */
export async function runMacro(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  run: MacroRun,
  now: Instant,
): Promise<RunDone> {
  const macro = await selectMacro(client, tenant, run.macro)
  if (macro === null) throw new MacroRefused({ because: 'macro_not_found' })
  const held = await holdConversation(client, tenant, run.conversation)
  if (held === null) throw new MacroRefused({ because: 'conversation_not_found' })
  const sent = await say(client, tenant, actor, { macro, held, run, now })
  const note = textOf(macro, 'note')
  const written =
    note === null ? null : await addNote(client, tenant, actor, { conversation: held.id, text: note }, now)
  const patch = await patchOf(client, tenant, actor, { macro, held, now })
  const changed = await changeConversation(client, tenant, actor, { id: held.id, patch }, now)
  if (!changed.ok) throw new MacroRefused({ because: 'not_changed', changed })
  await recordAudit(client, tenant, actor, {
    action: 'macro.run',
    subject: { kind: 'conversation', id: held.id },
    details: { macroId: macro.id, name: macro.name, does: macro.actions.map(({ kind }) => kind) },
  })
  return {
    conversation: held.id,
    before: beforeOf(held),
    noteId: written?.id ?? null,
    messageId: sent?.id ?? null,
    channel: sent?.channel ?? null,
    isChanged: changed.isChanged || written !== null || sent !== null,
  }
}

/** How it stands, for whoever wants it back so. */
export const beforeOf = ({ status, snoozedUntil, labelIds, assigneeId, teamId }: Held): Before => ({
  status,
  snoozedUntil,
  labelIds: [...labelIds],
  assigneeId,
  teamId,
})

type Parts = {
  readonly macro: Macro
  readonly held: Held
  readonly run: MacroRun
  readonly now: Instant
}

async function say(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { macro, held, run, now }: Parts,
): Promise<{ readonly id: string; readonly channel: string } | null> {
  const text = textOf(macro, 'reply')
  if (text === null) return null
  if (!run.maySend) throw new MacroRefused({ because: 'may_not_send' })
  const [conversation] = await findConversations(client, tenant, [held.id], now)
  const body = fillText(text, {
    contactName: conversation?.contact.displayName ?? null,
    agentName: actor.kind === 'user' ? actor.name : null,
    shopName: (await tenantName(client, tenant)) ?? '',
  })
  const accepted = await acceptMessage(
    client,
    tenant,
    {
      conversation: held.id,
      outgoing: { type: 'text', text: { body } },
      key: run.key,
      origin: actor.kind === 'user' ? 'agent' : 'api',
    },
    now,
  )
  if (!accepted.ok) throw new MacroRefused({ because: 'not_sent', refusal: accepted })
  return accepted
}

const textOf = ({ actions }: Macro, kind: 'note' | 'reply'): string | null =>
  actions.flatMap((action) => (action.kind === kind && 'text' in action ? [action.text] : []))[0] ?? null

async function patchOf(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { macro, held, now }: Omit<Parts, 'run'>,
): Promise<ConversationPatch> {
  let patch: ConversationPatch = {}
  for (const action of macro.actions) patch = { ...patch, ...patchOfOne(action, actor, now) }
  const [add, remove] = [labelsOf(macro, 'add-labels'), labelsOf(macro, 'remove-labels')]
  if (add.length + remove.length === 0) return patch
  // A label that was deleted in the meantime can be on nothing; the rest of the macro still means what it says.
  const labelIds = await relabelled(client, tenant, held, { add, remove })
  return { ...patch, labelIds }
}

function patchOfOne(action: MacroAction, actor: Actor, now: Instant): ConversationPatch {
  switch (action.kind) {
    case 'status':
      return { status: action.status }
    case 'snooze':
      return { status: 'snoozed', snoozedUntil: after(now, action.hours * HOUR_MS) }
    case 'assignee':
      if (action.assigneeId !== 'me') return { assigneeId: action.assigneeId }
      if (actor.kind !== 'user') throw new MacroRefused({ because: 'not_a_person' })
      return { assigneeId: actor.id }
    case 'team':
      return { teamId: action.teamId }
    case 'add-labels':
    case 'remove-labels':
    case 'note':
    case 'reply':
      return {}
    default:
      return action satisfies never
  }
}

const labelsOf = ({ actions }: Macro, kind: 'add-labels' | 'remove-labels'): string[] =>
  actions.flatMap((action) => (action.kind === kind && 'labelIds' in action ? action.labelIds : []))

/** What the conversation's labels are after this; throws `MacroRefused` where they would be too many. */
export async function relabelled(
  client: Client,
  tenant: TenantId,
  held: Held,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<string[]> {
  const known = await holdLabels(
    client,
    tenant,
    add.map((id) => id.toLowerCase()),
  )
  const gone = new Set(remove.map((id) => id.toLowerCase()))
  const labels = [...new Set([...held.labelIds.filter((id) => !gone.has(id)), ...known])]
  if (labels.length > LABELS_MAX && labels.length > held.labelIds.length)
    throw new MacroRefused({ because: 'too_many_labels' })
  return labels
}
