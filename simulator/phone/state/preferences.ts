/** Choices that the browser remembers. A browser that forbids storage simply forgets. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Language } from '../strings.ts'

export type Theme = 'light' | 'dark' | 'system'

/** State that survives a reload; what is stored is checked before it is believed. */
export function useStored<T>(name: string, initial: T, isValid: (value: unknown) => value is T) {
  const key = `harkara.phone.${name}`
  const [value, setValue] = useState<T>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
      return isValid(stored) ? stored : initial
    } catch {
      return initial
    }
  })
  const store = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // Private windows may refuse; the choice then lasts as long as the page.
      }
    },
    [key],
  )
  return [value, store] as const
}

export const isTheme = (value: unknown): value is Theme =>
  value === 'light' || value === 'dark' || value === 'system'
export const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'hi'

/** Sets the theme on the page and follows the system when asked to. */
export function useTheme(theme: Theme): void {
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme
  }, [theme, systemIsDark])
}

/** Whether a media query holds, live. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** Whether the page can be seen at all. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed)
      return () => document.removeEventListener('visibilitychange', changed)
    },
    () => document.visibilityState === 'visible',
  )
}
