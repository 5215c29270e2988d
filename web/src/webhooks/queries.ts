/** What the webhooks' screen asks the server. No event speaks of deliveries, so it asks again every few seconds while it is open. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type {
  WebhookEndpointList,
  WebhookMessage,
  WebhookMessageDetail,
  WebhookMessagePage,
} from '../platform/contract.ts'

const WATCHED = { staleTime: 0, refetchInterval: 5000 } as const
export const webhooksKey = ['webhooks'] as const

export const endpointsQuery = queryOptions({
  queryKey: [...webhooksKey, 'endpoints'],
  queryFn: ({ signal }) => getJson<WebhookEndpointList>('/webhook-endpoints', signal),
  ...WATCHED,
})

export type StateChoice = WebhookMessage['state'] | 'all'

export const messagesQuery = (endpoint: string, state: StateChoice) =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, 'messages', endpoint, state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: '50' })
      if (state !== 'all') params.set('state', state)
      if (pageParam !== null) params.set('cursor', pageParam)
      const path = `/webhook-endpoints/${encodeURIComponent(endpoint)}/messages?${params}`
      return getJson<WebhookMessagePage>(path, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
    ...WATCHED,
  })

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: [...webhooksKey, 'message', id],
    queryFn: ({ signal }) =>
      getJson<WebhookMessageDetail>(`/webhook-messages/${encodeURIComponent(id)}`, signal),
    ...WATCHED,
  })

export const endpointPath = (id: string): string => `/webhook-endpoints/${encodeURIComponent(id)}`
