/**
 * Cards beside each other, each with a picture or a film and the same buttons: from what stands in the form to what is sent, and
 * what is still missing. Pure.
 */
import { isWebAddress, LIMITS, lineBreaks } from '../../../src/outbound/check-interactive.ts'
import type { MediaKind } from './limits.ts'

/** A file of ours that stands above a message's words. */
export type HeaderFile = {
  readonly mediaId: string
  readonly media: Exclude<MediaKind, 'audio'>
  readonly name: string
  readonly type: string
  readonly size: number
}

/** WhatsApp wants the same on all cards. */
export type CardButtons = 'link' | 'one-answer' | 'two-answers'

/** Everything that was typed, also for buttons of another kind. */
export type Card = {
  readonly file: HeaderFile | null
  readonly body: string
  readonly linkText: string
  readonly url: string
  readonly answers: readonly string[]
}

export type CardsDraft = { readonly cards: readonly Card[]; readonly cardButtons: CardButtons }

export const EMPTY_CARD: Card = { file: null, body: '', linkText: '', url: '', answers: [] }
export const EMPTY_CARDS: CardsDraft = { cards: [EMPTY_CARD, EMPTY_CARD], cardButtons: 'link' }

export type CardMissing =
  | 'card-file'
  | 'card-lines'
  | 'card-link'
  | 'card-url'
  | 'card-answer'
  | 'same-buttons'

const COUNTS: Readonly<Record<CardButtons, number>> = { link: 0, 'one-answer': 1, 'two-answers': 2 }
/** How many answers stand on each card. */
export const answerCount = ({ cardButtons }: CardsDraft): number => COUNTS[cardButtons]
const answersOf = (draft: CardsDraft, card: Card): string[] =>
  Array.from({ length: answerCount(draft) }, (_, at) => (card.answers[at] ?? '').trim())

export function showCards(draft: CardsDraft): Record<string, unknown> {
  const cards = draft.cards.map((card, index) => {
    const { file, body } = card
    return {
      card_index: index,
      // Meta has this word for cards with answers as well.
      type: 'cta_url',
      ...(file !== null && { header: { type: file.media, [file.media]: { mediaId: file.mediaId } } }),
      ...(body.trim() !== '' && { body: { text: body.trim() } }),
      action: actionOf(draft, card, index),
    }
  })
  return { type: 'carousel', action: { cards } }
}

function actionOf(draft: CardsDraft, card: Card, index: number): Record<string, unknown> {
  if (draft.cardButtons === 'link')
    return { name: 'cta_url', parameters: { display_text: card.linkText.trim(), url: card.url.trim() } }
  const buttons = answersOf(draft, card).map((title, at) => ({
    type: 'quick_reply',
    quick_reply: { id: `card_${index + 1}_${at + 1}`, title },
  }))
  return { buttons }
}

export function missingInCards(draft: CardsDraft): readonly CardMissing[] {
  const missing: CardMissing[] = []
  const ask = (what: CardMissing, isThere: (card: Card) => boolean) =>
    draft.cards.every(isThere) || missing.push(what)
  ask('card-file', ({ file }) => file !== null)
  ask('card-lines', ({ body }) => lineBreaks(body.trim()) <= LIMITS.cardLineBreaks)
  if (draft.cardButtons === 'link') {
    ask('card-link', ({ linkText }) => linkText.trim() !== '')
    ask('card-url', ({ url }) => isWebAddress(url.trim()))
    return missing
  }
  ask('card-answer', (card) => answersOf(draft, card).every((title) => title !== ''))
  ask('same-buttons', (card) => new Set(answersOf(draft, card)).size === answerCount(draft))
  return missing
}
