import { describe, expect, it } from 'vitest'
import { loneEmojiCount, parseWhatsappText, plainText } from './whatsapp-text.ts'

const line = (text: string) => {
  const [block] = parseWhatsappText(text)
  if (block?.kind !== 'line') throw new Error(`expected a line, saw ${block?.kind}`)
  return block.inside
}

describe('marks', () => {
  it('draws bold, italic and strike', () => {
    expect(line('*a* _b_ ~c~')).toEqual([
      { mark: 'bold', inside: ['a'] },
      ' ',
      { mark: 'italic', inside: ['b'] },
      ' ',
      { mark: 'strike', inside: ['c'] },
    ])
  })

  it('nests one mark in another', () => {
    expect(line('*_~x~_*')).toEqual([
      { mark: 'bold', inside: [{ mark: 'italic', inside: [{ mark: 'strike', inside: ['x'] }] }] },
    ])
    expect(line('*bold and _both_*')).toEqual([
      { mark: 'bold', inside: ['bold and ', { mark: 'italic', inside: ['both'] }] },
    ])
  })

  it.each(['2*3*4', 'snake_case_name', '* not bold *', '*open', 'a* b*', '**', '5 * 4 * 3', 'नमस्ते_जी_हाँ'])(
    'leaves %j as it is',
    (text) => {
      expect(parseWhatsappText(`x ${text}`)).toEqual([{ kind: 'line', inside: [`x ${text}`] }])
    },
  )

  it('marks words in Devanagari and beside punctuation', () => {
    expect(line('(*नमस्ते*)!')).toEqual(['(', { mark: 'bold', inside: ['नमस्ते'] }, ')!'])
  })

  it('does not cross a line break, except in ```mono```', () => {
    expect(parseWhatsappText('*a\nb*')).toEqual([
      { kind: 'line', inside: ['*a'] },
      { kind: 'line', inside: ['b*'] },
    ])
    expect(line('see ```a\n*b*``` end')).toEqual(['see ', { mark: 'mono', text: 'a\n*b*' }, ' end'])
    expect(line('*```x```*')).toEqual([{ mark: 'bold', inside: [{ mark: 'mono', text: 'x' }] }])
    expect(line('`*x*`')).toEqual([{ mark: 'code', text: '*x*' }])
  })

  it('answers quickly to a text of nothing but markers', () => {
    const started = performance.now()
    parseWhatsappText('*a _b ~c '.repeat(455))
    parseWhatsappText('`'.repeat(4096))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('links', () => {
  it('finds addresses and leaves the sentence its full stop', () => {
    expect(line('See https://a.in/b_c_d.')).toEqual([
      'See ',
      { mark: 'link', href: 'https://a.in/b_c_d', text: 'https://a.in/b_c_d' },
      '.',
    ])
    expect(line('www.kurta.house or kurta.in/x, a@b.com')).toEqual([
      { mark: 'link', href: 'https://www.kurta.house', text: 'www.kurta.house' },
      ' or ',
      { mark: 'link', href: 'https://kurta.in/x', text: 'kurta.in/x' },
      ', ',
      { mark: 'link', href: 'mailto:a@b.com', text: 'a@b.com' },
    ])
  })

  it('makes no link of a script address', () => {
    expect(line('javascript:alert(1)')).toEqual(['javascript:alert(1)'])
  })

  it('lets a mark close right after an address', () => {
    expect(line('*https://a.in*')).toEqual([
      { mark: 'bold', inside: [{ mark: 'link', href: 'https://a.in', text: 'https://a.in' }] },
    ])
    expect(line('_https://a.in/x_')).toEqual([
      { mark: 'italic', inside: [{ mark: 'link', href: 'https://a.in/x', text: 'https://a.in/x' }] },
    ])
  })
})

describe('blocks', () => {
  it('draws quotes and lists', () => {
    expect(parseWhatsappText('> *hi*\n- a\n- b\n3. c\n4. d')).toEqual([
      { kind: 'quote', inside: [{ mark: 'bold', inside: ['hi'] }] },
      { kind: 'list', start: null, items: [['a'], ['b']] },
      { kind: 'list', start: 3, items: [['c'], ['d']] },
    ])
  })
})

describe('plainText', () => {
  it('takes the marks away and keeps the words', () => {
    expect(plainText('*_Hi_* `x`\nhttps://a.in')).toBe('Hi x\nhttps://a.in')
  })
})

describe('loneEmojiCount', () => {
  it('counts emoji as people see them', () => {
    expect(loneEmojiCount('👍🏽')).toBe(1)
    expect(loneEmojiCount('👨‍👩‍👧🇮🇳 ❤️')).toBe(0) // a space between: WhatsApp keeps the small size
    expect(loneEmojiCount('👨‍👩‍👧🇮🇳❤️')).toBe(3)
    expect(loneEmojiCount('ok 👍')).toBe(0)
    expect(loneEmojiCount('12')).toBe(0)
  })
})
