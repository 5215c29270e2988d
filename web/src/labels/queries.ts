import { queryOptions, useQuery } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { Label } from '../platform/contract.ts'

/** All labels, by name. An event has them fetched again when the list is another. */
export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: ({ signal }) => getJson<{ items: Label[] }>('/labels', signal),
})

const NONE: readonly Label[] = []
export function useLabels(): readonly Label[] {
  return useQuery(labelsQuery).data?.items ?? NONE
}

/** A conversation's labels in the order of the list; one that has just been deleted is not among them. */
export function labelsOf(labels: readonly Label[], ids: readonly string[]): readonly Label[] {
  return ids.length === 0 ? NONE : labels.filter((label) => ids.includes(label.id))
}
