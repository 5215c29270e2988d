/** Back from the `template` object of a send to what was filled in: the other way round of `render-template.ts`. Pure. */
import type { ButtonFilling, Filling, HeaderFilling, PartFilling } from './check-parameters.ts'

type Json = Readonly<Record<string, unknown>>
type Again = Filling & { readonly name: string; readonly language: string }

export function fillingAgain(template: Json): Again {
  const components = list(template['components'])
  const cards = list(components.find(({ type }) => type === 'carousel')?.['cards'])
  const parts = [components, ...cards.map((card) => list(card['components']))]
  const words = parts.flatMap((part, nth) => wordsIn(part, nth === 0 ? '' : `card_${nth - 1}_`))
  const expiresAt = object(
    list(components.find(({ type }) => type === 'limited_time_offer')?.['parameters'])[0]?.[
      'limited_time_offer'
    ],
  )['expiration_time_ms']
  const [own = {}, ...others] = parts.map(partIn)
  return {
    name: text(template['name']) ?? '',
    language: text(object(template['language'])['code']) ?? 'en',
    parameters: Object.fromEntries(words),
    ...own,
    ...(others.some((card) => Object.keys(card).length > 0) && { cards: others }),
    ...(typeof expiresAt === 'number' && { offerExpiresAt: expiresAt }),
  }
}

function wordsIn(components: readonly Json[], prefix: string): [string, string][] {
  return components.flatMap((component) => {
    const place = text(component['type'])?.toLowerCase()
    return list(component['parameters']).flatMap((parameter, nth): [string, string][] => {
      const value = text(parameter['text']) ?? text(parameter['coupon_code'])
      if (value === null) return []
      const name = text(parameter['parameter_name'])
      if (name !== null) return [[`${prefix}${name}`, value]]
      if (place === 'header') return [[`${prefix}header_${nth + 1}`, value]]
      if (place === 'body') return [[`${prefix}${nth + 1}`, value]]
      return place === 'button' ? [[`${prefix}button_${Number(component['index'] ?? 0)}`, value]] : []
    })
  })
}

function partIn(components: readonly Json[]): PartFilling {
  const [above] = list(components.find(({ type }) => type === 'header')?.['parameters'])
  const header = above === undefined ? null : headerIn(above)
  const buttons = components.flatMap((component) =>
    component['type'] === 'button' ? (buttonIn(component) ?? []) : [],
  )
  return { ...(header !== null && { header }), ...(buttons.length > 0 && { buttons }) }
}

function headerIn(parameter: Json): HeaderFilling | null {
  const kind = text(parameter['type']) ?? ''
  const shown = object(parameter[kind])
  if (kind === 'location') return { location: shown as HeaderFilling['location'] }
  if (kind === 'product')
    return {
      product: {
        catalog: text(shown['catalog_id']) ?? '',
        sku: text(shown['product_retailer_id']) ?? '',
      },
    }
  const [mediaId, filename] = [text(shown['mediaId']), text(shown['filename'])]
  return mediaId === null ? null : { mediaId, ...(filename !== null && { filename }) }
}

function buttonIn(component: Json): ButtonFilling | null {
  const index = Number(component['index'] ?? 0)
  const parameters = list(component['parameters'])
  const of = (type: string): unknown => parameters.find((one) => one['type'] === type)?.[type]
  const action = object(of('action'))
  const [payload, minutes] = [text(of('payload')), of('ttl_minutes')]
  const [thumbnail, token] = [text(action['thumbnail_product_retailer_id']), text(action['flow_token'])]
  const sections = list(action['sections']).map((section) => ({
    title: text(section['title']) ?? '',
    products: list(section['product_items']).map((item) => text(item['product_retailer_id']) ?? ''),
  }))
  const filled: ButtonFilling = {
    index,
    ...(payload !== null && { payload }),
    ...(typeof minutes === 'number' && { ttlMinutes: minutes }),
    ...(thumbnail !== null && { thumbnail }),
    ...(sections.length > 0 && { sections }),
    ...(token !== null && { flowToken: token }),
    ...(action['flow_action_data'] !== undefined && { flowData: object(action['flow_action_data']) }),
    ...(action['order_details'] !== undefined && { orderDetails: object(action['order_details']) }),
  }
  return Object.keys(filled).length > 1 ? filled : null
}

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
const list = (value: unknown): Json[] =>
  Array.isArray(value) ? (value as readonly unknown[]).map(object) : []
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
