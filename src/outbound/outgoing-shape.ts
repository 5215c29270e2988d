/** What is handed over to be sent. */
import { z } from 'zod'

/** What stands above a template's words. */
const TemplateHeaderShape = z.strictObject({
  /** One of our files. Left out: the template's own sample, if it was uploaded here for this number. */
  mediaId: z.string().optional(),
  filename: z.string().min(1).max(240).optional(),
  location: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1000).optional(),
      address: z.string().max(1000).optional(),
    })
    .optional(),
  product: z
    /** Meta's id of the catalogue, the shop's own of the product. */
    .strictObject({ catalog: z.string().min(1).max(100), sku: z.string().min(1).max(100) })
    .optional(),
})

/** What a template's buttons want beside words. */
const TemplateButtonsShape = z
  .array(
    z.strictObject({
      /** Which button, counted from 0 over all kinds. */
      index: z.int().min(0).max(9),
      /** Comes back when a quick reply is tapped, or with the call. */
      payload: z.string().min(1).max(256).optional(),
      /** Of a catalogue or several products: whose picture is shown, by the shop's own id. */
      thumbnail: z.string().min(1).max(100).optional(),
      sections: z
        .array(
          z.strictObject({
            title: z.string().min(1).max(100),
            products: z.array(z.string().min(1).max(100)).min(1).max(30),
          }),
        )
        .max(10)
        .optional(),
      /** Of a Flow. */
      flowToken: z.string().min(1).max(1000).optional(),
      flowData: z.record(z.string(), z.unknown()).optional(),
      /** How long a button to call works. */
      ttlMinutes: z.int().positive().optional(),
      /** Of "Review and pay" (India): Meta's `order_details` as it is: reference_id, type, currency, payment_settings, order, total_amount. */
      orderDetails: z.record(z.string(), z.unknown()).optional(),
    }),
  )
  .max(10)

const Fallback = { fallback: z.string().max(1024).optional() }

/** Where a word of a template comes from; `fallback` is said if nothing is known. */
const TemplateVariableShape = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('literal'), value: z.string().max(1024) }),
  z.strictObject({
    from: z.literal('contact'),
    field: z.enum(['name', 'first_name', 'phone']),
    ...Fallback,
  }),
  /** A contact field of the business's own, by its key. */
  z.strictObject({ from: z.literal('attribute'), key: z.string().min(1).max(40), ...Fallback }),
  /** Of a campaign to a list: what stands in this column of the recipient's row. */
  z.strictObject({ from: z.literal('column'), name: z.string().min(1).max(200), ...Fallback }),
  /** By its path in `order`: `items.0.name`. */
  z.strictObject({ from: z.literal('order'), path: z.string().min(1).max(200), ...Fallback }),
])

/** From when on it is worth less than none: what still waits then is not sent. The first of these moments, and of the template's own, counts. */
const Life = {
  /** Milliseconds. */
  expiresAt: z.int().positive().max(253_402_300_799_999).optional(),
  /** From when it is accepted. */
  ttlSeconds: z.int().min(1).max(2_592_000).optional(),
}

/** What may be said through the API: Meta's own send objects by type, without address and bookkeeping. */
export const OutgoingShape = z.discriminatedUnion('type', [
  z.strictObject({
    ...Life,
    type: z.literal('text'),
    text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    ...Life,
    type: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
    mediaId: z.string(),
    caption: z.string().max(1024).optional(),
    filename: z.string().max(240).optional(),
    voice: z.boolean().optional(),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    ...Life,
    type: z.literal('location'),
    location: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1000).optional(),
      address: z.string().max(1000).optional(),
    }),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    ...Life,
    type: z.literal('interactive'),
    interactive: z.record(z.string(), z.unknown()),
    /** One of our files, for a header of the type image, video or document. A carousel's cards name theirs as `header.image.mediaId`. */
    mediaId: z.string().optional(),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    ...Life,
    type: z.literal('contacts'),
    /** Meta takes up to 257; nobody wants to read so many. */
    contacts: z
      .array(
        z.strictObject({
          name: z.strictObject({
            formatted_name: z.string().min(1).max(200),
            first_name: z.string().min(1).max(200),
            last_name: z.string().max(200).optional(),
          }),
          org: z.strictObject({ company: z.string().min(1).max(200) }).optional(),
          phones: z
            .array(z.strictObject({ phone: z.string().min(1).max(40), type: z.string().max(40).optional() }))
            .max(20)
            .optional(),
          emails: z
            .array(z.strictObject({ email: z.string().min(1).max(254), type: z.string().max(40).optional() }))
            .max(20)
            .optional(),
        }),
      )
      .min(1)
      .max(20),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    ...Life,
    type: z.literal('reaction'),
    /** Our id of the message reacted to. */
    messageId: z.string(),
    /** "" takes it away. */
    emoji: z.string().max(32),
  }),
  z.strictObject({
    ...Life,
    type: z.literal('template'),
    template: z.object({
      name: z.string().min(1),
      language: z.string().min(2),
      /**
       * All words: of the body by position ("1", "2") or by name, `header_1`, `button_0` (the end of a link, a code), and of a
       * carousel's cards the same behind `card_0_`. `GET /api/v1/templates` names them.
       */
      parameters: z.record(z.string(), z.string()),
      /** Where to look if there is none in `language`, nor in the same language without its country. */
      fallbackLanguages: z.array(z.string().min(2).max(20)).max(10).optional(),
      /** Words that are looked up, by the same names. */
      variables: z.record(z.string(), TemplateVariableShape).optional(),
      /** What the message is about, for variables. */
      order: z.record(z.string(), z.unknown()).optional(),
      header: TemplateHeaderShape.optional(),
      buttons: TemplateButtonsShape.optional(),
      /** Of a carousel, in its order. */
      cards: z
        .array(
          z.strictObject({
            header: TemplateHeaderShape.optional(),
            buttons: TemplateButtonsShape.optional(),
          }),
        )
        .max(10)
        .optional(),
      /** When a limited-time offer ends. Milliseconds. */
      offerExpiresAt: z.int().positive().max(253_402_300_799_999).optional(),
    }),
  }),
])

export type Outgoing = z.infer<typeof OutgoingShape>
