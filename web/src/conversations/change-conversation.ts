/**
 * Changes a conversation's status, labels, or whose it is: shown at once, then asked of the server, and taken back where it refuses.
 * Requests of one conversation go one after another, so that the last word said is the last one heard.
 */
import type { QueryClient } from '@tanstack/react-query'
import { patchJson } from '../platform/api.ts'
import type { Conversation, ConversationPatch } from '../platform/contract.ts'
import { applyConversations } from './apply-events.ts'
import { findConversation } from './queries.ts'

type Triage = Pick<
  Conversation,
  'status' | 'snoozedUntil' | 'labelIds' | 'resolvedAt' | 'assigneeId' | 'teamId'
>

const lines = new Map<string, { readonly last: Promise<unknown>; readonly waiting: number }>()

/** Rejects with the server's refusal, after what it refused is off the screen. */
export async function changeConversation(
  client: QueryClient,
  before: Conversation,
  patch: ConversationPatch,
): Promise<void> {
  const { id } = before
  show(client, before, expected(before, patch))
  const line = lines.get(id) ?? { last: Promise.resolve(), waiting: 0 }
  const request = line.last.then(() =>
    patchJson<Conversation>(`/conversations/${encodeURIComponent(id)}`, patch),
  )
  lines.set(id, { last: request.catch(() => undefined), waiting: line.waiting + 1 })
  try {
    const answer = await request
    if (isLastOf(id)) show(client, before, triageOf(answer))
  } catch (error) {
    show(client, before, undone(before, patch))
    throw error
  } finally {
    leaveLine(id)
  }
}

/** Another change of the same conversation may be on its way; its answer will be newer than this one. */
const isLastOf = (id: string): boolean => lines.get(id)?.waiting === 1

function leaveLine(id: string): void {
  const line = lines.get(id)
  if (line === undefined || line.waiting <= 1) lines.delete(id)
  else lines.set(id, { ...line, waiting: line.waiting - 1 })
}

/** The rest of the conversation may have moved on in the meantime, and stays as it is known now. */
function show(client: QueryClient, before: Conversation, change: Partial<Triage>): void {
  const known = findConversation(client, before.id) ?? before
  applyConversations(client, [{ ...known, ...change }])
}

function expected(
  before: Conversation,
  { status, snoozedUntil, labelIds, assigneeId, teamId }: ConversationPatch,
): Partial<Triage> {
  const labels = {
    ...(labelIds === undefined ? {} : { labelIds }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(teamId === undefined ? {} : { teamId }),
  }
  if (status === undefined) return labels
  const resolvedAt = status === 'resolved' ? (before.resolvedAt ?? Date.now()) : null
  return { ...labels, status, resolvedAt, snoozedUntil: status === 'snoozed' ? (snoozedUntil ?? null) : null }
}

/** What the patch touched, as it was. */
function undone(before: Conversation, patch: ConversationPatch): Partial<Triage> {
  const { status, snoozedUntil, resolvedAt, labelIds, assigneeId, teamId } = before
  return {
    ...(patch.status === undefined ? {} : { status, snoozedUntil, resolvedAt }),
    ...(patch.labelIds === undefined ? {} : { labelIds }),
    ...(patch.assigneeId === undefined ? {} : { assigneeId }),
    ...(patch.teamId === undefined ? {} : { teamId }),
  }
}

function triageOf({ status, snoozedUntil, labelIds, resolvedAt, assigneeId, teamId }: Conversation): Triage {
  return { status, snoozedUntil, labelIds, resolvedAt, assigneeId, teamId }
}
