/**
 * What the inbox asks the server, and under which keys the answers are kept. Nothing here goes stale by time: the event
 * stream keeps it true (`realtime/`), and a `resync` throws it away.
 */
import { infiniteQueryOptions, queryOptions, type QueryClient, useQuery } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type {
  Conversation,
  ConversationCounts,
  ConversationPage,
  Me,
  MessagePage,
  Note,
  Permission,
} from '../platform/contract.ts'
import type { ConversationPages, Filter, ListQuery, StatusChoice } from './patch-conversations.ts'

export const FILTERS: readonly Filter[] = ['unread', 'window_open']
export const STATUSES: readonly StatusChoice[] = ['open', 'pending', 'snoozed', 'resolved', 'any']
const PAGE_SIZE = 50

export type ListKey = readonly ['conversations', ListQuery]
export const listsKey = ['conversations'] as const
export const listKey = ({ view, status, filter, label, q }: ListQuery): ListKey => [
  'conversations',
  { view, status, filter, label, q },
]
export const countsKey = ['conversation-counts'] as const
export const notesKey = (id: string) => ['notes', id] as const
export const conversationKey = (id: string) => ['conversation', id] as const
export const messagesKey = (id: string) => ['messages', id] as const

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson<Me>('/me', signal),
})

/** Whether this person may do something: not before the server has said who they are. */
export const useMay = (permission: Permission): boolean =>
  useQuery(meQuery).data?.permissions.includes(permission) === true

export const listQuery = (list: ListQuery) =>
  infiniteQueryOptions({
    queryKey: listKey(list),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({
        limit: String(PAGE_SIZE),
        filter: list.filter,
        status: list.status,
      })
      if (list.label !== null) params.set('label', list.label)
      const { view } = list
      if (view === 'mine' || view === 'unassigned') params.set('assignee', view === 'mine' ? 'me' : 'none')
      else if (view === 'mentions') params.set('mentioned', 'true')
      else if (view === 'bot') params.set('answeredBy', 'program')
      else if (view === 'closing') params.set('closing', 'true')
      else if (view === 'late') params.set('sla', 'late')
      else if (view !== undefined) params.set('team', view.slice('team:'.length))
      if (list.q !== '') params.set('q', list.q)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<ConversationPage>(`/conversations?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })

/** How many conversations each pile holds, and how many hold something unread. */
export const countsQuery = queryOptions({
  queryKey: countsKey,
  queryFn: ({ signal }) => getJson<ConversationCounts>('/conversations/counts', signal),
  // Windows come to their end without anybody doing anything.
  refetchInterval: 5 * 60_000,
})

/** What the team told itself about a conversation. */
export const notesQuery = (id: string) =>
  queryOptions({
    queryKey: notesKey(id),
    queryFn: ({ signal }) =>
      getJson<{ items: Note[] }>(`/conversations/${encodeURIComponent(id)}/notes`, signal),
  })

export const conversationQuery = (id: string, client: QueryClient) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: ({ signal }) => getJson<Conversation>(`/conversations/${encodeURIComponent(id)}`, signal),
    // The list has it already, and knows it as well as the server does.
    initialData: () => findConversation(client, id),
  })

export const messagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: messagesKey(id),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: String(PAGE_SIZE) })
      if (pageParam !== null) params.set('before', pageParam)
      return getJson<MessagePage>(`/conversations/${encodeURIComponent(id)}/messages?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })

/** A conversation from wherever it is cached. */
export function findConversation(client: QueryClient, id: string): Conversation | undefined {
  const single = client.getQueryData<Conversation>(conversationKey(id))
  if (single !== undefined) return single
  for (const [, pages] of client.getQueriesData<ConversationPages>({ queryKey: listsKey })) {
    for (const page of pages?.pages ?? []) {
      const found = page.items.find((item) => item.id === id)
      if (found !== undefined) return found
    }
  }
  return undefined
}
