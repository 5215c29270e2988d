import { expect, test } from 'vitest'
import type { LibraryTemplate } from '../platform/contract.ts'
import { groupTemplates } from './group-templates.ts'

const of = (name: string, language: string, change: Partial<LibraryTemplate> = {}): LibraryTemplate => ({
  ...{ id: `${name} ${language}`, name, language, category: 'UTILITY', status: 'APPROVED' },
  ...{
    components: [{ type: 'BODY', text: `Words of ${name}` }],
    parameters: [],
    wabaId: 'w',
    subCategory: null,
  },
  ...{ metaTemplateId: '1', parameterFormat: 'POSITIONAL', correctCategory: null, previousCategory: null },
  ...{ rejection: null, quality: null, haltedAt: null, haltedBecause: null, pausedUntil: null },
  ...{ deletesAt: null, changedAt: 0 },
  ...change,
})
const LIBRARY = [
  of('order_update', 'hi'),
  of('order_update', 'en', { status: 'PAUSED' }),
  of('sale', 'en', { category: 'MARKETING', changedAt: 5 }),
]
const shown = (...[wanted]: [Parameters<typeof groupTemplates>[1]]) =>
  groupTemplates(LIBRARY, wanted).map(({ name, languages }) => [
    name,
    ...languages.map((one) => one.language),
  ])

test('a name stands once with its languages, what changed last first', () => {
  expect(shown({})).toEqual([
    ['sale', 'en'],
    ['order_update', 'en', 'hi'],
  ])
})

test('filters go together, and a word is looked for in names and in what is written', () => {
  expect(shown({ state: 'PAUSED' })).toEqual([['order_update', 'en']])
  expect(shown({ category: 'MARKETING', language: 'hi' })).toEqual([])
  expect(shown({ q: 'order upd' })).toEqual([['order_update', 'en', 'hi']])
  expect(shown({ q: 'WORDS OF SALE' })).toEqual([['sale', 'en']])
})
