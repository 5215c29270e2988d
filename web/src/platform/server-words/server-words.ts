/** What the server says, in the language that is shown. English needs nothing; another language's list comes when it is idle. */
import { create } from 'zustand'
import type { LocaleCode } from '../preferences.ts'
import type { Translate } from './translate.ts'

const asItCame: Translate = (english) => english

const useWords = create<{ readonly translate: Translate }>(() => ({ translate: asItCame }))

export const useServerWords = (): Translate => useWords((state) => state.translate)

/** For what is not a component. */
export const serverWords = (english: string): string => useWords.getState().translate(english)

const lists: Partial<Readonly<Record<LocaleCode, () => Promise<Translate>>>> = {
  hi: async () => (await import('./hindi.ts')).toHindi,
}
let wanted: LocaleCode = 'en'

/** Follows the language. Where the list cannot be loaded, the server is heard as it speaks. */
export async function loadServerWords(locale: LocaleCode): Promise<void> {
  wanted = locale
  const translate = await lists[locale]?.().catch(() => asItCame)
  if (wanted === locale) useWords.setState({ translate: translate ?? asItCame })
}
