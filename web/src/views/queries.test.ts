import { describe, expect, it } from 'vitest'
import type { ListQuery } from '../conversations/patch-conversations.ts'
import { filtersOf, isNarrowed, isSameList, listOfView } from './queries.ts'

const PLAIN: ListQuery = { view: undefined, status: 'open', filter: 'all', label: null, q: '' }

describe('a saved view', () => {
  it('opens the very list that it was kept from', () => {
    const lists: readonly ListQuery[] = [
      PLAIN,
      { view: 'team:t1', status: 'any', filter: 'unread', label: 'l1', q: 'saree' },
      { ...PLAIN, view: 'mentions', status: 'any' },
    ]
    for (const list of lists) {
      expect(listOfView(filtersOf(list))).toEqual(list)
      expect(isSameList(list, listOfView(filtersOf(list)))).toBe(true)
    }
    expect(isSameList(PLAIN, { ...PLAIN, view: 'mine' })).toBe(false)
  })
  it('is worth keeping once something narrows the list that the menu does not offer', () => {
    expect(isNarrowed(PLAIN)).toBe(false)
    expect(isNarrowed({ ...PLAIN, view: 'mentions', status: 'any' })).toBe(false)
    for (const change of [{ q: 'x' }, { label: 'l' }, { filter: 'unread' }, { status: 'resolved' }] as const)
      expect(isNarrowed({ ...PLAIN, ...change })).toBe(true)
  })
})
