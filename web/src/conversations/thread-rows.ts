/**
 * A thread as rows: which message opens a run (and has the tail), where a new day begins, where the unread ones begin.
 * The day chip and the divider belong to the row of the message below them, so that a row's key is always a message's,
 * and the place that a reader looks at does not move when older pages arrive. Pure.
 */
import type { Message } from '../platform/contract.ts'
import { daysBetween } from '../platform/format.ts'

export type ThreadRow = {
  /** The sender's own key where there is one, so that a bubble stays the same when its message arrives. */
  readonly key: string
  readonly message: Message
  readonly isRunStart: boolean
  /** A new day begins here. */
  readonly showsDay: boolean
  /** The unread messages begin here: this many; 0 elsewhere. */
  readonly unreadBelow: number
}

/** Messages further apart are two runs, even from the same side. */
const RUN_GAP_MS = 10 * 60_000

/**
 * `messages` oldest first. `unreadFrom` is the first unread one, as it was when the thread was opened. While there are
 * older pages the oldest row gets no day: it may not be the day's first, and a chip taken away would move what is read.
 */
export function threadRows(
  messages: readonly Message[],
  unreadFrom: string | null,
  hasOlder: boolean,
): ThreadRow[] {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const showsDay = before === undefined ? !hasOlder : daysBetween(before.at, message.at) !== 0
    const unreadBelow = message.id === unreadFrom ? countInbound(messages, index) : 0
    return {
      key: message.clientId ?? message.id,
      message,
      isRunStart: showsDay || unreadBelow > 0 || !isSameRun(before, message),
      showsDay,
      unreadBelow,
    }
  })
}

/** The oldest of the `count` newest inbound messages; null if there are none, or not all of them are loaded. */
export function firstUnread(messages: readonly Message[], count: number): string | null {
  if (count <= 0) return null
  const inbound = messages.filter((message) => message.direction === 'in')
  return inbound.at(-count)?.id ?? null
}

function isSameRun(before: Message | undefined, message: Message): boolean {
  if (before === undefined || isCentred(before) || isCentred(message)) return false
  return before.direction === message.direction && message.at - before.at < RUN_GAP_MS
}

/** System notes stand in the middle, on nobody's side. */
export function isCentred(message: Message): boolean {
  return message.type === 'system' || message.type === 'request_welcome'
}

function countInbound(messages: readonly Message[], from: number): number {
  return messages.slice(from).filter((message) => message.direction === 'in').length
}
