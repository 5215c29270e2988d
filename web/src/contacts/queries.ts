import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { Attribute, ContactDetail, ContactPage, ContactSummary } from '../platform/contract.ts'

/** What is enough to ask for somebody, and to notice that they have changed. */
export type ContactKey = Pick<ContactSummary, 'id' | 'displayName' | 'isSuppressed'>

export const contactsKey = ['contact'] as const

/** Everything about one person. When an event brings other words about them, it is fetched again. */
export const contactQuery = ({ id, displayName, isSuppressed }: ContactKey) =>
  queryOptions({
    queryKey: [...contactsKey, id, displayName, isSuppressed],
    queryFn: ({ signal }) => getJson<ContactDetail>(`/contacts/${encodeURIComponent(id)}`, signal),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
    // Fields that a colleague fills in are told by no event.
    staleTime: 15_000,
  })

/** The business's own fields. */
export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: ({ signal }) => getJson<{ items: Attribute[] }>('/attributes', signal),
})

export type ContactsQuery = {
  readonly q: string
  /** `off`: only who wants no offers. */
  readonly show: 'all' | 'off'
  readonly sort: 'newest' | 'name'
}
export const contactsListKey = ['contacts'] as const

/** Asked anew whenever the page is opened: no event tells of new contacts. */
export const contactsQuery = ({ q, show, sort }: ContactsQuery) =>
  infiniteQueryOptions({
    queryKey: [...contactsListKey, { q, show, sort }],
    initialPageParam: null as string | null,
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: '100', sort })
      if (q !== '') params.set('q', q)
      if (show === 'off') params.set('suppressed', 'true')
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<ContactPage>(`/contacts?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })
