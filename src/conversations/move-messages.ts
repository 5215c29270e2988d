import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import {
  moveMessages,
  openConversations,
  recountConversations,
  threadKey,
} from './internal/conversations-sql.ts'
import { findPlaces } from './internal/places-sql.ts'

/** Moves messages to this contact's conversations on their channels; the conversations that changed. */
export async function moveMessagesTo(
  client: Client,
  tenant: TenantId,
  messages: readonly string[],
  contact: string,
): Promise<readonly string[]> {
  if (messages.length === 0) return []
  const places = await findPlaces(client, tenant, messages)
  const threads = [...new Set(places.map(({ channel }) => channel))].map((channel) => ({ channel, contact }))
  const conversations = await openConversations(client, tenant, threads, newId)
  const moves = places
    .map(({ id, channel, conversation, isUnread }) => ({
      ...{ id, from: conversation, isUnread },
      into: conversations.get(threadKey({ channel, contact }))?.id ?? conversation,
    }))
    .filter(({ from, into }) => from !== into)
  if (moves.length === 0) return []
  await moveMessages(client, tenant, moves)
  const changed = [...new Set(moves.flatMap(({ from, into }) => [from, into]))]
  await recountConversations(client, tenant, changed)
  return changed
}
