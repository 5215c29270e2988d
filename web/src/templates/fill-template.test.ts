import { describe, expect, it } from 'vitest'
import type { partsOf } from '../../../src/templates/template-places.ts'
import {
  type Draft,
  EMPTY_BUTTON,
  fillingOf,
  flowDataIn,
  newDraft,
  problemsIn,
  skusOf,
} from './fill-template.ts'
import { newOrder } from './order-draft.ts'

type Components = Parameters<typeof partsOf>[0]
const NOW = Date.UTC(2026, 10, 23)
const body = (text: string) => ({ type: 'BODY', text })
const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list })
const draftOf = (components: object[]): Draft =>
  newDraft(components as unknown as Components, {}, (nth) => newOrder(nth))
const problems = (components: object[], draft: Draft, owns = false) => [
  ...problemsIn(components as unknown as Components, draft, {
    now: NOW,
    owns: () => owns,
    mimeTypes: new Map([['film', 'video/mp4']]),
  }).values(),
]
const filling = (components: object[], draft: Draft) => fillingOf(components as unknown as Components, draft)

describe('what is filled in', () => {
  it('goes to the API with the button that it is for, whichever are before it', () => {
    const letter = [body('x'), buttons({ type: 'QUICK_REPLY', text: 'Ok' }, { type: 'MPM', text: 'Items' })]
    const draft = draftOf(letter)
    const products = { ...EMPTY_BUTTON, sections: [{ title: ' Kurtas ', skus: 'K-1\nK-2, K-1\n' }] }
    const full = { ...draft, parts: [{ header: null, buttons: { 1: products } }] }
    expect(filling(letter, full)).toEqual({
      parameters: {},
      buttons: [{ index: 1, thumbnail: 'K-1', sections: [{ title: 'Kurtas', products: ['K-1', 'K-2'] }] }],
    })
    expect(problems(letter, full)).toEqual([])
    expect(problems(letter, draft).map(({ path }) => path)).toContain('template.button.1.sections.0.title')
    expect(problems(letter, draft).every(({ isEmpty }) => isEmpty)).toBe(true)
  })

  it('has words without the blanks around them, and the file of each card', () => {
    const card = { components: [{ type: 'HEADER', format: 'IMAGE' }, body('{{1}}')] }
    const letter = [body('Hi {{1}}'), { type: 'CAROUSEL', cards: [card, card] }]
    const draft = draftOf(letter)
    const words = { 1: ' Asha ', card_0_1: 'Saree', card_1_1: 'Kurta' }
    const chosen = { header: { header: { mediaId: 'm' }, url: null }, buttons: {} }
    const full = { ...draft, words, parts: draft.parts.map((part, nth) => (nth === 1 ? chosen : part)) }
    expect(filling(letter, full)).toEqual({
      parameters: { 1: 'Asha', card_0_1: 'Saree', card_1_1: 'Kurta' },
      cards: [{ header: { mediaId: 'm' } }, {}],
    })
    expect(problems(letter, full).map(({ path }) => path)).toEqual(['template.cards.1.header.mediaId'])
    // With the file that it was approved with, nothing is missing.
    expect(problems(letter, full, true)).toEqual([])
  })

  it('says what is too much and how much would be possible', () => {
    const letter = [body('{{1}}'), buttons({ type: 'COPY_CODE' })]
    const draft = { ...draftOf(letter), words: { 1: 'x'.repeat(1025), button_0: 'x'.repeat(21) } }
    expect(problems(letter, draft).map(({ path, max }) => [path, max])).toEqual([
      ['template.parameters.button_0', 20],
      ['template.parameters.1', 1024],
    ])
  })

  it('ends an offer at a moment to come', () => {
    const offer = { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'x', has_expiration: true } }
    const letter = [body('x'), offer]
    const ends = (endsAt: string) => problems(letter, { ...draftOf(letter), endsAt }).map(({ code }) => code)
    expect([ends(''), ends('2020-01-01T10:00'), ends('2030-01-01T10:00')]).toEqual([
      ['missing'],
      ['in_the_past'],
      [],
    ])
  })

  it('is of the kind that the header shows', () => {
    const letter = [{ type: 'HEADER', format: 'IMAGE' }, body('x')]
    const film = { header: { header: { mediaId: 'film' }, url: null }, buttons: {} }
    expect(problems(letter, { ...draftOf(letter), parts: [film] }).map(({ code }) => code)).toEqual([
      'wrong_kind',
    ])
  })

  it('gives each order a number of its own, and a Flow only what is JSON', () => {
    const pay = { components: [body('x'), buttons({ type: 'ORDER_DETAILS' })] }
    const draft = draftOf([body('x'), { type: 'CAROUSEL', cards: [pay, pay] }])
    const references = draft.parts.flatMap((part) =>
      Object.values(part.buttons).map(({ order }) => order?.reference),
    )
    expect(new Set(references).size).toBe(2)
    expect([flowDataIn(' '), flowDataIn('{"a":1}'), flowDataIn('[1]'), flowDataIn('{')]).toEqual([
      null,
      { a: 1 },
      'wrong',
      'wrong',
    ])
    expect(skusOf(' \n')).toEqual([])
  })
})
