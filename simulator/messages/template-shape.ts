/** The `template` object of a send, before it is held against the template itself. */
import { z } from 'zod'
import { document, image, video } from '#simulator/messages/content-shapes.ts'
import { degrees } from '#simulator/messages/shape.ts'

const named = { parameter_name: z.string().optional() }
const parameter = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), text: z.string(), ...named }),
  z.looseObject({
    type: z.literal('currency'),
    currency: z.looseObject({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() }),
    ...named,
  }),
  z.looseObject({
    type: z.literal('date_time'),
    date_time: z.looseObject({ fallback_value: z.string() }),
    ...named,
  }),
  z.looseObject({ type: z.literal('image'), image }),
  z.looseObject({ type: z.literal('video'), video }),
  z.looseObject({ type: z.literal('gif'), gif: video }),
  z.looseObject({ type: z.literal('document'), document }),
  z.looseObject({
    type: z.literal('location'),
    location: z.looseObject({ latitude: degrees(90), longitude: degrees(180) }),
  }),
  z.looseObject({ type: z.literal('product'), product: z.looseObject({ product_retailer_id: z.string() }) }),
  z.looseObject({ type: z.literal('payload'), payload: z.string() }),
  z.looseObject({ type: z.literal('coupon_code'), coupon_code: z.string().min(1).max(20) }),
  z.looseObject({
    type: z.literal('limited_time_offer'),
    limited_time_offer: z.looseObject({ expiration_time_ms: z.number() }),
  }),
  z.looseObject({ type: z.literal('action'), action: z.record(z.string(), z.unknown()) }),
  z.looseObject({ type: z.literal('tap_target_configuration'), tap_target_configuration: z.unknown() }),
  z.looseObject({ type: z.literal('ttl_minutes'), ttl_minutes: z.number() }),
])

const component = z.looseObject({
  type: z.string().transform((type) => type.toLowerCase()),
  sub_type: z
    .string()
    .transform((type) => type.toLowerCase())
    .optional(),
  index: z.union([z.string(), z.number()]).transform(Number).optional(),
  parameters: z.array(parameter).optional(),
})

const cardComponent = z.looseObject({
  ...component.shape,
  cards: z
    .array(z.looseObject({ card_index: z.number().int().min(0), components: z.array(component) }))
    .optional(),
})

/** @see cloud-api reference, c.2 */
export const templateShape = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.strictObject({ code: z.string().min(2), policy: z.literal('deterministic').optional() }),
  components: z.array(cardComponent).optional(),
  namespace: z.string().optional(),
})

export type SentTemplate = z.infer<typeof templateShape>
export type SentComponent = z.infer<typeof component>
export type SentParameter = z.infer<typeof parameter>
