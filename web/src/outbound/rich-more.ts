/**
 * Three kinds of messages to tap on: one that asks for an address in India, a button that calls, products of a catalogue. From
 * what stands in the form to what is sent, and what is still missing. Pure.
 */
import { isCallTime, LIMITS } from '../../../src/outbound/check-interactive.ts'
import type { Contact } from '../platform/contract.ts'

export type CallUnit = 'minutes' | 'hours' | 'days'
export type ProductShape = 'one' | 'several' | 'cards' | 'catalogue'
/** Its products' ids stand one on a line. */
export type ProductSection = { readonly title: string; readonly skus: string }

export type MoreDraft = {
  /** Whether the customer's name and number stand in the address already. */
  readonly isPrefilled: boolean
  readonly callText: string
  readonly callTime: string
  readonly callUnit: CallUnit
  readonly callPayload: string
  readonly productShape: ProductShape
  readonly catalogId: string
  readonly sku: string
  readonly thumbnail: string
  readonly productSections: readonly ProductSection[]
  /** Products on cards, one on a line. */
  readonly cardSkus: string
}

export const EMPTY_PRODUCTS: ProductSection = { title: '', skus: '' }
export const EMPTY_MORE: MoreDraft = {
  isPrefilled: true,
  callText: '',
  callTime: '7',
  callUnit: 'days',
  callPayload: '',
  productShape: 'one',
  catalogId: '',
  sku: '',
  thumbnail: '',
  productSections: [EMPTY_PRODUCTS],
  cardSkus: '',
}

export type MoreMissing = 'call-time' | 'heading' | 'catalogue' | 'product' | 'products' | 'card-products'

export type Person = Pick<Contact, 'profileName' | 'phone'>

/** Only what the customer says of themselves: the team's own name for them is not theirs to read. */
export function prefillOf({ profileName, phone }: Person): {
  readonly name?: string
  readonly phone_number?: string
} {
  const name = (profileName ?? '').trim().slice(0, LIMITS.body).toWellFormed()
  return {
    ...(name !== '' && { name }),
    ...(phone !== null && /^\d{6,15}$/u.test(phone) && { phone_number: `+${phone}` }),
  }
}

export function askAddress({ isPrefilled }: MoreDraft, person: Person | null): Record<string, unknown> {
  const values = isPrefilled && person !== null ? prefillOf(person) : {}
  const parameters = { country: 'IN', ...(Object.keys(values).length > 0 && { values }) }
  return { type: 'address_message', action: { name: 'address_message', parameters } }
}

const MINUTES: Readonly<Record<CallUnit, number>> = { minutes: 1, hours: 60, days: 24 * 60 }
export const callMinutes = ({ callTime, callUnit }: MoreDraft): number =>
  /^\d{1,5}$/u.test(callTime.trim()) ? Number(callTime) * MINUTES[callUnit] : 0

export function askToCall(draft: MoreDraft): Record<string, unknown> {
  const [text, payload] = [draft.callText.trim(), draft.callPayload.trim()]
  const parameters = {
    ...(text !== '' && { display_text: text }),
    ttl_minutes: callMinutes(draft),
    ...(payload !== '' && { payload }),
  }
  return { type: 'voice_call', action: { name: 'voice_call', parameters } }
}

export const missingInCall = (draft: MoreDraft): readonly MoreMissing[] =>
  isCallTime(callMinutes(draft)) ? [] : ['call-time']

/** Each once. */
export const skusOf = (lines: string): readonly string[] => [
  ...new Set(
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
export const productCount = ({ productSections }: MoreDraft): number =>
  productSections.reduce((sum, { skus }) => sum + skusOf(skus).length, 0)

export function showProducts(draft: MoreDraft): Record<string, unknown> {
  const [catalog_id, sku, thumbnail] = [draft.catalogId.trim(), draft.sku.trim(), draft.thumbnail.trim()]
  if (draft.productShape === 'one')
    return { type: 'product', action: { catalog_id, product_retailer_id: sku } }
  if (draft.productShape === 'catalogue')
    return {
      type: 'catalog_message',
      action: {
        name: 'catalog_message',
        ...(thumbnail !== '' && { parameters: { thumbnail_product_retailer_id: thumbnail } }),
      },
    }
  if (draft.productShape === 'cards') {
    const cards = skusOf(draft.cardSkus).map((product_retailer_id, index) => ({
      card_index: index,
      type: 'product',
      action: { product_retailer_id, catalog_id },
    }))
    return { type: 'carousel', action: { cards } }
  }
  const sections = draft.productSections.map(({ title, skus }) => ({
    ...(title.trim() !== '' && { title: title.trim() }),
    product_items: skusOf(skus).map((id) => ({ product_retailer_id: id })),
  }))
  return { type: 'product_list', action: { catalog_id, sections } }
}

export function missingInProducts(draft: MoreDraft): readonly (MoreMissing | 'section-title')[] {
  const { productShape: shape, productSections: sections } = draft
  const missing: (MoreMissing | 'section-title')[] = []
  if (shape !== 'catalogue' && draft.catalogId.trim() === '') missing.push('catalogue')
  if (shape === 'one' && draft.sku.trim() === '') missing.push('product')
  if (shape === 'cards' && skusOf(draft.cardSkus).length < LIMITS.cardsMin) missing.push('card-products')
  if (shape !== 'several') return missing
  if (sections.some(({ skus }) => skusOf(skus).length === 0)) missing.push('products')
  if (sections.length > 1 && sections.some(({ title }) => title.trim() === '')) missing.push('section-title')
  return missing
}
