/** The objects of plain messages: text, media, location, contacts, reaction. Limits: cloud-api reference, c.1 and c.2. */
import { z } from 'zod'
import { degrees, text, webAddress } from '#simulator/messages/shape.ts'

/** Either an uploaded file or an address, never both and never neither. */
const mediaOf = <Shape extends z.ZodRawShape>(more: Shape) =>
  z
    .strictObject({
      id: z.string().min(1).optional(),
      link: webAddress.optional(),
      provider: z.unknown().optional(),
      ...more,
    })
    .refine(
      (media) => ('id' in media && media.id !== undefined) !== ('link' in media && media.link !== undefined),
      {
        error: "must have exactly one of 'id' and 'link'",
      },
    )

const caption = text(1024, 0).optional()
export const image = mediaOf({ caption })
export const video = mediaOf({ caption })
export const document = mediaOf({ caption, filename: text(240).optional() })
export const audio = mediaOf({ voice: z.boolean().optional() })
export const sticker = mediaOf({})

const location = z.strictObject({
  latitude: degrees(90),
  longitude: degrees(180),
  name: z.string().optional(),
  address: z.string().optional(),
})

const contact = z.strictObject({
  name: z
    .strictObject({
      formatted_name: z.string().min(1),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
      middle_name: z.string().optional(),
      suffix: z.string().optional(),
      prefix: z.string().optional(),
    })
    .refine((name) => Object.keys(name).length > 1, {
      error: 'must have at least one part besides formatted_name',
    }),
  birthday: z.string().optional(),
  addresses: z.array(z.record(z.string(), z.unknown())).optional(),
  emails: z.array(z.record(z.string(), z.unknown())).optional(),
  org: z.record(z.string(), z.unknown()).optional(),
  phones: z.array(z.record(z.string(), z.unknown())).optional(),
  urls: z.array(z.record(z.string(), z.unknown())).optional(),
})

/** By the name of the type, which is also the name of the key. */
export const contentShapes = {
  text: z.strictObject({ body: text(4096), preview_url: z.union([z.boolean(), z.stringbool()]).optional() }),
  image,
  video,
  audio,
  document,
  sticker,
  location,
  contacts: z.array(contact).min(1).max(257),
  reaction: z.strictObject({ message_id: z.string().min(1), emoji: text(32, 0) }),
}
