/** Messages as the API gives them: what was said, what became of it, and why not. */
import { z } from 'zod'

export const MESSAGE_STATES = [
  'received', // inbound
  'queued', // accepted by us, waiting for its turn
  'dispatching', // on its way to Meta
  'unknown', // Meta's answer never came: unconfirmed
  'held', // Meta holds it for a quality assessment
  'accepted', // Meta took it
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] as const

export const MessageStateShape = z.enum(MESSAGE_STATES)

export const MediaShape = z.object({
  id: z.string(),
  state: z.enum(['pending', 'stored', 'unavailable']),
  mimeType: z.string().nullable(),
  filename: z.string().nullable(),
  bytes: z.number().nullable(),
  isVoice: z.boolean(),
  /** Path to fetch it from, once stored. */
  url: z.string().nullable(),
})

/** Why a send failed, in words: what happened, whose side it is on, what to do. */
export const FailureShape = z.object({
  /** Our stable code: `whatsapp.131047`, `outbound.unconfirmed`, … */
  code: z.string(),
  /** Meta's number, if the failure is Meta's. */
  metaCode: z.number().nullable(),
  side: z.enum(['customer', 'business', 'meta', 'harkara']),
  title: z.string(),
  nextStep: z.string(),
})

export const ReactionShape = z.object({
  emoji: z.string(),
  /** `in`: a customer reacted; `out`: we did. */
  direction: z.enum(['in', 'out']),
})

export const QuotedShape = z.object({
  id: z.string().nullable(),
  direction: z.enum(['in', 'out']).nullable(),
  type: z.string().nullable(),
  text: z.string().nullable(),
})

export const MessageShape = z.object({
  id: z.string(),
  conversationId: z.string(),
  direction: z.enum(['in', 'out']),
  /** Meta's type: text, image, video, audio, document, sticker, location, contacts, interactive, button, order, template, system, unsupported, … */
  type: z.string(),
  text: z.string().nullable(),
  /** Inbound: Meta's object(s) as they came. Outbound: the payload of the type, as sent. */
  content: z.record(z.string(), z.unknown()),
  at: z.number(),
  state: MessageStateShape,
  sentAt: z.number().nullable(),
  deliveredAt: z.number().nullable(),
  readAt: z.number().nullable(),
  failure: FailureShape.nullable(),
  media: MediaShape.nullable(),
  /** The message that this one answers. */
  quoted: QuotedShape.nullable(),
  isForwarded: z.boolean(),
  referral: z.record(z.string(), z.unknown()).nullable(),
  reactions: z.array(ReactionShape),
  editedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
  /** `agent`, `greeting`, `app` (typed in the WhatsApp Business app), `api`, `campaign`, `sequence`; null for inbound. */
  origin: z.string().nullable(),
  /** The sender's own id for it (the Idempotency-Key), so that an optimistic bubble finds its message. */
  clientId: z.string().nullable(),
  /** The campaign that it is of. */
  campaign: z.object({ id: z.string(), name: z.string() }).nullable(),
})

export const MessagePageShape = z.object({
  /** Newest first. */
  items: z.array(MessageShape),
  /** Older messages: pass it as `before`. */
  nextCursor: z.string().nullable(),
})

export type Message = z.infer<typeof MessageShape>
export type MessagePage = z.infer<typeof MessagePageShape>
export type MessageState = z.infer<typeof MessageStateShape>
export type Failure = z.infer<typeof FailureShape>
