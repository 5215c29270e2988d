/** What is still being said, and how it joins what the server has. Pure. */
import type { Failure, Message, Outgoing } from '../platform/contract.ts'

export type OutboxEntry = {
  readonly clientId: string
  readonly conversationId: string
  readonly outgoing: Outgoing
  readonly at: number
  /** What the bubble shows until the real message is there. */
  readonly bubble: Pick<Message, 'type' | 'text' | 'content' | 'media' | 'quoted'>
  readonly failure: Failure | null
  /** Nothing was stored under the key (a refusal), so the next try takes a new one. */
  readonly isRefused: boolean
}

/** The thread as a person sees it: the server's messages, oldest first, then what is still being said. */
export function withOutbox(
  messages: readonly Message[],
  entries: readonly OutboxEntry[],
): readonly Message[] {
  if (entries.length === 0) return messages
  const arrived = new Set(messages.map((message) => message.clientId))
  const pending = entries.filter((entry) => !arrived.has(entry.clientId)).toSorted((a, b) => a.at - b.at)
  return [...messages, ...pending.map(asMessage)]
}

function asMessage(entry: OutboxEntry): Message {
  return {
    ...entry.bubble,
    id: `local:${entry.clientId}`,
    conversationId: entry.conversationId,
    direction: 'out',
    at: entry.at,
    state: entry.failure === null ? 'queued' : 'failed',
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failure: entry.failure,
    isForwarded: false,
    referral: null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    origin: 'agent',
    clientId: entry.clientId,
    campaign: null,
  }
}

export const isLocal = (message: Message): boolean => message.id.startsWith('local:')
