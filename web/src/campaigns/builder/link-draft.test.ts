import { expect, test } from 'vitest'
import { partsOf, wordsOf } from '../../../../src/templates/template-places.ts'
import type { CampaignMessage } from '../../platform/contract.ts'
import {
  isTracked,
  linkProblemsIn,
  linkSourceOf,
  targetOf,
  untrackedButtons,
  withLinkSource,
  withTarget,
  wordsIn,
} from './link-draft.ts'

const PREFIXES = { current: 'https://go.shop.in/', all: ['https://go.shop.in/', 'https://inbox.in/r/'] }
const templateWith = (...urls: string[]) => [
  { type: 'BODY', text: 'Hi' },
  { type: 'BUTTONS', buttons: urls.map((url, nth) => ({ type: 'URL', text: `Button ${nth}`, url })) },
]
const MESSAGE: CampaignMessage = { name: 'sale', language: 'en', parameters: {} }
const order = { from: 'attribute', key: 'order', fallback: '' } as const

test('a button leads through a short link if its whole address is one of ours, with a code at its end', () => {
  const components = templateWith(
    ...['https://go.shop.in/{{1}}', 'https://inbox.in/r/{{1}}'],
    ...['https://go.shop.in/x/{{1}}', 'https://go.shop.in/', 'https://elsewhere.in/{{1}}'],
  )
  const tracked = wordsOf(components).filter((word) => isTracked(word, PREFIXES))
  expect(tracked.map(({ name }) => name)).toEqual(['button_0', 'button_1'])
  expect(untrackedButtons(partsOf(components), PREFIXES)).toEqual(['Button 2', 'Button 3', 'Button 4'])
  expect(untrackedButtons(partsOf(components), undefined)).toEqual([])
})

test('where a button leads takes the place of what was written there before', () => {
  const before: CampaignMessage = {
    ...{ ...MESSAGE, parameters: { 1: 'you', button_0: 'end' } },
    variables: { button_0: { from: 'contact', field: 'phone' } },
  }
  expect(withTarget(before, 'button_0', { url: 'https://shop.in' })).toMatchObject({
    ...{ parameters: { 1: 'you' }, variables: {} },
    links: { button_0: { url: 'https://shop.in' } },
  })
})

test('words of an address are kept as the server takes them, and forgotten with their place', () => {
  const url = 'https://shop.in/o/{{ order }}?to={{who}}&again={{order}}'
  expect(wordsIn(url)).toEqual(['order', 'who'])
  const written = withLinkSource({ url }, 'who', { from: 'text', text: 'all' })
  const both = withLinkSource(written, 'order', order)
  expect(both.variables).toEqual({
    who: { from: 'literal', value: 'all' },
    order: { from: 'attribute', key: 'order' },
  })
  expect(linkSourceOf(both, 'order', false)).toEqual(order)
  expect(linkSourceOf({ url }, 'order', true)).toEqual({ from: 'list' })
  const shorter = withTarget(MESSAGE, 'button_0', { ...both, url: 'https://shop.in/{{who}}' })
  expect(targetOf(shorter, 'button_0').variables).toEqual({ who: { from: 'literal', value: 'all' } })
})

const problem = (url: string) =>
  linkProblemsIn(withTarget(MESSAGE, 'button_0', { url }), ['button_0']).map(([, { code }]) => code)

test('an address that is empty or none is found at its field', () => {
  expect(problem('')).toEqual(['missing'])
  expect(problem('shop.in')).toEqual(['wrong_kind'])
  expect(problem('https://shop in')).toEqual(['wrong_kind'])
  expect(problem('https://shop.in/{{a}}')).toEqual([])
})
