import { describe, expect, test } from 'vitest'
import { LEASE_MS, PresenceBoard, type PresenceWord } from './presence-board.ts'

const word = (more: Partial<PresenceWord> = {}): PresenceWord => ({
  tenant: 'shop',
  conversation: 'one',
  user: 'asha',
  window: 'w1',
  state: 'viewing',
  at: 1,
  ...more,
})
const people = (board: PresenceBoard, conversation = 'one') => board.presenceOf('shop', conversation).people

describe('who is in a conversation', () => {
  test('is told when somebody comes, begins to type, and goes; saying the same again tells nobody', () => {
    const board = new PresenceBoard()
    expect(board.hear(word(), 0)).toEqual(['one'])
    expect(board.hear(word({ at: 2 }), 0)).toEqual([])
    expect(board.hear(word({ at: 3, state: 'typing' }), 0)).toEqual(['one'])
    expect(people(board)).toEqual([{ userId: 'asha', state: 'typing' }])
    expect(board.hear(word({ at: 4, state: 'left' }), 0)).toEqual(['one'])
    expect([people(board), board.list('shop')]).toEqual([[], []])
  })
  test('holds for one lease after the last word', () => {
    const board = new PresenceBoard()
    board.hear(word(), 0)
    board.hear(word({ at: 2 }), LEASE_MS - 1)
    expect(board.expire(LEASE_MS)).toEqual(new Map())
    expect(board.expire(2 * LEASE_MS)).toEqual(new Map([['shop', ['one']]]))
    expect(people(board)).toEqual([])
  })
  test('counts a person once: who types in one window types, and closing one leaves the other', () => {
    const board = new PresenceBoard()
    board.hear(word({ state: 'typing' }), 0)
    board.hear(word({ window: 'w2', at: 2 }), 0)
    expect(people(board)).toEqual([{ userId: 'asha', state: 'typing' }])
    board.hear(word({ state: 'left', at: 3 }), 0)
    expect(people(board)).toEqual([{ userId: 'asha', state: 'viewing' }])
  })
  test('does not depend on the order in which words arrive', () => {
    const board = new PresenceBoard()
    board.hear(word({ at: 1 }), 0)
    board.hear(word({ at: 3, state: 'left' }), 0)
    board.hear(word({ at: 2, state: 'typing' }), 0)
    expect(people(board)).toEqual([])
  })
  test('moves with a window; the farewell to the place before says nothing about the new one', () => {
    const board = new PresenceBoard()
    board.hear(word(), 0)
    expect(board.hear(word({ conversation: 'two', at: 2 }), 0).toSorted()).toEqual(['one', 'two'])
    expect(board.hear(word({ state: 'left', at: 3 }), 0)).toEqual([])
    expect(people(board, 'two')).toEqual([{ userId: 'asha', state: 'viewing' }])
  })
  test('is another tenant’s own business', () => {
    const board = new PresenceBoard()
    board.hear(word(), 0)
    expect([board.list('other'), board.isIn('other', 'one', 'asha')]).toEqual([[], false])
    expect(board.isIn('shop', 'one', 'asha')).toBe(true)
  })
  test('has room for so many windows of one person, and no more', () => {
    const board = new PresenceBoard()
    for (let nth = 0; nth < 100; nth += 1)
      board.hear(word({ window: `w${nth}`, conversation: `c${nth}`, at: nth + 1 }), 0)
    expect(board.list('shop')).toHaveLength(20)
  })
})
