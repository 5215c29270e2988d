/** A template's parts, read from the components that Meta stores, and why one cannot be sent from here yet. Pure. */
import { asList, asRecord, asText, type Json } from '../bubble/payload.ts'
import type { Template } from '../platform/contract.ts'

export type TemplateButton = { readonly type: string; readonly text: string; readonly url: string | null }
export type TemplateParts = {
  readonly header: { readonly format: string; readonly text: string | null } | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly TemplateButton[]
}

export function templateParts(components: readonly Json[]): TemplateParts {
  const of = (type: string) => components.find((c) => asText(c['type'])?.toUpperCase() === type)
  const header = of('HEADER')
  return {
    header:
      header === undefined
        ? null
        : { format: (asText(header['format']) ?? 'TEXT').toUpperCase(), text: asText(header['text']) },
    body: asText(of('BODY')?.['text']) ?? '',
    footer: asText(of('FOOTER')?.['text']),
    buttons: asList(of('BUTTONS')?.['buttons']).map((button) => ({
      type: (asText(button['type']) ?? '').toUpperCase(),
      text: asText(button['text']) ?? asText(button['type']) ?? '',
      url: asText(button['url']),
    })),
  }
}

/** Something to fill in that the API does not offer, or a kind that it does not send. */
export type Obstacle = 'header-media' | 'header-variable' | 'button-variable' | 'special'

export function obstacleOf(template: Template): Obstacle | null {
  const { header, buttons } = templateParts(template.components)
  const offered = new Set(template.parameters)
  if (header !== null && header.format !== 'TEXT') return 'header-media'
  if (slotsOf(header?.text ?? '').some((name) => !offered.has(headerKey(name)))) return 'header-variable'
  const isOpen = (b: TemplateButton, index: number) =>
    slotsOf(b.url ?? '').length > 0 && !offered.has(`button_${index}`)
  if (buttons.some((b, index) => isOpen(b, index) || b.type === 'COPY_CODE' || b.type === 'OTP'))
    return 'button-variable'
  const ordinary = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS'])
  const isSpecial = template.components.some((c) => !ordinary.has(asText(c['type'])?.toUpperCase() ?? ''))
  return isSpecial || template.category.toUpperCase() === 'AUTHENTICATION' ? 'special' : null
}

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
