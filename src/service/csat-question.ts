/** The question that customers tap an answer to, and what a tap means. Pure. */
import type { JsonObject } from '#whatsapp/facts.ts'
import type { CsatSettings } from './shapes.ts'

const QUESTIONS = {
  en: 'How was your chat with us? Tap to tell us.',
  hi: 'हमारी बातचीत आपको कैसी लगी? नीचे टैप करके बताइए।',
} as const
/** A title has at most 20 characters on a button and 24 in a list (Meta, "Interactive messages", Nov 2025). */
const FACES = {
  en: ['😊 Good', '😐 Okay', '🙁 Bad'],
  hi: ['😊 अच्छी', '😐 ठीक-ठाक', '🙁 खराब'],
} as const
const FACE_RATINGS = [5, 3, 1] as const
const POINTS = {
  en: ['5 ⭐ Excellent', '4 ⭐ Good', '3 ⭐ Okay', '2 ⭐ Poor', '1 ⭐ Very poor'],
  hi: ['5 ⭐ बहुत अच्छी', '4 ⭐ अच्छी', '3 ⭐ ठीक-ठाक', '2 ⭐ अच्छी नहीं', '1 ⭐ खराब'],
} as const
const LIST_BUTTON = { en: 'Choose', hi: 'चुनिए' } as const

/** Meta's interactive object. Each choice carries the token, so that only who was asked can answer. */
export function csatQuestion(
  { scale, language, question }: Pick<CsatSettings, 'scale' | 'language' | 'question'>,
  token: string,
): JsonObject {
  const body = { text: question === '' ? QUESTIONS[language] : question }
  const idOf = (rating: number): string => `csat.${token}.${rating}`
  if (scale === 'faces') {
    const buttons = FACES[language].map((title, index) => ({
      type: 'reply',
      reply: { id: idOf(FACE_RATINGS[index] ?? 1), title },
    }))
    return { type: 'button', body, action: { buttons } }
  }
  const rows = POINTS[language].map((title, index) => ({ id: idOf(5 - index), title }))
  return { type: 'list', body, action: { button: LIST_BUTTON[language], sections: [{ rows }] } }
}

/** null: it was no tap on such a question. */
export function ratingOf(tapped: string | null): { readonly token: string; readonly rating: number } | null {
  const [, token, rating] = /^csat\.([\w-]{22})\.([1-5])$/u.exec(tapped ?? '') ?? []
  return token === undefined ? null : { token, rating: Number(rating) }
}
