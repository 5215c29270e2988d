/**
 * What a bubble shows, read tolerantly out of a `PhoneMessage`.
 *
 * The content is the webhook's object (by the customer) or the send's (by the business). Whether it is the whole
 * message or only the part named after its type does not matter here. Anything that is not known becomes `unknown`
 * and is still shown, by its type's name.
 */
import type { PhoneMessage } from '#simulator/protocol.ts'
import { mediaOf, safeUrl, type Media } from './media-view.ts'
import { list, number, record, text, type Json } from './read-json.ts'
import { businessView, templateView, type Rich } from './rich-view.ts'

export type Person = {
  readonly name: string
  readonly organisation: string
  readonly phones: readonly string[]
  readonly emails: readonly string[]
}

export type OrderLine = {
  readonly name: string
  readonly quantity: number
  readonly price: number
  readonly currency: string
}

export type Advert = {
  readonly headline: string
  readonly body: string
  readonly url: string
  readonly image: string
}

export type View =
  | { readonly kind: 'text'; readonly body: string; readonly advert: Advert | null }
  | Media
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
      readonly address: string
    }
  | { readonly kind: 'contacts'; readonly people: readonly Person[] }
  | { readonly kind: 'order'; readonly lines: readonly OrderLine[]; readonly note: string }
  | { readonly kind: 'choice'; readonly title: string; readonly description: string }
  | { readonly kind: 'call-answer'; readonly isAllowed: boolean }
  | { readonly kind: 'notice'; readonly text: string }
  | Rich
  | { readonly kind: 'unknown'; readonly type: string }

/** Reads a message. Never throws, whatever is inside. */
export function viewOf(message: PhoneMessage): View {
  const { type, rendered } = message
  const content: Json = message.content
  if (rendered !== null) return templateView(rendered, content)
  const own = record(content[type]) ?? content
  switch (type) {
    case 'text':
      return {
        kind: 'text',
        body: text(own['body']),
        advert: advertOf(content['referral'] ?? own['referral']),
      }
    case 'location':
      return {
        kind: 'location',
        latitude: number(own['latitude']),
        longitude: number(own['longitude']),
        name: text(own['name']),
        address: text(own['address']),
      }
    case 'contacts':
      return { kind: 'contacts', people: list(content['contacts'] ?? content).map(personOf) }
    case 'order':
      return {
        kind: 'order',
        lines: list(own['product_items'] ?? own['items']).map(lineOf),
        note: text(own['text']),
      }
    case 'button':
      return { kind: 'choice', title: text(own['text']), description: '' }
    case 'system':
      return { kind: 'notice', text: text(own['body']) }
    case 'interactive':
      return (
        choiceOf(own) ?? businessView(own) ?? { kind: 'unknown', type: `interactive/${text(own['type'])}` }
      )
    case 'template':
      return { kind: 'unknown', type: 'template' }
    default:
      return mediaOf(type, own) ?? { kind: 'unknown', type }
  }
}

/** One line for a quote, a notification or the copy of a bubble; empty if only a picture could say it. */
export function wordsOf(view: View): string {
  switch (view.kind) {
    case 'text':
      return view.body
    case 'media':
      return view.caption || view.filename
    case 'location':
      return [view.name, view.address].filter((part) => part !== '').join(', ')
    case 'contacts':
      return view.people.map((person) => person.name).join(', ')
    case 'order':
      return view.note
    case 'choice':
      return view.title
    case 'notice':
      return view.text
    case 'rich':
      return view.body
    case 'call-answer':
    case 'unknown':
      return ''
    default:
      return view satisfies never
  }
}

function choiceOf(own: Json): View | null {
  const reply = record(own['button_reply']) ?? record(own['list_reply'])
  if (reply !== null)
    return { kind: 'choice', title: text(reply['title']), description: text(reply['description']) }
  const calls = record(own['call_permission_reply'])
  if (calls !== null) return { kind: 'call-answer', isAllowed: calls['response'] === 'accept' }
  const form = record(own['nfm_reply'])
  return form === null
    ? null
    : { kind: 'choice', title: text(form['body']) || text(form['name']), description: '' }
}

function advertOf(value: unknown): Advert | null {
  const referral = record(value)
  if (referral === null) return null
  return {
    headline: text(referral['headline']),
    body: text(referral['body']),
    url: safeUrl(text(referral['source_url'])) ?? '',
    image: safeUrl(text(referral['thumbnail_url']) || text(referral['image_url'])) ?? '',
  }
}

function personOf(value: unknown): Person {
  const person = record(value) ?? {}
  const name = record(person['name']) ?? {}
  return {
    name: text(name['formatted_name']) || text(name['first_name']),
    organisation: text(record(person['org'])?.['company']),
    phones: list(person['phones']).map(
      (phone) => text(record(phone)?.['phone']) || text(record(phone)?.['wa_id']),
    ),
    emails: list(person['emails']).map((email) => text(record(email)?.['email'])),
  }
}

function lineOf(value: unknown): OrderLine {
  const line = record(value) ?? {}
  return {
    name: text(line['product_retailer_id'] ?? line['productRetailerId']),
    quantity: number(line['quantity']),
    price: number(line['item_price'] ?? line['itemPrice']),
    currency: text(line['currency']) || 'INR',
  }
}
