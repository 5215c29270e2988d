/**
 * What the category check sees of a text: its words as they sound, pairs of neighbours, the beginnings of long words (Hindi bends their
 * ends), and topics. The same for training and for reading. Pure.
 */
import { TOPICS } from './category-topics.ts'
import { isSmall } from './small-words.ts'
import { soundsOf, type Sounded } from './sound-words.ts'

/** A feature of a text, and the words that show it. */
export type Shown = { readonly feature: string; readonly first: number; readonly last: number }
export type ReadText = { readonly sounds: readonly Sounded[]; readonly shown: readonly Shown[] }

const LONG = 6
const BEGINNING = 5

export function readFeatures(text: string): ReadText {
  const sounds = soundsOf(text)
  const words = sounds.map(({ sound }) => sound)
  const shown = words.flatMap((word, at): Shown[] => {
    const before = words[at - 1]
    const isPair = before !== undefined && !(isEmpty(before) && isEmpty(word))
    return [
      ...(isEmpty(word) ? [] : [{ feature: word, first: at, last: at }]),
      ...(isPair ? [{ feature: `${before} ${word}`, first: at - 1, last: at }] : []),
      ...(word.length < LONG ? [] : [{ feature: `${word.slice(0, BEGINNING)}*`, first: at, last: at }]),
      ...topicsAt(words, at),
    ]
  })
  return { sounds, shown }
}

const isEmpty = (word: string): boolean => word === 'var' || word === '#' || isSmall(word)

/** Every feature of several texts once; a topic that is spoken of in two ways counts as one more. */
export function featuresOf(texts: readonly ReadText[]): ReadonlySet<string> {
  const features = new Set<string>()
  const beginnings = new Map<string, Set<string>>()
  for (const { sounds, shown } of texts)
    for (const { feature, first } of shown) {
      features.add(feature)
      if (!feature.startsWith('@')) continue
      const said = beginnings.get(feature) ?? new Set()
      beginnings.set(feature, said.add(sounds[first]?.sound ?? ''))
    }
  for (const [topic, said] of beginnings) if (said.size > 1) features.add(moreOf(topic))
  return features
}
export const moreOf = (topic: string): string => `${topic}+`

type Phrase = { readonly topic: string; readonly words: readonly string[]; readonly isOpen: boolean }

function topicsAt(words: readonly string[], at: number): Shown[] {
  const candidates = phrases().get(keyOf(words[at] ?? '')) ?? []
  return candidates.flatMap((phrase) =>
    isAt(phrase, words, at)
      ? [{ feature: `@${phrase.topic}`, first: at, last: at + phrase.words.length - 1 }]
      : [],
  )
}

function isAt({ words: sought, isOpen }: Phrase, words: readonly string[], at: number): boolean {
  const last = sought.length - 1
  return sought.every((word, nth) =>
    isOpen && nth === last ? words[at + nth]?.startsWith(word) === true : words[at + nth] === word,
  )
}

/** By the first two letters of their first word. Made when first needed. */
let known: ReadonlyMap<string, readonly Phrase[]> | null = null
const phrases = (): ReadonlyMap<string, readonly Phrase[]> => (known ??= readPhrases())

function readPhrases(): ReadonlyMap<string, readonly Phrase[]> {
  const all = Object.entries(TOPICS).flatMap(([topic, list]) =>
    list.split(',').map((entry): Phrase => {
      const words = soundsOf(entry).map(({ sound }) => sound)
      return { topic, words, isOpen: entry.trim().endsWith('*') }
    }),
  )
  return Map.groupBy(all, ({ words }) => keyOf(words[0] ?? ''))
}
const keyOf = (word: string): string => word.slice(0, 2)
