import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { MacroList } from '../platform/contract.ts'

/** All macros, by name. An event has them fetched again when the list is another. */
export const macrosQuery = queryOptions({
  queryKey: ['macros'],
  queryFn: ({ signal }) => getJson<MacroList>('/macros', signal),
})
