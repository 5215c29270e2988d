/** The body of a send, read and held against Meta's limits, before anything is known of the recipient. */
import { z } from 'zod'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { contentShapes } from '#simulator/messages/content-shapes.ts'
import { interactiveShapes } from '#simulator/messages/interactive-shapes.ts'
import { check, text } from '#simulator/messages/shape.ts'
import { templateShape, type SentTemplate } from '#simulator/messages/template-shape.ts'
import type { Json } from '#simulator/world/world.ts'

export type Outgoing = {
  readonly type: string
  /** The object under the name of the type, as it was sent. */
  readonly object: Json | readonly unknown[]
  readonly template: SentTemplate | null
  /** A phone number or, if the recipient is named by `recipient`, null. */
  readonly to: string | null
  readonly bsuid: string | null
  readonly isToGroup: boolean
  readonly replyTo: string | null
  readonly callback: string | null
}

const TYPES = [...Object.keys(contentShapes), 'interactive', 'template', 'pin']
const KNOWN = new Set([
  ...TYPES,
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
  'recipient_identity_key_hash',
  'category',
  'ttl',
  'message_send_ttl_seconds',
  'product_policy',
  'message_activity_sharing',
  'access_token',
])

const envelope = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.enum(['individual', 'group']).optional(),
  to: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional(),
  recipient: z.string().min(1).optional(),
  type: z.string().optional(),
  context: z.looseObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: text(512, 0).optional(),
})

/** Refuses with the error that Meta would give. */
export function checkMessage(body: Json): Outgoing {
  if (body['messaging_product'] === undefined) {
    throw new GraphError(100, undefined, { title: 'The parameter messaging_product is required.' })
  }
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key))
  if (unknown !== undefined) throw new GraphError(100, `Unexpected key "${unknown}" on param "message".`)
  const read = check(envelope, body, [])
  if (read.to === undefined && read.recipient === undefined) {
    throw new GraphError(100, undefined, { title: 'The parameter to is required.' })
  }
  const type = (read.type ?? 'text').toLowerCase()
  if (!TYPES.includes(type)) {
    throw new GraphError(
      100,
      `Param type must be one of {${TYPES.join(', ').toUpperCase()}} - got "${type}".`,
    )
  }
  const sent = body[type]
  if (sent === undefined) {
    throw new GraphError(131008, `The parameter ${type} is required for messages of type ${type}.`)
  }
  const object = type === 'interactive' ? withLowerKinds(sent) : sent
  const template = checkObject(type, object)
  if (type === 'reaction' && read.context !== undefined) {
    throw new GraphError(131009, 'A reaction cannot be a reply: context is not allowed.')
  }
  return {
    type,
    object: object as Json,
    template,
    to: read.to ?? null,
    // Source: Meta, "Business-scoped user IDs": if both are given, `to` wins.
    bsuid: read.to === undefined ? (read.recipient ?? null) : null,
    isToGroup: read.recipient_type === 'group',
    replyTo: read.context?.message_id ?? null,
    callback: read.biz_opaque_callback_data ?? null,
  }
}

function checkObject(type: string, object: unknown): SentTemplate | null {
  if (type === 'template') return check(templateShape, object, ['template'])
  if (type === 'interactive') checkInteractive(object)
  else if (type === 'pin') throw new GraphError(131051, 'Messages can be pinned in groups only.')
  else check(contentShapes[type as keyof typeof contentShapes] as z.ZodType, object, [type])
  return null
}

function checkInteractive(object: unknown): void {
  const { type } = check(z.looseObject({ type: z.string() }), object, ['interactive'])
  const shape = interactiveShapes[type]
  if (shape === undefined) {
    const kinds = Object.keys(interactiveShapes).join(', ')
    throw new GraphError(131009, `Param interactive['type'] must be one of {${kinds}} - got "${type}".`)
  }
  check(shape, object, ['interactive'])
}

/** Meta takes the names of kinds in capitals as well, and its own samples write BUTTON and LIST. */
function withLowerKinds(interactive: unknown): unknown {
  if (typeof interactive !== 'object' || interactive === null) return interactive
  const { type, header } = interactive as { type?: unknown; header?: { type?: unknown } | null }
  return {
    ...interactive,
    ...(typeof type === 'string' ? { type: type.toLowerCase() } : {}),
    ...(typeof header?.type === 'string' ? { header: { ...header, type: header.type.toLowerCase() } } : {}),
  }
}

/** Ids of uploaded files anywhere in a message, with the place where each stands. */
export function mediaIdsOf(value: unknown, place: string): { readonly id: string; readonly place: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => mediaIdsOf(item, `${place}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${place}['${key}']`
    const isMedia = MEDIA_KEYS.has(key) && typeof inner === 'object' && inner !== null
    const { id } = (isMedia ? inner : {}) as { id?: unknown }
    return typeof id === 'string' ? [{ id, place: `${here}['id']` }] : mediaIdsOf(inner, here)
  })
}

/** Types that carry a file at the top or deeper down. */
export const MEDIA_KEYS = new Set(['image', 'video', 'audio', 'document', 'sticker', 'gif'])
