/**
 * What a template leaves open, by the names under which it is filled in. All words have one name each: `1` or `first_name` in the
 * body, `header_1`, `button_0` (the end of a link, or a code), and of a carousel's cards the same behind `card_0_`. Pure.
 * Source: Meta, "Template components", "Authentication templates" and "Send messages" (Nov 2025 to Apr 2026).
 */
import type { JsonObject } from '#whatsapp/facts.ts'
import { codeBody, codeWords } from './code-words.ts'

const PLACEHOLDER = /\{\{\s*([\w]+)\s*\}\}/gu

/** The message itself, or one card under it. */
export type Part = {
  /** What the names of its words begin with. */
  readonly prefix: string
  /** Where what is not words is given: `template`, `template.cards.0`. */
  readonly path: string
  readonly card: number | null
  readonly header: JsonObject | null
  /** Meta's spelling in upper case; TEXT where it says nothing. */
  readonly headerFormat: string | null
  readonly body: string | null
  readonly footer: string | null
  readonly buttons: readonly Button[]
  /** A one-time code: body and button show the same. */
  readonly isCode: boolean
}
export type Button = { readonly type: string; readonly text: string; readonly json: JsonObject }

/** @param language in which Meta writes what it writes by itself */
export function partsOf(components: readonly JsonObject[], language = 'en'): Part[] {
  const cards = cardsOf(components)
  return [
    partOf(components, language, { prefix: '', path: 'template', card: null }),
    ...cards.map((card, nth) =>
      partOf(card, language, { prefix: `card_${nth}_`, path: `template.cards.${nth}`, card: nth }),
    ),
  ]
}

function partOf(
  components: readonly JsonObject[],
  language: string,
  place: Pick<Part, 'prefix' | 'path' | 'card'>,
): Part {
  const header = find(components, 'HEADER') ?? null
  const body = find(components, 'BODY')
  const buttons = objects(find(components, 'BUTTONS')?.['buttons']).map((json) => ({
    ...{ type: upper(json['type']), text: text(json['text']), json },
  }))
  const isCode = buttons.some(({ type, json }) => type === 'OTP' || OTP_LINK.test(text(json['url'])))
  return {
    ...place,
    header,
    headerFormat: header === null ? null : upper(header['format']) || 'TEXT',
    body:
      body === undefined
        ? null
        : text(body['text']) ||
          (isCode ? codeBody(language, body['add_security_recommendation'] === true) : ''),
    footer: footerOf(find(components, 'FOOTER'), language),
    buttons,
    isCode,
  }
}

/** As which Meta lists the button of a one-time code. */
const OTP_LINK = /^https:\/\/www\.whatsapp\.com\/otp\//u

function footerOf(footer: JsonObject | undefined, language: string): string | null {
  if (footer === undefined) return null
  const minutes = footer['code_expiration_minutes']
  if (typeof footer['text'] === 'string') return footer['text']
  return typeof minutes === 'number' ? codeWords(language).expires(minutes) : null
}

/** One thing to say in a template. */
export type Word = {
  readonly name: string
  readonly in: 'header' | 'body' | 'url' | 'code' | 'otp'
  readonly part: Part
  /** Of a button. */
  readonly index: number | null
}

/** Each name once, in order: header, body, buttons, then the cards in theirs. */
export function wordsOf(components: readonly JsonObject[]): Word[] {
  const words = partsOf(components).flatMap((part) => [
    ...headerSlots(part).map((slot) => ({
      ...{ name: headerName(part, slot), in: 'header' as const, part, index: null },
    })),
    ...slotsOf(part.body).map((slot) => ({
      ...{ name: bodyName(part, slot), in: part.isCode ? ('otp' as const) : ('body' as const) },
      ...{ part, index: null },
    })),
    ...part.buttons.flatMap((button, index) => {
      const kind = wordOf(part, button)
      return kind === null || kind === 'otp' ? [] : [{ name: buttonName(part, index), in: kind, part, index }]
    }),
  ])
  return [...new Map(words.map((word) => [word.name, word])).values()]
}

/** What a button wants said: the end of its link, a code to copy, or the body's one-time code. */
export function wordOf(part: Part, { type, json }: Button): 'url' | 'code' | 'otp' | null {
  if (type === 'COPY_CODE') return 'code'
  if (type === 'OTP') return 'otp'
  if (type !== 'URL' || slotsOf(text(json['url'])).length === 0) return null
  return part.isCode ? 'otp' : 'url'
}

/** A header's `{{1}}` is another parameter than the body's. */
export const headerName = ({ prefix }: Part, slot: string): string =>
  `${prefix}${isPositional(slot) ? `header_${slot}` : slot}`
export const bodyName = ({ prefix }: Part, slot: string): string => `${prefix}${slot}`
export const buttonName = ({ prefix }: Part, index: number): string => `${prefix}button_${index}`

export const headerText = ({ header, headerFormat }: Part): string | null =>
  header !== null && headerFormat === 'TEXT' && typeof header['text'] === 'string' ? header['text'] : null
export const headerSlots = (part: Part): string[] => slotsOf(headerText(part))
export const slotsOf = (words: string | null): string[] =>
  [...(words ?? '').matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')
export const isPositional = (slot: string): boolean => /^\d+$/u.test(slot)
export const fill = (pattern: string, value: (slot: string) => string): string =>
  pattern.replaceAll(PLACEHOLDER, (_, slot: string) => value(slot))

const MEDIA: ReadonlySet<string> = new Set(['IMAGE', 'VIDEO', 'DOCUMENT'])
/** image, video or document: a file stands above the words; null: none. */
export const headerFile = ({ headerFormat }: Part): string | null =>
  headerFormat !== null && MEDIA.has(headerFormat) ? headerFormat.toLowerCase() : null

type Offer = { readonly text: string; readonly hasExpiration: boolean }
export function offerOf(components: readonly JsonObject[]): Offer | null {
  const offer = object(find(components, 'LIMITED_TIME_OFFER')?.['limited_time_offer'])
  return offer === null
    ? null
    : { text: text(offer['text']), hasExpiration: offer['has_expiration'] === true }
}

const HEADERS: ReadonlySet<string> = new Set([...MEDIA, 'TEXT', 'LOCATION', 'PRODUCT'])
const BUTTONS: ReadonlySet<string> = new Set([
  ...[
    'QUICK_REPLY',
    'URL',
    'PHONE_NUMBER',
    'COPY_CODE',
    'OTP',
    'FLOW',
    'CATALOG',
    'MPM',
    'SPM',
    'VOICE_CALL',
  ],
  ...['REQUEST_CONTACT_INFO', 'ORDER_DETAILS'],
])
const COMPONENTS: ReadonlySet<string> = new Set([
  ...['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER', 'CALL_PERMISSION_REQUEST'],
])

/**
 * The part of a template that cannot be sent from here, in Meta's word; null: all can. How an order stands goes to Meta in a form of its
 * own; GIF headers go through another API of Meta's; what Meta adds some day we do not know how to fill in.
 */
export function unsendable(
  components: readonly JsonObject[],
  subCategory: string | null = null,
): string | null {
  if (subCategory === 'ORDER_STATUS') return subCategory
  for (const list of [components, ...cardsOf(components)]) {
    const other = list.map(({ type }) => upper(type)).find((type) => !COMPONENTS.has(type))
    if (other !== undefined) return other
  }
  for (const { headerFormat, buttons } of partsOf(components)) {
    if (headerFormat !== null && !HEADERS.has(headerFormat)) return headerFormat
    const other = buttons.find(({ type }) => !BUTTONS.has(type))
    if (other !== undefined) return other.type
  }
  return null
}

const cardsOf = (components: readonly JsonObject[]): JsonObject[][] =>
  objects(find(components, 'CAROUSEL')?.['cards']).map((card) => objects(card['components']))
const find = (components: readonly JsonObject[], type: string): JsonObject | undefined =>
  components.find((component) => upper(component['type']) === type)
const object = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
const objects = (value: unknown): JsonObject[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((one) => {
    const found = object(one)
    return found === null ? [] : [found]
  })
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const upper = (value: unknown): string => text(value).toUpperCase()
