/** What the settings ask the server. No event speaks of these things, so each is asked for anew when its section is opened. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { ApiKeyList, AuditFilters, AuditPage } from '../platform/contract.ts'

const ANEW = { staleTime: 0 } as const

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => getJson<ApiKeyList>('/keys', signal),
  ...ANEW,
})

/** Moments in milliseconds; `to` is not part of it. */
export type AuditFilter = {
  readonly action: string
  readonly actorId: string
  readonly from: number | null
  readonly to: number | null
}

export function auditParams(filter: AuditFilter): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filter))
    if (value !== null && value !== '') params.set(name, String(value))
  return params
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = auditParams(filter)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<AuditPage>(`/audit?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
    ...ANEW,
  })

export const auditFiltersQuery = queryOptions({
  queryKey: ['audit', 'filters'],
  queryFn: ({ signal }) => getJson<AuditFilters>('/audit/filters', signal),
  ...ANEW,
})
