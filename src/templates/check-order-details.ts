/**
 * An order that is to be paid in WhatsApp, as the button "Review and pay" of a template carries it (`order_details`, India), held
 * against what Meta takes: each mistake with Meta's own name of the field. Amounts are in paise: `{value: 129900, offset: 100}` is
 * ₹1,299. Fields that we do not know are left to Meta. Pure, and without Node: a browser may ask too.
 * Source: Meta, "Order details template messages", "Payments India" and "Checkout button templates" (Nov 2025 to May 2026).
 */

type Json = Readonly<Record<string, unknown>>
export type OrderProblem = {
  readonly code: 'missing' | 'wrong_kind' | 'too_long' | 'out_of_range' | 'in_the_past' | 'does_not_add_up'
  readonly path: string
  readonly message: string
}

export const ORDER_LIMITS = {
  reference: 35,
  itemName: 60,
  /** Of tax, shipping and discount. */
  description: 60,
  expiration: 120,
  configuration: 60,
  /** Each line of whom goods are sent to. */
  recipient: 100,
  items: 999,
  quantity: 100_000,
  /** Paise: ₹99,99,99,999. Beyond it a typing mistake is likelier than an order. */
  amount: 99_99_99_999_00,
  /** From now; Meta refuses what ends sooner. */
  expirationMs: 300_000,
} as const
export const GOODS = ['physical-goods', 'digital-goods'] as const
export const GATEWAYS = ['razorpay', 'payu', 'billdesk', 'zaakpay'] as const
const REFERENCE = /^[A-Za-z0-9_.-]+$/u

/** All that is wrong with it; none: Meta takes it. `path` is where the order stands. */
export function checkOrderDetails(order: Json, path: string, now: number): OrderProblem[] {
  const inner = objectOf(order['order'])
  return [
    ...checkReference(order['reference_id'], `${path}.reference_id`),
    ...oneOf(order['type'], GOODS, `${path}.type`),
    ...oneOf(order['currency'], ['INR'], `${path}.currency`),
    ...checkPayment(order, path),
    ...checkBeneficiaries(order['beneficiaries'], `${path}.beneficiaries`),
    ...(inner === null
      ? wrong('missing', `${path}.order`, 'is missing: it has the items and their sums')
      : [...checkOrder(inner, `${path}.order`, now), ...checkTotal(order, inner, path)]),
  ]
}

const wrong = (code: OrderProblem['code'], path: string, message: string): OrderProblem[] => [
  { code, path, message },
]

function checkReference(value: unknown, path: string): OrderProblem[] {
  const reference = textOf(value)
  if (reference === '') return wrong('missing', path, 'is missing: each order has a number of its own')
  if (reference.length > ORDER_LIMITS.reference) return tooLong(path, ORDER_LIMITS.reference)
  return REFERENCE.test(reference)
    ? []
    : wrong('wrong_kind', path, 'may have letters A to Z, digits, “_”, “-” and “.” only')
}

const tooLong = (path: string, max: number): OrderProblem[] =>
  wrong('too_long', path, `must have at most ${max} characters`)

const oneOf = (value: unknown, taken: readonly string[], path: string): OrderProblem[] => {
  if (taken.some((one) => one === value)) return []
  const words = taken.join(' or ')
  return value === undefined
    ? wrong('missing', path, `is missing: ${words}`)
    : wrong('wrong_kind', path, `must be ${words}`)
}

/** How it is paid: a gateway that is set up at Meta, a link, or the older UPI configuration. */
function checkPayment(order: Json, path: string): OrderProblem[] {
  const settings = order['payment_settings']
  if (settings === undefined) return checkConfiguration(order, path)
  const at = `${path}.payment_settings`
  if (!Array.isArray(settings) || settings.length === 0)
    return wrong('missing', at, 'must be a list with at least one way to pay')
  return settings.flatMap((one, nth) => checkSetting(objectOf(one) ?? {}, `${at}.${nth}`))
}

function checkConfiguration(order: Json, path: string): OrderProblem[] {
  const at = `${path}.payment_configuration`
  if (order['payment_type'] === undefined && order['payment_configuration'] === undefined)
    return wrong('missing', `${path}.payment_settings`, 'is missing: how the order is paid')
  return [
    ...oneOf(order['payment_type'], ['upi'], `${path}.payment_type`),
    ...named(
      order['payment_configuration'],
      at,
      ORDER_LIMITS.configuration,
      'is missing: its name in WhatsApp Manager',
    ),
  ]
}

function checkSetting(setting: Json, path: string): OrderProblem[] {
  const { type } = setting
  const inner = typeof type === 'string' ? (objectOf(setting[type]) ?? {}) : {}
  const at = `${path}.${String(type)}`
  switch (type) {
    case 'payment_gateway':
      return [
        ...oneOf(inner['type'], GATEWAYS, `${at}.type`),
        ...named(
          inner['configuration_name'],
          `${at}.configuration_name`,
          ORDER_LIMITS.configuration,
          'is missing: its name in WhatsApp Manager',
        ),
      ]
    case 'upi_intent_link':
      return link(
        inner['link'],
        `${at}.link`,
        /^upi:\/\/pay\?\S+$/u,
        'must be a link that begins with upi://pay?',
      )
    case 'payment_link':
      return link(inner['uri'], `${at}.uri`, /^https:\/\/\S+$/u, 'must be a link that begins with https://')
    default:
      return oneOf(type, ['payment_gateway', 'upi_intent_link', 'payment_link'], `${path}.type`)
  }
}

const link = (value: unknown, path: string, form: RegExp, message: string): OrderProblem[] => {
  if (textOf(value) === '') return wrong('missing', path, `is missing: it ${message}`)
  return form.test(textOf(value)) ? [] : wrong('wrong_kind', path, message)
}

function named(value: unknown, path: string, max: number, missing: string): OrderProblem[] {
  const words = textOf(value)
  if (words.trim() === '') return wrong('missing', path, missing)
  return words.length > max ? tooLong(path, max) : []
}

/** Who gets goods that are shipped. */
function checkBeneficiaries(value: unknown, path: string): OrderProblem[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length === 0)
    return wrong('missing', path, 'must be a list with at least one recipient')
  return (value as readonly unknown[]).flatMap((one, nth) => {
    const recipient = objectOf(one) ?? {}
    const at = `${path}.${nth}`
    const pin = textOf(recipient['postal_code'])
    return [
      ...['name', 'address_line1', 'city', 'state', 'country'].flatMap((field) =>
        named(recipient[field], `${at}.${field}`, ORDER_LIMITS.recipient, 'is missing'),
      ),
      ...(/^\d{6}$/u.test(pin)
        ? []
        : wrong(
            pin === '' ? 'missing' : 'wrong_kind',
            `${at}.postal_code`,
            'must be a PIN code of six digits',
          )),
    ]
  })
}

function checkOrder(order: Json, path: string, now: number): OrderProblem[] {
  const { items } = order
  const at = `${path}.items`
  const list = Array.isArray(items) ? (items as readonly unknown[]) : []
  return [
    ...oneOf(order['status'], ['pending'], `${path}.status`),
    ...(list.length < 1 || list.length > ORDER_LIMITS.items
      ? wrong(list.length < 1 ? 'missing' : 'out_of_range', at, `must be 1 to ${ORDER_LIMITS.items} items`)
      : list.flatMap((item, nth) => checkItem(objectOf(item) ?? {}, `${at}.${nth}`))),
    ...checkAmount(order['subtotal'], `${path}.subtotal`, true),
    ...checkAmount(order['tax'], `${path}.tax`, true),
    ...checkAmount(order['shipping'], `${path}.shipping`, false),
    ...checkAmount(order['discount'], `${path}.discount`, false),
    ...checkExpiration(order['expiration'], `${path}.expiration`, now),
  ]
}

function checkItem(item: Json, path: string): OrderProblem[] {
  const { quantity, amount, sale_amount: sale } = item
  const [full, reduced] = [paiseOf(amount), paiseOf(sale)]
  return [
    ...named(item['name'], `${path}.name`, ORDER_LIMITS.itemName, 'is missing: what it is'),
    ...(isWhole(quantity) && quantity >= 1 && quantity <= ORDER_LIMITS.quantity
      ? []
      : wrong(
          quantity === undefined ? 'missing' : 'out_of_range',
          `${path}.quantity`,
          'must be a whole number from 1 on',
        )),
    ...checkAmount(amount, `${path}.amount`, true),
    ...checkAmount(sale, `${path}.sale_amount`, false),
    ...(full !== null && reduced !== null && reduced > full
      ? wrong('out_of_range', `${path}.sale_amount.value`, 'must not be more than amount')
      : []),
  ]
}

/** An amount of money, and what is said of it. */
function checkAmount(amount: unknown, path: string, isNeeded: boolean): OrderProblem[] {
  if (amount === undefined) return isNeeded ? wrong('missing', path, 'is missing: {value, offset: 100}') : []
  const { value, offset, description } = objectOf(amount) ?? {}
  return [
    ...(isWhole(value) && value >= 0 && value <= ORDER_LIMITS.amount
      ? []
      : wrong(
          value === undefined ? 'missing' : 'out_of_range',
          `${path}.value`,
          'must be a whole number of paise: ₹12.99 is 1299',
        )),
    ...(offset === 100
      ? []
      : wrong(offset === undefined ? 'missing' : 'wrong_kind', `${path}.offset`, 'must be 100')),
    ...(textOf(description).length > ORDER_LIMITS.description
      ? tooLong(`${path}.description`, ORDER_LIMITS.description)
      : []),
  ]
}

function checkExpiration(expiration: unknown, path: string, now: number): OrderProblem[] {
  if (expiration === undefined) return []
  const { timestamp, description } = objectOf(expiration) ?? {}
  const seconds =
    typeof timestamp === 'string' && /^\d{9,11}$/u.test(timestamp) ? Number(timestamp) : timestamp
  const at = `${path}.timestamp`
  return [
    ...(isWhole(seconds)
      ? seconds * 1000 >= now + ORDER_LIMITS.expirationMs
        ? []
        : wrong('in_the_past', at, 'must be at least 300 seconds from now')
      : wrong(timestamp === undefined ? 'missing' : 'wrong_kind', at, 'must be seconds since 1970')),
    ...(textOf(description).length > ORDER_LIMITS.expiration
      ? tooLong(`${path}.description`, ORDER_LIMITS.expiration)
      : []),
  ]
}

/** Meta refuses an order whose sums are not those of its items. */
function checkTotal(details: Json, order: Json, path: string): OrderProblem[] {
  const at = `${path}.total_amount`
  const problems = checkAmount(details['total_amount'], at, true)
  const subtotal = paiseOf(order['subtotal'])
  const items = Array.isArray(order['items']) ? (order['items'] as readonly unknown[]) : []
  const sum = subtotalOf(items.map((item) => lineOf(objectOf(item) ?? {})))
  const ours = totalOf({
    subtotal: subtotal ?? 0,
    tax: paiseOf(order['tax']) ?? 0,
    shipping: paiseOf(order['shipping']) ?? 0,
    discount: paiseOf(order['discount']) ?? 0,
  })
  const total = paiseOf(details['total_amount'])
  return [
    ...problems,
    ...(subtotal !== null && sum !== null && sum !== subtotal
      ? wrong(
          'does_not_add_up',
          `${path}.order.subtotal.value`,
          `must be ${sum}: each item’s sale_amount, or else its amount, times its quantity`,
        )
      : []),
    ...(problems.length > 0 || total === null || subtotal === null || total === ours
      ? []
      : wrong('does_not_add_up', `${at}.value`, `must be ${ours}: subtotal + tax + shipping − discount`)),
    ...(problems.length === 0 && total !== null && total < 1
      ? wrong('out_of_range', `${at}.value`, 'must be more than nothing')
      : []),
  ]
}

type Line = { readonly paise: number | null; readonly quantity: number | null }

const lineOf = ({ amount, sale_amount: sale, quantity }: Json): Line => ({
  paise: paiseOf(sale) ?? paiseOf(amount),
  quantity: isWhole(quantity) ? quantity : null,
})

/** null: a price or a quantity is not there yet. */
export function subtotalOf(lines: readonly Line[]): number | null {
  let sum = 0
  for (const { paise, quantity } of lines) {
    if (paise === null || quantity === null) return null
    sum += paise * quantity
  }
  return sum
}

export const totalOf = (sums: {
  readonly subtotal: number
  readonly tax: number
  readonly shipping: number
  readonly discount: number
}): number => sums.subtotal + sums.tax + sums.shipping - sums.discount

const paiseOf = (amount: unknown): number | null => {
  const value = objectOf(amount)?.['value']
  return isWhole(value) ? value : null
}
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const objectOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
