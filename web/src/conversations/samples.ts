/** Whole messages and conversations for tests, from the few fields that a test is about. */
import type { Conversation, Message, Note } from '../platform/contract.ts'

export function sampleMessage(change: Partial<Message> = {}): Message {
  return {
    id: 'm1',
    conversationId: 'c1',
    direction: 'in',
    type: 'text',
    text: 'hello',
    content: {},
    at: 1000,
    state: change.direction === 'out' ? 'queued' : 'received',
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failure: null,
    media: null,
    quoted: null,
    isForwarded: false,
    referral: null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    origin: null,
    clientId: null,
    campaign: null,
    ...change,
  }
}

export function sampleConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    channelId: 'ch1',
    contact: {
      id: 'p1',
      displayName: 'Asha',
      profileName: null,
      username: null,
      phone: null,
      bsuid: null,
      kind: 'person',
      isSuppressed: false,
    },
    window: { state: 'open', at: 10_000, lengthMs: 86_400_000 },
    status: 'open',
    snoozedUntil: null,
    labelIds: [],
    resolvedAt: null,
    assigneeId: null,
    teamId: null,
    answeredBy: null,
    unreadCount: 0,
    lastMessageAt: 1000,
    orderedAt: 1000,
    reminderFor: null,
    lastMessage: { direction: 'in', type: 'text', text: 'hello', state: 'received', isRevoked: false },
    ...change,
  }
}

export function sampleNote(change: Partial<Note> = {}): Note {
  return {
    id: 'n1',
    conversationId: 'c1',
    text: 'wants the blue one',
    author: { kind: 'user', id: 'u1', name: 'Ravi' },
    at: 1000,
    mentions: [],
    ...change,
  }
}
