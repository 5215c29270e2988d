import { describe, expect, test } from 'vitest'
import { readTemplate, writeTemplate } from '../../../src/templates/template-model.ts'
import { changed, redone, unchanged, undone } from './edit-history.ts'
import {
  BLANK_TEMPLATE,
  dropPart,
  insertedAt,
  moved,
  newCard,
  newHeader,
  nextName,
  NEW_BODY,
  NEW_FOOTER,
  partOf,
  putPart,
  renamed,
  samplesByName,
  withCategory,
  withFormat,
  withSample,
  withText,
} from './edit-template.ts'

describe('a template that is being written', () => {
  test('a new part goes to its place, and an old one is replaced where it stands', () => {
    const parts = putPart(putPart([NEW_BODY], NEW_FOOTER), newHeader('TEXT'))
    expect(parts.map(({ type }) => type)).toEqual(['HEADER', 'BODY', 'FOOTER'])
    const next = putPart(parts, { ...NEW_BODY, text: 'x' })
    expect(partOf(next, 'BODY')?.text).toBe('x')
    expect(dropPart(next, 'HEADER').map(({ type }) => type)).toEqual(['BODY', 'FOOTER'])
  })

  test('a variable is called by the next number or a free name, and never touches a word', () => {
    expect([nextName('a {{1}} b {{2}}', false), nextName('', true), nextName('{{name}}', true)]).toEqual([
      '3',
      'name',
      'value_2',
    ])
    expect(insertedAt('Hi', 2, 2, '1')).toEqual({ text: 'Hi {{1}}', cursor: 8 })
    expect(insertedAt('ab', 1, 1, 'x').text).toBe('a {{x}} b')
  })

  test('samples follow their variables, also when the words change', () => {
    const body = withSample(withText(NEW_BODY, 'Hi {{1}}, order {{2}}.'), '2', 'KH-1')
    expect(body.samples?.bodyText).toEqual([['', 'KH-1']])
    expect(samplesByName(withText(body, 'Hi {{2}}.')).get('2')).toBe('KH-1')
    expect(withText(body, 'Hi.').samples).toBeNull()
    const named = withSample(withText(NEW_BODY, 'Hi {{name}}.'), 'name', 'Asha')
    const other = renamed(named, 'name', 'customer')
    expect(other.text).toBe('Hi {{customer}}.')
    expect(other.samples?.bodyNamed).toEqual([{ param_name: 'customer', example: 'Asha' }])
  })

  test('numbered becomes named and numbered again without losing a sample', () => {
    const model = {
      ...BLANK_TEMPLATE,
      parameterFormat: 'POSITIONAL',
      components: [withSample(withText(NEW_BODY, 'Hi {{1}}, order {{2}}.'), '1', 'Asha')],
    }
    const named = withFormat(model, 'NAMED')
    expect(partOf(named.components, 'BODY')?.text).toBe('Hi {{name}}, order {{value_2}}.')
    expect(withFormat(named, 'POSITIONAL').components).toEqual(model.components)
  })

  test('what is written can be read again as it was', () => {
    const models = [
      BLANK_TEMPLATE,
      withCategory(BLANK_TEMPLATE, 'AUTHENTICATION'),
      {
        ...BLANK_TEMPLATE,
        components: [NEW_BODY, { type: 'CAROUSEL', cards: [newCard(undefined)], more: {} }],
      },
    ] as const
    for (const model of models) expect(readTemplate(writeTemplate(model))).toEqual(model)
  })

  test('a card has the parts of the one before, and buttons move within their list', () => {
    const first = newCard(undefined)
    expect(newCard(first).components.map(({ type }) => type)).toEqual(
      first.components.map(({ type }) => type),
    )
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  })

  test('typing in one field is one step back; another field, or a pause, is another', () => {
    let edits = unchanged('')
    for (const [text, field, at] of [
      ['a', 'x', 0],
      ['ab', 'x', 500],
      ['abc', 'y', 600],
      ['abcd', 'y', 5000],
    ] as const)
      edits = changed(edits, text, field, at)
    expect(edits.past).toEqual(['', 'ab', 'abc'])
    expect(undone(undone(edits)).now).toBe('ab')
    expect(redone(undone(edits)).now).toBe('abcd')
    expect(undone(unchanged('z')).now).toBe('z')
  })
})
