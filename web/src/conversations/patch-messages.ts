/**
 * A thread's cached pages, and what an event or an answer does to them. Pages are newest first, as the API gives them.
 * Pure: a page that is not touched stays the same object.
 */
import type { InfiniteData } from '@tanstack/react-query'
import type { Message, MessagePage, MessageState } from '../platform/contract.ts'

export type MessagePages = InfiniteData<MessagePage, string | null>

/** How far a message has come. An answer to our own request may be older than an event that overtook it. */
const RANK: Readonly<Record<MessageState, number>> = {
  received: 0,
  queued: 1,
  dispatching: 2,
  held: 3,
  unknown: 3,
  accepted: 4,
  sent: 5,
  delivered: 6,
  read: 7,
  played: 8,
  failed: 9,
}

/** An event brings the newest whole state and always replaces; events come in order. */
export function putMessage(pages: MessagePages, message: Message): MessagePages {
  return replaceById(pages, message) ?? insert(pages, message)
}

/** An answer replaces only what has not come further in the meantime. `restarts`: the answer begins a new send. */
export function putAnswer(pages: MessagePages, message: Message, restarts = false): MessagePages {
  const known = findMessage(pages, message.id)
  if (known === undefined) return putMessage(pages, message)
  const settled = known.state === 'failed' || known.state === 'unknown'
  if (restarts ? !settled : RANK[known.state] > RANK[message.state]) return pages
  return putMessage(pages, message)
}

export function findMessage(pages: MessagePages, id: string): Message | undefined {
  for (const page of pages.pages) {
    const found = page.items.find((item) => item.id === id)
    if (found !== undefined) return found
  }
  return undefined
}

function replaceById(pages: MessagePages, message: Message): MessagePages | null {
  const index = pages.pages.findIndex((page) => page.items.some((item) => item.id === message.id))
  if (index < 0) return null
  return withPage(pages, index, (items) => items.map((item) => (item.id === message.id ? message : item)))
}

function insert(pages: MessagePages, message: Message): MessagePages {
  for (const [index, page] of pages.pages.entries()) {
    const at = page.items.findIndex((item) => item.at <= message.at)
    if (at >= 0) return withPage(pages, index, (items) => items.toSpliced(at, 0, message))
  }
  const last = pages.pages.length - 1
  const hasOlder = pages.pages[last]?.nextCursor !== null
  // Older than all that is loaded: it will come with its own page, unless there are no more pages.
  if (hasOlder && pages.pages.some((page) => page.items.length > 0)) return pages
  return last < 0 ? pages : withPage(pages, last, (items) => [...items, message])
}

function withPage(pages: MessagePages, index: number, change: (items: Message[]) => Message[]): MessagePages {
  return {
    ...pages,
    pages: pages.pages.map((page, i) => (i === index ? { ...page, items: change(page.items) } : page)),
  }
}
