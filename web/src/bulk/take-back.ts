/** The way back for many conversations at once. */
import type { QueryClient } from '@tanstack/react-query'
import { applyConversations } from '../conversations/apply-events.ts'
import { findConversation } from '../conversations/queries.ts'
import { postJson } from '../platform/api.ts'
import type { BulkDone, Conversation, ConversationPatch } from '../platform/contract.ts'

export type Before = Pick<Conversation, 'status' | 'snoozedUntil' | 'labelIds' | 'assigneeId' | 'teamId'>

/** A snooze that is over by now cannot be said again: then it is open. */
export function wayBack({ status, snoozedUntil, labelIds, assigneeId, teamId }: Before): ConversationPatch {
  const isOver = status === 'snoozed' && (snoozedUntil ?? 0) <= Date.now()
  return {
    status: isOver ? 'open' : status,
    ...(status === 'snoozed' && !isOver && { snoozedUntil }),
    labelIds,
    assigneeId,
    teamId,
  }
}

export type WayBack = {
  readonly patches: Readonly<Record<string, ConversationPatch>>
  readonly noteIds: readonly string[]
}

/** Shown at once; the events that follow put right what was refused. */
export async function takeAllBack(client: QueryClient, { patches, noteIds }: WayBack): Promise<BulkDone> {
  const ids = Object.keys(patches)
  applyConversations(
    client,
    ids.flatMap((id) => {
      const known = findConversation(client, id)
      return known === undefined ? [] : [shownWith(known, patches[id] ?? {})]
    }),
  )
  return postJson<BulkDone>('/conversations/bulk', { ids, change: { kind: 'each', patches, noteIds } })
}

/** The conversation as it is after this, before the server has said so. */
export function shownWith(known: Conversation, patch: ConversationPatch): Conversation {
  const { status = known.status, snoozedUntil, ...rest } = patch
  const isMoved = patch.status !== undefined
  const changed = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...known,
    ...changed,
    status,
    snoozedUntil: isMoved ? (snoozedUntil ?? null) : known.snoozedUntil,
    resolvedAt: isMoved
      ? status === 'resolved'
        ? (known.resolvedAt ?? Date.now())
        : null
      : known.resolvedAt,
  }
}
