/**
 * What out-of-scope messages look like, made of the training phrases themselves: each without the words that tell its intent. What is left ("can you
 * please", "what is the … for my") says nothing, and a classifier must be able to say so.
 */

/** Of a phrase's words, so many of the most telling ones are left out. */
const TELLING_PART = 0.5

/** @param labels of each text, from 0. Returns only what has words left. */
export function backgroundOf(texts: readonly (readonly string[])[], labels: readonly number[]): string[][] {
  const tell = tellingOf(texts, labels)
  return texts.flatMap((words, nth) => {
    const label = labels[nth] ?? 0
    const count = Math.ceil(words.length * TELLING_PART)
    const most = new Set(
      words
        .map((word, place) => ({ place, telling: tell(word, label) }))
        .toSorted((one, other) => other.telling - one.telling)
        .slice(0, count)
        .map(({ place }) => place),
    )
    const left = words.filter((_, place) => !most.has(place))
    return left.length === 0 ? [] : [left]
  })
}

/** How much likelier a word is in texts of this label than in others, each label counted as if it had as many. */
function tellingOf(
  texts: readonly (readonly string[])[],
  labels: readonly number[],
): (word: string, label: number) => number {
  const classes = Math.max(...labels) + 1
  const sizes = new Float64Array(classes)
  const counts = new Map<string, Float64Array>()
  for (const [nth, words] of texts.entries()) {
    const label = labels[nth] ?? 0
    sizes[label] = (sizes[label] ?? 0) + 1
    for (const word of new Set(words)) {
      const count = counts.get(word) ?? new Float64Array(classes)
      counts.set(word, count)
      count[label] = (count[label] ?? 0) + 1
    }
  }
  return (word, label) => {
    const count = counts.get(word)
    if (count === undefined) return 0
    const rates = count.map((each, k) => each / Math.max(1, sizes[k] ?? 1))
    const all = rates.reduce((sum, rate) => sum + rate, 0)
    return (rates[label] ?? 0) / all
  }
}
