/**
 * All chats that this page has seen, and how events change them. Pure.
 *
 * What was just written is `pending` until the simulator has answered. The event of a message may overtake the answer
 * of the call that made it; the oldest pending one of its type then steps aside at once, so that no bubble is seen twice.
 */
import type { PhoneMessage } from '#simulator/protocol.ts'
import { PAGE, type ChatId } from './api.ts'

export type Pending = {
  readonly localId: string
  readonly state: 'sending' | 'failed'
  readonly why: string
  /** The bubble as we think it will be. */
  readonly message: PhoneMessage
  /** The message that came by event before the answer did. */
  readonly arrivedAs: string | null
}

export type Chat = {
  readonly messages: readonly PhoneMessage[]
  readonly pending: readonly Pending[]
  readonly isLoaded: boolean
  readonly hasEarlier: boolean
  /** Messages of the business that arrived while nobody looked. */
  readonly unread: number
  /** The business is typing until then; 0 if it is not. */
  readonly typingUntil: number
}

export type Chats = Readonly<Record<string, Chat>>

export type ChatChange =
  | {
      readonly type: 'page'
      readonly chat: ChatId
      readonly messages: readonly PhoneMessage[]
      readonly isEarlier: boolean
    }
  | { readonly type: 'message'; readonly chat: ChatId; readonly message: PhoneMessage }
  | { readonly type: 'typing'; readonly chat: ChatId; readonly until: number }
  | { readonly type: 'looked'; readonly chat: ChatId }
  | {
      readonly type: 'sending'
      readonly chat: ChatId
      readonly localId: string
      readonly message: PhoneMessage
    }
  | {
      readonly type: 'answered'
      readonly chat: ChatId
      readonly localId: string
      readonly message: PhoneMessage | null
    }
  | { readonly type: 'failed'; readonly chat: ChatId; readonly localId: string; readonly why: string }
  | { readonly type: 'dropped'; readonly chat: ChatId; readonly localId: string }

const empty: Chat = {
  messages: [],
  pending: [],
  isLoaded: false,
  hasEarlier: false,
  unread: 0,
  typingUntil: 0,
}

export const chatKey = ({ customer, number }: ChatId) => `${customer}/${number}`

/** A chat that was not seen yet is empty. */
export const chatIn = (chats: Chats, chat: ChatId): Chat => chats[chatKey(chat)] ?? empty

/** The next state. */
export function changeChats(chats: Chats, change: ChatChange): Chats {
  const before = chatIn(chats, change.chat)
  const after = changeChat(before, change)
  return after === before ? chats : { ...chats, [chatKey(change.chat)]: after }
}

function changeChat(chat: Chat, change: ChatChange): Chat {
  switch (change.type) {
    case 'page':
      return {
        ...chat,
        // The newest page, if it is not full, is all there is: after a reset nothing of before may stay.
        messages: change.messages.reduce(put, isWhole(change) ? [] : chat.messages),
        isLoaded: true,
        // A reconnect loads the newest page again; what was known about older ones stays.
        hasEarlier: change.isEarlier || !chat.isLoaded ? change.messages.length >= PAGE : chat.hasEarlier,
      }
    case 'message':
      return arrive(chat, change.message)
    case 'typing':
      return { ...chat, typingUntil: change.until }
    case 'looked':
      return chat.unread === 0 ? chat : { ...chat, unread: 0 }
    case 'sending':
      return {
        ...chat,
        pending: [
          ...chat.pending.filter((one) => one.localId !== change.localId),
          { localId: change.localId, state: 'sending', why: '', message: change.message, arrivedAs: null },
        ],
      }
    case 'answered':
      return {
        ...chat,
        pending: chat.pending.filter((one) => one.localId !== change.localId),
        messages: change.message === null ? chat.messages : putIfNew(chat.messages, change.message),
      }
    case 'failed':
      return {
        ...chat,
        pending: chat.pending.map((one) =>
          one.localId === change.localId ? { ...one, state: 'failed', why: change.why } : one,
        ),
      }
    case 'dropped':
      return { ...chat, pending: chat.pending.filter((one) => one.localId !== change.localId) }
    default:
      return change satisfies never
  }
}

const isWhole = (change: { readonly isEarlier: boolean; readonly messages: readonly PhoneMessage[] }) =>
  !change.isEarlier && change.messages.length < PAGE

function arrive(chat: Chat, message: PhoneMessage): Chat {
  const isNew = !chat.messages.some((one) => one.wamid === message.wamid)
  const messages = put(chat.messages, message)
  if (!isNew) return { ...chat, messages }
  if (message.by === 'business') return { ...chat, messages, unread: chat.unread + 1, typingUntil: 0 }
  const own = chat.pending.find(
    (one) => one.state === 'sending' && one.arrivedAs === null && one.message.type === message.type,
  )
  const pending = chat.pending.map((one) => (one === own ? { ...one, arrivedAs: message.wamid } : one))
  return { ...chat, messages, pending }
}

/** Replaces a known message, or puts a new one in its place by time; of the same moment, the later one to come is later. */
function put(messages: readonly PhoneMessage[], message: PhoneMessage): readonly PhoneMessage[] {
  const known = messages.findIndex((one) => one.wamid === message.wamid)
  if (known !== -1) return messages.with(known, message)
  const after = messages.findLastIndex((one) => one.at <= message.at)
  return messages.toSpliced(after + 1, 0, message)
}

/** The answer of a call may be older than an event that has overtaken it. */
function putIfNew(messages: readonly PhoneMessage[], message: PhoneMessage): readonly PhoneMessage[] {
  return messages.some((one) => one.wamid === message.wamid) ? messages : put(messages, message)
}
