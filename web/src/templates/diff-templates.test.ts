import { describe, expect, test } from 'vitest'
import { diffTemplates, diffWords } from './diff-templates.ts'

const of = (...components: readonly Record<string, string | readonly Record<string, string>[]>[]) => ({
  category: 'UTILITY',
  components,
})

describe('two versions of a template', () => {
  test('that are the same have no difference, and samples are none', () => {
    const body = { type: 'BODY', text: 'Hi {{1}}.' }
    const before = { ...of(body) }
    const after = { category: 'UTILITY', components: [{ ...body, example: { body_text: [['Asha']] } }] }
    expect(diffTemplates(before, after)).toEqual([])
  })

  test('differ word by word in what both have', () => {
    const [change] = diffTemplates(
      of({ type: 'BODY', text: 'Your order is packed.' }),
      of({ type: 'BODY', text: 'Your parcel is packed.' }),
    )
    expect(change?.part).toBe('BODY')
    expect(change?.pieces).toEqual([
      { kind: 'same', text: 'Your ' },
      { kind: 'gone', text: 'order' },
      { kind: 'new', text: 'parcel' },
      { kind: 'same', text: ' is packed.' },
    ])
  })

  test('name parts that came or went', () => {
    const changes = diffTemplates(
      of({ type: 'FOOTER', text: 'Thanks' }),
      of({ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }] }),
    )
    expect(changes).toEqual([
      { part: 'FOOTER', before: 'Thanks', after: null, pieces: [] },
      { part: 'BUTTONS', before: null, after: 'QUICK_REPLY · Yes', pieces: [] },
    ])
  })

  test('give both texts again from the pieces', () => {
    const [before, after] = ['a b  c d', 'b c e d f']
    const pieces = diffWords(before, after)
    const text = (kind: string) =>
      pieces
        .filter((one) => one.kind === 'same' || one.kind === kind)
        .map((one) => one.text)
        .join('')
    expect(text('gone')).toBe(before)
    expect(text('new')).toBe(after)
  })
})
