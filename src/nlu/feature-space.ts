/**
 * Texts as vectors: TF-IDF of words and pairs of words, and of two to four characters within words, each block of length one (Salton; sublinear
 * term frequency, smoothed idf as in scikit-learn). What was never seen stays in a block's length: a sentence of which little is known is far from
 * everything.
 */
import { stemEnglish } from './stem-english.ts'

/** Ascending `indices` and what stands there. */
export type SparseVector = { readonly indices: Int32Array; readonly values: Float32Array }

const GRAM_MIN = 2
const GRAM_MAX = 4
const BLOCKS = 2

export class FeatureSpace {
  readonly features: readonly string[]
  readonly #indexOf: ReadonlyMap<string, number>
  readonly #idf: Float32Array
  readonly #idfOfUnknown: number

  constructor(features: readonly string[], idf: Float32Array, idfOfUnknown: number) {
    this.features = features
    this.#indexOf = new Map(features.map((feature, index) => [feature, index]))
    this.#idf = idf
    this.#idfOfUnknown = idfOfUnknown
  }

  /** What is in these texts, each in words. @param countMin features of fewer texts are left out. */
  static of(texts: readonly (readonly string[])[], countMin = 1): FeatureSpace {
    const counts = new Map<string, number>()
    for (const words of texts)
      for (const block of blocksOf(words))
        for (const feature of block.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1)
    const kept = [...counts].filter(([, count]) => count >= countMin)
    const idf = (count: number): number => Math.log((1 + texts.length) / (1 + count)) + 1
    return new FeatureSpace(
      kept.map(([feature]) => feature),
      Float32Array.from(kept, ([, count]) => idf(count)),
      idf(countMin),
    )
  }

  get size(): number {
    return this.features.length
  }
  get idf(): Float32Array {
    return this.#idf
  }
  get idfOfUnknown(): number {
    return this.#idfOfUnknown
  }

  /** Of length one, if everything in it is known. */
  vectorOf(words: readonly string[]): SparseVector {
    const entries: [index: number, value: number][] = []
    for (const block of blocksOf(words)) {
      let squares = 0
      const from = entries.length
      for (const [feature, count] of block) {
        const index = this.#indexOf.get(feature)
        const value =
          (1 + Math.log(count)) * (index === undefined ? this.#idfOfUnknown : (this.#idf[index] ?? 0))
        squares += value * value
        if (index !== undefined) entries.push([index, value])
      }
      const scale = 1 / Math.sqrt(Math.max(squares, Number.MIN_VALUE) * BLOCKS)
      for (const entry of entries.slice(from)) entry[1] *= scale
    }
    entries.sort(([one], [other]) => one - other)
    return {
      indices: Int32Array.from(entries, ([index]) => index),
      values: Float32Array.from(entries, ([, value]) => value),
    }
  }
}

type Block = Map<string, number>

const add = (block: Block, feature: string): unknown => block.set(feature, (block.get(feature) ?? 0) + 1)

/** Words and pairs of words; and characters within words, the ends of a word among them. */
function blocksOf(words: readonly string[]): [Block, Block] {
  const [whole, parts]: [Block, Block] = [new Map(), new Map()]
  let before: string | null = null
  for (const word of words) {
    const stem = stemEnglish(word)
    add(whole, stem)
    if (before !== null) add(whole, `${before} ${stem}`)
    before = stem
    const bounded = Array.from(` ${word} `)
    for (let length = GRAM_MIN; length <= GRAM_MAX; length += 1)
      for (let from = 0; from + length <= bounded.length; from += 1)
        add(parts, `\t${bounded.slice(from, from + length).join('')}`)
  }
  return [whole, parts]
}
