/** A template's parts, read from the components that Meta stores, and what they look like filled in. Pure. */
import type { HeaderFilling, PartFilling } from '../../../src/templates/check-parameters.ts'
import { codeBody, codeWords } from '../../../src/templates/code-words.ts'
import { fillingAgain } from '../../../src/templates/filling-again.ts'
import { asList, asNumber, asRecord, asText, type Json } from '../bubble/payload.ts'

export type TemplateButton = {
  readonly type: string
  readonly text: string
  readonly url: string | null
  /** What was filled in: a code to copy, the end of a link. */
  readonly value?: string | null
  /** Of several products: what opens. */
  readonly sections?: readonly { readonly title: string; readonly products: readonly string[] }[]
  /** Of a catalogue: whose picture is shown. */
  readonly thumbnail?: string | null
  /** Meta’s `order_details`. */
  readonly order?: Json | null
}
export type TemplateParts = {
  readonly header: {
    readonly format: string
    readonly text: string | null
    /** Of the picture, film or file, where there is one to show. */
    readonly url?: string | null
    /** The name of a file or place, the id of a product. */
    readonly caption?: string | null
  } | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly TemplateButton[]
  readonly offer?: {
    readonly text: string
    readonly hasExpiration: boolean
    readonly endsAt?: number | null
    readonly code?: string | null
  } | null
  /** Of a carousel: each drawn as a small message of its own. */
  readonly cards?: readonly TemplateParts[]
}

/**
 * @param urlOf where to see the file that a sample's handle stands for
 * @param language in which Meta writes what it writes by itself
 */
export function templateParts(
  components: readonly Json[],
  urlOf: (handle: string) => string | null = () => null,
  language = 'en',
): TemplateParts {
  const of = (type: string) => components.find((c) => asText(c['type'])?.toUpperCase() === type)
  const header = of('HEADER')
  const offer = asRecord(of('LIMITED_TIME_OFFER')?.['limited_time_offer'])
  const cards = asList(of('CAROUSEL')?.['cards'])
  const buttons = buttonsOf(of('BUTTONS'), language)
  const isCode = buttons.some(({ type }) => type === 'OTP')
  return {
    header:
      header === undefined
        ? null
        : {
            format: (asText(header['format']) ?? 'TEXT').toUpperCase(),
            text: asText(header['text']),
            url: sampleUrl(header, urlOf),
          },
    body:
      asText(of('BODY')?.['text']) ??
      (isCode ? codeBody(language, of('BODY')?.['add_security_recommendation'] === true) : ''),
    footer: asText(of('FOOTER')?.['text']) ?? codeFooter(of('FOOTER'), language),
    buttons,
    offer:
      Object.keys(offer).length === 0
        ? null
        : { text: asText(offer['text']) ?? '', hasExpiration: offer['has_expiration'] === true },
    cards: cards.map((card) => templateParts(asList(card['components']), urlOf, language)),
  }
}

const buttonsOf = (part: Json | undefined, language: string): TemplateButton[] =>
  asList(part?.['buttons']).map((button) => {
    const type = (asText(button['type']) ?? '').toUpperCase()
    return { type, text: buttonText(type, asText(button['text']), language), url: asText(button['url']) }
  })

function sampleUrl(header: Json, urlOf: (handle: string) => string | null): string | null {
  const handles = asRecord(header['example'])['header_handle']
  const [handle] = Array.isArray(handles) ? (handles as readonly unknown[]) : []
  return typeof handle === 'string' && handle !== '' ? urlOf(handle) : null
}

/** What Meta writes by itself on all buttons but those of codes (`code-words.ts`), in English. Source: Meta, "Template components" and "Authentication templates" (Nov 2025). */
const FIXED_TEXT: Readonly<Record<string, string>> = {
  ...{ COPY_CODE: 'Copy offer code', CATALOG: 'View catalog', MPM: 'View items' },
  ...{ SPM: 'View', ORDER_DETAILS: 'Review and pay', REQUEST_CONTACT_INFO: 'Share contact info' },
  ...{ VOICE_CALL: 'Call on WhatsApp' },
}
/** @param text what Meta says of it, if anything */
export const buttonText = (type: string, text: string | null, language = 'en'): string =>
  text ?? (type === 'OTP' ? codeWords(language).copy : (FIXED_TEXT[type] ?? type))

const codeFooter = (footer: Json | undefined, language: string): string | null => {
  const minutes = asNumber(footer?.['code_expiration_minutes'])
  return minutes === null ? null : codeWords(language).expires(minutes)
}

const SLOT = /\{\{\s*(\w+)\s*\}\}/g
/** A header's `{{1}}` is another parameter than the body's. */
const headerKey = (name: string): string => (/^\d+$/.test(name) ? `header_${name}` : name)

export function fillBody(body: string, values: Readonly<Record<string, string>>): string {
  return body.replaceAll(SLOT, (whole, name: string) => values[name] || whole)
}

export function fillHeader(header: string, values: Readonly<Record<string, string>>): string {
  return header.replaceAll(SLOT, (whole, name: string) => values[headerKey(name)] || whole)
}

/** The values that a template was sent with, from our own short form or from Meta's components. */
export function sentValues(content: Json): Readonly<Record<string, string>> {
  const short = Object.entries(asRecord(content['parameters'])).map(([name, value]) => [
    name,
    asText(value) ?? '',
  ])
  return short.length > 0 ? Object.fromEntries(short) : fillingAgain(content).parameters
}

/** The words of one card, by the names that they have within it: `card_0_1` is its `1`. */
export function valuesOfCard(
  values: Readonly<Record<string, string>>,
  card: number,
): Readonly<Record<string, string>> {
  const prefix = `card_${card}_`
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  )
}

type Given = PartFilling & {
  readonly cards?: readonly PartFilling[] | undefined
  readonly offerExpiresAt?: number | undefined
}

/**
 * The same with what is given beside words: files, places, products, codes, orders, the end of an offer.
 * @param urlOf where one of our files is shown from
 */
export function withFilling(
  parts: TemplateParts,
  values: Readonly<Record<string, string>>,
  given: Given,
  urlOf: (mediaId: string) => string | null,
): TemplateParts {
  const { header } = parts
  const buttons = parts.buttons.map((button, index) => {
    const filled = given.buttons?.find((one) => one.index === index)
    return {
      ...button,
      value: values[`button_${index}`] ?? null,
      ...(filled?.sections !== undefined && { sections: filled.sections }),
      ...(filled?.thumbnail !== undefined && { thumbnail: filled.thumbnail }),
      ...(filled?.orderDetails !== undefined && { order: filled.orderDetails }),
    }
  })
  const code = buttons.find(({ type }) => type === 'COPY_CODE')?.value ?? null
  return {
    ...parts,
    header: header === null ? null : { ...header, ...shownAbove(given.header, urlOf) },
    buttons,
    offer: parts.offer ? { ...parts.offer, endsAt: given.offerExpiresAt ?? null, code } : null,
    cards: (parts.cards ?? []).map((card, nth) =>
      withFilling(card, valuesOfCard(values, nth), given.cards?.[nth] ?? {}, urlOf),
    ),
  }
}

function shownAbove(
  given: HeaderFilling | undefined,
  urlOf: (mediaId: string) => string | null,
): { readonly url?: string | null; readonly caption?: string } {
  if (given === undefined) return {}
  const { mediaId, filename, location, product } = given
  const caption = filename ?? product?.sku ?? [location?.name, location?.address].filter(Boolean).join(', ')
  return { ...(mediaId !== undefined && { url: urlOf(mediaId) }), ...(caption !== '' && { caption }) }
}

/** All words of a part filled in, with those of its cards. What is missing stays to be seen. */
export function withWords(parts: TemplateParts, values: Readonly<Record<string, string>>): TemplateParts {
  const { header } = parts
  return {
    ...parts,
    header:
      header === null || header.text === null ? header : { ...header, text: fillHeader(header.text, values) },
    body: fillBody(parts.body, values),
    cards: (parts.cards ?? []).map((card, nth) => withWords(card, valuesOfCard(values, nth))),
  }
}

const AROUND_MAX = 24

/** A few words before and after the place of a value, in one line: `… your order ___ has left …`; null: it has no place there. */
export function wordsAround(text: string, slot: string): string | null {
  const place = [...text.matchAll(SLOT)].find((match) => match[1] === slot)
  if (place === undefined) return null
  const plain = (part: string) => part.replaceAll(SLOT, '…').replaceAll(/[\s*_~`]+/gu, ' ')
  const before = plain(text.slice(0, place.index))
  const after = plain(text.slice(place.index + place[0].length))
  const from = before.length <= AROUND_MAX ? 0 : before.indexOf(' ', before.length - AROUND_MAX) + 1
  const end = after.length <= AROUND_MAX ? after.length : after.lastIndexOf(' ', AROUND_MAX)
  const to = end <= 0 ? Math.min(after.length, AROUND_MAX) : end
  const whole = `${from > 0 ? '… ' : ''}${before.slice(from)}___${after.slice(0, to)}${to < after.length ? ' …' : ''}`
  return whole.replaceAll(/…[\s,]*(?:…[\s,]*)+/gu, '… ').trim()
}
