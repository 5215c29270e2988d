/** What the page of a number's health asks the server. The event that numbers changed asks for it anew. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { channelPath, channelsKey } from '../channels/queries.ts'
import { meQuery } from '../conversations/queries.ts'
import { getJson, postJson } from '../platform/api.ts'
import type { HealthEventPage, Quality } from '../platform/contract.ts'

/** @param segment customers that are counted as well; '': none */
export const qualityQuery = (id: string, segment: string) =>
  queryOptions({
    queryKey: [...channelsKey, 'quality', id, segment],
    queryFn: ({ signal }) =>
      getJson<Quality>(
        `${channelPath(id)}/quality${segment === '' ? '' : `?segmentId=${encodeURIComponent(segment)}`}`,
        signal,
      ),
    placeholderData: (before) => (before?.channelId === id ? before : undefined),
    staleTime: 0,
    refetchInterval: 60_000,
  })

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...channelsKey, 'health-events', id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      getJson<HealthEventPage>(
        `${channelPath(id)}/health-events?limit=20${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })

/** Puts an alarm away, for this person alone. */
export function useDismiss() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: string) => postJson(`/health-alerts/${encodeURIComponent(id)}/dismiss`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
      await client.invalidateQueries({ queryKey: channelsKey })
    },
  })
}
