import { describe, expect, it } from 'vitest'
import { EMOJI, findEmoji } from './emoji-data.ts'
import { sampleDocument } from './samples.ts'

describe('samples', () => {
  it('makes a PDF whose table points at its objects', async () => {
    const pdf = await sampleDocument().text()
    const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1])
    expect(pdf.slice(start, start + 4)).toBe('xref')
    const offsets = [...pdf.matchAll(/(\d{10}) 00000 n/g)].map((match) => Number(match[1]))
    expect(offsets.map((offset) => pdf.slice(offset, offset + 5))).toEqual([
      '1 0 o',
      '2 0 o',
      '3 0 o',
      '4 0 o',
      '5 0 o',
    ])
  })
})

describe('emoji', () => {
  it('has each once, each with words, and finds by the beginning of a word', () => {
    expect(new Set(EMOJI.map(({ emoji }) => emoji)).size).toBe(EMOJI.length)
    expect(EMOJI.every(({ words }) => words !== '')).toBe(true)
    expect(findEmoji('nam').map(({ emoji }) => emoji)).toEqual(['🙏'])
    expect(findEmoji('xyz')).toEqual([])
  })
})
