/**
 * English words in an Indian script: ऑर्डर, ഓർഡറിന്റെ, డెలివరీ. Written by ear, and with endings of the language: so what is compared are the consonants that
 * they begin with.
 */
import { CONCEPT_WORDS } from './concepts.ts'
import { foldWord } from './fold-word.ts'

/** Fewer consonants say too little. */
const CONSONANTS_MIN = 3
/** And of a word with an ending one more. */
const BEGINNING_MIN = 4

/** A vowel at the beginning is heard; which one is not. */
const skeletonOf = (folded: string): string =>
  folded
    .replace(/^[aeiouy]+/u, 'A')
    .replace(/[aeiouy]/gu, '')
    .replace(/(.)\1+/gu, '$1')

const BY_SKELETON: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  CONCEPT_WORDS.filter((word) => skeletonOf(foldWord(word)).length >= CONSONANTS_MIN),
  (word) => skeletonOf(foldWord(word)),
)

/** The English words that a romanised one may be; of several the longest match. */
export function loanOf(word: string): readonly string[] {
  const skeleton = skeletonOf(foldWord(word))
  const whole = BY_SKELETON.get(skeleton)
  if (whole !== undefined) return whole
  for (let length = skeleton.length - 1; length >= BEGINNING_MIN; length -= 1) {
    const found = BY_SKELETON.get(skeleton.slice(0, length))
    if (found !== undefined) return found
  }
  return []
}
