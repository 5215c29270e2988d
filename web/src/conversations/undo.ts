/**
 * What has just been done and can still be taken back. One thing at a time: the next one settles the one before. `settle`
 * does what was only announced so far (a note is deleted when nobody wants it back); without it, all is done already.
 */
import { create } from 'zustand'

type Undoable = {
  readonly text: string
  readonly undo: () => void
  readonly settle?: () => void
}

type Offer = Undoable & { readonly number: number }
export const useUndo = create<{ readonly offer: Offer | null }>(() => ({ offer: null }))

let offers = 0
export function offerUndo(undoable: Undoable): void {
  settleUndo()
  offers += 1
  useUndo.setState({ offer: { ...undoable, number: offers } })
}

/** Too late to take it back. */
export function settleUndo(): void {
  const { offer } = useUndo.getState()
  if (offer === null) return
  useUndo.setState({ offer: null })
  offer.settle?.()
}

/** Takes it back; false if there is nothing to take back. */
export function takeBack(): boolean {
  const { offer } = useUndo.getState()
  if (offer === null) return false
  useUndo.setState({ offer: null })
  offer.undo()
  return true
}
