import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { DealPage, DealStageList, ReminderList } from '../platform/contract.ts'

/** Everything about deals begins with this: an event has all of it fetched again. */
export const dealsKey = ['deals'] as const

export const boardQuery = queryOptions({
  queryKey: [...dealsKey, 'board'],
  queryFn: ({ signal }) => getJson<DealPage>('/deals', signal),
})
export const stagesQuery = queryOptions({
  queryKey: [...dealsKey, 'stages'],
  queryFn: ({ signal }) => getJson<DealStageList>('/deal-stages', signal),
})
export const dealsOfQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...dealsKey, 'of', contactId],
    queryFn: ({ signal }) => getJson<DealPage>(`/deals?contactId=${encodeURIComponent(contactId)}`, signal),
  })

/** Those that nobody has done: of a conversation, or (null) all. */
export const remindersQuery = (conversationId: string | null) =>
  queryOptions({
    queryKey: ['reminders', conversationId],
    queryFn: ({ signal }) =>
      getJson<ReminderList>(
        conversationId === null
          ? '/reminders'
          : `/reminders?conversationId=${encodeURIComponent(conversationId)}`,
        signal,
      ),
  })
