import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { QuickReply } from '../platform/contract.ts'

/** All quick replies, by shortcut. An event has them fetched again when the list is another. */
export const quickRepliesQuery = queryOptions({
  queryKey: ['quick-replies'],
  queryFn: ({ signal }) => getJson<{ items: QuickReply[] }>('/quick-replies', signal),
})
