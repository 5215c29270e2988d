/** Tells whoever is not looking that a customer wrote. Lazy: loaded with the first message that comes in. */
import { findConversation, meQuery } from '../conversations/queries.ts'
import type { Contact, Message } from '../platform/contract.ts'
import { usePreferences } from '../platform/preferences.ts'
import { queryClient } from '../platform/query-client.ts'
import { notificationsQuery } from './queries.ts'
import { playToneOnce } from './tone.ts'
import { whatToTell } from './what-to-tell.ts'

const TEXT_MAX = 240

const find = (id: string) => findConversation(queryClient, id)

export async function notifyIncoming(
  messages: readonly Message[],
  openId: string | null,
  nameOf: (contact: Contact) => string,
): Promise<void> {
  const [{ settings }, { actor }] = await Promise.all([
    queryClient.fetchQuery({ ...notificationsQuery, staleTime: Infinity }),
    queryClient.fetchQuery({ ...meQuery, staleTime: Infinity }),
  ])
  const looking = { isLookedAt: document.visibilityState === 'visible' && document.hasFocus(), openId }
  const { notices, isHeard } = whatToTell(messages, settings, looking, find, actor.id)
  if (isHeard) void playToneOnce()
  // Where there is no worker (plain http on another host) there are no notifications either.
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null
  if (worker === null || !('Notification' in window) || Notification.permission !== 'granted') return
  for (const { newest, count } of notices) {
    const contact = find(newest.conversationId)?.contact
    const text = {
      conversation: newest.conversationId,
      message: newest.id,
      from: settings.showsText && contact !== undefined ? nameOf(contact) : null,
      text: settings.showsText ? (newest.text?.slice(0, TEXT_MAX) ?? null) : null,
      ...{ type: newest.type, count, locale: usePreferences.getState().locale },
      isSilent: true, // the tone is ours
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target
    worker.postMessage({ kind: 'notify', text })
  }
}
