import { describe, expect, test } from 'vitest'
import { atSignAt, findPeople, namedIn, putName, namePieces } from './mentions.ts'

const ASHA = { id: 'a', name: 'Asha' }
const DEVI = { id: 'd', name: 'Asha Devi' }
const MIRA = { id: 'm', name: 'मीरा' }
const PEOPLE = [ASHA, DEVI, MIRA]
const NONE = new Set<string>()

describe('a name after an “@”', () => {
  test('is being written at the beginning of a word only, so not in an address', () => {
    expect(atSignAt('ask @As', 7)).toEqual({ at: 4, end: 7, search: 'As' })
    expect(atSignAt('@', 1)).toEqual({ at: 0, end: 1, search: '' })
    expect(atSignAt('(@मी', 4)).toEqual({ at: 1, end: 4, search: 'मी' })
    expect(atSignAt('asha@shop', 9)).toBeNull()
    expect(atSignAt('@Asha please', 12)).toBeNull()
  })

  test('is put where it was begun, with one blank after it', () => {
    const sign = { at: 4, end: 7, search: 'As' }
    expect(putName('ask @As', sign, 'Asha')).toEqual({ text: 'ask @Asha ', caret: 10 })
    expect(putName('ask @As today', sign, 'Asha')).toEqual({ text: 'ask @Asha today', caret: 10 })
  })

  test('is found by any of its words, whatever the case', () => {
    expect(findPeople(PEOPLE, 'dev')).toEqual([DEVI])
    expect(findPeople(PEOPLE, 'ASHA')).toEqual([ASHA, DEVI])
    expect(findPeople(PEOPLE, '')).toEqual(PEOPLE)
  })

  test('names the person with the longest name that stands there, each once', () => {
    expect(namedIn('@Asha Devi and @Asha, @Asha', PEOPLE, NONE)).toEqual(['d', 'a'])
    expect(namedIn('@मीरा, देखो', PEOPLE, NONE)).toEqual(['m'])
    expect(namedIn('@Ashan, Asha', PEOPLE, NONE)).toEqual([])
  })

  test('of two people with one name is the chosen one', () => {
    const twins = [ASHA, { id: 'b', name: 'Asha' }]
    expect(namedIn('@Asha', twins, new Set(['b']))).toEqual(['b'])
    expect(namedIn('@Asha', twins, NONE)).toEqual(['a'])
  })
})

test('a note is cut at the whole names that it mentions, the longer one first', () => {
  const people = [
    { id: '1', name: 'Asha' },
    { id: '2', name: 'Asha Devi' },
  ]
  expect(namePieces('@Asha Devi, ask @Asha or @Ashalata', people)).toEqual([
    { text: '@Asha Devi', isName: true },
    { text: ', ask ', isName: false },
    { text: '@Asha', isName: true },
    { text: ' or @Ashalata', isName: false },
  ])
  expect(namePieces('nobody', people)).toEqual([{ text: 'nobody', isName: false }])
})
