/** Shows where a message holds what was looked for. The same folding as on the server (`src/search/fold-words.ts`), word by word. */
const MARKS = /[\u0300-\u036F\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED]/gu
const UNSEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu
const NUKTA = /[\u093C\u09BC\u0A3C\u0ABC\u0B3C]/gu
const WORD = /[\p{L}\p{M}\p{N}\u200B-\u200F]+/gu

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .replaceAll(UNSEEN, '')
    .replaceAll(NUKTA, '')
    .normalize('NFC')
    .toLowerCase()

export type Piece = { readonly text: string; readonly isMarked: boolean }

/** So much is shown before the first hit. */
const BEFORE_CHARS = 40

/** The text in pieces, those that were looked for marked; it begins shortly before the first of them. */
export function markWords(text: string, query: string): Piece[] {
  const terms = fold(query).match(WORD) ?? []
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = fold(word)
    const length = Math.max(0, ...terms.filter((term) => folded.startsWith(term)).map((term) => term.length))
    if (length === 0) continue
    if (index > end) pieces.push({ text: text.slice(end, index), isMarked: false })
    pieces.push({ text: word, isMarked: true })
    end = index + word.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMarked: false })
  const [first] = pieces
  if (first !== undefined && !first.isMarked && pieces.length > 1 && first.text.length > BEFORE_CHARS) {
    const from = first.text.indexOf(' ', first.text.length - BEFORE_CHARS)
    return [
      { text: `…${first.text.slice(from < 0 ? -BEFORE_CHARS : from)}`, isMarked: false },
      ...pieces.slice(1),
    ]
  }
  return pieces
}
