import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { ImportDetail, ImportList } from '../platform/contract.ts'

/** Events tell of progress once a second; this is for when they do not come. */
const WATCH_MS = 4000

export const importsKey = ['imports'] as const

export const importsQuery = queryOptions({
  queryKey: [...importsKey, 'list'],
  queryFn: ({ signal }) => getJson<ImportList>('/imports', signal),
  staleTime: 0,
})

export const importPath = (id: string): string => `/imports/${encodeURIComponent(id)}`

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...importsKey, id],
    queryFn: ({ signal }) => getJson<ImportDetail>(importPath(id), signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCH_MS : false),
  })
