/** The shapes of the webhooks' API. Moments are milliseconds since the epoch. */
import { z } from 'zod'

/** What an endpoint may ask for. `ping` and `resync` come to every endpoint. */
export const WEBHOOK_EVENT_TYPES = [
  'message.created',
  'message.updated',
  'conversation.updated',
  'conversation.merged',
  'number.health_changed',
  'number.alarm',
] as const
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number]

export const WEBHOOK_MESSAGE_STATES = ['pending', 'delivered', 'failed', 'discarded'] as const

export const WebhookEndpointShape = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  /** None: all. */
  eventTypes: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  state: z.enum(['active', 'disabled']),
  /** `by_hand`; `gone`: it answered 410; `failing`: nothing but failures for five days. */
  disabledReason: z.enum(['by_hand', 'gone', 'failing']).nullable(),
  /** Nothing but failures since then. */
  failingSince: z.number().nullable(),
  /** After a rotation: until when the secret before it signs too. */
  previousSecretUntil: z.number().nullable(),
  /** What became of the newest attempt, whichever message it was for. */
  lastAttempt: z
    .object({ at: z.number(), status: z.number().nullable(), errorCode: z.string().nullable() })
    .nullable(),
  createdAt: z.number(),
})

/** The only two answers that hold the secret: it is not shown again. */
export const WebhookEndpointWithSecretShape = WebhookEndpointShape.extend({
  /** `whsec_` and base64, as Standard Webhooks' libraries take it. */
  secret: z.string(),
})

export const WebhookMessageShape = z.object({
  /** The `webhook-id` header; the same at each attempt. */
  id: z.string(),
  endpointId: z.string(),
  eventType: z.string(),
  conversationId: z.string().nullable(),
  state: z.enum(WEBHOOK_MESSAGE_STATES),
  attempts: z.number(),
  /** When it is tried next; null: it is not, or another message of its conversation comes first. */
  nextAttemptAt: z.number().nullable(),
  /** The receiver's answer to the last attempt; null: none came. */
  lastStatus: z.number().nullable(),
  /** Why the last attempt did not count; null: it did, or there was none. */
  lastErrorCode: z.string().nullable(),
  createdAt: z.number(),
  deliveredAt: z.number().nullable(),
})

export const WebhookMessageDetailShape = WebhookMessageShape.extend({
  /** What is sent, to the byte. */
  body: z.string(),
  attemptLog: z.array(
    z.object({
      nth: z.number(),
      at: z.number(),
      durationMs: z.number(),
      status: z.number().nullable(),
      errorCode: z.string().nullable(),
      /** How the receiver's refusal begins. */
      answer: z.string().nullable(),
    }),
  ),
})

export const WebhookEndpointListShape = z.object({ items: z.array(WebhookEndpointShape) })
export const WebhookMessagePageShape = z.object({
  /** Newest first. */
  items: z.array(WebhookMessageShape),
  nextCursor: z.string().nullable(),
})

const UrlShape = z.string().min(1)
const DescriptionShape = z.string().trim().max(200)
const EventTypesShape = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .max(WEBHOOK_EVENT_TYPES.length)
  .transform((types) => [...new Set(types)])

export const NewWebhookEndpointShape = z.strictObject({
  url: UrlShape,
  description: DescriptionShape.default(''),
  eventTypes: EventTypesShape.default([]),
})
export const WebhookEndpointChangeShape = z.strictObject({
  url: UrlShape.optional(),
  description: DescriptionShape.optional(),
  eventTypes: EventTypesShape.optional(),
  state: z.enum(['active', 'disabled']).optional(),
})

export type WebhookEndpoint = z.infer<typeof WebhookEndpointShape>
export type WebhookEndpointList = z.infer<typeof WebhookEndpointListShape>
export type WebhookEndpointWithSecret = z.infer<typeof WebhookEndpointWithSecretShape>
export type WebhookMessage = z.infer<typeof WebhookMessageShape>
export type WebhookMessageDetail = z.infer<typeof WebhookMessageDetailShape>
export type WebhookMessagePage = z.infer<typeof WebhookMessagePageShape>
export type NewWebhookEndpoint = z.infer<typeof NewWebhookEndpointShape>
export type WebhookEndpointChange = z.infer<typeof WebhookEndpointChangeShape>
