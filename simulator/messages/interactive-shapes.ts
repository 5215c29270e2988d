/** The kinds of interactive messages. Limits: cloud-api reference, c.1, c.2 and c.8. */
import { z } from 'zod'
import { document, image, video } from '#simulator/messages/content-shapes.ts'
import { text, webAddress } from '#simulator/messages/shape.ts'

const body = (max: number) => z.strictObject({ text: text(max) })
const footer = z.strictObject({ text: text(60) }).optional()
const textHeader = z.strictObject({
  type: z.literal('text'),
  text: text(60),
  sub_text: z.string().optional(),
})
const mediaHeader = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), image }),
  z.strictObject({ type: z.literal('video'), video }),
  z.strictObject({ type: z.literal('document'), document }),
])
const anyHeader = z.discriminatedUnion('type', [textHeader, ...mediaHeader.options]).optional()

const unique = <Item>(items: readonly Item[], keyOf: (item: Item) => string): boolean =>
  new Set(items.map(keyOf)).size === items.length

const reply = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: text(256), title: text(20) }),
})
const button = z.strictObject({
  type: z.literal('button'),
  header: anyHeader,
  body: body(1024),
  footer,
  action: z.strictObject({
    buttons: z
      .array(reply)
      .min(1)
      .max(3)
      .refine((all) => unique(all, (one) => one.reply.title), { error: 'must not repeat a title' })
      .refine((all) => unique(all, (one) => one.reply.id), { error: 'must not repeat an id' }),
  }),
})

const listRow = z.strictObject({ id: text(200), title: text(24), description: text(72, 0).optional() })
const list = z.strictObject({
  type: z.literal('list'),
  header: textHeader.optional(),
  body: body(4096),
  footer,
  action: z.strictObject({
    button: text(20),
    sections: z
      .array(z.strictObject({ title: text(24, 0).optional(), rows: z.array(listRow).min(1).max(10) }))
      .min(1)
      .max(10)
      .refine(
        (sections) => sections.length === 1 || sections.every((section) => (section.title ?? '') !== ''),
        {
          error: 'must each have a title if there is more than one section',
        },
      )
      .refine((sections) => sections.reduce((sum, section) => sum + section.rows.length, 0) <= 10, {
        error: 'must not have more than 10 rows in total',
      })
      .refine(
        (sections) =>
          unique(
            sections.flatMap((section) => section.rows),
            (row) => row.id,
          ),
        {
          error: 'must not repeat a row id',
        },
      ),
  }),
})

const urlParameters = z.strictObject({
  display_text: text(20),
  url: webAddress,
  payment_link_preview: z.unknown().optional(),
})
const ctaUrl = z.strictObject({
  type: z.literal('cta_url'),
  header: anyHeader,
  body: body(1024),
  footer,
  action: z.strictObject({ name: z.literal('cta_url'), parameters: urlParameters }),
})

const flow = z.strictObject({
  type: z.literal('flow'),
  header: anyHeader,
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('flow'),
    parameters: z
      .strictObject({
        flow_message_version: z.union([z.literal('3'), z.literal(3)]),
        flow_token: z.string().optional(),
        flow_id: z.string().optional(),
        flow_name: z.string().optional(),
        flow_cta: text(30),
        mode: z.enum(['draft', 'published']).optional(),
        flow_action: z.enum(['navigate', 'data_exchange']).optional(),
        flow_action_payload: z
          .strictObject({ screen: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() })
          .optional(),
      })
      .refine((parameters) => (parameters.flow_id === undefined) !== (parameters.flow_name === undefined), {
        error: "must have exactly one of 'flow_id' and 'flow_name'",
      }),
  }),
})

const product = z.strictObject({
  type: z.literal('product'),
  body: body(1024).optional(),
  footer,
  action: z.strictObject({ catalog_id: z.string().min(1), product_retailer_id: z.string().min(1) }),
})

const productSections = z
  .array(
    z.strictObject({
      title: text(24, 0).optional(),
      product_items: z
        .array(z.strictObject({ product_retailer_id: z.string().min(1) }))
        .min(1)
        .max(30),
    }),
  )
  .min(1)
  .max(10)
  .refine((sections) => sections.reduce((sum, section) => sum + section.product_items.length, 0) <= 30, {
    error: 'must not have more than 30 products in total',
  })
const productList = z.strictObject({
  type: z.literal('product_list'),
  header: textHeader,
  body: body(1024),
  footer,
  action: z.strictObject({ catalog_id: z.string().min(1), sections: productSections }),
})

const catalogMessage = z.strictObject({
  type: z.literal('catalog_message'),
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('catalog_message'),
    parameters: z.strictObject({ thumbnail_product_retailer_id: z.string().optional() }).optional(),
  }),
})

const locationRequest = z.strictObject({
  type: z.literal('location_request_message'),
  body: body(1024),
  action: z.strictObject({ name: z.literal('send_location') }),
})

const addressMessage = z.strictObject({
  type: z.literal('address_message'),
  header: anyHeader,
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('address_message'),
    parameters: z.strictObject({
      country: z.string().length(2),
      values: z.record(z.string(), z.unknown()).optional(),
      saved_addresses: z
        .array(z.strictObject({ id: z.string(), value: z.record(z.string(), z.unknown()) }))
        .optional(),
      validation_errors: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
})

const cardBase = {
  card_index: z.number().int().min(0).max(9),
  header: mediaHeader.optional(),
  body: body(160).optional(),
}
const quickReply = z.strictObject({
  type: z.literal('quick_reply'),
  quick_reply: z.strictObject({ id: text(20), title: text(20) }),
})
const card = z.union([
  z.strictObject({
    ...cardBase,
    type: z.literal('cta_url'),
    action: z.strictObject({ name: z.literal('cta_url'), parameters: urlParameters }),
  }),
  z.strictObject({
    ...cardBase,
    type: z.literal('cta_url'),
    action: z.strictObject({
      buttons: z
        .array(z.union([quickReply, reply]))
        .min(1)
        .max(2),
    }),
  }),
  z.strictObject({
    ...cardBase,
    type: z.literal('button'),
    action: z.strictObject({
      buttons: z
        .array(z.union([quickReply, reply]))
        .min(1)
        .max(2),
    }),
  }),
  z.strictObject({
    ...cardBase,
    type: z.literal('product'),
    action: z.strictObject({ catalog_id: z.string(), product_retailer_id: z.string() }),
  }),
])
const carousel = z.strictObject({
  type: z.literal('carousel'),
  body: body(1024),
  action: z.strictObject({
    cards: z
      .array(card)
      .min(2)
      .max(10)
      .refine((cards) => unique(cards, (one) => String(one.card_index)), {
        error: 'must not repeat a card_index',
      })
      .refine(
        (cards) => new Set(cards.map((one) => `${one.type}/${Object.keys(one.action).join()}`)).size === 1,
        {
          error: 'must all have the same buttons',
        },
      ),
  }),
})

const voiceCall = z.strictObject({
  type: z.literal('voice_call'),
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('voice_call'),
    parameters: z
      .strictObject({
        display_text: text(20).optional(),
        ttl_minutes: z.number().int().min(1).max(43_200).optional(),
        payload: text(512, 0).optional(),
      })
      .optional(),
  }),
})

const callPermission = z.strictObject({
  type: z.literal('call_permission_request'),
  body: body(1024).optional(),
  action: z.strictObject({ name: z.literal('call_permission_request') }),
})

const contactRequest = z.strictObject({
  type: z.enum(['contact_request', 'request_contact_info']),
  body: body(1024),
  action: z.strictObject({ name: z.literal('request_contact_info') }),
})

const orderReference = z.string().regex(/^[A-Za-z0-9_.-]{1,35}$/)
const money = z.looseObject({ value: z.number().int().min(0), offset: z.literal(100) })
/** Source: Meta, "Payments India" (2025). Amounts must add up: Meta refuses them otherwise. */
const orderDetails = z.strictObject({
  type: z.literal('order_details'),
  header: mediaHeader.optional(),
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('review_and_pay'),
    parameters: z
      .looseObject({
        reference_id: orderReference,
        type: z.enum(['digital-goods', 'physical-goods']),
        currency: z.string().length(3),
        total_amount: money,
        order: z.looseObject({
          status: z.literal('pending'),
          items: z
            .array(z.looseObject({ name: text(60), amount: money, quantity: z.number().positive() }))
            .min(1),
          subtotal: money,
          tax: money.optional(),
          shipping: money.optional(),
          discount: money.optional(),
        }),
      })
      .refine(({ order, total_amount }) => totalOf(order) === total_amount.value, {
        error: 'total_amount does not add up',
      }),
  }),
})

type Money = { readonly value: number }
function totalOf(order: {
  subtotal: Money
  tax?: Money | undefined
  shipping?: Money | undefined
  discount?: Money | undefined
}): number {
  return (
    order.subtotal.value +
    (order.tax?.value ?? 0) +
    (order.shipping?.value ?? 0) -
    (order.discount?.value ?? 0)
  )
}

const orderStatus = z.strictObject({
  type: z.literal('order_status'),
  body: body(1024),
  footer,
  action: z.strictObject({
    name: z.literal('review_order'),
    parameters: z.looseObject({
      reference_id: z.string().min(1),
      order: z.looseObject({
        status: z.enum([
          'pending',
          'processing',
          'partially_shipped',
          'partially-shipped',
          'shipped',
          'completed',
          'canceled',
        ]),
        description: text(120, 0).optional(),
      }),
    }),
  }),
})

/** By `interactive.type`. */
export const interactiveShapes: Readonly<Record<string, z.ZodType>> = {
  button,
  list,
  cta_url: ctaUrl,
  flow,
  product,
  product_list: productList,
  catalog_message: catalogMessage,
  location_request_message: locationRequest,
  address_message: addressMessage,
  carousel,
  voice_call: voiceCall,
  call_permission_request: callPermission,
  contact_request: contactRequest,
  request_contact_info: contactRequest,
  order_details: orderDetails,
  order_status: orderStatus,
}
