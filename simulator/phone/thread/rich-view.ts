/** Interactive messages and templates as one shape: a phone draws both alike. */
import { ADDRESS_FIELDS, type AddressValues } from '#simulator/address-fields.ts'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { mediaOf, safeUrl, type Media } from './media-view.ts'
import { list, number, record, text, type Json } from './read-json.ts'

export type ListRow = { readonly id: string; readonly title: string; readonly description: string }
export type ListSection = { readonly title: string; readonly rows: readonly ListRow[] }

/** A button under a business's message, by what a tap on it does. */
export type RichButton =
  | { readonly does: 'reply'; readonly id: string; readonly label: string }
  | { readonly does: 'open'; readonly url: string; readonly label: string }
  | { readonly does: 'call'; readonly phone: string; readonly label: string }
  | { readonly does: 'copy'; readonly code: string; readonly label: string }
  | { readonly does: 'list'; readonly label: string; readonly sections: readonly ListSection[] }
  | { readonly does: 'send-location' }
  | { readonly does: 'answer-call-request' }
  /** What the business filled in, and what it says is wrong, by field. */
  | { readonly does: 'give-address'; readonly values: AddressValues; readonly errors: AddressValues }
  | { readonly does: 'call-business'; readonly label: string }
  | {
      readonly does: 'order'
      readonly label: string
      readonly catalogId: string
      readonly products: readonly string[]
    }
  | { readonly does: 'share-contact'; readonly label: string }
  | { readonly does: 'nothing'; readonly label: string; readonly what: string }

export type Place = {
  readonly kind: 'location'
  readonly latitude: number
  readonly longitude: number
  readonly name: string
  readonly address: string
}

/** An offer that ends. */
export type Offer = { readonly text: string; readonly code: string | null; readonly endsAt: number | null }

/** An interactive message or a template: header, body, footer, buttons, and perhaps cards. */
export type Rich = {
  readonly kind: 'rich'
  readonly header: string | null
  readonly media: Media | null
  /** A header that is a place, or a product by its id. */
  readonly place?: Place | null
  readonly product?: string
  readonly offer?: Offer
  readonly body: string
  readonly footer: string
  readonly buttons: readonly RichButton[]
  readonly cards: readonly Rich[]
}

/** An interactive message of a business; null if this kind is not known. */
export function businessView(own: Json): Rich | null {
  const action = record(own['action']) ?? {}
  const buttons = buttonsOf(text(own['type']), action)
  const cards = list(action['cards']).flatMap((card) => cardOf(record(card) ?? {}))
  if (buttons === null && cards.length === 0) return null
  return { ...frameOf(own), buttons: buttons ?? [], cards }
}

/** A template: the words come filled in, pictures are still in what was sent. */
export function templateView(rendered: NonNullable<PhoneMessage['rendered']>, content: Json): Rich {
  const components = list((record(content['template']) ?? content)['components']).map(
    (one) => record(one) ?? {},
  )
  const named = (type: string) => components.find((one) => text(one['type']).toLowerCase() === type)
  const cards = list(named('carousel')?.['cards']).map((card, index) =>
    templateCard(record(card) ?? {}, rendered.cards?.[index]?.body),
  )
  const header = headerOf(named('header'))
  const buttons = rendered.buttons.map((button, index) => templateButton(button, actionOf(components, index)))
  // Every card has the same buttons, and they come in one list, card after card.
  const each = cards.length === 0 ? 0 : Math.floor(buttons.length / cards.length)
  return {
    kind: 'rich',
    ...header,
    header: header.media === null ? rendered.header : null,
    body: rendered.body,
    footer: rendered.footer ?? '',
    ...(rendered.offer === undefined ? {} : { offer: rendered.offer }),
    buttons: cards.length === 0 ? buttons : [],
    cards: cards.map((card, index) => ({
      ...card,
      buttons: buttons.slice(index * each, (index + 1) * each),
    })),
  }
}

/** @param words of the card, filled in; missing in what an older simulator rendered. */
function templateCard(card: Json, words: string | undefined): Rich {
  const parts = list(card['components']).map((one) => record(one) ?? {})
  const named = (type: string) => parts.find((one) => text(one['type']).toLowerCase() === type)
  const parameters = list(named('body')?.['parameters']).map((one) => text(record(one)?.['text']))
  return {
    kind: 'rich',
    ...headerOf(named('header')),
    header: null,
    body: words ?? parameters.join(' '),
    footer: '',
    buttons: [],
    cards: [],
  }
}

/** What was sent for a header that is no text. */
function headerOf(component: Json | undefined): { media: Media | null; place?: Place; product?: string } {
  const own = record(list(component?.['parameters'])[0]) ?? {}
  const place = record(own['location'])
  const product = text(record(own['product'])?.['product_retailer_id'])
  return {
    media: mediaAmong(component),
    ...(place === null
      ? {}
      : {
          place: {
            kind: 'location',
            latitude: number(place['latitude']),
            longitude: number(place['longitude']),
            name: text(place['name']),
            address: text(place['address']),
          },
        }),
    ...(product === '' ? {} : { product }),
  }
}

/** What was sent for a button that shows products. */
function actionOf(components: readonly Json[], index: number): Json {
  const button = components.find(
    (one) => text(one['type']).toLowerCase() === 'button' && Number(one['index']) === index,
  )
  return record(record(list(button?.['parameters'])[0])?.['action']) ?? {}
}

function templateButton(
  button: NonNullable<PhoneMessage['rendered']>['buttons'][number],
  action: Json,
): RichButton {
  const { text: label, id } = button
  const first = text(action['thumbnail_product_retailer_id'])
  switch (button.type.toLowerCase()) {
    case 'quick_reply':
      return { does: 'reply', id, label }
    case 'url':
      return { does: 'open', url: safeUrl(button.url ?? '') ?? '', label }
    case 'phone_number':
      return { does: 'call', phone: id, label }
    case 'copy_code':
    case 'otp':
      return { does: 'copy', code: id, label }
    case 'catalog':
      return { does: 'order', label, catalogId: '', products: first === '' ? [] : [first] }
    case 'mpm':
      return { does: 'order', label, catalogId: '', products: productsOf(action['sections']) }
    case 'voice_call':
      return { does: 'call-business', label }
    case 'call_permission_request':
      return { does: 'answer-call-request' }
    case 'request_contact_info':
      return { does: 'share-contact', label }
    default:
      return { does: 'nothing', label, what: button.type }
  }
}

function frameOf(own: Json): Omit<Rich, 'buttons' | 'cards'> {
  const header = record(own['header'])
  const type = text(header?.['type'])
  return {
    kind: 'rich',
    header: type === 'text' ? text(header?.['text']) : null,
    media: header === null ? null : mediaOf(type, record(header[type]) ?? {}),
    body: text(record(own['body'])?.['text']),
    footer: text(record(own['footer'])?.['text']),
  }
}

function cardOf(card: Json): Rich[] {
  const action = record(card['action']) ?? {}
  // Meta's samples name cards with answers after links.
  const kind = action['buttons'] === undefined ? text(card['type']) || text(action['name']) : 'button'
  const buttons = buttonsOf(kind, action) ?? []
  const product = text(action['product_retailer_id'])
  return [{ ...frameOf(card), ...(product === '' ? {} : { product }), buttons, cards: [] }]
}

/** What can be tapped; null for a kind of message that is not known. */
function buttonsOf(type: string, action: Json): RichButton[] | null {
  const parameters = record(action['parameters']) ?? {}
  const label = text(parameters['display_text'])
  const catalogId = text(action['catalog_id'])
  switch (type) {
    case 'button':
    case 'quick_reply':
      return list(action['buttons']).map((one) => replyButton(record(one) ?? {}))
    case 'list':
      return [
        { does: 'list', label: text(action['button']), sections: list(action['sections']).map(sectionOf) },
      ]
    case 'cta_url':
      return [{ does: 'open', label, url: safeUrl(text(parameters['url'])) ?? '' }]
    case 'location_request_message':
      return [{ does: 'send-location' }]
    case 'product':
      return [{ does: 'order', label: '', catalogId, products: [text(action['product_retailer_id'])] }]
    case 'product_list':
      return [{ does: 'order', label: '', catalogId, products: productsOf(action['sections']) }]
    case 'catalog_message': {
      const first = text(parameters['thumbnail_product_retailer_id'])
      return [{ does: 'order', label: '', catalogId, products: first === '' ? [] : [first] }]
    }
    case 'flow':
      return [{ does: 'nothing', label: text(parameters['flow_cta']), what: 'Flow' }]
    case 'call_permission_request':
      return [{ does: 'answer-call-request' }]
    case 'contact_request':
    case 'request_contact_info':
      return [{ does: 'share-contact', label: '' }]
    case 'address_message':
      return [
        {
          does: 'give-address',
          values: addressOf(parameters['values']),
          errors: addressOf(parameters['validation_errors']),
        },
      ]
    case 'voice_call':
      return [{ does: 'call-business', label }]
    case 'order_details':
    case 'order_status':
      return [{ does: 'nothing', label, what: type }]
    default:
      return null
  }
}

function addressOf(value: unknown): AddressValues {
  const fields = record(value) ?? {}
  return Object.fromEntries(
    ADDRESS_FIELDS.flatMap((name) => (text(fields[name]) === '' ? [] : [[name, text(fields[name])]])),
  )
}

function replyButton(button: Json): RichButton {
  const reply = record(button['reply']) ?? record(button['quick_reply']) ?? {}
  return { does: 'reply', id: text(reply['id']), label: text(reply['title']) || text(reply['text']) }
}

function sectionOf(value: unknown): ListSection {
  const section = record(value) ?? {}
  const rows = list(section['rows']).map((row) => {
    const one = record(row) ?? {}
    return { id: text(one['id']), title: text(one['title']), description: text(one['description']) }
  })
  return { title: text(section['title']), rows }
}

function productsOf(sections: unknown): string[] {
  return list(sections).flatMap((section) =>
    list(record(section)?.['product_items']).map((item) => text(record(item)?.['product_retailer_id'])),
  )
}

function mediaAmong(component: Json | undefined): Media | null {
  for (const parameter of list(component?.['parameters'])) {
    const own = record(parameter) ?? {}
    const type = text(own['type'])
    const media = mediaOf(type, record(own[type]) ?? {})
    if (media !== null) return media
  }
  return null
}
