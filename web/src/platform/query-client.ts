import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/**
 * The cache is kept true by events, so nothing is asked for again by itself; failures that may pass (no answer, 5xx) are
 * tried three times, refusals never.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => failures < 3 && mayPass(error),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 8000),
    },
    mutations: { networkMode: 'always' },
  },
})

function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.problem === null || error.problem.status >= 500)
}
