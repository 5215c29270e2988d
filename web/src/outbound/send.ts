/**
 * Says something: shows it at once, posts it under its own key, and keeps it until the server has it. Posts of one
 * conversation go one after another, so that two quick messages cannot overtake each other on the way.
 */
import type { QueryClient } from '@tanstack/react-query'
import { ApiError, postJson } from '../platform/api.ts'
import type { Failure, Message, Outgoing } from '../platform/contract.ts'
import { newId } from '../platform/new-id.ts'
import { problemWords } from '../platform/problem-words.ts'
import { serverWords } from '../platform/server-words/server-words.ts'
import { type MessagePages, putAnswer } from '../conversations/patch-messages.ts'
import { messagesKey } from '../conversations/queries.ts'
import type { OutboxEntry } from './merge-outbox.ts'
import { dropEntry, putEntry, useOutbox } from './outbox.ts'

const lines = new Map<string, Promise<void>>()

export function sendMessage(
  client: QueryClient,
  conversationId: string,
  outgoing: Outgoing,
  bubble: OutboxEntry['bubble'],
): Promise<void> {
  const entry: OutboxEntry = {
    clientId: newId(),
    conversationId,
    outgoing,
    at: Date.now(),
    bubble,
    failure: null,
    isRefused: false,
  }
  return enqueue(client, entry)
}

/** Tries a local entry again: under the same key if the first try may have arrived, under a new one if it was refused. */
export function sendAgain(client: QueryClient, clientId: string): void {
  const entry = useOutbox.getState().entries[clientId]
  if (entry === undefined) return
  if (entry.isRefused) dropEntry(clientId)
  const key = entry.isRefused ? newId() : clientId
  void enqueue(client, { ...entry, clientId: key, failure: null, isRefused: false })
}

/** A send that the server knows, and that failed or stayed unconfirmed, is said again as a new send. */
export async function retryMessage(client: QueryClient, message: Message): Promise<void> {
  const answer = await postJson<Message>(`/messages/${encodeURIComponent(message.id)}/retry`)
  putInCache(client, answer, true)
}

/** Reactions show nothing until the server has them: they are part of another message's bubble. */
export function sendReaction(conversationId: string, messageId: string, emoji: string): Promise<unknown> {
  const outgoing: Outgoing = { type: 'reaction', messageId, emoji }
  return post(conversationId, outgoing, newId())
}

function enqueue(client: QueryClient, entry: OutboxEntry): Promise<void> {
  putEntry(entry)
  const line = (lines.get(entry.conversationId) ?? Promise.resolve()).then(() => deliver(client, entry))
  lines.set(entry.conversationId, line)
  return line
}

async function deliver(client: QueryClient, entry: OutboxEntry): Promise<void> {
  try {
    putInCache(client, await post(entry.conversationId, entry.outgoing, entry.clientId), false)
    dropEntry(entry.clientId)
  } catch (error) {
    const problem = error instanceof ApiError ? error.problem : null
    putEntry({ ...entry, failure: failureOf(problem), isRefused: problem !== null && problem.status < 500 })
  }
}

function post(conversationId: string, outgoing: Outgoing, key: string): Promise<Message> {
  const path = `/conversations/${encodeURIComponent(conversationId)}/messages`
  return postJson<Message>(path, outgoing, { 'idempotency-key': key })
}

function putInCache(client: QueryClient, answer: Message, restarts: boolean): void {
  client.setQueryData<MessagePages>(
    messagesKey(answer.conversationId),
    (pages) => pages && putAnswer(pages, answer, restarts),
  )
}

/** An empty title means "no answer came"; the bubble says so in the reader's language. */
function failureOf(problem: ApiError['problem']): Failure {
  return {
    code: problem?.code ?? 'web.no_answer',
    metaCode: null,
    side: problem !== null && problem.status < 500 ? 'business' : 'harkara',
    title: problem === null ? '' : problemWords(problem, serverWords),
    nextStep: serverWords(problem?.nextStep ?? ''),
  }
}
