/**
 * Text as words that can be found: the same for what was said and for what is looked for. Nothing is stemmed and no stop words
 * are dropped, because a shop's chats mix languages within a sentence; a word is found by its beginning instead.
 */
/** Accents of Latin letters, and vowel points that Arabic and Urdu mostly leave out. Vowel signs of Indian scripts stay: they are letters. */
const MARKS = /[\u0300-\u036F\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED]/gu
/** Joiners, direction marks, soft hyphens. */
const UNSEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu
/** The dot below: क़ and क are typed for one another. */
const NUKTA = /[\u093C\u09BC\u0A3C\u0ABC\u0B3C]/gu

const WORDS_MAX = 300
const WORD_CHARS_MAX = 40

/** The distinct words of a text, in the order in which they come; at most 300. */
export function foldWords(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .replaceAll(UNSEEN, '')
    .replaceAll(NUKTA, '')
    .normalize('NFC')
    .toLowerCase()
  const words = new Set<string>()
  for (const word of UNSPACED.test(folded) ? segmented(folded) : (folded.match(WORD) ?? [])) {
    words.add(word.slice(0, WORD_CHARS_MAX).toWellFormed())
    if (words.size === WORDS_MAX) break
  }
  return [...words]
}

/** Twenty times as fast as a segmenter, and all that scripts with spaces need. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const UNSPACED =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })
const segmented = (text: string): string[] =>
  [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []))

/** Shorter beginnings fit half of all words, so they must fit whole ones. */
const PREFIX_CHARS_MIN = 2
const TERMS_MAX = 8

/**
 * What is looked for, as a `tsquery` for each word: every one must be there, or begin a word that is. None: there is no word in it.
 * Lexemes are quoted, so nothing that is typed is an operator.
 */
export const queriesOf = (text: string): string[] =>
  foldWords(text)
    .slice(0, TERMS_MAX)
    .map((term) => {
      const lexeme = `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
      return term.length >= PREFIX_CHARS_MIN ? `${lexeme}:*` : lexeme
    })
