/** What the team's section asks. No event speaks of these things, so each is asked for anew when it is opened. */
import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { InvitationList, MemberList } from '../platform/contract.ts'

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => getJson<MemberList>('/members', signal),
  staleTime: 0,
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => getJson<InvitationList>('/invitations', signal),
  staleTime: 0,
})
