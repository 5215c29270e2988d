import { i18n, type Messages } from '@lingui/core'
import { type LocaleCode, setPreferences } from './preferences.ts'

/** One lazy chunk per language. */
const catalogues: Readonly<Record<LocaleCode, () => Promise<{ messages: Messages }>>> = {
  en: () => import('../../locales/en.po'),
  hi: () => import('../../locales/hi.po'),
}

export async function activateLocale(locale: LocaleCode): Promise<void> {
  const { messages } = await catalogues[locale]()
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
}

export async function chooseLocale(locale: LocaleCode): Promise<void> {
  await activateLocale(locale)
  setPreferences({ locale })
}
