/** What the numbers' screen asks the server. An event says when the list is another. */
import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { ConnectedNumberList, Health } from '../platform/contract.ts'

export const channelsKey = ['channels'] as const

export const channelsQuery = queryOptions({
  queryKey: [...channelsKey, 'list'],
  queryFn: ({ signal }) => getJson<ConnectedNumberList>('/channels', signal),
  staleTime: 0,
})

/** Asks Meta a handful of questions each time, so only when somebody looks. */
export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['channel-health', id],
    queryFn: ({ signal }) => getJson<Health>(`${channelPath(id)}/health`, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })

export const channelPath = (id: string): string => `/channels/${encodeURIComponent(id)}`
