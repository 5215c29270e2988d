/**
 * L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.5) with a line search that halves the step until the value has fallen enough
 * (Armijo). For smooth convex functions of many numbers.
 */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

export type MinimiseOptions = {
  readonly iterationsMax: number
  /** Ends when the value fell by less than this part of itself. */
  readonly tolerance: number
}

const MEMORY = 6
const HALVINGS_MAX = 30
const ARMIJO = 1e-4

type Pair = { readonly step: Float64Array; readonly change: Float64Array; readonly curvature: number }

/** Where the function is least, as far as it came. `start` is not changed. */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { iterationsMax, tolerance }: MinimiseOptions,
): Float64Array {
  let at = start.slice()
  let gradient = new Float64Array(at.length)
  let value = objective(at, gradient)
  const pairs: Pair[] = []
  for (let iteration = 0; iteration < iterationsMax; iteration += 1) {
    const direction = descent(gradient, pairs)
    const slope = dot(direction, gradient)
    if (slope > -1e-12) break
    const next = new Float64Array(at.length)
    const nextGradient = new Float64Array(at.length)
    let nextValue = Infinity
    let length = pairs.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1
    for (let halving = 0; halving < HALVINGS_MAX; halving += 1, length /= 2) {
      for (let i = 0; i < at.length; i += 1) next[i] = (at[i] ?? 0) + length * (direction[i] ?? 0)
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + ARMIJO * length * slope) break
    }
    if (!(nextValue < value)) break
    const step = difference(next, at)
    const change = difference(nextGradient, gradient)
    const curvature = dot(step, change)
    if (curvature > 1e-12) pairs.push({ step, change, curvature })
    if (pairs.length > MEMORY) pairs.shift()
    const isThere = value - nextValue <= tolerance * Math.max(Math.abs(value), 1)
    ;[at, gradient, value] = [next, nextGradient, nextValue]
    if (isThere) break
  }
  return at
}

/** The two-loop recursion. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((each) => -each)
  const shares: number[] = []
  for (const { step, change, curvature } of pairs.toReversed()) {
    const share = dot(step, direction) / curvature
    shares.push(share)
    addScaled(direction, change, -share)
  }
  const newest = pairs.at(-1)
  if (newest !== undefined) {
    const scale = newest.curvature / dot(newest.change, newest.change)
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] ?? 0) * scale
  }
  for (const { step, change, curvature } of pairs) {
    const share = shares.pop() ?? 0
    addScaled(direction, step, share - dot(change, direction) / curvature)
  }
  return direction
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i += 1) sum += (one[i] ?? 0) * (other[i] ?? 0)
  return sum
}

function addScaled(to: Float64Array, what: Float64Array, scale: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) + scale * (what[i] ?? 0)
}

function difference(one: Float64Array, other: Float64Array): Float64Array {
  const result = new Float64Array(one.length)
  for (let i = 0; i < one.length; i += 1) result[i] = (one[i] ?? 0) - (other[i] ?? 0)
  return result
}
