/**
 * Our corpus of what customers ask shops: thirty intents, ten languages, each in its own script and as it is typed in Latin letters. Written for this project.
 * An assistant begins with it, and languages are told apart by it.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export const PHRASE_LANGUAGES = ['en', 'hi', 'bn', 'gu', 'mr', 'pa', 'ta', 'te', 'kn', 'ml'] as const
export type PhraseLanguage = (typeof PHRASE_LANGUAGES)[number]

export type ShopPhrase = {
  readonly intent: string
  readonly language: PhraseLanguage
  readonly script: 'native' | 'latin'
  readonly text: string
}

export const readShopPhrases = (languages: readonly PhraseLanguage[] = PHRASE_LANGUAGES): ShopPhrase[] =>
  languages.flatMap((language) =>
    parse<Omit<ShopPhrase, 'language'>>(
      readFileSync(new URL(`shop-phrases/${language}.csv`, import.meta.url), 'utf8'),
      { columns: true },
    ).map((phrase) => ({ ...phrase, language })),
  )
