/**
 * In which language, and in which letters, something was written. Indian scripts mostly say it themselves; Latin letters do not: there people write
 * ten languages as they sound, with English words among them. So each word is taken to be of the language or English, whichever it looks like, and the
 * language is the one that makes the whole likeliest.
 */
import { readFileSync } from 'node:fs'
import { CharacterModel } from './character-model.ts'
import { CONCEPT_WORDS } from './concepts.ts'
import { romanisedWords } from './gloss.ts'
import { normalise, wordsOf } from './normalise.ts'
import { readShopPhrases, type PhraseLanguage, type ShopPhrase } from './read-shop-phrases.ts'
import { scriptsOf, type Script } from './script.ts'

/** Those that are told apart, by BCP 47. */
export const LANGUAGES = ['en', 'hi', 'bn', 'gu', 'mr', 'pa', 'ta', 'te', 'kn', 'ml', 'or', 'ur'] as const
export type Language = (typeof LANGUAGES)[number]

export type LanguageId = {
  readonly language: Language
  readonly script: Script
  /** An Indian language in Latin letters. */
  readonly isRomanised: boolean
  /** English words among those of another language. */
  readonly isCodeMixed: boolean
  /** That this is the language, given that it is one of LANGUAGES. */
  readonly confidence: number
}

/** How the language is told: `hi` in its own script, `hi-Latn` in Latin letters. */
export const tagOf = ({ language, isRomanised }: LanguageId): string =>
  isRomanised ? `${language}-Latn` : language

const OF_SCRIPT: Readonly<Partial<Record<Script, Language>>> = {
  ...{ Beng: 'bn', Guru: 'pa', Gujr: 'gu', Orya: 'or', Taml: 'ta' },
  ...{ Telu: 'te', Knda: 'kn', Mlym: 'ml', Arab: 'ur' },
}
const ROMANISED = ['hi', 'bn', 'gu', 'mr', 'pa', 'ta', 'te', 'kn', 'ml'] as const

/** A word of a message in an Indian language is English so often, in Latin letters. */
const ENGLISH_PART = 0.15
/** What is in Latin letters is English as often as any of the nine others together. */
const ENGLISH_PRIOR = ROMANISED.length
/** What was written before speaks for the same language again, as much as this many times. */
const LAST_WEIGHT = 60
/** In so few words, a few letters must not change the language of a conversation. */
const FEW_WORDS = 3

type Models = {
  readonly latin: ReadonlyMap<Language, CharacterModel>
  readonly deva: ReadonlyMap<Language, CharacterModel>
}
let models: Models | undefined

/**
 * @param last of the same person, before; it decides where the words do not.
 * Returns null where there is no letter of any script that is known: a number, a picture's name, an emoji.
 */
export function identifyLanguage(text: string, last: Language | null = null): LanguageId | null {
  const [most, second] = scriptsOf(text)
  if (most === undefined) return null
  // One English word in a Hindi sentence may have more letters than the rest: Indian letters count for more.
  const script =
    most.script === 'Latn' && second !== undefined && second.count * 2 >= most.count
      ? second.script
      : most.script
  const words = wordsOf(normalise(text))
  models ??= learn()
  if (script === 'Latn') return inLatin(words, last, models.latin)
  const isCodeMixed = script !== most.script || second?.script === 'Latn'
  const found = { script, isRomanised: false, isCodeMixed }
  const only = OF_SCRIPT[script]
  if (only !== undefined) return { ...found, language: only, confidence: 1 }
  const [language, confidence] = likeliest(
    [...models.deva].map(([each, model]) => [each, sumOf(words, (word) => model.logProbability(word))]),
    words.length < FEW_WORDS ? last : null,
  )
  return { ...found, language, confidence }
}

function inLatin(
  words: readonly string[],
  last: Language | null,
  latin: ReadonlyMap<Language, CharacterModel>,
): LanguageId {
  const letters = words.filter((word) => /^[a-z]+$/u.test(word))
  const english = letters.map((word) => latin.get('en')?.logProbability(word) ?? 0)
  const scores = [...latin].map(([language, model]): [Language, number] => [
    language,
    language === 'en'
      ? Math.log(ENGLISH_PRIOR) + sumOf(english, (each) => each)
      : sumOf(letters, (word, nth) => mixed(model.logProbability(word), english[nth] ?? 0)),
  ])
  const [language, confidence] = likeliest(scores, letters.length < FEW_WORDS ? last : null)
  const model = latin.get(language)
  const areEnglish = letters.filter(
    (word, nth) => (english[nth] ?? 0) > (model?.logProbability(word) ?? 0),
  ).length
  return {
    ...{ language, confidence, script: 'Latn', isRomanised: language !== 'en' },
    isCodeMixed: language !== 'en' && areEnglish > 0,
  }
}

/** The logarithm of the probability of a word that is English at times. */
function mixed(own: number, english: number): number {
  const most = Math.max(own, english)
  return most + Math.log((1 - ENGLISH_PART) * Math.exp(own - most) + ENGLISH_PART * Math.exp(english - most))
}

function likeliest(
  scores: readonly (readonly [Language, number])[],
  last: Language | null,
): [Language, number] {
  const weighed = scores.map(
    ([language, score]) => [language, score + (language === last ? Math.log(LAST_WEIGHT) : 0)] as const,
  )
  const most = Math.max(...weighed.map(([, score]) => score))
  const total = sumOf(weighed, ([, score]) => Math.exp(score - most))
  const [language] = weighed.find(([, score]) => score === most) ?? ['en' as const]
  return [language, 1 / total]
}

function sumOf<T>(of: readonly T[], each: (one: T, nth: number) => number): number {
  return of.reduce((sum, one, nth) => sum + each(one, nth), 0)
}

/** Takes a tenth of a second; once for each process. */
function learn(): Models {
  const words = new Map(
    ROMANISED.map((language) => [
      language,
      [...linesOf(`${language}-latn`), ...romanisedWords(language), ...phrasesOf(language, 'latin')],
    ]),
  )
  const shared = sharedBy([...words.values()])
  const latin = new Map<Language, CharacterModel>()
  const english = [...linesOf('en'), ...romanisedWords('en'), ...phrasesOf('en', 'latin'), ...CONCEPT_WORDS]
  latin.set('en', CharacterModel.of([...english, ...shared]))
  for (const [language, own] of words)
    latin.set(language, CharacterModel.of(own.filter((word) => !shared.has(word))))
  const deva = new Map<Language, CharacterModel>()
  for (const language of ['hi', 'mr'] as const)
    deva.set(language, CharacterModel.of([...linesOf(language), ...phrasesOf(language, 'native')]))
  return { latin, deva }
}

const phrasesOf = (language: PhraseLanguage, script: ShopPhrase['script']): string[] =>
  readShopPhrases([language]).flatMap((phrase) =>
    phrase.script === script ? wordsOf(normalise(phrase.text)) : [],
  )

/** Words of so many Indian languages are English. */
const SHARED_MIN = 4

function sharedBy(lists: readonly (readonly string[])[]): Set<string> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const word of new Set(list)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return new Set([...counts].flatMap(([word, count]) => (count >= SHARED_MIN ? [word] : [])))
}

const linesOf = (name: string): string[] =>
  wordsOf(normalise(readFileSync(new URL(`lines/${name}.txt`, import.meta.url), 'utf8')))
