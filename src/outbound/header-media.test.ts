import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#whatsapp/facts.ts'
import { cardFiles, headerMedia, mediaWithin, withMediaWithin, withMetaMedia } from './header-media.ts'

describe('Meta’s id of a file', () => {
  test('stands in the message itself', () => {
    expect(withMetaMedia({ type: 'image', image: { caption: 'x' } }, '7')).toEqual({
      type: 'image',
      image: { caption: 'x', id: '7' },
    })
  })
  test('stands in the header of a question, with whatever is there already', () => {
    const header = { type: 'document', document: { filename: 'a.pdf' } }
    expect(withMetaMedia({ type: 'interactive', interactive: { type: 'button', header } }, '7')).toEqual({
      type: 'interactive',
      interactive: { type: 'button', header: { type: 'document', document: { filename: 'a.pdf', id: '7' } } },
    })
  })
})

test('only pictures, films and files need one', () => {
  expect(headerMedia({ header: { type: 'video' } })).toBe('video')
  expect(headerMedia({ header: { type: 'text', text: 'x' } })).toBeNull()
  expect(headerMedia({})).toBeNull()
})

const card = (file: JsonObject): JsonObject => ({
  header: { type: 'image', image: file },
  // Whatever stands elsewhere is nobody's file.
  action: { parameters: { type: 'image', image: { mediaId: 'not this' } } },
})

describe('the files above a carousel’s cards', () => {
  const interactive = {
    type: 'carousel',
    action: {
      name: 'x',
      cards: [card({ mediaId: 'a' }), card({ link: 'https://x' }), card({ mediaId: 'a' })],
    },
  }
  const payload = { type: 'interactive', interactive }

  test('are known by where they are named', () => {
    expect(mediaWithin(payload)).toEqual(['a'])
    expect(cardFiles(interactive).map(({ path }) => path)).toEqual(
      [0, 2].map((index) => `interactive.action.cards.${index}.header.image.mediaId`),
    )
  })
  test('get Meta’s ids, and nothing else changes', () => {
    const cards = [card({ id: '7' }), card({ link: 'https://x' }), card({ id: '7' })]
    expect(withMediaWithin(payload, () => '7')).toEqual({
      type: 'interactive',
      interactive: { type: 'carousel', action: { name: 'x', cards } },
    })
    const other = { type: 'interactive', interactive: { type: 'flow', action: { name: 'flow' } } }
    expect(withMediaWithin(other, () => '7')).toEqual(other)
  })
})
