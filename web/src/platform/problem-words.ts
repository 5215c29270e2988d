import type { Problem } from './contract.ts'
import type { Translate } from './server-words/translate.ts'

/** What happened, in whole sentences: the title, the explanation, and which fields are meant. */
export function problemWords({ title, detail = '', errors = [] }: Problem, translate: Translate): string {
  const fields = errors.map(({ path, message }) => `${path} ${translate(message)}`)
  return [translate(title), translate(detail), fields.join(', ')].map(asSentence).join(' ').trim()
}

/** In Hindi a sentence ends with a danda. */
function asSentence(text: string): string {
  if (text === '' || /[.!?।…]$/u.test(text)) return text
  return /\p{Script=Devanagari}/u.test(text) ? `${text}।` : `${text}.`
}
