import { afterEach, describe, expect, it } from 'vitest'
import { clearSelection, selectAll, SELECTED_MAX, toggleSelected, useSelection } from './selection.ts'

const ORDER = ['a', 'b', 'c', 'd', 'e']
const chosen = () => [...useSelection.getState().ids].toSorted()
afterEach(clearSelection)

describe('choosing several conversations', () => {
  it('takes one, and lets it go again', () => {
    toggleSelected('b', ORDER)
    expect(chosen()).toEqual(['b'])
    toggleSelected('b', ORDER)
    expect(chosen()).toEqual([])
  })
  it('takes all from the last one to this, in both directions', () => {
    toggleSelected('b', ORDER)
    toggleSelected('d', ORDER, true)
    expect(chosen()).toEqual(['b', 'c', 'd'])
    toggleSelected('a', ORDER, true)
    expect(chosen()).toEqual(['a', 'b', 'c', 'd'])
  })
  it('takes only one where the last one has left the list', () => {
    toggleSelected('gone', ORDER)
    toggleSelected('c', ORDER, true)
    expect(chosen()).toEqual(['c', 'gone'])
  })
  it('takes no more than the server does at once', () => {
    selectAll(Array.from({ length: 500 }, (_, nth) => `c${nth}`))
    expect(useSelection.getState().ids.size).toBe(SELECTED_MAX)
  })
})
