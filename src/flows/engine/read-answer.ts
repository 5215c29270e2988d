/** What somebody answered to a question, read for what was asked; or why it is no answer. */
import { normalisePhone } from '#contacts/normalise-phone.ts'
import { areAlike, foldedWords, holdsAlike } from '#nlu/alike.ts'
import { asciiDigits } from '#platform/ascii-digits.ts'
import type { Instant } from '#platform/time.ts'
import type { AnswerKind, Choice } from '../definition.ts'
import type { Json, Said } from './flow-state.ts'
import { readDate } from './read-date.ts'

/** Codes never change meaning. */
export const ANSWER_PROBLEMS = [
  'too_short',
  'too_long',
  'not_a_number',
  'not_whole',
  'too_small',
  'too_large',
  'not_a_date',
  'too_early',
  'too_late',
  'not_a_phone',
  'not_a_pin_code',
  'not_an_email',
  'not_a_choice',
  'not_a_location',
  'not_a_file',
] as const
export type AnswerProblem = (typeof ANSWER_PROBLEMS)[number]

export type Answer =
  | { readonly ok: true; readonly value: Json; readonly choice: Choice | null }
  | { readonly ok: false; readonly because: AnswerProblem }

const ok = (value: Json, choice: Choice | null = null): Answer => ({ ok: true, value, choice })
const no = (because: AnswerProblem): Answer => ({ ok: false, because })

export function readAnswer(asked: AnswerKind, said: Said, at: Instant): Answer {
  const text = said.text.trim()
  switch (asked.kind) {
    case 'text':
      if (text.length < (asked.lengthMin ?? 1)) return no('too_short')
      return text.length > (asked.lengthMax ?? 4096) ? no('too_long') : ok(text)
    case 'number':
      return readNumber(asked, text)
    case 'date': {
      const found = readDate(text, at)
      if (found === null) return no('not_a_date')
      if (asked.daysMin !== undefined && found.days < asked.daysMin) return no('too_early')
      if (asked.daysMax !== undefined && found.days > asked.daysMax) return no('too_late')
      return ok(found.date)
    }
    case 'phone':
      return readPhone(text)
    case 'pin_code': {
      // India Post: six digits, the first not zero.
      const pin = /(?<!\d)([1-9]\d{2})\s?(\d{3})(?!\d)/u.exec(asciiDigits(text))
      return pin === null ? no('not_a_pin_code') : ok(`${pin[1]}${pin[2]}`)
    }
    case 'email': {
      const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u.exec(text)
      return email === null ? no('not_an_email') : ok(email[0].toLowerCase())
    }
    case 'choice': {
      const choice = readChoice(asked.choices, said)
      return choice === null ? no('not_a_choice') : ok(choice.title, choice)
    }
    case 'location':
      return said.location === null ? no('not_a_location') : ok({ ...said.location })
    case 'file':
      return said.file !== null && asked.types.some((type) => type === said.file?.type)
        ? ok({ ...said.file })
        : no('not_a_file')
    default:
      return asked satisfies never
  }
}

/** What was tapped, its number in the list, its name or a synonym: misspelled or in another script, if it is clear which one is meant. */
export function readChoice(choices: readonly Choice[], said: Said): Choice | null {
  const tapped = choices.find(({ id }) => id === said.payload)
  if (tapped !== undefined) return tapped
  const words = foldedWords(said.text)
  if (words.length === 0) return null
  const nth = ordinalOf(words)
  if (nth !== null) return choices[nth - 1] ?? null
  const isSaid = (is: (name: readonly string[]) => boolean): Choice[] =>
    choices.filter((choice) => namesOf(choice).some(is))
  const same = isSaid((name) => name.join(' ') === words.join(' '))
  const alike = same.length > 0 ? same : isSaid((name) => areAlike(words, name))
  const found = alike.length > 0 ? alike : isSaid((name) => holdsAlike(words, name))
  return found.length === 1 ? (found[0] ?? null) : null
}

const namesOf = ({ title, synonyms }: Choice): string[][] =>
  [title, ...synonyms].map(foldedWords).filter((name) => name.length > 0)

const ORDINALS: readonly (readonly string[])[] = [
  '1 one first ek pehla pehle pahla prothom pelu ondru okati ondu onnu',
  '2 two second do dusra doosra duita biju irandu rendu eradu randu',
  '3 three third teen tisra teesra tin triju moonu mudu mooru moonnu',
  '4 four fourth char chautha naalu nalugu naalku naal',
  '5 five fifth paanch panch aindhu ainthu aidu anju',
  '6 six',
  '7 seven',
  '8 eight',
  '9 nine',
  '10 ten',
].map(foldedWords)

/** "2", "the second one", "dusra wala". */
function ordinalOf(words: readonly string[]): number | null {
  const kept = words.filter((word) => !FILLERS.has(word))
  const [word] = kept
  if (kept.length !== 1 || word === undefined) return null
  const nth = ORDINALS.findIndex((names) => names.includes(word))
  return nth < 0 ? null : nth + 1
}
const FILLERS = new Set(foldedWords('the one option number no wala wali vala please ji'))

/** The first number in what was said that may be somebody's. */
function readPhone(text: string): Answer {
  for (const [digits] of asciiDigits(text).matchAll(/\+?\d[\d\s().-]{5,20}\d/gu)) {
    const found = normalisePhone(digits, 'IN')
    if ('phone' in found) return ok(`+${found.phone}`)
  }
  return no('not_a_phone')
}

const WORDS_OF_SIZE: readonly (readonly [RegExp, number])[] = [
  [/\s*(?:k|hazaa?r|thousand|हज़?ार)$/iu, 1e3],
  [/\s*(?:lakhs?|lacs?|लाख)$/iu, 1e5],
  [/\s*(?:crores?|cr|करोड़)$/iu, 1e7],
]

function readNumber(asked: Extract<AnswerKind, { kind: 'number' }>, text: string): Answer {
  const plain = asciiDigits(text)
    .replace(/₹|\brs\.?|\binr\b|rupees?|rupaye|\/-/giu, '')
    .trim()
  const size = WORDS_OF_SIZE.find(([word]) => word.test(plain))
  const digits = (size === undefined ? plain : plain.replace(size[0], '')).replaceAll(',', '')
  const found = /^\D*?(-?\d+(?:\.\d+)?)(?!\d)(?:\s*\p{L}+)*\W*$/u.exec(digits)
  if (found === null) return no('not_a_number')
  const value = Number(found[1]) * (size?.[1] ?? 1)
  if (!Number.isFinite(value)) return no('not_a_number')
  if (asked.isWhole === true && !Number.isInteger(value)) return no('not_whole')
  if (asked.min !== undefined && value < asked.min) return no('too_small')
  return asked.max !== undefined && value > asked.max ? no('too_large') : ok(value)
}
