/**
 * Stores what Meta's webhooks say about conversations. Every function may be repeated and its input reordered: the state in
 * the end is a function of the set of facts.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import type { EditFact, MessageFact, ReactionFact, RevokeFact, StatusFact } from '#whatsapp/facts.ts'
import { aloneOf } from '#contacts/record-profiles.ts'
import { applyStatuses } from './apply-statuses.ts'
import {
  changeConversations,
  openConversations,
  recountConversations,
  threadKey,
  type ConversationChange,
} from './internal/conversations-sql.ts'
import {
  findMessages,
  insertMessages,
  insertStatuses,
  putAmendments,
  putReactions,
  type MessageRow,
} from './internal/messages-sql.ts'
import { withoutText } from './internal/text-content.ts'
import { WINDOW_MS } from './window.ts'

/** A message with what `ingest/` found out about it. */
export type PlacedMessage = { readonly fact: MessageFact; readonly channel: string; readonly contact: string }

/** What was new in a batch; repetitions are not in it. */
export type Recorded = {
  readonly messages: readonly StoredMessage[]
  /** Conversations whose window was closed, or had never been, before a message in this batch opened it. */
  readonly opened: readonly { readonly conversation: string; readonly by: StoredMessage }[]
}

export type StoredMessage = PlacedMessage & {
  readonly id: string
  readonly conversation: string
  readonly mediaId: string | null
}

/** Things that the customer did not say, so they open no window and count as nothing unread. */
const NOT_SAID = new Set(['system', 'request_welcome', 'media_placeholder'])
/** Whether Meta counts this as the customer writing to us, which opens the 24 hours. */
export const opensWindow = ({ direction, source, type }: MessageFact): boolean =>
  direction === 'in' && source === 'live' && !NOT_SAID.has(type)

export async function recordMessages(
  client: Client,
  tenant: TenantId,
  placed: readonly PlacedMessage[],
): Promise<Recorded> {
  if (placed.length === 0) return { messages: [], opened: [] }
  const distinct = withoutRepetitions(placed)
  const threads = [...new Map(distinct.map((message) => [threadKey(message), message])).values()]
  const conversations = await openConversations(client, tenant, threads, newId)
  const candidates = distinct.map((message) => ({
    ...message,
    id: newId(),
    conversation: conversations.get(threadKey(message))?.id ?? '',
    mediaId: message.fact.media === null ? null : newId(),
  }))
  const byName = new Map(candidates.map((message) => [nameOf(message), message]))
  const inserted = await insertMessages(client, tenant, candidates.map(rowOf))
  const fresh = inserted.flatMap(({ id, channel, wamid, was }) => {
    const message = byName.get(`${channel} ${wamid}`)
    return message === undefined ? [] : [{ ...message, id, was }]
  })
  await changeConversations(client, tenant, [...foldChanges(fresh).values()])
  const improved = fresh.flatMap(({ was, conversation }) =>
    was === null ? [] : [was.conversation, conversation],
  )
  if (improved.length > 0) await recountConversations(client, tenant, [...new Set(improved)])
  // Statuses may have been here first, for messages that were written in the Business app.
  const ours = fresh.filter(({ fact }) => fact.direction === 'out')
  await applyStatuses(
    client,
    tenant,
    ours.map(({ channel, fact: { wamid } }) => ({ channel, wamid })),
  )
  const lastInbound = new Map([...conversations.values()].map(({ id, lastInboundAt }) => [id, lastInboundAt]))
  return { messages: fresh, opened: openedBy(fresh, lastInbound) }
}

const nameOf = ({ channel, fact }: PlacedMessage): string => `${channel} ${fact.wamid}`

const versionOf = ({ fact }: PlacedMessage): number =>
  (fact.type === 'media_placeholder' ? 0 : 10) + ['history', 'standby', 'echo', 'live'].indexOf(fact.source)

/** Whether this version of a message takes the place of that one: see `internal/messages-sql.ts`. */
function isBetter(one: PlacedMessage, than: PlacedMessage): boolean {
  const [better, known] = [versionOf(one), versionOf(than)]
  if (better !== known || one.fact.source !== 'history') return better > known
  if (one.fact.at !== than.fact.at) return one.fact.at < than.fact.at
  return (aloneOf(one.fact.peer) ?? '') < (aloneOf(than.fact.peer) ?? '')
}

/** A batch may hold several versions of a message, and one statement may meet each row once: the best one, with the highest rank. */
function withoutRepetitions(placed: readonly PlacedMessage[]): (PlacedMessage & { readonly rank: number })[] {
  const kept = new Map<string, PlacedMessage & { readonly rank: number }>()
  for (const message of placed) {
    const key = nameOf(message)
    const known = kept.get(key)
    if (known === undefined) kept.set(key, { ...message, rank: rankOf(message.fact) })
    else {
      const rank = Math.max(known.rank, rankOf(message.fact))
      kept.set(key, { ...(isBetter(message, known) ? message : known), rank })
    }
  }
  return [...kept.values()]
}

const HISTORY_RANKS: Readonly<Record<string, number>> = { sent: 1, delivered: 2, read: 3, played: 4 }

/** What was typed in the Business app has left already. */
const rankOf = ({ direction, historyStatus }: MessageFact): number =>
  direction === 'in' ? 0 : (HISTORY_RANKS[historyStatus ?? 'sent'] ?? 1)

const rowOf = ({
  fact,
  channel,
  conversation,
  id,
  mediaId,
  rank,
}: StoredMessage & { readonly rank: number }): MessageRow => ({
  id,
  channel_id: channel,
  conversation_id: conversation,
  direction: fact.direction,
  source: fact.source,
  wamid: fact.wamid,
  type: fact.type,
  text: fact.text,
  content: withoutText(fact),
  context: fact.context,
  referral: fact.referral,
  author: fact.author,
  peer_phone: aloneOf(fact.peer) ?? null,
  media_id: mediaId,
  at: fact.at,
  status_rank: rank,
})

function foldChanges(messages: readonly StoredMessage[]): Map<string, ConversationChange> {
  const changes = new Map<string, ConversationChange>()
  for (const { fact, id, conversation, channel, contact } of messages) {
    const change = changes.get(conversation) ?? nothingNew({ id: conversation, channel, contact })
    changes.set(conversation, change)
    if (change.last_message_at === null || fact.at >= change.last_message_at)
      [change.last_message_at, change.last_message_id] = [fact.at, id]
    if (fact.direction === 'out' && fact.source === 'echo') change.answered_by = 'person'
    if (!opensWindow(fact)) continue
    change.unread += 1
    if (change.last_inbound_at === null || fact.at >= change.last_inbound_at)
      [change.last_inbound_at, change.last_inbound_wamid] = [fact.at, fact.wamid]
    if (fact.referral !== null) change.last_referral_at = Math.max(change.last_referral_at ?? 0, fact.at)
  }
  return changes
}

const nothingNew = (of: Pick<ConversationChange, 'id' | 'channel' | 'contact'>): ConversationChange => ({
  ...of,
  last_inbound_at: null,
  last_inbound_wamid: null,
  last_referral_at: null,
  last_message_at: null,
  last_message_id: null,
  answered_by: null,
  unread: 0,
})

function openedBy(
  messages: readonly StoredMessage[],
  lastInbound: Map<string, Instant | null>,
): { conversation: string; by: StoredMessage }[] {
  const opened = new Map<string, StoredMessage>()
  for (const message of messages) {
    const { fact, conversation } = message
    if (!opensWindow(fact)) continue
    const last = lastInbound.get(conversation) ?? null
    if (last === null || fact.at >= after(last, WINDOW_MS)) opened.set(conversation, message)
    lastInbound.set(conversation, instant(Math.max(last ?? fact.at, fact.at)))
  }
  return [...opened].map(([conversation, by]) => ({ conversation, by }))
}

type OnChannel<Fact> = { readonly fact: Fact; readonly channel: string }
type Touched = { readonly id: string; readonly conversation: string }

/** Keeps every status for ever and joins it into its message; one for a message that we do not know (yet) waits there. */
export async function recordStatuses(
  client: Client,
  tenant: TenantId,
  statuses: readonly OnChannel<StatusFact>[],
): Promise<readonly Touched[]> {
  const fresh = await insertStatuses(
    client,
    tenant,
    statuses.map(({ fact, channel }) => ({
      channel_id: channel,
      wamid: fact.wamid,
      status: fact.status,
      recipient: fact.recipient,
      at: fact.at,
      errors: fact.errors.length === 0 ? null : fact.errors,
      pricing: fact.pricing,
      conversation: fact.conversation,
      callback: fact.callback,
    })),
  )
  return applyStatuses(client, tenant, fresh)
}

export async function recordAmendments(
  client: Client,
  tenant: TenantId,
  amendments: readonly OnChannel<EditFact | RevokeFact>[],
): Promise<readonly Touched[]> {
  await putAmendments(
    client,
    tenant,
    amendments.map(({ fact, channel }) => ({
      channel_id: channel,
      target_wamid: fact.targetWamid,
      kind: fact.kind,
      wamid: fact.wamid,
      at: fact.at,
      type: fact.kind === 'edit' ? fact.type : null,
      text: fact.kind === 'edit' ? fact.text : null,
      content: fact.kind === 'edit' ? fact.content : null,
    })),
  )
  return findMessages(client, tenant, amendments.map(targetOf))
}

/** `reactor` names the one who reacted within the message: a person may react once, and a contact may change its names. */
export async function recordReactions(
  client: Client,
  tenant: TenantId,
  reactions: readonly (OnChannel<ReactionFact> & { readonly reactor: string })[],
): Promise<readonly Touched[]> {
  await putReactions(
    client,
    tenant,
    reactions.map(({ fact, channel, reactor }) => ({
      channel_id: channel,
      target_wamid: fact.targetWamid,
      reactor,
      direction: fact.direction,
      emoji: fact.emoji,
      wamid: fact.wamid,
      at: fact.at,
    })),
  )
  return findMessages(client, tenant, reactions.map(targetOf))
}

const targetOf = ({
  fact,
  channel,
}: OnChannel<{ readonly targetWamid: string }>): { channel: string; wamid: string } => ({
  channel,
  wamid: fact.targetWamid,
})
