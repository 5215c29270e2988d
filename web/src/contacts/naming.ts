/** How a contact is called, and what stands in the circle. Pure. */
const segmenter = new Intl.Segmenter()

/**
 * Two initials in Latin script; in others one, as a conjunct ("क्ष") is as wide as two letters. By grapheme, so that it
 * stays whole. null if the name holds no letter.
 */
export function initials(name: string | null): string | null {
  const words = (name ?? '').split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const first = words[0]
  if (first === undefined) return null
  const last = words.length > 1 && /^\p{Script=Latin}/u.test(first) ? words.at(-1) : undefined
  return [first, last].map((word) => (word === undefined ? '' : firstGrapheme(word))).join('')
}

function firstGrapheme(word: string): string {
  const [first] = segmenter.segment(word)
  return first?.segment.toLocaleUpperCase() ?? ''
}

/** The same contact always has the same hue: 0 to 359. */
export function hueOf(id: string): number {
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return (hash * 137) % 360
}
