import { describe, expect, it } from 'vitest'
import type { Conversation } from '../platform/contract.ts'
import {
  type ConversationPages,
  neighbourOf,
  putConversations,
  removeConversation,
  withMessageState,
} from './patch-conversations.ts'
import { sampleConversation, sampleMessage } from './samples.ts'

const ALL = { status: 'any', filter: 'all', label: null, q: '' } as const
const OPEN = { ...ALL, status: 'open' } as const
const at = (id: string, lastMessageAt: number, change: Partial<Conversation> = {}) =>
  sampleConversation({ id, lastMessageAt, orderedAt: lastMessageAt, ...change })
function pagesOf(...pages: readonly (readonly Conversation[])[]): ConversationPages {
  return {
    pages: pages.map((items) => ({ items: [...items], nextCursor: 'more' })),
    pageParams: pages.map(() => null),
  }
}
const idsOf = (pages: ConversationPages) => pages.pages.map((page) => page.items.map((item) => item.id))

describe('a list of conversations', () => {
  const pages = pagesOf([at('a', 50), at('b', 40)], [at('c', 30), at('d', 20)])

  it('moves a conversation to the top when something is said in it', () => {
    expect(idsOf(putConversations(pages, [at('d', 60)], ALL))).toEqual([['d', 'a', 'b'], ['c']])
  })
  it('takes a burst in one go, whatever its order', () => {
    const burst = [at('c', 61), at('e', 63), at('d', 62)]
    expect(idsOf(putConversations(pages, burst, ALL)).flat()).toEqual(['e', 'd', 'c', 'a', 'b'])
  })
  it('leaves pages that are not concerned the same objects', () => {
    expect(putConversations(pages, [at('a', 50, { unreadCount: 3 })], ALL).pages[1]).toBe(pages.pages[1])
  })
  it('lets a stranger in only if it matches the filter', () => {
    const unread = { ...ALL, filter: 'unread' } as const
    expect(idsOf(putConversations(pages, [at('x', 70)], unread)).flat()).not.toContain('x')
    expect(idsOf(putConversations(pages, [at('x', 70, { unreadCount: 1 })], unread)).flat()).toContain('x')
    expect(putConversations(pages, [at('x', 70)], { ...ALL, q: 'asha' })).toBe(pages)
  })
  it('keeps a conversation that has just been read in the list of unread ones', () => {
    expect(
      idsOf(putConversations(pages, [at('b', 40, { unreadCount: 0 })], { ...ALL, filter: 'unread' })).flat(),
    ).toContain('b')
  })
  it('leaves what is older than everything loaded to its own page', () => {
    expect(putConversations(pages, [at('z', 1)], ALL)).toEqual(pages)
  })
  it('forgets a conversation that was merged away', () => {
    expect(idsOf(removeConversation(pages, 'c'))).toEqual([['a', 'b'], ['d']])
  })
})

describe('a pile of work', () => {
  const pages = pagesOf([at('a', 50), at('b', 40)], [at('c', 30)])

  it('loses a conversation that is resolved, snoozed or set aside, and no other', () => {
    for (const status of ['resolved', 'snoozed', 'pending'] as const)
      expect(idsOf(putConversations(pages, [at('b', 40, { status })], OPEN))).toEqual([['a'], ['c']])
    expect(idsOf(putConversations(pages, [at('b', 40, { status: 'resolved' })], ALL)).flat()).toContain('b')
  })
  it('gets it back where it stood when it is opened again', () => {
    const without = putConversations(pages, [at('b', 40, { status: 'resolved' })], OPEN)
    expect(idsOf(putConversations(without, [at('b', 40)], OPEN)).flat()).toEqual(['a', 'b', 'c'])
  })
  it('takes in what is moved to it', () => {
    const resolved = { ...ALL, status: 'resolved' } as const
    const done = pagesOf([at('r', 45, { status: 'resolved' })])
    expect(idsOf(putConversations(done, [at('b', 40, { status: 'resolved' })], resolved))).toEqual([['r']])
    expect(idsOf(putConversations(done, [at('b', 60, { status: 'resolved' })], resolved))).toEqual([
      ['b', 'r'],
    ])
    expect(putConversations(done, [at('b', 60)], resolved)).toBe(done)
  })
  it('follows its label', () => {
    const vip = { ...ALL, label: 'vip' } as const
    const labelled = pagesOf([at('a', 50, { labelIds: ['vip'] })])
    expect(idsOf(putConversations(labelled, [at('a', 50)], vip)).flat()).toEqual([])
    expect(
      idsOf(putConversations(labelled, [at('x', 60, { labelIds: ['new', 'vip'] })], vip)).flat(),
    ).toEqual(['x', 'a'])
  })
  it('also loses what no longer belongs to it while somebody searches', () => {
    const searching = { ...OPEN, q: 'asha' } as const
    expect(idsOf(putConversations(pages, [at('b', 40, { status: 'resolved' })], searching)).flat()).toEqual([
      'a',
      'c',
    ])
  })
  it('says who is next: the one below, at the end the one above', () => {
    const items = [at('a', 50), at('b', 40)]
    expect([neighbourOf(items, 'a'), neighbourOf(items, 'b'), neighbourOf(items, 'z')]).toEqual([
      'b',
      'a',
      null,
    ])
    expect(neighbourOf([at('a', 50)], 'a')).toBeNull()
  })
})

describe('the ticks of the last message', () => {
  const sent = { direction: 'out', type: 'text', text: 'hi', state: 'sent', isRevoked: false } as const
  const conversation = sampleConversation({ lastMessageAt: 50, lastMessage: sent })

  it('follow the message that they belong to, and no other', () => {
    const read = sampleMessage({ direction: 'out', at: 50, state: 'read' })
    expect(withMessageState(conversation, read).lastMessage?.state).toBe('read')
    expect(withMessageState(conversation, { ...read, at: 49 })).toBe(conversation)
  })
})

const ids = (pages: ConversationPages) => pages.pages.flatMap(({ items }) => items.map(({ id }) => id))
const closes = (id: string, inHours: number) =>
  at(id, 10, { window: { state: 'open', at: Date.now() + inHours * 3_600_000, lengthMs: 86_400_000 } })

describe('a view', () => {
  const MINE = { ...OPEN, view: 'mine' } as const

  it('of mine takes in what I am given, and lets go of what is given away', () => {
    const before = pagesOf([at('a', 30, { assigneeId: 'me' })])
    const given = putConversations(before, [at('b', 40, { assigneeId: 'me' })], MINE, 'me')
    expect(ids(given)).toEqual(['b', 'a'])
    expect(ids(putConversations(given, [at('a', 30, { assigneeId: 'other' })], MINE, 'me'))).toEqual(['b'])
    expect(ids(putConversations(before, [at('b', 40, { assigneeId: 'other' })], MINE, 'me'))).toEqual(['a'])
  })

  it('of nobody’s, and of a team’s, goes by who has it', () => {
    const free = { ...OPEN, view: 'unassigned' } as const
    const team = { ...OPEN, view: 'team:t' } as const
    const changed = [at('a', 30), at('b', 20, { assigneeId: 'x', teamId: 't' })]
    expect(ids(putConversations(pagesOf([]), changed, free))).toEqual(['a'])
    expect(ids(putConversations(pagesOf([]), changed, team))).toEqual(['b'])
  })

  it('of mentions is left to the server, which alone knows who was named', () => {
    const mentions = { ...ALL, view: 'mentions' } as const
    const before = pagesOf([at('a', 30)])
    expect(ids(putConversations(before, [at('b', 40)], mentions))).toEqual(['a'])
    expect(ids(putConversations(before, [at('a', 50, { status: 'resolved' })], mentions))).toEqual(['a'])
  })

  it('of what closes soon has the soonest first', () => {
    const closing = { ...OPEN, view: 'closing' } as const
    const pages = putConversations(pagesOf([closes('c', 3)]), [closes('a', 1), closes('late', 5)], closing)
    expect(ids(pages)).toEqual(['a', 'c'])
  })

  it('of what runs late has what was promised soonest first, and nothing that is on time', () => {
    const late = { ...OPEN, view: 'late' } as const
    const promised = (id: string, minutes: number) => {
      const dueAt = Date.now() + minutes * 60_000
      return at(id, 1, { sla: { state: 'due', which: 'first', dueAt, warnAt: dueAt - 15 * 60_000 } })
    }
    const changed = [promised('a', -5), promised('calm', 60), at('nothing', 2)]
    expect(ids(putConversations(pagesOf([promised('b', 5)]), changed, late))).toEqual(['a', 'b'])
  })
})
