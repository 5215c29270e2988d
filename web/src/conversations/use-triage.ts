import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useContactName } from '../contacts/avatar.tsx'
import { announce } from '../platform/announce.ts'
import type { Conversation, ConversationPatch } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { changeConversation } from './change-conversation.ts'
import { type ConversationPages, type ListQuery, neighbourOf } from './patch-conversations.ts'
import { findConversation, listKey, listsKey } from './queries.ts'
import { offerUndo, settleUndo, useUndo } from './undo.ts'

/** Changes a conversation's status or labels on behalf of the person at the screen. */
export type Triage = (before: Conversation, patch: ConversationPatch) => void

/**
 * What is put away (resolved, snoozed, pending) makes room for the next conversation of the list, and can be taken back
 * for a moment; nobody is asked beforehand. What is opened again stays on the screen.
 */
export function useTriage(
  list: ListQuery,
  go: { readonly open: (id: string) => void; readonly close: () => void },
): Triage {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const nameOf = useContactName()
  const problemText = useProblemText()

  const change = (before: Conversation, patch: ConversationPatch) =>
    changeConversation(client, before, patch).catch((error: unknown) => {
      const name = nameOf(before.contact)
      const { title, nextStep } = problemText(error)
      announce(t`The conversation with ${name} stays as it was. ${title} ${nextStep}`, 'problem')
      return 'refused' as const
    })
  const words = ({ contact }: Conversation, { status, snoozedUntil }: ConversationPatch): string => {
    const name = nameOf(contact)
    if (status === 'resolved') return t`Resolved: ${name}`
    if (status === 'pending') return t`Pending: ${name}`
    const when = dateAndTime(snoozedUntil ?? 0, i18n.locale)
    return t`Snoozed until ${when}: ${name}`
  }
  return (before, patch) => {
    const { status } = patch
    if (status === undefined) {
      void change(before, patch)
      return
    }
    if (status === 'open') {
      const name = nameOf(before.contact)
      void change(before, patch)
      announce(t`Open again: ${name}`)
      return
    }
    const leaves = status === 'resolved' || (list.status !== 'any' && list.status !== status)
    const pages = client.getQueryData<ConversationPages>(listKey(list))
    const next = neighbourOf(pages?.pages.flatMap((page) => page.items) ?? [], before.id)
    const isListed = pages?.pages.some((page) => page.items.some(({ id }) => id === before.id)) === true
    const moves = leaves && isListed
    const done = change(before, patch)
    if (moves && next !== null) go.open(next)
    else if (moves) go.close()
    const undo = () => {
      void change(findConversation(client, before.id) ?? before, wayBack(before))
      if (moves) go.open(before.id)
      // A search does not know by itself that it matches again.
      void client.invalidateQueries({
        predicate: ({ queryKey: [key, query] }) => key === listsKey[0] && (query as ListQuery).q !== '',
      })
    }
    offerUndo({ text: words(before, patch), undo })
    const withdraw = async () => {
      if ((await done) === 'refused' && useUndo.getState().offer?.undo === undo) settleUndo()
    }
    void withdraw()
  }
}

/** A snooze that is over by now cannot be said again: then it is open. */
function wayBack({ status, snoozedUntil }: Conversation): ConversationPatch {
  if (status !== 'snoozed') return { status }
  return snoozedUntil !== null && snoozedUntil > Date.now() ? { status, snoozedUntil } : { status: 'open' }
}
