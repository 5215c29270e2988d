import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { mentionsQuery, useIsMentioned } from '../assignment/queries.ts'
import { postJson } from '../platform/api.ts'
import type { Conversation } from '../platform/contract.ts'
import { applyConversations } from './apply-events.ts'
import { findConversation } from './queries.ts'

/** Passing through a conversation does not read it. */
const LOOKED_AT_MS = 900

/** Marks a conversation read when it has been open in a visible window for a moment; the customer then sees blue ticks. */
export function useMarkRead(conversation: Conversation): void {
  const client = useQueryClient()
  const isVisible = useSyncExternalStore(subscribeVisibility, () => document.visibilityState === 'visible')
  const { unreadCount, lastMessageAt, id } = conversation
  useEffect(() => {
    if (!isVisible || unreadCount === 0) return undefined
    const timer = window.setTimeout(() => {
      postJson(`/conversations/${encodeURIComponent(id)}/read`)
        .then(() => {
          // It may have been resolved or labelled in the meantime.
          const known = findConversation(client, id) ?? conversation
          applyConversations(client, [{ ...known, unreadCount: 0 }])
          return undefined
        })
        .catch(() => undefined) // Stays unread; the next look tries again.
    }, LOOKED_AT_MS)
    return () => window.clearTimeout(timer)
    // A newer message (lastMessageAt) must be marked, too; other changes of the conversation must not repeat the call.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, isVisible, unreadCount, lastMessageAt, id])
}

/** Looking at a conversation is looking at the notes in it that name me. */
export function useLookAtMentions(id: string): void {
  const client = useQueryClient()
  const isMentioned = useIsMentioned(id)
  const isVisible = useSyncExternalStore(subscribeVisibility, () => document.visibilityState === 'visible')
  useEffect(() => {
    if (!isMentioned || !isVisible) return
    postJson(`/conversations/${encodeURIComponent(id)}/mentions/read`)
      .then(() => client.invalidateQueries({ queryKey: mentionsQuery.queryKey }))
      .catch(() => undefined)
  }, [client, id, isMentioned, isVisible])
}

function subscribeVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
