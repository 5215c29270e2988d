/** Whether two short phrases are the same but for script, spelling and a slip of the finger: for keywords and choices. */
import { foldWord } from './fold-word.ts'
import { surfaceView } from './views.ts'

/** So long a word may have one letter wrong; twice as long, two. */
const ONE_SLIP_FROM = 4

/** The words in one spelling: of any script, as it is typed in Latin letters. */
export const foldedWords = (text: string): string[] => surfaceView(text).map(foldWord)

/** One phrase is the other. */
export const areAlike = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word, nth) => isNear(word, other[nth] ?? ''))

/** The words of the phrase are among those of the text, in a row. */
export function holdsAlike(text: readonly string[], phrase: readonly string[]): boolean {
  if (phrase.length === 0) return false
  for (let from = 0; from + phrase.length <= text.length; from += 1)
    if (areAlike(text.slice(from, from + phrase.length), phrase)) return true
  return false
}

/** A first letter is seldom wrong: "bill" is not "pill". */
function isNear(one: string, other: string): boolean {
  if (one === other) return true
  const length = Math.min(one.length, other.length)
  const slips = Math.floor(length / ONE_SLIP_FROM)
  return slips > 0 && one[0] === other[0] && distanceOf(one, other, Math.min(2, slips)) <= Math.min(2, slips)
}

/** Letters left out, added, changed, or two exchanged (Damerau; the restricted one). More than `most`: some number above it. */
export function distanceOf(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, nth) => nth)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1]
      const cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      const areExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row.push(areExchanged ? Math.min(cost, (before[j - 2] ?? 0) + 1) : cost)
    }
    ;[before, last] = [last, row]
  }
  return last[other.length] ?? most + 1
}
