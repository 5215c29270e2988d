import { queryOptions, useQuery } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { Assignees, UnreadMentions } from '../platform/contract.ts'

/** Everybody and every team that a conversation can be given to. An event has it fetched again when that is another. */
export const assigneesQuery = queryOptions({
  queryKey: ['assignees'],
  queryFn: ({ signal }) => getJson<Assignees>('/assignees', signal),
})

/** Where I was named in a note, and have not looked. */
export const mentionsQuery = queryOptions({
  queryKey: ['mentions'],
  queryFn: ({ signal }) => getJson<UnreadMentions>('/mentions', signal),
})

const NOBODY: Assignees = { me: null, people: [], teams: [] }
export function useAssignees(): Assignees {
  return useQuery(assigneesQuery).data ?? NOBODY
}

export const useIsMentioned = (conversationId: string): boolean =>
  useQuery(mentionsQuery).data?.conversationIds.includes(conversationId) === true
