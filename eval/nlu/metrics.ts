/** How good an intent classifier is, in the measures of the HINT3 paper (Arora et al., "HINT3", 2020) and of its critics. */

/** What was said about one message, and what is so. `null` is out of scope. */
export type Judged = {
  readonly expected: string | null
  /** All intents, the likeliest first. */
  readonly ranked: readonly { readonly intent: string; readonly confidence: number }[]
}

export type Figures = {
  /** Matthews' correlation of what was said at the threshold, out of scope being a class like others. */
  readonly mcc: number
  /** Of what is in scope, the part whose likeliest intent is right, whatever its confidence. */
  readonly inScopeTop1: number
  /** How often a message in scope has more confidence than one out of scope. */
  readonly oosAuroc: number
  /** Of what is in scope, the part whose intent is one of the three likeliest. */
  readonly r3: number
}

export const OUT_OF_SCOPE = 'NO_NODES_DETECTED'

export const figuresOf = (judged: readonly Judged[], threshold: number): Figures => ({
  mcc: mccOf(
    judged.map(({ expected }) => expected ?? OUT_OF_SCOPE),
    judged.map((one) => saidAt(one, threshold)),
  ),
  inScopeTop1: atRank(judged, 1),
  oosAuroc: aurocOf(
    judged.flatMap((one) => (one.expected === null ? [] : [best(one)])),
    judged.flatMap((one) => (one.expected === null ? [best(one)] : [])),
  ),
  r3: atRank(judged, 3),
})

const best = ({ ranked }: Judged): number => ranked[0]?.confidence ?? 0

const saidAt = ({ ranked: [first] }: Judged, threshold: number): string =>
  first !== undefined && first.confidence >= threshold ? first.intent : OUT_OF_SCOPE

function atRank(judged: readonly Judged[], rank: number): number {
  const inScope = judged.filter(({ expected }) => expected !== null)
  const right = inScope.filter(({ expected, ranked }) =>
    ranked.slice(0, rank).some(({ intent }) => intent === expected),
  )
  return right.length / inScope.length
}

/** For many classes (Gorodkin, 2004). 0: no better than chance, or always the same answer. */
export function mccOf(expected: readonly string[], said: readonly string[]): number {
  const [ofExpected, ofSaid] = [countsOf(expected), countsOf(said)]
  const right = expected.filter((label, nth) => label === said[nth]).length
  const all = expected.length
  let [both, squareExpected, squareSaid] = [0, 0, 0]
  for (const [label, count] of ofExpected) {
    both += count * (ofSaid.get(label) ?? 0)
    squareExpected += count * count
  }
  for (const count of ofSaid.values()) squareSaid += count * count
  const spread = Math.sqrt((all * all - squareSaid) * (all * all - squareExpected))
  return spread === 0 ? 0 : (right * all - both) / spread
}

function countsOf(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return counts
}

/** The area under the receiver operating characteristic; ties count half. */
export function aurocOf(positive: readonly number[], negative: readonly number[]): number {
  const sorted = negative.toSorted((one, other) => one - other)
  const below = (value: number, isOrEqual: boolean): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const each = sorted[middle] ?? 0
      if (each < value || (isOrEqual && each === value)) low = middle + 1
      else high = middle
    }
    return low
  }
  const won = positive.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0)
  return won / (positive.length * negative.length)
}

/** A figure of so many other samples from the same messages: where 95 of 100 of them lie. @param random from 0 to 1 */
export function intervalOf(
  judged: readonly Judged[],
  figure: (sample: readonly Judged[]) => number,
  random: () => number,
  samples = 1000,
): { readonly from: number; readonly to: number } {
  const figures = Array.from({ length: samples }, () =>
    figure(judged.map(() => judged[Math.floor(random() * judged.length)] as Judged)),
  ).toSorted((one, other) => one - other)
  return {
    from: figures[Math.floor(samples * 0.025)] ?? NaN,
    to: figures[Math.ceil(samples * 0.975) - 1] ?? NaN,
  }
}
