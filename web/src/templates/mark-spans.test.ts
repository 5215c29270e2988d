import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/templates/lint/finding.ts'
import { piecesOf, spanNow, widened } from './mark-spans.ts'

const AT = 'components.0.text'
const marking = (text: string, severity: Finding['severity'], ...words: readonly string[]): Finding => ({
  ...{ rule: 'url.shortener', severity, path: AT, detail: '', fix: null },
  places: [
    {
      path: AT,
      words,
      spans: words.map((one) => ({ start: text.indexOf(one), end: text.indexOf(one) + one.length })),
    },
  ],
})

describe('words of a finding', () => {
  const text = '🎉👨‍👩‍👧 बड़ी सेल! Shop now, और फिर Shop now.'

  test('are marked where they stand, behind emoji and Hindi too', () => {
    expect(piecesOf(text, AT, [marking(text, 'warning', 'बड़ी सेल', 'Shop now')])).toEqual([
      { text: '🎉👨‍👩‍👧 ', severity: null },
      { text: 'बड़ी सेल', severity: 'warning' },
      { text: '! ', severity: null },
      { text: 'Shop now', severity: 'warning' },
      { text: ', और फिर Shop now.', severity: null },
    ])
  })

  test('are errors where an error and a warning speak of the same', () => {
    const found = [
      marking('get a big sale', 'warning', 'a big sale'),
      marking('get a big sale', 'error', 'big'),
    ]
    expect(piecesOf('get a big sale', AT, found).map(({ severity }) => severity)).toEqual([
      ...[null, 'warning', 'error', 'warning'],
    ])
  })

  test('of another field mark nothing here, and nothing to mark is nothing to draw', () => {
    expect(piecesOf(text, 'components.1.text', [marking(text, 'error', 'Shop now')])).toEqual([])
    expect(piecesOf(text, AT, [])).toEqual([])
  })

  test('are found again where they have moved to since the linter looked, the nearest of several', () => {
    const span = { start: text.lastIndexOf('Shop now'), end: text.lastIndexOf('Shop now') + 8 }
    const longer = `🙂🙂 ${text}`
    expect(spanNow(longer, 'Shop now', span)).toEqual({ start: span.start + 5, end: span.end + 5 })
    expect(spanNow('Shop no', 'Shop now', span)).toBeNull()
    expect(spanNow('', '', { start: 0, end: 0 })).not.toBeUndefined()
  })

  test('are never half an emoji, nor a Hindi letter without its signs', () => {
    const family = 'x👨‍👩‍👧y'
    expect(widened(family, { start: 3, end: 5 })).toEqual({ start: 1, end: family.length - 1 })
    expect(widened('क्षि', { start: 0, end: 1 })).toEqual({ start: 0, end: 4 })
    expect(widened('plain', { start: 1, end: 3 })).toEqual({ start: 1, end: 3 })
  })

  test('change nothing of the text, whatever is marked in it', () => {
    const span = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.array(span, { maxLength: 5 }),
        (words, spans) => {
          const found = spans
            .filter(([start, length]) => start + length <= words.length)
            .map(([start, length]) => marking(words, 'error', words.slice(start, start + length)))
          const pieces = piecesOf(words, AT, found)
          expect(pieces.map((piece) => piece.text).join('')).toBe(pieces.length === 0 ? '' : words)
          expect(pieces.every((piece) => piece.text !== '')).toBe(true)
        },
      ),
    )
  })
})
