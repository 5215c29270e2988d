import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../platform/contract.ts'
import { findMessage, type MessagePages, putAnswer, putMessage } from './patch-messages.ts'
import { sampleMessage } from './samples.ts'

function pagesOf(...pages: readonly (readonly Message[])[]): MessagePages {
  return {
    pages: pages.map((items, index) => ({
      items: [...items],
      nextCursor: index < pages.length - 1 ? `before${index}` : null,
    })),
    pageParams: pages.map(() => null),
  }
}
const idsOf = (pages: MessagePages) => pages.pages.map((page) => page.items.map((item) => item.id))

describe('an event in a thread', () => {
  const pages = pagesOf(
    [sampleMessage({ id: 'c', at: 30 }), sampleMessage({ id: 'b', at: 20 })],
    [sampleMessage({ id: 'a', at: 10 })],
  )

  it('puts a new message where its moment is', () => {
    expect(idsOf(putMessage(pages, sampleMessage({ id: 'd', at: 40 })))).toEqual([['d', 'c', 'b'], ['a']])
    expect(idsOf(putMessage(pages, sampleMessage({ id: 'x', at: 25 })))).toEqual([['c', 'x', 'b'], ['a']])
    expect(idsOf(putMessage(pages, sampleMessage({ id: 'x', at: 5 })))).toEqual([
      ['c', 'b'],
      ['a', 'x'],
    ])
  })
  it('changes a known one in place and leaves the other pages the same objects', () => {
    const next = putMessage(pages, sampleMessage({ id: 'a', at: 10, text: 'edited' }))
    expect(findMessage(next, 'a')?.text).toBe('edited')
    expect(next.pages[0]).toBe(pages.pages[0])
  })
  it('ignores what is older than everything loaded while there are pages to load', () => {
    const open = { ...pages, pages: pages.pages.map((page) => ({ ...page, nextCursor: 'more' })) }
    expect(putMessage(open, sampleMessage({ id: 'old', at: 1 }))).toBe(open)
  })
  it('shows the first message of an empty thread', () => {
    expect(idsOf(putMessage(pagesOf([]), sampleMessage({ id: 'first' })))).toEqual([['first']])
  })
  it('never shows a message twice, however often events repeat', () => {
    const event = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.constantFrom(10, 20, 30, 40),
    })
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const end = events.reduce((state, { id, at }) => putMessage(state, sampleMessage({ id, at })), pages)
        const ids = idsOf(end).flat()
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

const at = (state: Message['state']) => sampleMessage({ id: 'm', direction: 'out', state })

describe('the answer to our own send', () => {
  it('does not take back what an event has already told', () => {
    const pages = pagesOf([at('delivered')])
    expect(findMessage(putAnswer(pages, at('queued')), 'm')?.state).toBe('delivered')
  })
  it('is shown if it is the newer', () => {
    expect(findMessage(putAnswer(pagesOf([at('queued')]), at('accepted')), 'm')?.state).toBe('accepted')
  })
  it('begins a failed message anew when it is the answer to a retry, unless events have overtaken it', () => {
    expect(findMessage(putAnswer(pagesOf([at('failed')]), at('queued'), true), 'm')?.state).toBe('queued')
    expect(findMessage(putAnswer(pagesOf([at('sent')]), at('queued'), true), 'm')?.state).toBe('sent')
  })
})
