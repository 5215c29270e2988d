import { describe, expect, test } from 'vitest'
import { choicesOf, wishOf } from './choices.ts'

const name = (source: 'team' | 'profile' | 'username', value: string) => ({ source, value, at: null })

describe('what there is to choose before a merge', () => {
  test('is what both have and in which they differ', () => {
    const one = {
      names: [name('team', 'Asha'), name('profile', 'A.')],
      attributes: { city: 'Pune', age: 30, vip: true },
    }
    const other = {
      names: [name('profile', 'Asha S')],
      attributes: { city: 'Delhi', age: 30, since: '2026-01-01' },
    }
    const choices = choicesOf(one, other)
    expect(choices).toEqual([
      { key: '', values: ['Asha', 'Asha S'] },
      { key: 'city', values: ['Pune', 'Delhi'] },
    ])
    expect(wishOf(choices, {})).toEqual({ name: 'Asha', attributes: { city: 'Pune' } })
    expect(wishOf(choices, { city: 1 })).toEqual({ name: 'Asha', attributes: { city: 'Delhi' } })
  })

  test('is nothing where one of them has no word', () => {
    const nobody = { names: [name('username', 'asha')], attributes: {} }
    expect(wishOf(choicesOf(nobody, nobody), {})).toEqual({})
  })
})
