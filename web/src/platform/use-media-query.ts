import { useSyncExternalStore } from 'react'

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** The three layouts of `ui.md` section 6: one pane, two panes and a drawer, three panes. */
export const PHONE = '(max-width: 767px)'
export const WIDE = '(min-width: 1280px)'
