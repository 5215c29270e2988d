import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson, postJson } from '../platform/api.ts'
import type { ContactPage, SegmentCount, SegmentList, Tree } from '../platform/contract.ts'

export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: ({ signal }) => getJson<SegmentList>('/segments', signal),
})

/** How many contacts match, now. While another tree is counted, the number of the last one stays. */
export const countQuery = (tree: Tree | null) =>
  queryOptions({
    queryKey: ['segment-count', tree],
    queryFn: () => postJson<SegmentCount>('/segments/count', { tree }),
    enabled: tree !== null,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    retry: false,
  })

/** Asked anew whenever it is opened: who is in it changes by itself. */
export const membersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'segment', id],
    initialPageParam: null as string | null,
    staleTime: 0,
    enabled: id !== '',
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: '100' })
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<ContactPage>(`/segments/${encodeURIComponent(id)}/contacts?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })
