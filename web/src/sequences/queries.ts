/** Everything that is asked about sequences, and all that can be done with one. */
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { campaignsKey } from '../campaigns/queries.ts'
import { deleteJson, getJson, patchJson, postJson } from '../platform/api.ts'
import type {
  EnrolmentPage,
  EnrolmentState,
  NewSequence,
  Sequence,
  SequencePage,
  SequencePatch,
} from '../platform/contract.ts'

/** Below the campaigns’: the same event has them fetched again. */
export const sequencesKey = [...campaignsKey, 'sequences'] as const
const pathOf = (id: string): string => `/sequences/${encodeURIComponent(id)}`

/** People come, go on and go without an event that says so. */
const WATCH_MS = 10_000

export const sequencesQuery = infiniteQueryOptions({
  queryKey: [...sequencesKey, 'list'],
  initialPageParam: null as string | null,
  staleTime: 0,
  queryFn: ({ pageParam, signal }) =>
    getJson<SequencePage>(pageParam === null ? '/sequences' : `/sequences?cursor=${pageParam}`, signal),
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some(({ items }) => items.some(({ state }) => state === 'on')) === true ? WATCH_MS : false,
})

export const sequenceQuery = (id: string) =>
  queryOptions({
    queryKey: [...sequencesKey, 'one', id],
    queryFn: ({ signal }) => getJson<Sequence>(pathOf(id), signal),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'on' ? WATCH_MS : false),
  })

/** `left` may be narrowed to one reason. */
export type PeopleFilter = { readonly state: EnrolmentState | null; readonly reason: string | null }

export const peopleQuery = (id: string, { state, reason }: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: [...sequencesKey, 'people', id, state, reason],
    initialPageParam: null as string | null,
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams()
      if (state !== null) params.set('state', state)
      if (reason !== null) params.set('reason', reason)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<EnrolmentPage>(`${pathOf(id)}/enrolments?${params}`, signal)
    },
    getNextPageParam: (page) => page.next,
  })

/** What programs have told of lately. */
export const eventNamesQuery = queryOptions({
  queryKey: ['event-names'],
  queryFn: ({ signal }) => getJson<{ items: { name: string; lastAt: number }[] }>('/event-names', signal),
  staleTime: 30_000,
})

/** What the server answers about one: shown at once, and lists are asked for again. */
export function putSequence(client: QueryClient, sequence: Sequence): void {
  client.setQueryData(sequenceQuery(sequence.id).queryKey, sequence)
  void client.invalidateQueries({ queryKey: [...sequencesKey, 'list'] })
}

export const patchSequence = (id: string, change: SequencePatch): Promise<Sequence> =>
  patchJson<Sequence>(pathOf(id), change)
export const readSequence = (id: string): Promise<Sequence> => getJson<Sequence>(pathOf(id))
export const deleteSequence = (id: string): Promise<void> => deleteJson(pathOf(id))
export const takeOut = (enrolment: string): Promise<void> =>
  deleteJson(`/sequence-enrolments/${encodeURIComponent(enrolment)}`)

export function useCreateSequence() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sequence: NewSequence) => postJson<Sequence>('/sequences', sequence),
    onSuccess: (sequence) => putSequence(client, sequence),
  })
}

export function useCopySequence() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson<Sequence>(`${pathOf(id)}/copy`),
    onSuccess: (sequence) => putSequence(client, sequence),
  })
}

export function useTurn(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (to: 'on' | 'off') => postJson<Sequence>(`${pathOf(id)}/turn-${to}`),
    onSuccess: (sequence) => putSequence(client, sequence),
    onError: () => void client.invalidateQueries({ queryKey: sequenceQuery(id).queryKey }),
  })
}

/** Somebody by their number. */
export function usePutIn(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (phone: string) =>
      postJson<{ readonly id: string }>(`${pathOf(id)}/enrolments`, { contact: { phone } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: sequencesKey }),
  })
}
