/**
 * A list's cached pages, and what a conversation's new state does to them. Pages are by newest activity first. Pure.
 */
import type { InfiniteData } from '@tanstack/react-query'
import type { Conversation, ConversationPage, Message } from '../platform/contract.ts'

export type ConversationPages = InfiniteData<ConversationPage, string | null>
export type Filter = 'all' | 'unread' | 'window_open'

/** Which pile of work: one status, or every one. */
export type StatusChoice = Conversation['status'] | 'any'

const VIEWS = ['mine', 'unassigned', 'mentions', 'bot', 'closing', 'late'] as const
/** Whose conversations: mine, nobody's, a team's; where I was named; or those whose window closes soon. */
export type View = (typeof VIEWS)[number] | `team:${string}`

export const isView = (text: unknown): text is View =>
  typeof text === 'string' && (VIEWS.some((view) => view === text) || text.startsWith('team:'))

export type ListQuery = {
  /** Without it: everybody's. */
  readonly view?: View | undefined
  readonly status: StatusChoice
  readonly filter: Filter
  /** Only conversations that carry this label. */
  readonly label: string | null
  readonly q: string
}

/**
 * Puts the new states of some conversations where they belong. What is in the list stays in it even when it no longer
 * matches the filter: a conversation must not vanish from under the eyes of the person who has just opened it. A change of
 * status or label is an act of somebody's and takes it out at once. What is not in the list enters if it matches; a search
 * is left alone, since only the server knows what matches.
 */
export function putConversations(
  pages: ConversationPages,
  changed: readonly Conversation[],
  list: ListQuery,
  me: string | null = null,
): ConversationPages {
  const ids = new Set(changed.map((conversation) => conversation.id))
  const present = new Set<string>()
  const stripped = pages.pages.map((page) => {
    const items = page.items.filter((item) => {
      if (!ids.has(item.id)) return true
      present.add(item.id)
      return false
    })
    return items.length === page.items.length ? page : { ...page, items }
  })
  const entering = changed.filter(
    (c) =>
      belongs(c, list) &&
      isOwn(c, list.view, me) &&
      (present.has(c.id) || (list.q === '' && MATCHES[list.filter](c) && entersView(c, list.view))),
  )
  if (entering.length === 0) return present.size === 0 ? pages : { ...pages, pages: stripped }
  const placeOf = list.view === 'closing' ? closingPlace : list.view === 'late' ? promisedPlace : newestPlace
  return { ...pages, pages: entering.reduce((all, c) => insert(all, c, placeOf), stripped) }
}

/** Whose it is, is somebody's act, as a status is. */
function isOwn(
  { assigneeId, teamId, answeredBy }: Conversation,
  view: View | undefined,
  me: string | null,
): boolean {
  if (view === 'mine') return me !== null && assigneeId === me
  if (view === 'unassigned') return assigneeId === null
  if (view === 'bot') return answeredBy === 'program'
  return view?.startsWith('team:') !== true || view === `team:${teamId}`
}

const CLOSING_MS = 4 * 60 * 60 * 1000
/** Where somebody was named only the server knows; what closes soon is seen here, when the customer has just had the last word. */
function entersView({ window, lastMessage, sla }: Conversation, view: View | undefined): boolean {
  if (view === 'late') return (sla?.warnAt ?? Infinity) <= Date.now()
  if (view === 'closing')
    return (
      window.state === 'open' &&
      lastMessage?.direction === 'in' &&
      (window.at ?? Infinity) - Date.now() < CLOSING_MS
    )
  return view !== 'mentions'
}

type PlaceOf = (conversation: Conversation) => number
const newestPlace: PlaceOf = ({ orderedAt }) => orderedAt ?? 0
/** The soonest stands first. */
const closingPlace: PlaceOf = ({ window }) => -(window.at ?? 0)
const promisedPlace: PlaceOf = ({ sla }) => -(sla?.dueAt ?? 0)

export function removeConversation(pages: ConversationPages, id: string): ConversationPages {
  if (!pages.pages.some((page) => page.items.some((item) => item.id === id))) return pages
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })),
  }
}

/** A list shows the ticks of the last message; its own event may come alone. */
export function withMessageState(conversation: Conversation, message: Message): Conversation {
  const last = conversation.lastMessage
  const isLast =
    last !== null && conversation.lastMessageAt === message.at && last.direction === message.direction
  if (!isLast || last.state === message.state) return conversation
  return { ...conversation, lastMessage: { ...last, state: message.state } }
}

/** In the pile that is looked at, with the label that is looked for. */
function belongs(conversation: Conversation, { status, label }: ListQuery): boolean {
  return (
    (status === 'any' || conversation.status === status) &&
    (label === null || conversation.labelIds.includes(label))
  )
}

/** Where to go when `id` leaves the list: to the one below it, else above it. */
export function neighbourOf(items: readonly Conversation[], id: string): string | null {
  const at = items.findIndex((item) => item.id === id)
  if (at < 0) return null
  return (items[at + 1] ?? items[at - 1])?.id ?? null
}

const MATCHES: Readonly<Record<Filter, (conversation: Conversation) => boolean>> = {
  all: () => true,
  unread: (conversation) => conversation.unreadCount > 0,
  window_open: (conversation) => conversation.window.state === 'open',
}

function insert(pages: ConversationPage[], conversation: Conversation, placeOf: PlaceOf): ConversationPage[] {
  const at = placeOf(conversation)
  for (const [index, page] of pages.entries()) {
    const position = page.items.findIndex((item) => placeOf(item) <= at)
    if (position >= 0)
      return pages.with(index, { ...page, items: page.items.toSpliced(position, 0, conversation) })
  }
  const last = pages.at(-1)
  // Older than all that is loaded: it will come with its own page, unless there are no more pages.
  if (last === undefined || (last.nextCursor !== null && pages.some((page) => page.items.length > 0)))
    return pages
  return pages.with(pages.length - 1, { ...last, items: [...last.items, conversation] })
}
