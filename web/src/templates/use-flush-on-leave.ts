import { useEffect } from 'react'

/** What waits to be kept is kept when the page is left, closed or put away. */
export function useFlushOnLeave(keeper: { readonly flush: () => Promise<unknown> }): void {
  useEffect(() => {
    const leave = () => void keeper.flush()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [keeper])
}
