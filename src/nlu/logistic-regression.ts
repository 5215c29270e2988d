/** Multinomial logistic regression with an L2 penalty on the weights and none on the intercepts, as scikit-learn's. */
import type { SparseVector } from './feature-space.ts'
import { minimise } from './minimise.ts'

export type LabelledVector = {
  readonly vector: SparseVector
  /** From 0. */
  readonly label: number
  readonly weight: number
}

export type LogisticRegressionOptions = {
  readonly features: number
  readonly classes: number
  /** How little the weights are held back: scikit-learn's C. */
  readonly c: number
  readonly iterationsMax: number
}

export class LogisticRegression {
  readonly weights: Float32Array
  readonly intercepts: Float32Array

  /**
   * @param weights of each feature for each class, class by class within a feature
   * @param intercepts of each class
   */
  constructor(weights: Float32Array, intercepts: Float32Array) {
    this.weights = weights
    this.intercepts = intercepts
  }

  static fit(
    rows: readonly LabelledVector[],
    { features, classes, c, iterationsMax }: LogisticRegressionOptions,
  ): LogisticRegression {
    const penalised = features * classes
    const scores = new Float64Array(classes)
    const objective = (at: Float64Array, gradient: Float64Array): number => {
      let loss = 0
      for (let i = 0; i < penalised; i += 1) {
        const weight = at[i] ?? 0
        loss += (weight * weight) / (2 * c)
        gradient[i] = weight / c
      }
      gradient.fill(0, penalised)
      for (const { vector, label, weight } of rows) {
        for (let k = 0; k < classes; k += 1) scores[k] = at[penalised + k] ?? 0
        addScores(scores, vector, at, classes)
        const total = softmax(scores)
        loss -= weight * Math.log(Math.max(scores[label] ?? 0, 1e-300))
        if (!Number.isFinite(total)) return Infinity
        scores[label] = (scores[label] ?? 0) - 1
        addGradient(gradient, vector, scores, weight)
        for (let k = 0; k < classes; k += 1)
          gradient[penalised + k] = (gradient[penalised + k] ?? 0) + weight * (scores[k] ?? 0)
      }
      return loss
    }
    const best = minimise(objective, new Float64Array(penalised + classes), {
      ...{ iterationsMax, tolerance: 1e-6 },
    })
    return new LogisticRegression(
      Float32Array.from(best.subarray(0, penalised)),
      Float32Array.from(best.subarray(penalised)),
    )
  }

  /** Of each class; they add up to one. */
  probabilities(vector: SparseVector): Float64Array {
    const scores = Float64Array.from(this.intercepts)
    addScores(scores, vector, this.weights, scores.length)
    softmax(scores)
    return scores
  }
}

function addScores(
  scores: Float64Array,
  { indices, values }: SparseVector,
  weights: Float64Array | Float32Array,
  classes: number,
): void {
  for (let n = 0; n < indices.length; n += 1) {
    const from = (indices[n] ?? 0) * classes
    const value = values[n] ?? 0
    for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) + value * (weights[from + k] ?? 0)
  }
}

function addGradient(
  gradient: Float64Array,
  { indices, values }: SparseVector,
  errors: Float64Array,
  weight: number,
): void {
  for (let n = 0; n < indices.length; n += 1) {
    const from = (indices[n] ?? 0) * errors.length
    const value = (values[n] ?? 0) * weight
    for (let k = 0; k < errors.length; k += 1)
      gradient[from + k] = (gradient[from + k] ?? 0) + value * (errors[k] ?? 0)
  }
}

/** In place; returns the sum before scaling. */
function softmax(scores: Float64Array): number {
  let [most, total] = [-Infinity, 0]
  for (const score of scores) most = Math.max(most, score)
  for (let k = 0; k < scores.length; k += 1) total += scores[k] = Math.exp((scores[k] ?? 0) - most)
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / total
  return total
}
