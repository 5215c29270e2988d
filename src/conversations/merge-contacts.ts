import { mergeContactRows } from '#contacts/merge-contact-rows.ts'
import type { ContactEffects } from '#contacts/resolve-people.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { instant } from '#platform/time.ts'
import {
  findAloneMessages,
  moveConversations,
  moveMessages,
  openConversations,
  recountConversations,
  threadKey,
} from './internal/conversations-sql.ts'

/** What became of conversations: which went into which, and which lost or won messages. */
export type Moved = { readonly merged: { from: string; into: string }[]; readonly changed: Set<string> }

/** What happens to conversations when two contacts turn out to be one, or a number to have been somebody else's. */
export const contactEffects = (
  client: Client,
  tenant: TenantId,
  moved: Moved,
  /** Of what the ledger says of it, if the two may be parted again. */
  cause?: string,
): ContactEffects => ({
  merge: async (loser, winner) => {
    moved.merged.push(...(await moveConversations(client, tenant, loser, winner)))
    await mergeContactRows(client, tenant, loser, winner, cause)
  },
  rehome: async (phone, contacts, holderAt) => {
    const strays = (await findAloneMessages(client, tenant, phone, contacts))
      .map((message) => ({ ...message, target: holderAt(instant(message.at)) }))
      .filter(({ contact, target }) => contact !== target)
    if (strays.length === 0) return
    const threads = new Map(
      strays.map(({ channel, target: contact }) => [threadKey({ channel, contact }), { channel, contact }]),
    )
    const conversations = await openConversations(client, tenant, [...threads.values()], newId)
    const moves = strays.map(({ id, channel, conversation, target, isUnread }) => ({
      id,
      from: conversation,
      into: conversations.get(threadKey({ channel, contact: target }))?.id ?? '',
      isUnread,
    }))
    await moveMessages(client, tenant, moves)
    for (const { from, into } of moves) moved.changed.add(from).add(into)
    await recountConversations(client, tenant, [...moved.changed])
  },
})
