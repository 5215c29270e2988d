/**
 * A thread as rows: which message opens a run (and has the tail), where a new day begins, where the unread ones begin.
 * The day chip and the divider belong to the row of the message below them, so that a row's key is always a message's,
 * and the place that a reader looks at does not move when older pages arrive. Pure.
 */
import type { Message, Note } from '../platform/contract.ts'
import { isRating } from '../bubble/payload.ts'
import { daysBetween } from '../platform/format.ts'

/** What a row shows: something said between the customer and us, or a note that only the team sees. */
type Entry =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'note'; readonly note: Note }

export type ThreadRow = Entry & {
  /** The sender's own key where there is one, so that a bubble stays the same when its message arrives. */
  readonly key: string
  readonly at: number
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
  notes: readonly Note[] = [],
): ThreadRow[] {
  const entries = withNotes(messages, notes, hasOlder)
  return entries.map((entry, index) => {
    const before = entries[index - 1]
    const at = momentOf(entry)
    const showsDay = before === undefined ? !hasOlder : daysBetween(momentOf(before), at) !== 0
    const unreadBelow =
      entry.kind === 'message' && entry.message.id === unreadFrom ? countInbound(entries, index) : 0
    return {
      ...entry,
      key: keyOf(entry),
      at,
      isRunStart: showsDay || unreadBelow > 0 || !isSameRun(before, entry),
      showsDay,
      unreadBelow,
    }
  })
}

/**
 * Each note before the first message that is later than it. Messages keep their order, whatever their times say: what is
 * still being said has this device's clock. Notes older than all that is loaded wait for the page that they belong to.
 */
function withNotes(messages: readonly Message[], notes: readonly Note[], hasOlder: boolean): Entry[] {
  const oldest = messages[0]?.at
  const waiting = notes
    .filter((note) => !hasOlder || oldest === undefined || note.at >= oldest)
    .toSorted((a, b) => a.at - b.at)
  const entries: Entry[] = []
  let next = 0
  const takeUntil = (at: number) => {
    for (let note = waiting[next]; note !== undefined && note.at < at; note = waiting[next]) {
      entries.push({ kind: 'note', note })
      next += 1
    }
  }
  for (const message of messages) {
    takeUntil(message.at)
    entries.push({ kind: 'message', message })
  }
  takeUntil(Number.POSITIVE_INFINITY)
  return entries
}

const momentOf = (entry: Entry): number => (entry.kind === 'note' ? entry.note.at : entry.message.at)
const keyOf = (entry: Entry): string =>
  entry.kind === 'note' ? `note:${entry.note.id}` : (entry.message.clientId ?? entry.message.id)

/** The oldest of the `count` newest inbound messages; null if there are none, or not all of them are loaded. */
export function firstUnread(messages: readonly Message[], count: number): string | null {
  if (count <= 0) return null
  const inbound = messages.filter((message) => message.direction === 'in')
  return inbound.at(-count)?.id ?? null
}

/** A note stands between two runs, as a system note does. */
function isSameRun(before: Entry | undefined, entry: Entry): boolean {
  if (before?.kind !== 'message' || entry.kind !== 'message') return false
  if (isCentred(before.message) || isCentred(entry.message)) return false
  return (
    before.message.direction === entry.message.direction && entry.message.at - before.message.at < RUN_GAP_MS
  )
}

/** System notes stand in the middle, on nobody's side; so does a rating that a customer tapped. */
export function isCentred(message: Message): boolean {
  return message.type === 'system' || message.type === 'request_welcome' || isRating(message)
}

function countInbound(entries: readonly Entry[], from: number): number {
  return entries.slice(from).filter((entry) => entry.kind === 'message' && entry.message.direction === 'in')
    .length
}
