import { describe, expect, it } from 'vitest'
import type { Template } from '../platform/contract.ts'
import { fillBody, isBadValue, obstacleOf, sentValues, templateParts } from './render.ts'

const template = (...components: Template['components']): Template => ({
  id: 't',
  name: 'x',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  components,
  parameters: [],
})

describe('a template', () => {
  it('is filled by position and by name, and shows what is missing', () => {
    expect(fillBody('Hi {{1}}, {{ first_name }}: {{2}}', { 1: 'Asha', first_name: 'A' })).toBe(
      'Hi Asha, A: {{2}}',
    )
  })
  it('has parts whatever the case of their names', () => {
    expect(
      templateParts([
        { type: 'body', text: 'x' },
        { type: 'FOOTER', text: 'f' },
      ]),
    ).toMatchObject({ body: 'x', footer: 'f', header: null })
  })
  it('says what stands in the way of sending it', () => {
    expect(obstacleOf(template({ type: 'BODY', text: 'x' }))).toBeNull()
    expect(obstacleOf(template({ type: 'HEADER', format: 'IMAGE' }))).toBeNull()
    expect(obstacleOf(template({ type: 'HEADER', format: 'PRODUCT' }))).toBe('special')
    expect(obstacleOf(template({ type: 'HEADER', format: 'TEXT', text: '{{1}}' }))).toBe('header-variable')
    expect(
      obstacleOf(template({ type: 'BUTTONS', buttons: [{ type: 'URL', url: 'https://a/{{1}}' }] })),
    ).toBe('button-variable')
    const header = { type: 'HEADER', format: 'TEXT', text: '{{1}}' }
    const link = {
      type: 'BUTTONS',
      buttons: [{ type: 'QUICK_REPLY' }, { type: 'URL', url: 'https://a/{{1}}' }],
    }
    expect(obstacleOf({ ...template(header, link), parameters: ['header_1', 'button_1'] })).toBeNull()
    expect(obstacleOf(template({ type: 'CAROUSEL', cards: [] }))).toBe('special')
  })
  it('refuses values that Meta refuses', () => {
    expect(['a\nb', 'a\tb', 'a     b', 'a    b'].map(isBadValue)).toEqual([true, true, true, false])
  })
  it('knows its values again from either form', () => {
    expect(sentValues({ parameters: { 1: 'a' } })).toEqual({ 1: 'a' })
    const parameters = [
      { type: 'text', text: 'a' },
      { type: 'text', parameter_name: 'n', text: 'b' },
    ]
    expect(sentValues({ components: [{ type: 'body', parameters }] })).toEqual({ 1: 'a', n: 'b' })
    const header = { type: 'header', parameters: [{ type: 'text', text: 'h' }] }
    const button = { type: 'button', index: '2', parameters: [{ type: 'text', text: 'x' }] }
    expect(sentValues({ components: [header, button] })).toEqual({ header_1: 'h', button_2: 'x' })
  })
})
