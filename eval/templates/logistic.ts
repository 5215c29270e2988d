/**
 * Logistic regression with an elastic net: few weights that differ from zero, none that is large. Accelerated proximal gradient
 * descent over all examples at once, so that the same examples always give the same weights.
 */
export type Example = { readonly features: ReadonlySet<string>; readonly is: boolean }
export type Model = { readonly bias: number; readonly weights: ReadonlyMap<string, number> }

const STEPS = 400
/** Chosen by cross-validation. */
const RIDGE = 0.002
const LASSO = 0.0001
/** A feature of one example alone teaches nothing. */
const EXAMPLES_MIN = 2

export function train(examples: readonly Example[]): Model {
  const counts = new Map<string, number>()
  for (const { features } of examples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const names = [...counts].flatMap(([name, count]) => (count >= EXAMPLES_MIN ? [name] : [])).toSorted()
  const index = new Map(names.map((name, nth) => [name, nth]))
  const rows = examples.map(({ features, is }) => ({
    at: [...features].flatMap((feature) => index.get(feature) ?? []),
    is,
  }))
  const values = descend(rows, names.length)
  return {
    bias: values[names.length] ?? 0,
    weights: new Map(names.flatMap((name, nth) => (values[nth] === 0 ? [] : [[name, values[nth] ?? 0]]))),
  }
}

type Row = { readonly at: readonly number[]; readonly is: boolean }

/** The last value is the bias, which is free. */
function descend(rows: readonly Row[], size: number): Float64Array {
  let values = new Float64Array(size + 1)
  let ahead = new Float64Array(size + 1)
  let momentum = 1
  const meanLength = rows.reduce((sum, { at }) => sum + at.length + 1, 0) / rows.length
  const step = 4 / meanLength
  for (let nth = 0; nth < STEPS; nth += 1) {
    const slope = slopeAt(ahead, rows)
    const next = ahead.map((value, at) => {
      if (at === size) return value - step * (slope[at] ?? 0)
      const moved = value - step * ((slope[at] ?? 0) + RIDGE * value)
      return Math.sign(moved) * Math.max(0, Math.abs(moved) - step * LASSO)
    })
    const grown = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const [before, push] = [values, (momentum - 1) / grown]
    ahead = next.map((value, at) => value + push * (value - (before[at] ?? 0)))
    values = next
    momentum = grown
  }
  return values
}

/** Of the mean logarithmic loss; both classes weigh the same, however many examples each has. */
function slopeAt(values: Float64Array, rows: readonly Row[]): Float64Array {
  const slope = new Float64Array(values.length)
  const bias = values.length - 1
  const positives = rows.filter(({ is }) => is).length
  const share = { yes: 1 / (2 * positives), no: 1 / (2 * (rows.length - positives)) }
  for (const { at, is } of rows) {
    const score = at.reduce((sum, one) => sum + (values[one] ?? 0), values[bias] ?? 0)
    const error = (1 / (1 + Math.exp(-score)) - Number(is)) * (is ? share.yes : share.no)
    for (const one of at) slope[one] = (slope[one] ?? 0) + error
    slope[bias] = (slope[bias] ?? 0) + error
  }
  return slope
}

export const scoreOf = ({ bias, weights }: Model, features: ReadonlySet<string>): number =>
  [...features].reduce((sum, feature) => sum + (weights.get(feature) ?? 0), bias)
