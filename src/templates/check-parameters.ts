/**
 * What somebody fills into a template held against its approved definition, before Meta sees it: each mistake with the place where
 * it was made and a code that never changes meaning. Lengths are UTF-16 code units. Pure, and without Node: a browser may ask too.
 * Source: Meta, "Template components", "Send messages" and "Error codes" 132000, 132005, 132012, 132018 (Nov 2025 to Apr 2026).
 */
import type { JsonObject } from '#whatsapp/facts.ts'
import { checkOrderDetails } from './check-order-details.ts'
import {
  bodyName,
  buttonName,
  fill,
  headerFile,
  headerName,
  headerText,
  offerOf,
  partsOf,
  slotsOf,
  wordOf,
  wordsOf,
  type Button,
  type Part,
  type Word,
} from './template-places.ts'

export const LIMITS = {
  /** Filled in. */
  body: 1024,
  offerBody: 600,
  cardBody: 160,
  header: 60,
  /** A link, filled in. */
  url: 2000,
  /** Of a coupon (Meta, changelog of 3 Dec 2025). */
  code: 20,
  /** A one-time one. */
  otp: 15,
  payload: 256,
  sections: 10,
  sectionTitle: 24,
  /** In all sections together. */
  products: 30,
  callMinutes: 43_200,
} as const

export type HeaderFilling = {
  /** One of our files. */
  readonly mediaId?: string | undefined
  /** What a document is called on the phone; left out: as the file is. */
  readonly filename?: string | undefined
  readonly location?:
    | {
        readonly latitude: number
        readonly longitude: number
        readonly name?: string | undefined
        readonly address?: string | undefined
      }
    | undefined
  readonly product?: { readonly catalog: string; readonly sku: string } | undefined
}

export type ButtonFilling = {
  /** Which button, counted from 0 over all kinds. */
  readonly index: number
  /** What comes back when a quick reply is tapped, or with the call. */
  readonly payload?: string | undefined
  /** Of a catalogue or several products: whose picture is shown, by the shop's own id. */
  readonly thumbnail?: string | undefined
  /** Of several products. */
  readonly sections?: readonly { readonly title: string; readonly products: readonly string[] }[] | undefined
  /** Of a Flow. */
  readonly flowToken?: string | undefined
  readonly flowData?: Readonly<Record<string, unknown>> | undefined
  /** How long a button to call works. */
  readonly ttlMinutes?: number | undefined
  /** What is to be paid, as Meta writes it: `check-order-details.ts`. */
  readonly orderDetails?: Readonly<Record<string, unknown>> | undefined
}

export type PartFilling = {
  readonly header?: HeaderFilling | undefined
  readonly buttons?: readonly ButtonFilling[] | undefined
}

/** All that is given for one sending of a template. */
export type Filling = PartFilling & {
  /** All words, by name: see `template-places.ts`. */
  readonly parameters: Readonly<Record<string, string>>
  readonly cards?: readonly PartFilling[] | undefined
  /** When a limited-time offer ends. Milliseconds. */
  readonly offerExpiresAt?: number | undefined
}

export type FillingProblem = {
  readonly code:
    | 'missing'
    | 'unknown'
    | 'whitespace'
    | 'too_long'
    | 'wrong_kind'
    | 'not_taken'
    | 'in_the_past'
    | 'out_of_range'
    | 'does_not_add_up'
  /** `template.parameters.1`, `template.cards.0.header.mediaId`. */
  readonly path: string
  readonly message: string
}

type Given = {
  /** Milliseconds. */
  readonly now: number
  /** The MIME type of each file that is named; one that is left out is not looked at. */
  readonly mimeTypes?: ReadonlyMap<string, string | null>
}

/** All that is wrong; none: Meta takes it. */
export function checkParameters(
  components: readonly JsonObject[],
  filling: Filling,
  { now, mimeTypes = new Map() }: Given,
): FillingProblem[] {
  const parts = partsOf(components)
  const words = wordsOf(components)
  const valueOf = (name: string): string =>
    Object.hasOwn(filling.parameters, name) ? (filling.parameters[name] ?? '') : ''
  return [
    ...words.flatMap((word) => checkWord(word, valueOf(word.name))),
    ...unknownNames(words, parts, filling),
    ...parts.flatMap((part) => [
      ...checkLengths(part, valueOf, offerOf(components) !== null),
      ...checkHeader(part, fillingOf(filling, part).header ?? {}, mimeTypes),
      ...checkButtons(part, fillingOf(filling, part).buttons ?? [], now),
    ]),
    ...checkCards(parts, filling),
    ...checkReferences(parts, filling),
    ...checkOffer(components, filling.offerExpiresAt, now),
  ]
}

/** What is given for the message itself, or for this card. */
export const fillingOf = (filling: Filling, { card }: Part): PartFilling =>
  card === null ? filling : (filling.cards?.[card] ?? {})

const wrong = (code: FillingProblem['code'], path: string, message: string): FillingProblem[] => [
  { code, path, message },
]
const pathOf = (name: string): string => `template.parameters.${name}`

function checkWord(word: Word, value: string): FillingProblem[] {
  const path = pathOf(word.name)
  if (value.trim() === '') return wrong('missing', path, 'is missing')
  if (/[\n\r\t\v\f\u0085\u2028\u2029]| {5,}/u.test(value))
    return wrong('whitespace', path, 'must have no line breaks, tabs or more than four spaces in a row')
  switch (word.in) {
    case 'header':
    case 'body':
      return []
    case 'url':
      return /\s/u.test(value)
        ? wrong('whitespace', path, 'is the end of a link and must have no spaces')
        : []
    case 'code':
      return tooLong(path, value, LIMITS.code)
    case 'otp':
      return tooLong(path, value, LIMITS.otp)
    default:
      return word.in satisfies never
  }
}

const tooLong = (path: string, value: string, max: number): FillingProblem[] =>
  value.length <= max ? [] : wrong('too_long', path, `must have at most ${max} characters`)

function unknownNames(
  words: readonly Word[],
  parts: readonly Part[],
  { parameters }: Filling,
): FillingProblem[] {
  const known = new Set(words.map(({ name }) => name))
  // Meta wants a one-time code twice; whoever says it twice as well means the same.
  const codes = parts.flatMap((part) =>
    part.buttons.flatMap((button, index) =>
      wordOf(part, button) === 'otp'
        ? [[buttonName(part, index), bodyName(part, slotsOf(part.body)[0] ?? '1')] as const]
        : [],
    ),
  )
  const isCode = (name: string): boolean =>
    codes.some(([button, code]) => button === name && parameters[code] === parameters[button])
  return Object.keys(parameters).flatMap((name) =>
    known.has(name) || isCode(name) ? [] : wrong('unknown', pathOf(name), 'is no parameter of this template'),
  )
}

/** What the words make with the text around them. The longest of them is where to begin. */
function checkLengths(part: Part, valueOf: (name: string) => string, isOffer: boolean): FillingProblem[] {
  const bodyMax = part.card !== null ? LIMITS.cardBody : isOffer ? LIMITS.offerBody : LIMITS.body
  const inBody = (slot: string): string => bodyName(part, slot)
  const inHeader = (slot: string): string => headerName(part, slot)
  const longer = (
    text: string | null,
    nameOf: (slot: string) => string,
    max: number,
    what: string,
  ): FillingProblem[] => {
    const names = slotsOf(text).map(nameOf)
    const length = fill(text ?? '', (slot) => valueOf(nameOf(slot))).length
    const [name] = names.toSorted((a, b) => valueOf(b).length - valueOf(a).length)
    if (name === undefined || length <= max) return []
    return wrong('too_long', pathOf(name), `makes ${what} ${length} characters long, and ${max} are possible`)
  }
  return [
    ...longer(part.body, inBody, bodyMax, 'the text'),
    ...longer(headerText(part), inHeader, LIMITS.header, 'the header'),
    ...part.buttons.flatMap(({ type, json }, index) =>
      type === 'URL' && !part.isCode
        ? longer(textOf(json['url']), () => buttonName(part, index), LIMITS.url, 'the link')
        : [],
    ),
  ]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const MIMES: Readonly<Record<string, RegExp>> = {
  image: /^image\/(jpeg|png)$/u,
  video: /^video\/(mp4|3gpp)$/u,
  document: /^(text\/plain|application\/.+)$/u,
}

/** What may be given of a header, by its format. */
const HEADER_FIELDS: Readonly<Record<string, readonly (keyof HeaderFilling)[]>> = {
  IMAGE: ['mediaId'],
  VIDEO: ['mediaId'],
  DOCUMENT: ['mediaId', 'filename'],
  LOCATION: ['location'],
  PRODUCT: ['product'],
}

function checkHeader(
  part: Part,
  given: HeaderFilling,
  mimeTypes: ReadonlyMap<string, string | null>,
): FillingProblem[] {
  const path = `${part.path}.header`
  const taken = HEADER_FIELDS[part.headerFormat ?? ''] ?? []
  const problems = Object.entries(given).flatMap(([field, value]) =>
    value === undefined || taken.some((one) => one === field)
      ? []
      : wrong('not_taken', `${path}.${field}`, 'is nothing that this header takes'),
  )
  const [needed] = taken
  if (needed === undefined) return problems
  if (given[needed] === undefined)
    return [...problems, ...wrong('missing', `${path}.${needed}`, MISSING[needed] ?? 'is missing')]
  const kind = headerFile(part)
  const mimeType = given.mediaId === undefined ? undefined : mimeTypes.get(given.mediaId)
  if (kind === null || mimeType === undefined || MIMES[kind]?.test(mimeType ?? '') === true) return problems
  return [...problems, ...wrong('wrong_kind', `${path}.mediaId`, WRONG_FILE[kind] ?? 'is of another kind')]
}

const MISSING: Readonly<Record<string, string>> = {
  mediaId: 'is missing: this template shows a file above its words',
  location: 'is missing: this template shows a place above its words',
  product: 'is missing: this template shows a product',
}
const WRONG_FILE: Readonly<Record<string, string>> = {
  image: 'must be a picture (JPEG or PNG)',
  video: 'must be a video (MP4 or 3GP)',
  document: 'must be a document',
}

/** What may be given of a button, by its kind. */
const BUTTON_FIELDS: Readonly<Record<string, readonly (keyof ButtonFilling)[]>> = {
  QUICK_REPLY: ['payload'],
  CATALOG: ['thumbnail'],
  MPM: ['thumbnail', 'sections'],
  FLOW: ['flowToken', 'flowData'],
  VOICE_CALL: ['ttlMinutes', 'payload'],
  ORDER_DETAILS: ['orderDetails'],
}

function checkButtons(part: Part, given: readonly ButtonFilling[], now: number): FillingProblem[] {
  const at = (nth: number): string => `${part.path}.buttons.${nth}`
  const indexes = given.map(({ index }) => index)
  const problems = given.flatMap((one, nth) => {
    const button = part.buttons[one.index]
    if (button === undefined || indexes.indexOf(one.index) < nth)
      return wrong('unknown', `${at(nth)}.index`, 'is no button of this template, or is given twice')
    return checkButton(button, one, at(nth), now)
  })
  const unfilled = part.buttons.flatMap(({ type }, index) => {
    const needed = UNFILLED[type]
    return needed === undefined || indexes.includes(index)
      ? []
      : wrong('missing', `${part.path}.buttons`, `must say ${needed} of button ${index}`)
  })
  return [...problems, ...unfilled]
}

/** What has no meaning without it. */
const UNFILLED: Readonly<Record<string, string>> = {
  MPM: 'the products',
  ORDER_DETAILS: 'the order, as orderDetails,',
}

function checkButton({ type }: Button, given: ButtonFilling, path: string, now: number): FillingProblem[] {
  const taken = BUTTON_FIELDS[type] ?? []
  return [
    ...Object.entries(given).flatMap(([field, value]) =>
      field === 'index' || value === undefined || taken.some((one) => one === field)
        ? []
        : wrong('not_taken', `${path}.${field}`, 'is nothing that this button takes'),
    ),
    ...tooLong(`${path}.payload`, given.payload ?? '', LIMITS.payload),
    ...(type === 'MPM' ? checkProducts(given, path) : []),
    ...(type === 'ORDER_DETAILS' ? checkOrder(given, path, now) : []),
    ...(type === 'VOICE_CALL' && !isMinutes(given.ttlMinutes ?? 1)
      ? wrong('out_of_range', `${path}.ttlMinutes`, `must be 1 to ${LIMITS.callMinutes}`)
      : []),
  ]
}

const isMinutes = (minutes: number): boolean =>
  Number.isInteger(minutes) && minutes >= 1 && minutes <= LIMITS.callMinutes

function checkProducts({ thumbnail, sections = [] }: ButtonFilling, path: string): FillingProblem[] {
  const products = sections.flatMap((section) => section.products)
  const at = `${path}.sections`
  return [
    ...(thumbnail === undefined || thumbnail.trim() === ''
      ? wrong('missing', `${path}.thumbnail`, 'is missing: one product’s picture is shown')
      : []),
    ...(sections.length < 1 || sections.length > LIMITS.sections
      ? wrong('out_of_range', at, `must be 1 to ${LIMITS.sections} sections`)
      : []),
    ...(products.length < 1 || products.length > LIMITS.products
      ? wrong('out_of_range', at, `must have 1 to ${LIMITS.products} products in all`)
      : []),
    ...sections.flatMap(({ title, products: own }, nth) => [
      ...(title.trim() === '' ? wrong('missing', `${at}.${nth}.title`, 'is missing') : []),
      ...tooLong(`${at}.${nth}.title`, title, LIMITS.sectionTitle),
      ...(own.some((id) => id.trim() === '')
        ? wrong('missing', `${at}.${nth}.products`, 'must be the shop’s own ids of products')
        : []),
    ]),
  ]
}

function checkOrder({ orderDetails }: ButtonFilling, path: string, now: number): FillingProblem[] {
  const at = `${path}.orderDetails`
  return orderDetails === undefined
    ? wrong('missing', at, 'is missing: what is to be paid')
    : checkOrderDetails(orderDetails, at, now)
}

/** Meta: each button to pay has a reference of its own. */
function checkReferences(parts: readonly Part[], filling: Filling): FillingProblem[] {
  const seen = new Set<string>()
  return parts.flatMap((part) =>
    (fillingOf(filling, part).buttons ?? []).flatMap(({ orderDetails }, nth) => {
      const reference = textOf(orderDetails?.['reference_id'])
      const isSeen = seen.has(reference)
      if (reference !== '') seen.add(reference)
      const path = `${part.path}.buttons.${nth}.orderDetails.reference_id`
      return isSeen ? wrong('does_not_add_up', path, 'must be another one than on the other cards') : []
    }),
  )
}

function checkCards(parts: readonly Part[], { cards = [] }: Filling): FillingProblem[] {
  const count = parts.length - 1
  return cards.length <= count
    ? []
    : wrong('unknown', 'template.cards', `must be at most ${count}, as many as the template has`)
}

function checkOffer(
  components: readonly JsonObject[],
  expiresAt: number | undefined,
  now: number,
): FillingProblem[] {
  const path = 'template.offerExpiresAt'
  const ends = offerOf(components)?.hasExpiration === true
  if (expiresAt === undefined) return ends ? wrong('missing', path, 'is missing: this offer ends') : []
  if (!ends) return wrong('not_taken', path, 'is nothing that this template takes')
  return expiresAt > now ? [] : wrong('in_the_past', path, 'must be in the future')
}
