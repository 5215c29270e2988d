import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markWords } from './mark-words.ts'

const marked = (text: string, query: string): string[] =>
  markWords(text, query).flatMap((piece) => (piece.isMarked ? [piece.text] : []))

test('marks words by their beginnings, whatever their case, accents and script', () => {
  expect(marked('Is the Blue kurta here? BLUE!', 'blu kur')).toEqual(['Blue', 'kurta', 'BLUE'])
  expect(marked('नीला कुर्ता मिलेगा?', 'कुर्त')).toEqual(['कुर्ता'])
  expect(marked('Un café', 'cafe')).toEqual(['café'])
  expect(marked('nothing here', 'x')).toEqual([])
})

test('shows the text from shortly before the first hit', () => {
  const [first] = markWords(`${'word '.repeat(40)}hit`, 'hit')
  expect(first?.text.length).toBeLessThan(50)
  expect(first?.text.startsWith('…')).toBe(true)
})

test('changes nothing about a text that has no hit, and drops nothing after the first', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
      const shown = markWords(text, query)
        .map((piece) => piece.text)
        .join('')
      expect(text.endsWith(shown.replace(/^…/u, ''))).toBe(true)
    }),
  )
})
