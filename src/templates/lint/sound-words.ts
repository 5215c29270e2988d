/**
 * Words as they sound, so that one word counts as one however it is written: `छूट`, `chhoot` and `chhut` are all `cut`. Hindi is
 * brought into Latin letters, then what people spell in several ways is made one: doubled letters, `ee` and `i`, `w` and `v`, h after a
 * consonant, and every `a` but a first one. Good for comparing, not for reading. Pure.
 */
export type Sounded = {
  /** `var`, `#`, `#%` and `cur` stand for a variable, a number, a share and money. */
  readonly sound: string
  readonly start: number
  readonly end: number
}

const TOKEN =
  /(?<variable>\{\{[^}\n]{0,64}\}\})|(?<share>\d[\d,.]*\s?%)|(?<number>\d[\d,.:/]*)|(?<money>₹)|(?<word>[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)*)/gu
const MONEY: ReadonlySet<string> = new Set([
  'rs',
  'inr',
  'rupees',
  'rupee',
  'rupaye',
  'rupye',
  'rupay',
  'rupai',
])

export function soundsOf(text: string): Sounded[] {
  return [...text.matchAll(TOKEN)].flatMap((match) => {
    const sound = soundOf(match.groups ?? {})
    return sound === '' ? [] : [{ sound, start: match.index, end: match.index + match[0].length }]
  })
}

function soundOf({ variable, share, number, word }: Readonly<Record<string, string | undefined>>): string {
  if (variable !== undefined) return 'var'
  if (share !== undefined) return '#%'
  if (number !== undefined) return '#'
  return word === undefined ? 'cur' : remembered(word)
}

/** Texts repeat their words, and a builder asks at every key that is pressed. */
const WORDS_KEPT = 5000
const kept = new Map<string, string>()
function remembered(word: string): string {
  const known = kept.get(word)
  if (known !== undefined) return known
  const latin = latinOf(word)
  const sound = MONEY.has(latin) ? 'cur' : simplified(latin)
  if (kept.size >= WORDS_KEPT) kept.clear()
  kept.set(word, sound)
  return sound
}

const CONSONANTS: Readonly<Record<string, string>> = {
  ...{ क: 'k', ख: 'kh', ग: 'g', घ: 'gh', ङ: 'n', च: 'ch', छ: 'chh', ज: 'j', झ: 'jh', ञ: 'n' },
  ...{ ट: 't', ठ: 'th', ड: 'd', ढ: 'dh', ण: 'n', त: 't', थ: 'th', द: 'd', ध: 'dh', न: 'n' },
  ...{ प: 'p', फ: 'f', ब: 'b', भ: 'bh', म: 'm', य: 'y', र: 'r', ल: 'l', ळ: 'l', व: 'v' },
  ...{ श: 'sh', ष: 'sh', स: 's', ह: 'h' },
}
const VOWELS: Readonly<Record<string, string>> = {
  ...{ अ: 'a', आ: 'aa', इ: 'i', ई: 'i', उ: 'u', ऊ: 'u', ए: 'e', ऐ: 'ai', ओ: 'o', औ: 'au', ऑ: 'o', ऋ: 'ri' },
}
const SIGNS: Readonly<Record<string, string>> = {
  ...{ 'ा': 'aa', 'ि': 'i', 'ी': 'i', 'ु': 'u', 'ू': 'u', 'े': 'e', 'ै': 'ai', 'ो': 'o', 'ौ': 'au' },
  ...{ 'ॉ': 'o', 'ॅ': 'e', 'ृ': 'ri', '्': '' },
}
const NASALS: Readonly<Record<string, string>> = { 'ं': 'n', 'ँ': 'n', 'ः': '' }

/** Accents, and the dot under Hindi letters, go: few people write them always. */
function latinOf(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F\u093C’']/gu, '')
    .toLowerCase()
  const letters = plain.split('')
  return letters
    .map((letter, place) => {
      const consonant = CONSONANTS[letter]
      if (consonant === undefined) return VOWELS[letter] ?? SIGNS[letter] ?? NASALS[letter] ?? letter
      return (letters[place + 1] ?? '') in SIGNS ? consonant : `${consonant}a`
    })
    .join('')
}

const SAME: readonly (readonly [RegExp, string])[] = [
  [/chh?/gu, 'c'],
  [/sh/gu, 's'],
  [/ph/gu, 'f'],
  [/(?<=[bdgjkt])h/gu, ''],
  [/w/gu, 'v'],
  [/z/gu, 'j'],
  [/q/gu, 'k'],
  [/ee/gu, 'i'],
  [/oo/gu, 'u'],
  [/(?<=[aeiou])y(?=[ie])/gu, ''],
  [/(.)\1+/gu, '$1'],
  [/[ae]i|[ae]y$/gu, 'e'],
  [/au/gu, 'o'],
  [/(?<=.)a/gu, ''],
  [/(.)\1+/gu, '$1'],
]
const simplified = (latin: string): string =>
  SAME.reduce((word, [pattern, letter]) => word.replaceAll(pattern, letter), latin)
