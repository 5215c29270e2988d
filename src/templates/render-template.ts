/**
 * A template with what was filled in: what goes to Meta, and what the customer will read. Pure. Files stand in it by our own id
 * (`mediaId`), until the sender has Meta's. What is wrong is what `check-parameters.ts` tells; here only missing words matter.
 * Source: Meta, "Templates" and "Send messages" (Nov 2025 to Apr 2026).
 */
import type { Json, JsonObject } from '#whatsapp/facts.ts'
import { fillingOf, type ButtonFilling, type Filling, type HeaderFilling } from './check-parameters.ts'
import {
  bodyName,
  buttonName,
  fill,
  headerFile,
  headerName,
  headerSlots,
  headerText,
  isPositional,
  offerOf,
  partsOf,
  slotsOf,
  wordOf,
  wordsOf,
  type Part,
} from './template-places.ts'

/** What the template wants said, each once, in order: header, body, `button_<index>`, and of its cards the same behind `card_<nth>_`. */
export const parametersOf = (components: readonly JsonObject[]): string[] =>
  wordsOf(components).map(({ name }) => name)

type RenderedPart = {
  readonly header: string | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly { readonly type: string; readonly text: string }[]
}
export type Rendered = RenderedPart & {
  /** The `template` object of Meta's send call. */
  readonly template: JsonObject
  /** Of a carousel. */
  readonly cards: readonly RenderedPart[]
  /** What a limited-time offer is called. */
  readonly offer: string | null
}

/** `missing` names the parameters without a value: Meta would refuse it (132000), so we do. */
export type Rendering =
  | { readonly ok: true; readonly rendered: Rendered }
  | { readonly ok: false; readonly missing: readonly string[] }

type Value = (name: string) => string

export function renderTemplate(
  template: { readonly name: string; readonly language: string; readonly components: readonly JsonObject[] },
  values: Readonly<Record<string, string>>,
  given: Omit<Filling, 'parameters'> = {},
): Rendering {
  const value: Value = (name) => (Object.hasOwn(values, name) ? oneLine(values[name] ?? '') : '')
  const missing = parametersOf(template.components).filter((name) => value(name).trim() === '')
  if (missing.length > 0) return { ok: false, missing }
  const filling = { ...given, parameters: values }
  const [message, ...cards] = partsOf(template.components, template.language)
  if (message === undefined) return { ok: false, missing: [] }
  const components = [
    ...wordComponents(message, value, filling),
    ...offerComponent(template.components, filling),
    ...buttonComponents(message, value, filling),
    ...carouselComponent(cards, value, filling),
  ]
  return {
    ok: true,
    rendered: {
      template: {
        name: template.name,
        language: { code: template.language },
        ...(components.length > 0 && { components }),
      },
      ...shownPart(message, value),
      cards: cards.map((card) => shownPart(card, value)),
      offer: offerOf(template.components)?.text ?? null,
    },
  }
}

const shownPart = (part: Part, value: Value): RenderedPart => {
  const header = headerText(part)
  return {
    header: header === null ? null : fill(header, (slot) => value(headerName(part, slot))),
    body: fill(part.body ?? '', (slot) => value(bodyName(part, slot))),
    footer: part.footer,
    buttons: part.buttons.map(({ type, text }) => ({ type, text })),
  }
}

const wordComponents = (part: Part, value: Value, filling: Filling): JsonObject[] => [
  ...headerComponent(part, fillingOf(filling, part).header ?? {}),
  ...textComponent('header', headerSlots(part), (slot) => value(headerName(part, slot))),
  ...textComponent('body', slotsOf(part.body), (slot) => value(bodyName(part, slot))),
]

function headerComponent(part: Part, given: HeaderFilling): JsonObject[] {
  const parameter = headerParameter(part, given)
  return parameter === null ? [] : [{ type: 'header', parameters: [parameter] }]
}

function headerParameter(
  part: Part,
  { mediaId, filename, location, product }: HeaderFilling,
): JsonObject | null {
  const file = headerFile(part)
  if (file !== null && mediaId !== undefined) {
    const hasName = file === 'document' && filename !== undefined
    return { type: file, [file]: { mediaId, ...(hasName && { filename }) } }
  }
  if (part.headerFormat === 'LOCATION' && location !== undefined) {
    const { latitude, longitude, name, address } = location
    const words = { ...(name !== undefined && { name }), ...(address !== undefined && { address }) }
    return { type: 'location', location: { latitude, longitude, ...words } }
  }
  if (part.headerFormat !== 'PRODUCT' || product === undefined) return null
  return {
    type: 'product',
    product: { product_retailer_id: product.sku, catalog_id: product.catalog },
  }
}

function offerComponent(components: readonly JsonObject[], { offerExpiresAt }: Filling): JsonObject[] {
  if (offerOf(components)?.hasExpiration !== true || offerExpiresAt === undefined) return []
  const ends = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: offerExpiresAt } }
  return [{ type: 'limited_time_offer', parameters: [ends] }]
}

function carouselComponent(cards: readonly Part[], value: Value, filling: Filling): JsonObject[] {
  if (cards.length === 0) return []
  return [
    {
      type: 'carousel',
      cards: cards.map((card, nth) => ({
        card_index: nth,
        components: [...wordComponents(card, value, filling), ...buttonComponents(card, value, filling)],
      })),
    },
  ]
}

function buttonComponents(part: Part, value: Value, filling: Filling): JsonObject[] {
  const given = fillingOf(filling, part).buttons ?? []
  return part.buttons.flatMap((button, index) => {
    const filled = given.find((one) => one.index === index) ?? { index }
    const [subType, parameters] = buttonParameters(part, button, value, filled)
    if (parameters.length === 0) return []
    return [{ type: 'button', sub_type: subType, index: String(index), parameters }]
  })
}

/** How the button is called when it is sent, and what it is given; nothing: it is as it was approved. */
function buttonParameters(
  part: Part,
  button: Part['buttons'][number],
  value: Value,
  given: ButtonFilling,
): readonly [string, readonly JsonObject[]] {
  switch (wordOf(part, button)) {
    case 'url':
      return ['url', [{ type: 'text', text: value(buttonName(part, given.index)) }]]
    case 'code':
      return ['copy_code', [{ type: 'coupon_code', coupon_code: value(buttonName(part, given.index)) }]]
    case 'otp': // Meta: the code goes twice, and all kinds of these buttons go as links
      return ['url', [{ type: 'text', text: value(bodyName(part, slotsOf(part.body)[0] ?? '1')) }]]
    case null:
      return otherParameters(part, button, given)
    default:
      return ['', []]
  }
}

function otherParameters(
  { card }: Part,
  { type, text, json }: Part['buttons'][number],
  given: ButtonFilling,
): readonly [string, readonly JsonObject[]] {
  const { payload, thumbnail, sections = [] } = given
  const picture = thumbnail === undefined ? {} : { thumbnail_product_retailer_id: thumbnail }
  switch (type) {
    case 'QUICK_REPLY': {
      // Without one Meta sends back the words on the button; on a card it wants it said.
      const back = payload ?? (card === null ? undefined : text)
      return ['quick_reply', back === undefined ? [] : [{ type: 'payload', payload: back }]]
    }
    case 'FLOW':
      return ['flow', [{ type: 'action', action: flowAction(given) }]]
    case 'CATALOG':
      return ['catalog', thumbnail === undefined ? [] : [{ type: 'action', action: picture }]]
    case 'MPM':
      return ['mpm', [{ type: 'action', action: { ...picture, sections: sections.map(sectionOf) } }]]
    case 'ORDER_DETAILS':
      return ['order_details', orderParameters(given)]
    case 'VOICE_CALL': {
      const minutes = given.ttlMinutes ?? json['ttl_minutes'] ?? CALL_MINUTES
      if (given.ttlMinutes === undefined && payload === undefined) return ['voice_call', []]
      const back = payload === undefined ? [] : [{ type: 'payload', payload }]
      return ['voice_call', [{ type: 'ttl_minutes', ttl_minutes: minutes }, ...back]]
    }
    default:
      return ['', []]
  }
}

/** What Meta takes if nothing is said: a week ("Call button messages", Nov 2025). */
const CALL_MINUTES = 10_080

const orderParameters = ({ orderDetails }: ButtonFilling): JsonObject[] =>
  // It came as JSON.
  orderDetails === undefined
    ? []
    : [{ type: 'action', action: { order_details: orderDetails as Record<string, Json> } }]

/** Meta's own word where no token is given. */
const flowAction = ({ flowToken, flowData }: ButtonFilling): JsonObject => ({
  flow_token: flowToken ?? 'unused',
  // It came as JSON.
  ...(flowData !== undefined && { flow_action_data: flowData as Record<string, Json> }),
})

const sectionOf = ({ title, products }: NonNullable<ButtonFilling['sections']>[number]): JsonObject => ({
  title,
  product_items: products.map((id) => ({ product_retailer_id: id })),
})

/** Meta: `parameter_name` is mandatory for named parameters and forbidden for positional ones. */
function textComponent(
  type: string,
  slots: readonly string[],
  value: (slot: string) => string,
): JsonObject[] {
  if (slots.length === 0) return []
  // A positional parameter may stand twice in the text, and is sent once.
  const distinct = [...new Set(slots)].toSorted((a, b) =>
    isPositional(a) && isPositional(b) ? Number(a) - Number(b) : 0,
  )
  return [
    {
      type,
      parameters: distinct.map((slot) => ({
        type: 'text',
        ...(!isPositional(slot) && { parameter_name: slot }),
        text: value(slot),
      })),
    },
  ]
}

/** Meta refuses line breaks, tabs and more than four spaces in a row in parameters (132012). One look at each character. */
const oneLine = (value: string): string =>
  value.replaceAll(/\s+/gu, (gap) => (/[\n\r\t]/u.test(gap) ? ' ' : gap.replaceAll(/ {4,}/gu, '   ')))
