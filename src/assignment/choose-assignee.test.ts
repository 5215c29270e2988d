import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseAssignee, type Candidate } from './choose-assignee.ts'

const person = (id: string, load = 0, teams: string[] = []): Candidate => ({ id, load, teams })
const ROBIN = { mode: 'round_robin', teamId: null, isSticky: false } as const
const BUSY = { ...ROBIN, mode: 'least_busy' } as const
const ANYBODY = { team: null, last: null }

describe('who gets a conversation', () => {
  test('in turn: everybody gets as many as the others, give or take one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (people, conversations) => {
          const all = Array.from({ length: people }, (_, nth) => person(`p${nth}`))
          const got = new Map(all.map(({ id }) => [id, 0]))
          let last: string | null = null
          for (let nth = 0; nth < conversations; nth += 1) {
            last = chooseAssignee(ROBIN, all, ANYBODY, last)?.id ?? ''
            got.set(last, (got.get(last) ?? 0) + 1)
          }
          const counts = [...got.values()]
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('goes on after somebody who is no longer there', () => {
    expect(chooseAssignee(ROBIN, [person('a'), person('c')], ANYBODY, 'b')?.id).toBe('c')
    expect(chooseAssignee(ROBIN, [person('a'), person('c')], ANYBODY, 'd')?.id).toBe('a')
  })

  test('by load: the one with the fewest open ones, and of equals the next in turn', () => {
    const all = [person('a', 2), person('b', 1), person('c', 1)]
    expect(chooseAssignee(BUSY, all, ANYBODY, null)?.id).toBe('b')
    expect(chooseAssignee(BUSY, all, ANYBODY, 'b')?.id).toBe('c')
  })

  test('sticky: whoever had the customer, unless they are away or not of the team', () => {
    const sticky = { ...BUSY, isSticky: true }
    const all = [person('a', 9, ['x']), person('b', 0, ['y'])]
    expect(chooseAssignee(sticky, all, { team: null, last: 'a' }, null)?.id).toBe('a')
    expect(chooseAssignee(sticky, all, { team: null, last: 'gone' }, null)?.id).toBe('b')
    expect(chooseAssignee(sticky, all, { team: 'y', last: 'a' }, null)?.id).toBe('b')
    expect(chooseAssignee(BUSY, all, { team: null, last: 'a' }, null)?.id).toBe('b')
  })

  test('the conversation’s own team comes before the rule’s', () => {
    const all = [person('a', 0, ['x']), person('b', 0, ['y'])]
    expect(chooseAssignee({ ...ROBIN, teamId: 'y' }, all, ANYBODY, null)?.id).toBe('b')
    expect(chooseAssignee({ ...ROBIN, teamId: 'y' }, all, { team: 'x', last: null }, null)?.id).toBe('a')
    expect(chooseAssignee({ ...ROBIN, teamId: 'z' }, all, ANYBODY, null)).toBeNull()
    expect(chooseAssignee({ ...BUSY, teamId: 'z' }, all, ANYBODY, null)).toBeNull()
  })
})
