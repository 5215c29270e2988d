import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from '../platform/api.ts'
import type { Allowance, CostsBy, Ledger, Reconciliation } from '../platform/contract.ts'

const costsKey = ['costs'] as const

/** What is asked for: a month (YYYY-MM), and one number ('': all). */
export type CostsWish = { readonly month: string; readonly channelId: string; readonly by: CostsBy }

export const costsParams = ({ month, channelId, by }: CostsWish): string =>
  new URLSearchParams({ month, by, ...(channelId === '' ? {} : { channelId }) }).toString()

/** What is delivered while one looks is seen when one comes back, or after a minute. */
const STALE_MS = 60_000

export const ledgerQuery = (wish: CostsWish) =>
  queryOptions({
    queryKey: [...costsKey, 'ledger', wish],
    queryFn: ({ signal }) => getJson<Ledger>(`/costs?${costsParams(wish)}`, signal),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData, // what is shown stays until the other is there
  })

export const allowanceQuery = (month: string) =>
  queryOptions({
    queryKey: [...costsKey, 'allowance', month],
    queryFn: ({ signal }) => getJson<Allowance>(`/costs/allowance?month=${month}`, signal),
    staleTime: STALE_MS,
  })

const reconciliationKey = (month: string) => [...costsKey, 'reconciliation', month]
export const reconciliationQuery = (month: string) =>
  queryOptions({
    queryKey: reconciliationKey(month),
    queryFn: ({ signal }) => getJson<Reconciliation>(`/costs/reconciliation?month=${month}`, signal),
    staleTime: STALE_MS,
  })

/** Has Meta asked now. */
export function useCompare(month: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => postJson<Reconciliation>(`/costs/reconciliation?month=${month}`),
    onSuccess: (found) => client.setQueryData(reconciliationKey(month), found),
  })
}
