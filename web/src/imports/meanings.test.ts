import { describe, expect, test } from 'vitest'
import { meaningsOf, planOf, withMeaning } from './meanings.ts'

describe('the meanings of columns', () => {
  test('begin as the server proposes them, and go back as the same mapping', () => {
    const proposal = { phone: 2, name: 0, attributes: { city: 3 } }
    const meanings = meaningsOf({ header: ['Name', 'Age', 'Phone', 'City'], proposal })
    expect(meanings).toEqual(['name', '', 'phone', 'field:city'])
    expect(planOf(meanings)).toEqual(proposal)
  })

  test('are given to one column at a time', () => {
    expect(withMeaning(['name', '', 'phone'], 1, 'phone')).toEqual(['name', 'phone', ''])
    expect(withMeaning(['name', 'field:a', 'phone'], 0, '')).toEqual(['', 'field:a', 'phone'])
  })

  test('are no plan without a phone number', () => {
    expect(planOf(['name', ''])).toBeNull()
  })
})
