import { findConversations, findMessagesById, type ExplainFailure } from '#conversations/read-models.ts'
import type { Message } from '#conversations/message-shapes.ts'
import type { Conversation } from '#conversations/shapes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { queriesOf } from './fold-words.ts'
import { findHits, isCatchingUp } from './internal/sql.ts'

export type Hit = { readonly message: Message; readonly conversation: Conversation }
export type Hits = {
  readonly items: readonly Hit[]
  /** Where to go on: the last hit's place; null at the end. */
  readonly next: { readonly at: number; readonly id: string } | null
  /** Older messages are not all in the index yet. */
  readonly isCatchingUp: boolean
}

/** Messages that hold every word of `text`, or a word that begins so, newest first. */
export async function searchMessages(
  client: Client,
  tenant: TenantId,
  text: string,
  page: { readonly limit: number; readonly after: { readonly at: number; readonly id: string } | null },
  { explain, now }: { readonly explain: ExplainFailure; readonly now: Instant },
): Promise<Hits> {
  const queries = queriesOf(text)
  const places = queries.length === 0 ? [] : await findHits(client, tenant, queries, page)
  const messages = await findMessagesById(
    client,
    tenant,
    places.map(({ id }) => id),
    explain,
  )
  const byId = new Map(messages.map((message) => [message.id, message]))
  const threads = [...new Set(messages.map(({ conversationId }) => conversationId))]
  const conversations = new Map(
    (await findConversations(client, tenant, threads, now)).map((found) => [found.id, found]),
  )
  const items = places.flatMap(({ id }) => {
    const message = byId.get(id)
    const conversation = conversations.get(message?.conversationId ?? '')
    return message === undefined || conversation === undefined ? [] : [{ message, conversation }]
  })
  const last = places.length < page.limit ? undefined : places.at(-1)
  return {
    items,
    next: last === undefined ? null : { at: Math.round(last.at), id: last.id },
    isCatchingUp: await isCatchingUp(client, tenant),
  }
}
