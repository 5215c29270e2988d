/**
 * Which intent a message has, and whether it has any: logistic regression, by the classes' probability, times the cosine to the nearest training
 * phrase, both on TF-IDF vectors; from two views of the text. Learnt from the tenant's own phrases alone, in seconds, without weights of others.
 */
import { backgroundOf } from './background.ts'
import { FeatureSpace, type SparseVector } from './feature-space.ts'
import { LogisticRegression, type LabelledVector } from './logistic-regression.ts'
import { NearestPhrases } from './nearest-phrases.ts'
import { VIEWS } from './views.ts'

export type TrainingPhrase = { readonly text: string; readonly intent: string }

/** @property confidence from 0 to 1. From half on, the message is taken to be in scope. */
export type IntentCandidate = { readonly intent: string; readonly confidence: number }

export const IN_SCOPE_FROM = 0.5
/** The raw score at which the confidence is one half. */
const RAW_HALF = 0.2
const C = 10
const ITERATIONS_MAX = 80
/** What the background weighs, of all phrases' weight. */
const BACKGROUND_PART = 0.3
/** In large sets a feature of one or two phrases is a misspelling, and costs time. */
const LARGE_SET = 4000
const COUNT_MIN_OF_LARGE = 3

export type ViewModel = {
  readonly space: FeatureSpace
  readonly regression: LogisticRegression
  readonly nearest: NearestPhrases
}

export class IntentModel {
  readonly intents: readonly string[]
  readonly views: readonly ViewModel[]

  /** @param views one model for each of VIEWS */
  constructor(intents: readonly string[], views: readonly ViewModel[]) {
    this.intents = intents
    this.views = views
  }

  /** Takes seconds for hundreds of phrases: call it where nobody waits for the thread. @throws RangeError with fewer than two intents. */
  static train(phrases: readonly TrainingPhrase[]): IntentModel {
    const intents = [...new Set(phrases.map(({ intent }) => intent))].toSorted()
    if (intents.length < 2) throw new RangeError('an intent model needs two intents or more')
    const numberOf = new Map(intents.map((intent, nth) => [intent, nth]))
    const labels = phrases.map(({ intent }) => numberOf.get(intent) ?? 0)
    const views = VIEWS.map((view) =>
      trainView(
        phrases.map(({ text }) => view(text)),
        labels,
        intents.length,
      ),
    )
    return new IntentModel(intents, views)
  }

  /** All intents, the likeliest first. */
  classify(text: string): IntentCandidate[] {
    const raw = new Float64Array(this.intents.length).fill(1)
    for (const [nth, { space, regression, nearest }] of this.views.entries()) {
      const vector = space.vectorOf(VIEWS[nth]?.(text) ?? [])
      const probabilities = regression.probabilities(vector)
      const cosines = nearest.cosines(vector)
      for (let k = 0; k < raw.length; k += 1)
        raw[k] = (raw[k] ?? 0) * Math.sqrt((probabilities[k] ?? 0) * (cosines[k] ?? 0))
    }
    return this.intents
      .map((intent, k) => ({ intent, confidence: confidenceOf((raw[k] ?? 0) ** (1 / this.views.length)) }))
      .toSorted((one, other) => other.confidence - one.confidence)
  }
}

const confidenceOf = (raw: number): number => raw / (raw + RAW_HALF)

function trainView(texts: readonly string[][], labels: readonly number[], classes: number): ViewModel {
  const space = FeatureSpace.of(texts, texts.length >= LARGE_SET ? COUNT_MIN_OF_LARGE : 1)
  const vectors = texts.map((words) => space.vectorOf(words))
  const background = backgroundOf(texts, labels).map((words) => space.vectorOf(words))
  const regression = LogisticRegression.fit(
    [...weighted(vectors, labels, classes), ...asBackground(background, texts.length, classes)],
    { features: space.size, classes: classes + 1, c: C, iterationsMax: ITERATIONS_MAX },
  )
  return { space, regression, nearest: NearestPhrases.of(vectors, labels, { features: space.size, classes }) }
}

/** Each intent weighs the same, however many phrases it has. */
function weighted(
  vectors: readonly SparseVector[],
  labels: readonly number[],
  classes: number,
): LabelledVector[] {
  const sizes = new Map<number, number>()
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  return vectors.map((vector, nth) => {
    const label = labels[nth] ?? 0
    return { vector, label, weight: vectors.length / (classes * (sizes.get(label) ?? 1)) }
  })
}

const asBackground = (vectors: readonly SparseVector[], phrases: number, label: number): LabelledVector[] =>
  vectors.map((vector) => ({ vector, label, weight: (BACKGROUND_PART * phrases) / vectors.length }))
