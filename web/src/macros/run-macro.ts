import { t } from '@lingui/core/macro'
import type { QueryClient } from '@tanstack/react-query'
import { applyConversations } from '../conversations/apply-events.ts'
import { offerUndo } from '../conversations/undo.ts'
import { announce } from '../platform/announce.ts'
import { ApiError, postJson } from '../platform/api.ts'
import type { Conversation, Macro, MacroDone } from '../platform/contract.ts'
import { newId } from '../platform/new-id.ts'
import { takeAllBack, wayBack } from '../bulk/take-back.ts'

/** Does what the macro says, and offers to take back what can be. Lazy. */
export async function runMacro(
  client: QueryClient,
  { id }: Pick<Conversation, 'id'>,
  macro: Macro,
  problemText: (error: unknown) => { readonly title: string; readonly nextStep: string },
): Promise<void> {
  const { name } = macro
  const key = newId()
  const ask = () =>
    postJson<MacroDone>(
      `/macros/${encodeURIComponent(macro.id)}/run`,
      { conversationId: id },
      { 'idempotency-key': key },
    )
  try {
    // Where no answer came it may have been done: the key sees to it that it is not done twice.
    const done = await ask().catch((error: unknown) => {
      if (error instanceof ApiError && error.problem === null) return ask()
      throw error
    })
    const { conversation, before, noteId, messageId } = done
    applyConversations(client, [conversation])
    offerUndo({
      text: messageId === null ? t`Done: ${name}` : t`Done: ${name}. The message stays sent.`,
      undo: () =>
        void takeAllBack(client, {
          patches: { [conversation.id]: wayBack(before) },
          noteIds: noteId === null ? [] : [noteId],
        }),
    })
  } catch (error) {
    const { title, nextStep } = problemText(error)
    announce(t`“${name}” did nothing. ${title} ${nextStep}`, 'problem')
  }
}
