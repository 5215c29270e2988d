import type { QueryClient } from '@tanstack/react-query'
import type { Conversation, Message, StreamEvent } from '../platform/contract.ts'
import {
  type ConversationPages,
  putConversations,
  removeConversation,
  withMessageState,
} from './patch-conversations.ts'
import { type MessagePages, putMessage } from './patch-messages.ts'
import { type Notes, putNote, removeNote } from './patch-notes.ts'
import { assigneesQuery, mentionsQuery } from '../assignment/queries.ts'
import { presenceQuery, putPresence } from '../presence/queries.ts'
import {
  conversationKey,
  countsKey,
  findConversation,
  listKey,
  listsKey,
  meQuery,
  messagesKey,
  notesKey,
  type ListKey,
} from './queries.ts'

/** How often a stream of changes may have the counts asked for again. */
const COUNTS_PAUSE_MS = 600

/**
 * Patches the Query cache with a frame's worth of events, by id: of conversations, messages and notes nothing is asked for
 * again, of short lists and counts only what is shown. Several states of one thing within the frame count once, with the last.
 * Returns the conversations that were merged away, by new id.
 */
export function applyEvents(
  client: QueryClient,
  events: readonly StreamEvent[],
): ReadonlyMap<string, string> {
  const conversations = new Map<string, Conversation>()
  const messages = new Map<string, Message>()
  const merged = new Map<string, string>()
  for (const event of events) {
    switch (event.type) {
      case 'conversation.updated':
        conversations.set(event.data.id, event.data)
        break
      case 'message.created':
      case 'message.updated':
        messages.set(event.data.id, event.data)
        break
      case 'conversation.merged':
        merged.set(event.data.from, event.data.into)
        conversations.delete(event.data.from)
        break
      case 'conversation.removed':
        conversations.delete(event.data.id)
        applyRemoval(client, event.data.id)
        break
      case 'thread.changed':
        void client.resetQueries({ queryKey: messagesKey(event.data.id) })
        void client.invalidateQueries({ queryKey: notesKey(event.data.id) })
        break
      case 'note.created': {
        const { note } = event.data
        applyNotes(client, note.conversationId, (notes) => putNote(notes, note))
        if (note.mentions.length > 0) askForMentions(client)
        break
      }
      case 'note.deleted':
        applyNoteGone(client, event.data)
        break
      case 'channels.changed':
      case 'assignees.changed':
        askForList(client, event.type)
        // Their numbers, or this person’s own role.
        void client.invalidateQueries({ queryKey: meQuery.queryKey })
        break
      case 'mentions.read':
        askForMentions(client)
        break
      case 'templates.changed':
      case 'labels.changed':
      case 'imports.changed':
      case 'quick-replies.changed':
      case 'deals.changed':
      case 'saved-views.changed':
      case 'macros.changed':
      case 'campaigns.changed':
      case 'reminders.changed':
        askForList(client, event.type)
        break
      case 'presence':
        client.setQueryData(presenceQuery.queryKey, (list) => list && putPresence(list, event.data))
        break
      case 'resync':
        closeGap(client)
        break
    }
  }
  for (const message of messages.values()) applyMessage(client, message, conversations)
  applyConversations(client, [...conversations.values()])
  for (const [from, into] of merged) applyMerge(client, from, into)
  return merged
}

function applyMessage(client: QueryClient, message: Message, conversations: Map<string, Conversation>): void {
  client.setQueryData<MessagePages>(
    messagesKey(message.conversationId),
    (pages) => pages && putMessage(pages, message),
  )
  if (conversations.has(message.conversationId)) return
  const known = findConversation(client, message.conversationId)
  const changed = known && withMessageState(known, message)
  if (changed !== undefined && changed !== known) conversations.set(changed.id, changed)
}

/** Puts new states of conversations into every list and every open conversation. */
export function applyConversations(client: QueryClient, changed: readonly Conversation[]): void {
  if (changed.length === 0) return
  if (changed.some((conversation) => changesCounts(client, conversation))) askForCounts(client)
  for (const conversation of changed) client.setQueryData(conversationKey(conversation.id), conversation)
  const me = client.getQueryData(assigneesQuery.queryKey)?.me ?? null
  for (const [key] of client.getQueriesData({ queryKey: listsKey })) {
    const [, list] = key as ListKey
    client.setQueryData<ConversationPages>(
      listKey(list),
      (pages) => pages && putConversations(pages, changed, list, me),
    )
  }
}

function applyNoteGone(
  client: QueryClient,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
): void {
  applyNotes(client, conversationId, (notes) => removeNote(notes, id))
  if (client.getQueryData(mentionsQuery.queryKey)?.conversationIds.includes(conversationId) === true)
    askForMentions(client)
}

/** A list is another; its key is the event's first word. */
function askForList(client: QueryClient, type: `${string}.changed`): void {
  void client.invalidateQueries({ queryKey: [type.slice(0, -'.changed'.length)] })
}

/** Changes one conversation's notes, if they are on the screen or were. */
export function applyNotes(
  client: QueryClient,
  conversationId: string,
  change: (notes: Notes) => Notes,
): void {
  client.setQueryData<Notes>(notesKey(conversationId), (notes) => notes && change(notes))
}

function changesCounts(client: QueryClient, next: Conversation): boolean {
  const known = findConversation(client, next.id)
  return (
    known === undefined ||
    known.status !== next.status ||
    known.assigneeId !== next.assigneeId ||
    known.unreadCount > 0 !== next.unreadCount > 0
  )
}

/** Somebody was named, or has looked: whether it was this person, and where, only the server knows. */
function askForMentions(client: QueryClient): void {
  askForCounts(client)
  void client.invalidateQueries({ queryKey: mentionsQuery.queryKey })
  void client.invalidateQueries({
    predicate: ({ queryKey: [key, list] }) =>
      key === listsKey[0] && (list as ListKey[1] | undefined)?.view === 'mentions',
  })
}

let counting: number | undefined
/** A burst of changes asks once, when it is over or at least every so often. */
function askForCounts(client: QueryClient): void {
  counting ??= window.setTimeout(() => {
    counting = undefined
    void client.invalidateQueries({ queryKey: countsKey })
  }, COUNTS_PAUSE_MS)
}

function applyMerge(client: QueryClient, from: string, into: string): void {
  for (const [key] of client.getQueriesData({ queryKey: listsKey })) {
    client.setQueryData<ConversationPages>(key, (pages) => pages && removeConversation(pages, from))
  }
  client.removeQueries({ queryKey: conversationKey(from) })
  client.removeQueries({ queryKey: messagesKey(from) })
  client.removeQueries({ queryKey: notesKey(from) })
  void client.invalidateQueries({ queryKey: notesKey(into) })
  void client.invalidateQueries({ queryKey: conversationKey(into) })
  void client.resetQueries({ queryKey: messagesKey(into) })
}

/** Its contact was erased: nothing of it stays in this browser, and where it is open it says that it is gone. */
function applyRemoval(client: QueryClient, id: string): void {
  for (const [key] of client.getQueriesData({ queryKey: listsKey }))
    client.setQueryData<ConversationPages>(key, (pages) => pages && removeConversation(pages, id))
  client.removeQueries({ queryKey: messagesKey(id), type: 'inactive' })
  client.removeQueries({ queryKey: notesKey(id) })
  void client.resetQueries({ queryKey: messagesKey(id) })
  void client.resetQueries({ queryKey: conversationKey(id) })
  askForCounts(client)
}

/**
 * What is cached may have missed something (the server forgot, or the stream began only now): ask again. Lists go back to
 * their first page first, since a hundred loaded pages would be a hundred requests. What is being fetched is fetched once
 * more afterwards, so that nothing on the screen waits for it.
 */
export function closeGap(client: QueryClient): void {
  const running = client.getQueryCache().findAll({ fetchStatus: 'fetching' })
  client.setQueriesData<ConversationPages>({ queryKey: listsKey }, firstPage)
  client.setQueriesData<MessagePages>({ queryKey: ['messages'] }, firstPage)
  void client.invalidateQueries({ predicate: (query) => query.state.fetchStatus === 'idle' })
  for (const { promise, queryKey } of running) {
    const again = () => client.invalidateQueries({ queryKey, exact: true })
    promise?.then(again, () => undefined)
  }
}

function firstPage<T extends { pages: unknown[]; pageParams: unknown[] }>(
  data: T | undefined,
): T | undefined {
  return data && { ...data, pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
}
