import { i18n, type Messages } from '@lingui/core'
import { type LocaleCode, setPreferences } from './preferences.ts'
import { loadServerWords } from './server-words/server-words.ts'

type Catalogues = Readonly<Record<LocaleCode, () => Promise<{ messages: Messages }>>>

/** One lazy chunk per language, with the words of the first screen. */
const catalogues: Catalogues = {
  en: () => import('../../locales/en.po'),
  hi: () => import('../../locales/hi.po'),
}
/** The words of what is opened later (`LATER` in lingui.config.ts). */
const laterCatalogues: Catalogues = {
  en: () => import('../../locales/later/en.po'),
  hi: () => import('../../locales/later/hi.po'),
}
let isLaterWanted = false
/** Of the language that is, or is about to be, the one shown; null before the first. */
let activation: Promise<void> | null = null

export async function activateLocale(locale: LocaleCode): Promise<void> {
  activation = activate(locale)
  await activation
}

async function activate(locale: LocaleCode): Promise<void> {
  const [{ messages }, later] = await Promise.all([
    catalogues[locale](),
    isLaterWanted ? laterCatalogues[locale]() : null,
  ])
  i18n.loadAndActivate({ locale, messages: { ...messages, ...later?.messages } })
  document.documentElement.lang = locale
  void loadServerWords(locale)
}

export async function chooseLocale(locale: LocaleCode): Promise<void> {
  await activateLocale(locale)
  setPreferences({ locale })
}

/** Loads a page or panel together with its words. */
export async function withLaterWords<T>(load: () => Promise<T>): Promise<T> {
  const [part] = await Promise.all([load(), loadLaterWords()])
  return part
}

/** The words of what is opened later in every language, for what is found by its name in any of them. */
export async function laterWordsOfAll(): Promise<readonly Messages[]> {
  const all = await Promise.all(Object.values(laterCatalogues).map(async (load) => load()))
  return all.map(({ messages }) => messages)
}

/** A page may be asked for before any language is: then the first language brings them. */
async function loadLaterWords(): Promise<void> {
  isLaterWanted = true
  if (activation === null) return
  await activation
  const locale = i18n.locale as LocaleCode
  const { messages } = await laterCatalogues[locale]()
  if (i18n.locale === locale) i18n.load(locale, messages)
}
