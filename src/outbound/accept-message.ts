/**
 * The one door. Everything that a person or a program wants to say to a customer is accepted here or refused here, with a
 * reason; what is refused is not stored, and what is accepted is committed before anybody is told so.
 */
import { createHash } from 'node:crypto'
import type { Outgoing } from './outgoing-shape.ts'
import { isSuppressed } from '#consent/read-consents.ts'
import { MARKETING } from '#consent/record-consents.ts'
import { serviceWindow, WINDOW_MARGIN_MS } from '#conversations/window.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { checkCharacters } from './check-characters.ts'
import { compose } from './compose-message.ts'
import type { Composed } from './composed.ts'
import { findByKey, insertSend } from './internal/sql.ts'
import { findTarget, insertOutbound } from './internal/targets.ts'
import type { Refusal } from './refusal.ts'
import { SEND_CLASSES } from './send-class.ts'
import { endOfLife } from './send-life.ts'

export type MessageRequest = {
  readonly conversation: string
  readonly outgoing: Outgoing
  /** Whoever asks twice with the same key gets the same message. */
  readonly key: string
  readonly origin: 'agent' | 'api' | 'away' | 'csat' | 'flow'
}

export type Acceptance =
  | { readonly ok: true; readonly id: string; readonly channel: string; readonly isRepetition: boolean }
  | ({ readonly ok: false } & Refusal)

export async function acceptMessage(
  client: Client,
  tenant: TenantId,
  request: MessageRequest,
  now: Instant,
): Promise<Acceptance> {
  const requestHash = createHash('sha256')
    .update(JSON.stringify([request.conversation, request.outgoing]))
    .digest('hex')
  const odd = checkCharacters(request.outgoing)
  if (odd !== null)
    return { ok: false, because: 'invalid_content', path: odd, message: 'has characters that are none' }
  const earlier = await findByKey(client, tenant, request.key)
  if (earlier !== null) {
    if (earlier.requestHash !== requestHash) return { ok: false, because: 'key_reused' }
    return { ok: true, id: earlier.id, channel: earlier.channel, isRepetition: true }
  }
  const target = await findTarget(client, tenant, request.conversation)
  if (target === null) return { ok: false, because: 'conversation_not_found' }
  if (!target.isConnected) return { ok: false, because: 'channel_disconnected' }
  if (!target.hasAddress) return { ok: false, because: 'no_address' }
  const isFreeForm = request.outgoing.type !== 'template'
  if (isFreeForm && serviceWindow(target, after(now, WINDOW_MARGIN_MS)).state === 'closed')
    return { ok: false, because: 'window_closed' }
  const composed = await compose(client, tenant, target, request.outgoing, now)
  if (!composed.ok) return composed
  if (composed.class === 'marketing' && (await isSuppressed(client, tenant, target.contact, MARKETING)))
    return { ok: false, because: 'suppressed' }
  const lifeMs = composed.kind === 'message' ? (composed.lifeMs ?? null) : null
  const expiresAt = endOfLife(now, request.outgoing, lifeMs)
  if (expiresAt !== null && expiresAt <= now)
    return { ok: false, because: 'invalid_content', path: 'expiresAt', message: 'is over already' }
  const id = newId()
  const isNew = await insertSend(client, tenant, {
    id,
    channel: target.channel,
    conversation: target.conversation,
    kind: composed.kind,
    class: SEND_CLASSES[composed.class],
    key: request.key,
    requestHash,
    payload: composed.payload,
    now,
    expiresAt,
  })
  // The same key at the same moment: the other one has committed by now, and its message is the answer.
  if (!isNew) return acceptMessage(client, tenant, request, now)
  if (composed.kind === 'message')
    await storeMessage(client, tenant, { ...composed, id, target, origin: request.origin, now })
  return { ok: true, id, channel: target.channel, isRepetition: false }
}

async function storeMessage(
  client: Client,
  tenant: TenantId,
  message: Extract<Composed, { kind: 'message' }> & {
    readonly id: string
    readonly target: { readonly conversation: string; readonly channel: string }
    readonly origin: string
    readonly now: Instant
  },
): Promise<void> {
  const { id, target, origin, now } = message
  await insertOutbound(client, tenant, { ...message, ...target, origin, now })
  await appendEvents(client, tenant, [
    ['message.created', id],
    ['conversation.updated', target.conversation],
  ])
}

/** Marks a customer's message read (blue ticks on their phone), and shows that somebody is typing if asked to. */
export async function acceptRead(
  client: Client,
  tenant: TenantId,
  read: {
    readonly channel: string
    readonly conversation: string
    readonly wamid: string
    readonly isTyping: boolean
  },
  now: Instant,
): Promise<void> {
  const payload: JsonObject = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: read.wamid,
    ...(read.isTyping && { typing_indicator: { type: 'text' } }),
  }
  await insertSend(client, tenant, {
    id: newId(),
    channel: read.channel,
    conversation: read.conversation,
    kind: 'read',
    class: SEND_CLASSES.reply,
    // Typing shows for 25 s at most (Meta, "Typing indicators", Nov 2025), so it may be asked for again and again.
    key: read.isTyping ? `typing:${read.wamid}:${Math.floor(now / 10_000)}` : `read:${read.wamid}`,
    requestHash: '',
    payload,
    now,
  })
}
