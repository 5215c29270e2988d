/**
 * Whether a text advertises, and by which words: a logistic regression over words, pairs and topics, whose weights are learned from
 * examples (`eval/templates/train-category.ts`). A feature is there or not; the weights of those that are there are added up, and
 * above zero the text is taken for marketing. So each word's part in the answer can be told. Pure.
 */
import { featuresOf, moreOf, readFeatures, type ReadText } from './category-features.ts'
import { BIAS, WEIGHTS } from './category-weights.gen.ts'
import { type Place, type Span, placeOf } from './places.ts'
import { isSmall } from './small-words.ts'

export type Part = { readonly path: string; readonly text: string }
/** `places`: the words of each part that speak most for marketing. */
export type Advertising = { readonly isLikely: boolean; readonly places: readonly Place[] }

/** So many words, of all parts together, explain enough. */
const WORDS_SHOWN = 5
/** Where fewer of the words are known, it is in a language that we have not learned, and we say nothing. */
const KNOWN_MIN = 0.25

const NOT: Advertising = { isLikely: false, places: [] }

export function advertisingIn(parts: readonly Part[]): Advertising {
  const read = parts.map((part) => ({ ...part, ...readFeatures(part.text) }))
  const features = featuresOf(read)
  const score = [...features].reduce((sum, feature) => sum + weightOf(feature), BIAS)
  if (score <= 0 || !isKnownLanguage(read)) return NOT
  const phrases = read.flatMap((part) => phrasesOf(part).map((one) => ({ path: part.path, ...one })))
  const shown = phrases.toSorted((a, b) => b.weight - a.weight).slice(0, WORDS_SHOWN)
  const places = parts.flatMap(({ path, text }) => {
    const spans = shown.filter((one) => one.path === path).map(({ span }) => span)
    return spans.length === 0 ? [] : [placeOf(path, text, spans)]
  })
  return { isLikely: true, places }
}

const weightOf = (feature: string): number => weights().get(feature) ?? 0

/** Lines of `weight:feature,feature`. Read when first needed. */
let known: ReadonlyMap<string, number> | null = null
const weights = (): ReadonlyMap<string, number> =>
  (known ??= new Map(
    WEIGHTS.split('\n').flatMap((line) => {
      const colon = line.indexOf(':')
      const weight = Number(line.slice(0, colon))
      return line
        .slice(colon + 1)
        .split(',')
        .map((feature): [string, number] => [feature, weight])
    }),
  ))

const MARKS: ReadonlySet<string> = new Set(['var', '#', '#%', 'cur'])
function isKnownLanguage(texts: readonly ReadText[]): boolean {
  const words = texts
    .flatMap(({ sounds }) => sounds.map(({ sound }) => sound))
    .filter((one) => !MARKS.has(one))
  return words.filter((word) => isSmall(word) || weights().has(word)).length >= words.length * KNOWN_MIN
}

type Phrase = { readonly span: Span; readonly weight: number }

/** Neighbours that speak for marketing are one phrase, in the words that stand there. */
function phrasesOf({ sounds, shown }: ReadText): Phrase[] {
  const each = sounds.map(() => 0)
  for (const { feature, first, last } of shown) {
    const more = feature.startsWith('@') ? weightOf(moreOf(feature)) : 0
    const share = (weightOf(feature) + more) / (last - first + 1)
    for (let at = first; at <= last; at += 1) each[at] = (each[at] ?? 0) + share
  }
  const found: Phrase[] = []
  for (let at = 0; at < each.length; at += 1) {
    const first = at
    let weight = 0
    while (isFor(each[at]) && sounds[at]?.sound !== 'var' && at - first < PHRASE_WORDS)
      weight += each[at++] ?? 0
    const [from, to] = [sounds[first], sounds[at - 1]]
    if (weight > 0 && from !== undefined && to !== undefined)
      found.push({ span: { start: from.start, end: to.end }, weight })
  }
  return found
}
const PHRASE_WORDS = 6
/** What weighs less tells a reader nothing. */
const TELLING = 0.15
const isFor = (weight: number | undefined): boolean => weight !== undefined && weight > TELLING
