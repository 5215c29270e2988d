import { queryOptions, useQuery } from '@tanstack/react-query'
import { useAssignees } from '../assignment/queries.ts'
import { getJson } from '../platform/api.ts'
import type { Presence, PresenceList } from '../platform/contract.ts'

/** Who is in which conversation. Kept true by frames of the live stream, and asked for again when that has begun anew. */
export const presenceQuery = queryOptions({
  queryKey: ['presence'],
  queryFn: ({ signal }) => getJson<PresenceList>('/presence', signal),
})

export function putPresence({ items }: PresenceList, told: Presence): PresenceList {
  const others = items.filter(({ conversationId }) => conversationId !== told.conversationId)
  return { items: told.people.length === 0 ? others : [...others, told] }
}

export type Colleague = { readonly id: string; readonly name: string; readonly isTyping: boolean }
const NOBODY: readonly Colleague[] = []

/** Who else is in this conversation, those who type first. Somebody who is no member (any more) is not shown. */
export function useColleagues(conversationId: string): readonly Colleague[] {
  const { data: there } = useQuery({
    ...presenceQuery,
    select: ({ items }) => items.find((item) => item.conversationId === conversationId)?.people,
  })
  const { me, people } = useAssignees()
  if (there === undefined) return NOBODY
  return there
    .flatMap(({ userId, state }) => {
      const person = userId === me ? undefined : people.find(({ id }) => id === userId)
      return person === undefined ? [] : [{ id: userId, name: person.name, isTyping: state === 'typing' }]
    })
    .toSorted((a, b) => Number(b.isTyping) - Number(a.isTyping))
}
