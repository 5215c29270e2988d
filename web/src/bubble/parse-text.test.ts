import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, isJumboEmoji, parseText } from './parse-text.ts'

/** The tree as a short string: b(…) bold, i(…) italic, s(…) struck, c(…) code, a(…) link, {…} slot. */
function draw(text: string): string {
  return parseText(text).map(drawBlock).join('|')
}
function drawBlock(block: Block): string {
  if (block.kind === 'pre') return `pre(${block.text})`
  if (block.kind === 'list') return `list${block.start ?? ''}(${block.items.map(drawAll).join(';')})`
  return `${block.kind === 'quote' ? 'quote' : ''}(${block.lines.map(drawAll).join('⏎')})`
}
const drawAll = (nodes: readonly Inline[]): string => nodes.map(drawInline).join('')
function drawInline(node: Inline): string {
  if ('children' in node) return `${node.kind.charAt(0)}(${drawAll(node.children)})`
  if (node.kind === 'slot') return `{${node.name}}`
  if (node.kind === 'link') return `a(${node.text}→${node.href})`
  return node.kind === 'code' ? `c(${node.text})` : node.text
}

const letters = (text: string) => text.replaceAll(/[^\p{L}]/gu, '')

describe('WhatsApp formatting', () => {
  it('nests markers, in any order', () => {
    expect(draw('*bold _both ~all~_*')).toBe('(b(bold i(both s(all))))')
    expect(draw('_*{{1}}*_')).toBe('(i(b({1})))')
  })
  it('opens only at the edge of a word and closes only after a letter', () => {
    expect(draw('2*3*4 and a_b_c')).toBe('(2*3*4 and a_b_c)')
    expect(draw('* not bold* and *this neither *')).toBe('list(not bold* and *this neither *)')
    expect(draw('(*yes*), *yes*!')).toBe('((b(yes)), b(yes)!)')
  })
  it('does not let a marker reach over a line', () => {
    expect(draw('*one\ntwo*')).toBe('(*one⏎two*)')
  })
  it('keeps Devanagari conjuncts whole beside markers', () => {
    expect(draw('यह *नीला* है')).toBe('(यह b(नीला) है)')
    expect(draw('नी*ला*')).toBe('(नी*ला*)')
  })
  it('reads quotes, both kinds of lists and fenced blocks', () => {
    expect(draw('> said\n- a\n- *b*\n3. c\nend')).toBe('quote(said)|list(a;b(b))|list3(c)|(end)')
    expect(draw('see ```a *b*\nc``` end')).toBe('(see )|pre(a *b*\nc)|( end)')
  })
  it('links addresses without the punctuation after them, and nothing else', () => {
    expect(draw('See https://a.in/x?y=1&z=2, now.')).toBe(
      '(See a(https://a.in/x?y=1&z=2→https://a.in/x?y=1&z=2), now.)',
    )
    expect(draw('www.kurta.in!')).toBe('(a(www.kurta.in→https://www.kurta.in)!)')
    expect(draw('write to a.b@kurta.co.in')).toBe('(write to a(a.b@kurta.co.in→mailto:a.b@kurta.co.in))')
    expect(draw('javascript:alert(1)')).toBe('(javascript:alert(1))')
  })
  it('leaves markup as text', () => {
    expect(draw('<b>x</b>')).toBe('(<b>x</b>)')
  })
  it('loses no letter, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'क', '*', '_', '~', '`', ' ', '\n', '>', '-', '{', '1', '}'),
        }),
        (text) => {
          const shown = parseText(text).flatMap(textsOfBlock).join('')
          expect(letters(shown)).toBe(letters(text))
        },
      ),
    )
  })
})

function textsOfBlock(block: Block): string[] {
  if (block.kind === 'pre') return [block.text]
  return (block.kind === 'list' ? block.items : block.lines).flat().flatMap(textsOf)
}
function textsOf(node: Inline): string[] {
  if ('children' in node) return node.children.flatMap(textsOf)
  return [node.kind === 'slot' ? node.name : node.text]
}

describe('large emoji', () => {
  it('are one to three emoji and nothing else', () => {
    expect(['👍', '❤️', '👨‍👩‍👧', '😍😍😍'].map(isJumboEmoji)).toEqual([true, true, true, true])
    expect(['', '1', 'ok 👍', '😍😍😍😍', '#'].map(isJumboEmoji)).toEqual([false, false, false, false, false])
  })
})
