import { describe, expect, test } from 'vitest'
import type { CampaignMessage } from '../../platform/contract.ts'
import { draftOf, isForMany, newMessage, sourceOf, withDraft, withSource } from './message-draft.ts'

const MESSAGE: CampaignMessage = { name: 'diwali', language: 'en', parameters: {} }
const variablesOf = (text: string) =>
  newMessage({ name: 'diwali', language: 'en', components: [{ type: 'BODY', text }] }).variables
const sources = (message: CampaignMessage, isList = false) => [
  sourceOf(message, 'name', isList),
  sourceOf(message, '1', isList),
]

describe('where a word comes from', () => {
  test('is kept as the server takes it, and read back as it was', () => {
    const name = { from: 'contact', field: 'first_name', fallback: 'friend' } as const
    const code = { from: 'text', text: 'DIWALI10' } as const
    const message = withSource(withSource(MESSAGE, 'name', name), '1', code)
    expect(message).toMatchObject({
      parameters: { 1: 'DIWALI10' },
      variables: { name: { from: 'contact', field: 'first_name', fallback: 'friend' } },
    })
    expect(sources(message)).toEqual([name, code])
  })

  test('is one place only: another one takes the word away from the first', () => {
    const written = withSource(MESSAGE, 'name', { from: 'text', text: 'you' })
    const field = withSource(written, 'name', { from: 'attribute', key: 'city', fallback: '' })
    expect(field.parameters).toEqual({})
    expect(field.variables).toEqual({ name: { from: 'attribute', key: 'city' } })
  })

  test('is the list, where the audience is one and nobody says the word for all', () => {
    expect(sources(MESSAGE, true)).toEqual([{ from: 'list' }, { from: 'list' }])
    expect(sources(MESSAGE)).toEqual([
      { from: 'text', text: '' },
      { from: 'text', text: '' },
    ])
    const written = withSource(MESSAGE, 'name', { from: 'text', text: '' })
    expect(sourceOf(written, 'name', true)).toEqual({ from: 'text', text: '' })
  })

  test('is the first name for a name, from the beginning', () => {
    const first = { from: 'contact', field: 'first_name' }
    expect(variablesOf('Use {{code}}, {{customer_name}}.')).toEqual({ customer_name: first })
    expect(variablesOf('Hi *{{1}}*, take {{2}}.')).toEqual({ 1: first })
    expect(variablesOf('नमस्ते {{1}}, {{2}} लीजिए।')).toEqual({ 1: first })
    expect(variablesOf('Take {{1}} today.')).toEqual({})
  })
})

describe('what is given beside words', () => {
  const components = [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Look at these, {{name}}.' },
    { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] },
  ]

  test('comes back into the form, and leaves it as it came', () => {
    const message: CampaignMessage = {
      ...withSource(MESSAGE, 'name', { from: 'contact', field: 'name', fallback: '' }),
      header: { mediaId: 'picture' },
      buttons: [{ index: 0, thumbnail: 'SKU1', sections: [{ title: 'New', products: ['SKU1', 'SKU2'] }] }],
    }
    const draft = draftOf(components, message)
    expect(draft.parts[0]?.buttons[0]?.sections).toEqual([{ title: 'New', skus: 'SKU1\nSKU2' }])
    expect(withDraft(components, message, draft)).toEqual(message)
  })

  test('is nothing for codes and bills: those are made for one person', () => {
    const bill = { type: 'BUTTONS', buttons: [{ type: 'ORDER_DETAILS', text: 'Review and pay' }] }
    expect(isForMany({ category: 'UTILITY', components })).toBe(true)
    expect(isForMany({ category: 'UTILITY', components: [bill] })).toBe(false)
    expect(isForMany({ category: 'AUTHENTICATION', components: [] })).toBe(false)
  })
})
