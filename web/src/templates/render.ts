/** A template's parts, read from the components that Meta stores, and why one cannot be sent from here yet. Pure. */
import { asList, asRecord, asText, type Json } from '../bubble/payload.ts'
import type { Template } from '../platform/contract.ts'

export type TemplateButton = { readonly type: string; readonly text: string; readonly url: string | null }
export type TemplateParts = {
  readonly header: {
    readonly format: string
    readonly text: string | null
    /** Of the picture, film or file, where there is one to show. */
    readonly url?: string | null
  } | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly TemplateButton[]
  readonly offer?: { readonly text: string; readonly hasExpiration: boolean } | null
  /** Of a carousel: each drawn as a small message of its own. */
  readonly cards?: readonly TemplateParts[]
}

/** @param urlOf where to see the file that a sample's handle stands for */
export function templateParts(
  components: readonly Json[],
  urlOf: (handle: string) => string | null = () => null,
): TemplateParts {
  const of = (type: string) => components.find((c) => asText(c['type'])?.toUpperCase() === type)
  const header = of('HEADER')
  const offer = asRecord(of('LIMITED_TIME_OFFER')?.['limited_time_offer'])
  const cards = asList(of('CAROUSEL')?.['cards'])
  const buttons = buttonsOf(of('BUTTONS'))
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
    body: asText(of('BODY')?.['text']) ?? (isCode ? codeBody(of('BODY')) : ''),
    footer: asText(of('FOOTER')?.['text']) ?? codeFooter(of('FOOTER')),
    buttons,
    offer:
      Object.keys(offer).length === 0
        ? null
        : { text: asText(offer['text']) ?? '', hasExpiration: offer['has_expiration'] === true },
    cards: cards.map((card) => templateParts(asList(card['components']), urlOf)),
  }
}

const buttonsOf = (part: Json | undefined): TemplateButton[] =>
  asList(part?.['buttons']).map((button) => {
    const type = (asText(button['type']) ?? '').toUpperCase()
    return { type, text: asText(button['text']) ?? FIXED_TEXT[type] ?? type, url: asText(button['url']) }
  })

function sampleUrl(header: Json, urlOf: (handle: string) => string | null): string | null {
  const handles = asRecord(header['example'])['header_handle']
  const [handle] = Array.isArray(handles) ? (handles as readonly unknown[]) : []
  return typeof handle === 'string' && handle !== '' ? urlOf(handle) : null
}

/** What Meta writes by itself, here in English. Source: Meta, "Template components" and "Authentication templates" (Nov 2025). */
const FIXED_TEXT: Readonly<Record<string, string>> = {
  ...{ COPY_CODE: 'Copy offer code', OTP: 'Copy code', CATALOG: 'View catalog', MPM: 'View items' },
  ...{ SPM: 'View', ORDER_DETAILS: 'Review and pay', REQUEST_CONTACT_INFO: 'Share contact info' },
  ...{ VOICE_CALL: 'Call on WhatsApp' },
}
const codeBody = (body: Json | undefined): string =>
  `*{{1}}* is your verification code.${body?.['add_security_recommendation'] === true ? ' For your security, do not share this code.' : ''}`
const codeFooter = (footer: Json | undefined): string | null => {
  const minutes = asText(footer?.['code_expiration_minutes'])
  return minutes === null ? null : `This code expires in ${minutes} minutes.`
}

/** Something to fill in that the API does not offer, or a kind that it does not send. */
export type Obstacle = 'header-variable' | 'button-variable' | 'special'

export function obstacleOf(template: Template): Obstacle | null {
  const { header, buttons } = templateParts(template.components)
  const offered = new Set(template.parameters)
  if (header !== null && !FILLED_IN.has(header.format)) return 'special'
  if (slotsOf(header?.text ?? '').some((name) => !offered.has(headerKey(name)))) return 'header-variable'
  const isOpen = (b: TemplateButton, index: number) =>
    (slotsOf(b.url ?? '').length > 0 || b.type === 'COPY_CODE') && !offered.has(`button_${index}`)
  // A one-time code is the body's parameter, and its button shows the same.
  const isCode = offered.has('1') && template.category.toUpperCase() === 'AUTHENTICATION'
  if (!isCode && buttons.some((b, index) => isOpen(b, index) || b.type === 'OTP')) return 'button-variable'
  const isSpecial =
    template.components.some((c) => !ORDINARY.has(asText(c['type'])?.toUpperCase() ?? '')) ||
    buttons.some(({ type }) => NEEDS_PRODUCTS.has(type))
  return isSpecial ? 'special' : null
}

/** What can be given for one message here. */
const FILLED_IN: ReadonlySet<string> = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'])
const ORDINARY: ReadonlySet<string> = new Set([
  ...['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CALL_PERMISSION_REQUEST'],
])
const NEEDS_PRODUCTS: ReadonlySet<string> = new Set(['MPM', 'SPM', 'ORDER_DETAILS'])

const SLOT = /\{\{\s*(\w+)\s*\}\}/g
const slotsOf = (text: string): string[] => [...text.matchAll(SLOT)].map((match) => match[1] ?? '')
/** A header's `{{1}}` is another parameter than the body's. */
const headerKey = (name: string): string => (/^\d+$/.test(name) ? `header_${name}` : name)

/** Where a parameter stands, for its label. */
export type ParameterPlace =
  | { readonly in: 'body' | 'header'; readonly name: string }
  | { readonly in: 'button'; readonly button: TemplateButton | undefined }

export function placeOf(parameter: string, parts: TemplateParts): ParameterPlace {
  const button = /^button_(\d+)$/.exec(parameter)
  if (button !== null) return { in: 'button', button: parts.buttons[Number(button[1])] }
  const header = /^header_(\d+)$/.exec(parameter)
  return header === null ? { in: 'body', name: parameter } : { in: 'header', name: header[1] ?? '' }
}

/** What a value may not hold (Meta, error 132012): line breaks, tabs, more than four spaces in a row. */
export function isBadValue(value: string): boolean {
  return /[\n\t]| {5,}/.test(value)
}

export const BODY_MAX = 1024

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
  if (short.length > 0) return Object.fromEntries(short)
  return Object.fromEntries(
    asList(content['components']).flatMap((component) => {
      const type = asText(component['type'])?.toLowerCase()
      return asList(component['parameters']).map((parameter, index) => {
        const nth = String(index + 1)
        const place =
          type === 'header'
            ? headerKey(nth)
            : type === 'button'
              ? `button_${asText(component['index'])}`
              : nth
        return [asText(parameter['parameter_name']) ?? place, asText(parameter['text']) ?? '']
      })
    }),
  )
}
