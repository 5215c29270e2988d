/** What the privacy pages ask the server. No event speaks of these things; what is being worked on is asked for again until it is done. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type {
  Erasure,
  ErasureDue,
  ErasurePreview,
  PersonExport,
  PrivacyNotice,
  Retention,
  TimelinePage,
} from '../platform/contract.ts'

/** How often something that a worker is at is asked for again. */
const POLL_MS = 1500
const isOpen = (state: string): boolean => state === 'waiting' || state === 'running'

export const exportsKey = ['exports'] as const
export const exportsQuery = (contactId: string | null) =>
  queryOptions({
    queryKey: [...exportsKey, contactId],
    queryFn: ({ signal }) =>
      getJson<{ items: PersonExport[] }>(
        `/exports${contactId === null ? '' : `?contactId=${encodeURIComponent(contactId)}`}`,
        signal,
      ),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => isOpen(one.state)) === true ? POLL_MS : false,
  })

export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: ({ signal }) =>
    getJson<{ items: Erasure[]; nextCursor: string | null }>('/privacy/erasures?limit=100', signal),
  staleTime: 0,
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => isOpen(one.state)) === true ? POLL_MS : false,
})

export const previewQuery = (contact: string) =>
  queryOptions({
    queryKey: ['erasure-preview', contact],
    queryFn: ({ signal }) =>
      getJson<ErasurePreview>(`/contacts/${encodeURIComponent(contact)}/erasure-preview`, signal),
    staleTime: 0,
  })

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => getJson<Retention>('/privacy/retention', signal),
  staleTime: 0,
})

export const dueQuery = (days: number) =>
  queryOptions({
    queryKey: ['retention', 'due', days],
    queryFn: ({ signal }) => getJson<ErasureDue>(`/privacy/due?days=${days}`, signal),
    staleTime: 0,
  })

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => getJson<{ items: PrivacyNotice[] }>('/privacy/notices', signal),
  staleTime: 0,
})

export const timelineQuery = (contact: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', contact],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      getJson<TimelinePage>(
        `/contacts/${encodeURIComponent(contact)}/timeline${pageParam === null ? '' : `?cursor=${pageParam}`}`,
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })
