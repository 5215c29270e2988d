import { describe, expect, test } from 'vitest'
import { headerMedia, withMetaMedia } from './header-media.ts'

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
