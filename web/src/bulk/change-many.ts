/** One change to all that were chosen: shown at once, taken back where the server refuses, and one undo for all. Lazy. */
import { plural, t } from '@lingui/core/macro'
import type { QueryClient } from '@tanstack/react-query'
import { applyConversations } from '../conversations/apply-events.ts'
import { findConversation } from '../conversations/queries.ts'
import { offerUndo } from '../conversations/undo.ts'
import { announce } from '../platform/announce.ts'
import { ApiError, postJson } from '../platform/api.ts'
import type { BulkChange, BulkDone, Conversation, ConversationPatch } from '../platform/contract.ts'
import { newId } from '../platform/new-id.ts'
import { shownWith, takeAllBack, wayBack } from './take-back.ts'

type ProblemText = (error: unknown) => { readonly title: string; readonly nextStep: string }

export async function changeMany(
  client: QueryClient,
  ids: readonly string[],
  change: BulkChange,
  problemText: ProblemText,
): Promise<void> {
  const before = new Map(
    ids.flatMap((id) => {
      const known = findConversation(client, id)
      return known === undefined ? [] : [[id, known] as const]
    }),
  )
  applyConversations(
    client,
    [...before.values()].map((known) => expected(known, change)),
  )
  const restore = (which: readonly string[]) =>
    applyConversations(
      client,
      which.flatMap((id) => before.get(id) ?? []),
    )
  let done: BulkDone
  try {
    done = await ask(ids, change)
  } catch (error) {
    restore(ids)
    const { title, nextStep } = problemText(error)
    announce(t`Nothing was changed. ${title} ${nextStep}`, 'problem')
    return
  }
  const refused = done.items.filter(({ result }) => result === 'refused')
  restore(refused.map(({ id }) => id))
  offer(client, done, change)
  const [first] = refused
  if (first !== undefined) sayRefused(done, first, problemText)
}

/** Where no answer came it may have been done: the key sees to it that nothing is sent twice. */
async function ask(ids: readonly string[], change: BulkChange): Promise<BulkDone> {
  const headers = { 'idempotency-key': newId() }
  const once = () => postJson<BulkDone>('/conversations/bulk', { ids, change }, headers)
  return once().catch((error: unknown) => {
    if (error instanceof ApiError && error.problem === null) return once()
    throw error
  })
}

function sayRefused({ items }: BulkDone, first: BulkDone['items'][number], problemText: ProblemText): void {
  const refused = items.filter(({ result }) => result === 'refused').length
  const { title, nextStep } =
    first.problem === null
      ? { title: '', nextStep: '' }
      : problemText(
          new ApiError({ type: '', status: 409, ...first.problem, nextStep: first.problem.nextStep ?? '' }),
        )
  const words = plural(refused, {
    one: '# conversation stays as it was.',
    other: '# conversations stay as they were.',
  })
  announce(`${words} ${title} ${nextStep}`, 'problem')
}

function offer(client: QueryClient, { items }: BulkDone, change: BulkChange): void {
  const changed = items.filter(({ result }) => result === 'done')
  const count = changed.length
  if (count === 0) return
  if (change.kind === 'read') {
    announce(plural(count, { one: '# conversation is read now', other: '# conversations are read now' }))
    return
  }
  const sent = changed.filter(({ messageId }) => messageId !== null).length
  const stays = plural(sent, { one: '# message stays sent', other: '# messages stay sent' })
  const words = plural(count, { one: '# conversation changed', other: '# conversations changed' })
  const undo = {
    patches: Object.fromEntries(
      changed.flatMap(({ id, before }) => (before === null ? [] : [[id, touched(wayBack(before), change)]])),
    ),
    noteIds: changed.flatMap(({ noteId }) => noteId ?? []),
  }
  offerUndo({
    text: sent === 0 ? words : `${words}; ${stays}`,
    undo: () => void takeAllBack(client, undo),
  })
}

/** Only what the change touched goes back: the rest may have moved on. */
function touched(back: ConversationPatch, change: BulkChange): ConversationPatch {
  if (change.kind === 'labels') return { labelIds: back.labelIds }
  if (change.kind !== 'patch') return back
  const { status, assigneeId, teamId } = change.patch
  return {
    ...(status !== undefined && {
      status: back.status,
      ...(back.snoozedUntil !== undefined && { snoozedUntil: back.snoozedUntil }),
    }),
    ...(assigneeId !== undefined && { assigneeId: back.assigneeId }),
    ...(teamId !== undefined && { teamId: back.teamId }),
  }
}

/** What a macro does only the server knows; its events show it. */
function expected(known: Conversation, change: BulkChange): Conversation {
  if (change.kind === 'read') return { ...known, unreadCount: 0 }
  if (change.kind === 'patch') return shownWith(known, change.patch)
  if (change.kind !== 'labels') return known
  const kept = known.labelIds.filter((id) => !change.remove.includes(id))
  return { ...known, labelIds: [...new Set([...kept, ...change.add])] }
}
