/**
 * What a person chose for this browser: language, theme, single-key shortcuts. Kept in localStorage; `public/boot.js`
 * reads the same entry before the first paint.
 */
import { create } from 'zustand'
import { loadStored, store } from './storage.ts'

export type LocaleCode = 'en' | 'hi'
export type Theme = 'system' | 'light' | 'dark'
export const LOCALES: Readonly<Record<LocaleCode, string>> = { en: 'English', hi: 'हिन्दी' }

type Preferences = { readonly locale: LocaleCode; readonly theme: Theme; readonly singleKeys: boolean }
const KEY = 'harkara.preferences'

export const usePreferences = create<Preferences>(() => {
  const saved = loadStored<Partial<Preferences>>(KEY, {})
  const spoken: LocaleCode = navigator.language.startsWith('hi') ? 'hi' : 'en'
  return {
    locale: saved.locale !== undefined && saved.locale in LOCALES ? saved.locale : spoken,
    theme: saved.theme ?? 'system',
    singleKeys: saved.singleKeys ?? true,
  }
})

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  store(KEY, usePreferences.getState())
  applyTheme()
}

const darkSystem = matchMedia('(prefers-color-scheme: dark)')

/** Puts the chosen theme on the document, and follows the system's while "system" is chosen. */
export function applyTheme(): void {
  const { theme } = usePreferences.getState()
  const isDark = theme === 'dark' || (theme === 'system' && darkSystem.matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}
darkSystem.addEventListener('change', applyTheme)
