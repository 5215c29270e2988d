import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { Template } from '../platform/contract.ts'

/** The account's templates. Reviews take minutes to hours, so a few minutes old is new enough. */
export const templatesQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['templates', channelId],
    queryFn: ({ signal }) =>
      getJson<{ items: Template[] }>(`/templates?channelId=${encodeURIComponent(channelId)}`, signal),
    staleTime: 5 * 60_000,
  })
