/** Lines that are more than text, in the shapes of Meta's webhooks (theirs) and send objects (ours). */
import { renderTemplate } from '#templates/render-template.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { FILES, type FileName } from './files.ts'
import type { Attachment, Extra, Line } from './script.ts'
import { SHOP_TEMPLATES } from './shop-templates.ts'

type By = Line['by']

/** A picture, sticker, document or voice note that is there. */
export function file(by: By, name: FileName, caption: string | null = null, extra: Extra = {}): Line {
  const { type, mimeType, filename } = FILES[name]
  const own: JsonObject = {
    ...(by === 'them' && { id: `demo-${name}`, mime_type: mimeType }),
    ...(caption !== null && { caption }),
    ...(filename !== null && { filename }),
    ...(type === 'audio' && { voice: true }),
  }
  return {
    by,
    type,
    text: caption ?? filename,
    content: { [type]: own },
    attachment: { state: 'stored', file: name },
    ...extra,
  }
}

/** Something of the customer's that we do not have: not yet, or not any more. */
export function missing(
  type: 'image' | 'video' | 'audio',
  state: 'pending' | 'unavailable',
  caption: string | null = null,
  extra: Extra = {},
): Line {
  const mimeType = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/ogg; codecs=opus' }[type]
  const attachment: Attachment = { state, mimeType, isVoice: type === 'audio' }
  const own = { id: `demo-${state}`, mime_type: mimeType, ...(caption !== null && { caption }) }
  return { by: 'them', type, text: caption, content: { [type]: own }, attachment, ...extra }
}

export const place = (
  by: By,
  name: string,
  address: string,
  [latitude, longitude]: readonly [number, number],
): Line => ({
  by,
  type: 'location',
  text: name,
  content: { location: { latitude, longitude, name, address } },
})

export const card = (name: string, phone: string, company: string | null = null): Line => ({
  by: 'them',
  type: 'contacts',
  text: name,
  content: {
    contacts: [
      {
        name: { formatted_name: name, first_name: name.split(' ')[0] ?? name },
        phones: [{ phone: `+${phone}`, wa_id: phone, type: 'CELL' }],
        ...(company !== null && { org: { company } }),
      },
    ],
  },
})

/** The answer to a template's button. */
export const tapped = (title: string, extra: Extra = {}): Line => ({
  by: 'them',
  type: 'button',
  text: title,
  content: { button: { text: title, payload: title } },
  ...extra,
})

/** A question of ours with up to three buttons under it. */
export const buttons = (body: string, titles: readonly string[], footer: string | null = null): Line =>
  question(body, {
    type: 'button',
    body: { text: body },
    ...(footer !== null && { footer: { text: footer } }),
    action: {
      buttons: titles.map((title, index) => ({ type: 'reply', reply: { id: `choice-${index + 1}`, title } })),
    },
  })

type ListRow = { readonly title: string; readonly description: string }

export const list = (body: string, button: string, title: string, rows: readonly ListRow[]): Line =>
  question(body, {
    type: 'list',
    body: { text: body },
    action: {
      button,
      sections: [{ title, rows: rows.map((row, index) => ({ id: `row-${index + 1}`, ...row })) }],
    },
  })

export const form = (body: string, cta: string): Line =>
  question(body, {
    type: 'flow',
    body: { text: body },
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: '3',
        flow_id: '300000000000001',
        flow_token: 'demo',
        flow_cta: cta,
      },
    },
  })

const question = (body: string, interactive: JsonObject): Line => ({
  by: 'us',
  type: 'interactive',
  text: body,
  content: { interactive },
})

export const chose = (title: string, extra: Extra = {}): Line =>
  reply(title, { type: 'button_reply', button_reply: { id: 'choice-1', title } }, { answers: 1, ...extra })
export const choseRow = (row: ListRow): Line =>
  reply(row.title, { type: 'list_reply', list_reply: { id: 'row-1', ...row } }, { answers: 1 })
export const filledIn = (answers: JsonObject): Line => {
  const response_json = JSON.stringify({ flow_token: 'demo', ...answers })
  return reply(
    'Sent',
    { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } },
    { answers: 1 },
  )
}

const reply = (title: string, interactive: JsonObject, extra: Extra): Line => ({
  by: 'them',
  type: 'interactive',
  text: title,
  content: { interactive },
  ...extra,
})

type Product = { readonly name: string; readonly pieces: number; readonly rupees: number }

export const order = (note: string | null, products: readonly Product[]): Line => ({
  by: 'them',
  type: 'order',
  text: note ?? `${products.length} items`,
  content: {
    order: {
      catalog_id: '400000000000001',
      ...(note !== null && { text: note }),
      product_items: products.map(({ name, pieces, rupees }) => ({
        product_retailer_id: name,
        quantity: pieces,
        item_price: rupees,
        currency: 'INR',
      })),
    },
  },
})

export const system = (body: string): Line => ({
  by: 'them',
  type: 'system',
  text: body,
  content: { system: { body } },
})

/** Meta: 131051, the body stays on the phone. */
export const unsupported = (kind: string): Line => ({
  by: 'them',
  type: 'unsupported',
  text: null,
  content: {
    unsupported: { type: kind },
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        message: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
  },
})

export function template(
  name: keyof typeof SHOP_TEMPLATES,
  values: Readonly<Record<string, string>>,
  extra: Extra = {},
): Line {
  const rendering = renderTemplate(SHOP_TEMPLATES[name], values)
  if (!rendering.ok) throw new Error(`the demo's ${name} lacks ${rendering.missing.join(', ')}`)
  const { template: object, header, body, footer, buttons: under } = rendering.rendered
  const rendered = { header, body, footer, buttons: under.map((button) => ({ ...button })) }
  return {
    by: 'us',
    type: 'template',
    text: body,
    content: { template: object, rendered },
    source: 'api',
    ...extra,
  }
}

/** From a click-to-WhatsApp ad: it opens 72 hours if it is answered within 24. */
export const FROM_AD: Extra = {
  referral: {
    source_url: 'https://fb.me/kurta-house-example',
    source_id: '120000000000000001',
    source_type: 'ad',
    headline: 'Hand-block prints from Jaipur',
    body: 'Festive kurtas from ₹899. Free delivery all over India.',
    media_type: 'image',
    image_url: 'https://kurta-house.example/ad.jpg',
    ctwa_clid: 'demo-click-0',
  },
}
