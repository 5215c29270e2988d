/** What the settings of the service ask the server. No event speaks of these things, so each is asked for anew when it is opened. */
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMay } from '../conversations/queries.ts'
import { getJson, putJson } from '../platform/api.ts'
import type { RatingPage, RatingSummary } from '../platform/contract.ts'

/** One part of the settings: what is set, and how to set it. */
export function useSetting<T>(path: string, onSaved: () => void) {
  const client = useQueryClient()
  const queryKey = ['service-setting', path]
  const query = useQuery({ queryKey, queryFn: ({ signal }) => getJson<T>(path, signal), staleTime: 0 })
  const save = useMutation({
    mutationFn: (wish: T) => putJson<T>(path, wish),
    onSuccess: (saved) => {
      client.setQueryData(queryKey, saved)
      onSaved()
    },
  })
  const mayWrite = useMay('settings:write')
  return { query, save, mayWrite }
}

export type Setting<T> = ReturnType<typeof useSetting<T>>

export type RatingFilter = { readonly agentId: string; readonly rating: string; readonly contactId?: string }

export function ratingParams(filter: RatingFilter): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value !== '') params.set(name, value)
  return params
}

export const ratingsQuery = (filter: RatingFilter) =>
  infiniteQueryOptions({
    queryKey: ['csat', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = ratingParams(filter)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<RatingPage>(`/csat?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })

export const summaryQuery = queryOptions({
  queryKey: ['csat-summary'],
  queryFn: ({ signal }) => getJson<RatingSummary>('/csat/summary?days=30', signal),
  staleTime: 0,
})
