import { queryOptions } from '@tanstack/react-query'
import type { ListQuery } from '../conversations/patch-conversations.ts'
import { getJson } from '../platform/api.ts'
import type { SavedViewList, ViewFilters } from '../platform/contract.ts'

/** One's own views, then the team's. An event has them fetched again when they are others. */
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: ({ signal }) => getJson<SavedViewList>('/saved-views', signal),
})

/** What the list shows, in the words in which a view is kept. */
export function filtersOf({ view, status, label, filter, q }: ListQuery): ViewFilters {
  return {
    ...(view !== undefined && { view }),
    status,
    ...(label !== null && { label }),
    ...(filter !== 'all' && { filter }),
    ...(q !== '' && { q }),
  }
}

/** The list that a view opens: whatever it does not say is not narrowed. */
export function listOfView({ view, status, label, filter, q }: ViewFilters): ListQuery {
  return {
    view: view as ListQuery['view'],
    status: status ?? 'open',
    label: label ?? null,
    filter: filter ?? 'all',
    q: q ?? '',
  }
}

export const isSameList = (one: ListQuery, other: ListQuery): boolean =>
  JSON.stringify(filtersOf(one)) === JSON.stringify(filtersOf(other))

/** Somebody has narrowed the list beyond what the menu above it offers. */
export const isNarrowed = ({ view, status, label, filter, q }: ListQuery): boolean =>
  label !== null || filter !== 'all' || q !== '' || status !== (view === 'mentions' ? 'any' : 'open')
