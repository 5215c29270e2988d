import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { Notifications } from '../platform/contract.ts'

/** What the one who is here wants to hear of, and in which browsers they are woken. */
export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) => getJson<Notifications>('/notifications', signal),
})
