/**
 * Whether a message says nothing but STOP, or nothing but START, in the languages of India. Only whole messages count: "please
 * stop by the shop" is a visit, not a withdrawal. Pure. Every inbound message comes through here, so its first word that is in
 * no phrase ends the matter: an ordinary one costs about a microsecond.
 */
import { START_PHRASES, STOP_PHRASES } from './opt-out-phrases.ts'

/** Politeness around the word does not change it. */
const POLITE = [
  ...[
    'please',
    'pls',
    'plz',
    'plzz',
    'kindly',
    'sir',
    'madam',
    'mam',
    'bhai',
    'bhaiya',
    'ji',
    'yaar',
    'thanks',
  ],
  ...[
    'thank you',
    'thankyou',
    'kripya',
    'कृपया',
    'प्लीज',
    'जी',
    'भाई',
    'सर',
    'धन्यवाद',
    'অনুগ্রহ করে',
    'দয়া করে',
    'প্লিজ',
  ],
  ...['தயவுசெய்து', 'தயவு செய்து', 'ப்ளீஸ்', 'దయచేసి', 'ప్లీజ్', 'कृपा करून', 'મહેરબાની કરીને', 'કૃપા કરીને', 'પ્લીઝ'],
  ...['ದಯವಿಟ್ಟು', 'ಪ್ಲೀಸ್', 'ദയവായി', 'പ്ലീസ്', 'ਕਿਰਪਾ ਕਰਕੇ', 'ਪਲੀਜ਼', 'ਜੀ', 'براہ کرم', 'پلیز', 'جی'],
]
/** Longer than the longest phrase with its politeness and a row of exclamation marks. */
const CHARS_MAX = 64

export type Wish = 'granted' | 'withdrawn'

/** `withdrawn`: they want to hear no more; `granted`: they do again; null: the message is about something else. */
export function detectOptOut(text: string | null): Wish | null {
  if (text === null || text.length > CHARS_MAX || text.length < 2) return null
  const words = wordsOf(text, (word) => VOCABULARY.has(word))
  if (words === null) return null
  return WISHES.get(words.join(' ')) ?? WISHES.get(withoutPoliteness(words).join(' ')) ?? null
}

/**
 * The words in one form for everything that looks the same to a reader: letters and digits in lower case, without marks that
 * keyboards put in or leave out (nukta, joiners, vowel signs of Arabic script), punctuation and emoji; a word that is said
 * twice counts once. null at the first word that `isKnown` does not know.
 */
function wordsOf(text: string, isKnown: (word: string) => boolean): string[] | null {
  const words: string[] = []
  for (const [raw] of text.matchAll(RAW_WORD)) {
    const word = unify(raw)
    if (word === '' || word === words.at(-1)) continue
    if (!isKnown(word)) return null
    words.push(word)
  }
  return words
}

const RAW_WORD = /[\p{L}\p{M}\p{N}\u00AD\u200B-\u200F\u2060\uFEFF'’]+/gu
const SILENT = String.raw`'’\u00AD\u200B-\u200F\u2060\uFEFF\uFE00-\uFE0F\u20E3\u0640\u064B-\u0652\u0670\u093C\u09BC\u0A3C\u0ABC\u0B3C\u0CBC`
/** What is written in two ways. In Malayalam: a letter by itself, or with a joiner, which is silent here. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ ൺ: 'ണ്', ൻ: 'ന്', ർ: 'ര്', ൽ: 'ല്', ൾ: 'ള്', ൿ: 'ക്' },
  ...{ '\u0901': '\u0902', ي: 'ی', ك: 'ک', ه: 'ہ', ۂ: 'ہ' },
}
const IS_ODD = new RegExp(`[${SILENT}${Object.keys(ALIKE).join('')}]`, 'u')
const ODD = new RegExp(IS_ODD, 'gu')

function unify(raw: string): string {
  if (/^[A-Za-z\d]+$/u.test(raw)) return raw.toLowerCase()
  const word = raw.normalize('NFKC').toLowerCase()
  return IS_ODD.test(word) ? word.replaceAll(ODD, (letter) => ALIKE[letter] ?? '') : word
}

const formOf = (phrase: string): string => wordsOf(phrase, () => true)?.join(' ') ?? ''
const POLITE_FORMS: ReadonlySet<string> = new Set(POLITE.map(formOf))

function withoutPoliteness(words: readonly string[]): readonly string[] {
  for (const count of [1, 2]) {
    if (words.length <= count) break
    if (POLITE_FORMS.has(words.slice(0, count).join(' '))) return withoutPoliteness(words.slice(count))
    if (POLITE_FORMS.has(words.slice(-count).join(' '))) return withoutPoliteness(words.slice(0, -count))
  }
  return words
}

const formsOf = (phrases: Readonly<Record<string, readonly string[]>>, wish: Wish): [string, Wish][] =>
  Object.values(phrases).flatMap((list) => list.map((phrase): [string, Wish] => [formOf(phrase), wish]))

const WISHES: ReadonlyMap<string, Wish> = new Map([
  ...formsOf(START_PHRASES, 'granted'),
  ...formsOf(STOP_PHRASES, 'withdrawn'),
])
const VOCABULARY: ReadonlySet<string> = new Set(
  [...WISHES.keys(), ...POLITE_FORMS].flatMap((form) => form.split(' ')),
)
