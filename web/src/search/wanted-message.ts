/** The message that somebody wants to see: its thread loads what is needed, scrolls there, and forgets it. */
import { type RefObject, useEffect } from 'react'
import { create } from 'zustand'

type Wanted = { readonly conversation: string; readonly message: string }

const useWanted = create<{ readonly wanted: Wanted | null }>(() => ({ wanted: null }))

export const wantMessage = (wanted: Wanted | null): void => useWanted.setState({ wanted })

type Thread = {
  readonly id: string
  readonly list: RefObject<{ readonly jumpTo: (messageId: string) => boolean } | null>
  /** Changes with what is loaded. */
  readonly loaded: unknown
  readonly hasOlder: boolean
  readonly isLoading: boolean
  readonly loadOlder: () => void
  readonly onMissing: () => void
}

/** Brings the wanted message of this thread into view, page by page if it is far up. */
export function useWantedMessage({
  id,
  list,
  loaded,
  hasOlder,
  isLoading,
  loadOlder,
  onMissing,
}: Thread): void {
  const wanted = useWanted((store) => store.wanted)
  useEffect(() => {
    if (wanted?.conversation !== id || isLoading) return undefined
    // The list is drawn first, and measures itself.
    const timer = setTimeout(() => {
      if (list.current?.jumpTo(wanted.message) === true) wantMessage(null)
      else if (hasOlder) loadOlder()
      else if (list.current !== null) {
        wantMessage(null)
        onMissing()
      }
    }, 30)
    return () => clearTimeout(timer)
    // What is called changes with every render and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wanted, id, loaded, hasOlder, isLoading])
}
