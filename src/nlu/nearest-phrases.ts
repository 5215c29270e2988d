/** The cosine of a text to the nearest training phrase of each intent: an index from features to the phrases that have them. */
import type { SparseVector } from './feature-space.ts'

/** One freak phrase must not decide alone: the second nearest has a say. */
const SECOND_PART = 0.3

export class NearestPhrases {
  readonly starts: Int32Array
  readonly phrases: Int32Array
  readonly values: Float32Array
  readonly labels: Int32Array
  readonly classes: number

  /**
   * @param starts where each feature's entries begin, and the end
   * @param phrases which phrase an entry is of
   * @param values the feature's value in it
   * @param labels of each phrase
   */
  constructor(
    starts: Int32Array,
    phrases: Int32Array,
    values: Float32Array,
    labels: Int32Array,
    classes: number,
  ) {
    this.starts = starts
    this.phrases = phrases
    this.values = values
    this.labels = labels
    this.classes = classes
  }

  static of(
    vectors: readonly SparseVector[],
    labels: readonly number[],
    { features, classes }: { readonly features: number; readonly classes: number },
  ): NearestPhrases {
    const starts = new Int32Array(features + 1)
    for (const { indices } of vectors)
      for (const index of indices) starts[index + 1] = (starts[index + 1] ?? 0) + 1
    for (let index = 0; index < features; index += 1)
      starts[index + 1] = (starts[index + 1] ?? 0) + (starts[index] ?? 0)
    const next = starts.slice()
    const phrases = new Int32Array(starts[features] ?? 0)
    const values = new Float32Array(phrases.length)
    for (const [phrase, vector] of vectors.entries())
      for (const [nth, index] of vector.indices.entries()) {
        const entry = next[index] ?? 0
        next[index] = entry + 1
        phrases[entry] = phrase
        values[entry] = vector.values[nth] ?? 0
      }
    return new NearestPhrases(starts, phrases, values, Int32Array.from(labels), classes)
  }

  /** Of each label the highest one: from 0 to 1. */
  cosines({ indices, values }: SparseVector): Float64Array {
    const dots = new Float64Array(this.labels.length)
    for (let n = 0; n < indices.length; n += 1) {
      const [index, value] = [indices[n] ?? 0, values[n] ?? 0]
      const end = this.starts[index + 1] ?? 0
      for (let entry = this.starts[index] ?? 0; entry < end; entry += 1) {
        const phrase = this.phrases[entry] ?? 0
        dots[phrase] = (dots[phrase] ?? 0) + value * (this.values[entry] ?? 0)
      }
    }
    const best = new Float64Array(this.classes)
    const second = new Float64Array(this.classes)
    for (let phrase = 0; phrase < dots.length; phrase += 1) {
      const [label, cosine] = [this.labels[phrase] ?? 0, dots[phrase] ?? 0]
      const before = best[label] ?? 0
      best[label] = Math.max(before, cosine)
      second[label] = Math.max(second[label] ?? 0, Math.min(before, cosine))
    }
    return best.map((each, label) => (1 - SECOND_PART) * each + SECOND_PART * (second[label] ?? 0))
  }
}
