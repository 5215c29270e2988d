import { create } from 'zustand'

/** The server takes no more at once. */
export const SELECTED_MAX = 200

/** Conversations of the list that were chosen, to do something with all of them. `last` is where a range begins. */
type Selection = { readonly ids: ReadonlySet<string>; readonly last: string | null }
const NONE: Selection = { ids: new Set(), last: null }
export const useSelection = create<Selection>(() => NONE)

export const clearSelection = (): void => useSelection.setState(NONE, true)

/** Chooses one, or lets it go; with `isRange` all between the last one and this, in the order of the list. */
export function toggleSelected(id: string, order: readonly string[], isRange = false): void {
  const { ids, last } = useSelection.getState()
  const from = isRange && last !== null ? order.indexOf(last) : -1
  const to = order.indexOf(id)
  const next = new Set(ids)
  if (from >= 0 && to >= 0)
    for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
  else if (!next.delete(id)) next.add(id)
  selectAll([...next], id)
}

export function selectAll(order: readonly string[], last: string | null = null): void {
  useSelection.setState({ ids: new Set(order.slice(0, SELECTED_MAX)), last })
}
