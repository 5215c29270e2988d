/** An order as it stands in the form, and as Meta wants it (`order_details`). Money is typed in rupees and sent in paise. Pure. */
import { GATEWAYS, GOODS, subtotalOf, totalOf } from '../../../src/templates/check-order-details.ts'
import { asciiDigits } from '../../../src/platform/ascii-digits.ts'

export type Payment = 'upi' | 'gateway' | 'upi-link' | 'link'
export type ItemDraft = { readonly name: string; readonly quantity: string; readonly price: string }
/** Where goods are sent: Meta asks for it, customers do not see it. */
export type Delivery = {
  readonly name: string
  readonly address_line1: string
  readonly city: string
  readonly state: string
  readonly postal_code: string
}
export type OrderDraft = {
  readonly reference: string
  readonly goods: (typeof GOODS)[number]
  readonly items: readonly ItemDraft[]
  readonly tax: string
  readonly shipping: string
  readonly discount: string
  readonly payment: Payment
  readonly gateway: (typeof GATEWAYS)[number]
  /** What a configuration is called in WhatsApp Manager. */
  readonly configuration: string
  /** To pay by. */
  readonly link: string
  /** As `<input type="datetime-local">` has it; empty: it may be paid at any time. */
  readonly until: string
  readonly delivery: Delivery
}
/** What is the same for the next order: it is kept in this browser. */
export type PaymentHabit = Pick<OrderDraft, 'payment' | 'gateway' | 'configuration' | 'goods'>

export const EMPTY_ITEM: ItemDraft = { name: '', quantity: '1', price: '' }
const NOWHERE: Delivery = { name: '', address_line1: '', city: '', state: '', postal_code: '' }

export function newOrder(now: number, habit: Partial<PaymentHabit> = {}): OrderDraft {
  return {
    ...{ goods: GOODS[0], payment: 'upi', gateway: GATEWAYS[0], configuration: '', ...habit },
    reference: `ORDER-${now.toString(36).toUpperCase()}`,
    items: [EMPTY_ITEM],
    ...{ tax: '', shipping: '', discount: '', link: '', until: '', delivery: NOWHERE },
  }
}

export const habitOf = ({ payment, gateway, configuration, goods }: OrderDraft): PaymentHabit => ({
  ...{ payment, gateway, configuration, goods },
})

/** "₹1,299.50" is 129950 paise; null: nothing is written; NaN: no amount of money. */
export function paiseIn(text: string): number | null {
  const written = asciiDigits(text).replaceAll(/[₹,\s]/gu, '')
  if (written === '') return null
  return /^\d{1,9}(\.\d{1,2})?$/u.test(written) ? Math.round(Number(written) * 100) : Number.NaN
}

function wholeIn(text: string): number {
  const written = asciiDigits(text).trim()
  return /^\d{1,6}$/u.test(written) ? Number(written) : Number.NaN
}

/** In paise; null: a price or a quantity is not there yet. */
export function sumsOf({ items, tax, shipping, discount }: OrderDraft): {
  readonly subtotal: number
  readonly total: number
} | null {
  const lines = items.map(({ price, quantity }) => ({
    paise: whole(paiseIn(price)),
    quantity: whole(wholeIn(quantity)),
  }))
  const subtotal = subtotalOf(lines)
  const more = [tax, shipping, discount].map((text) => paiseIn(text) ?? 0)
  const [taxed = 0, shipped = 0, discounted = 0] = more
  if (subtotal === null || more.some(Number.isNaN)) return null
  return {
    subtotal,
    total: totalOf({ subtotal, tax: taxed, shipping: shipped, discount: discounted }),
  }
}

const whole = (value: number | null): number | null => (Number.isNaN(value) ? null : value)

type Amount = { readonly value: number; readonly offset: 100 }
const amount = (value: number): Amount => ({ value, offset: 100 })

/** Meta's object of it; what is not filled in yet is left out, and what is no number stays none. */
export function orderDetails(draft: OrderDraft): Readonly<Record<string, unknown>> {
  const sums = sumsOf(draft)
  const until = draft.until === '' ? null : new Date(draft.until).getTime()
  const { delivery } = draft
  const isSent =
    draft.goods === 'physical-goods' && Object.values(delivery).some((line) => line.trim() !== '')
  return {
    reference_id: draft.reference.trim(),
    type: draft.goods,
    ...(isSent && { beneficiaries: [{ ...trimmed(delivery), country: 'India' }] }),
    currency: 'INR',
    ...paymentOf(draft),
    total_amount: amount(sums?.total ?? 0),
    order: {
      status: 'pending',
      items: draft.items.map(({ name, quantity, price }) => {
        const paise = paiseIn(price)
        return {
          name: name.trim(),
          quantity: wholeIn(quantity),
          ...(paise !== null && { amount: amount(paise) }),
        }
      }),
      subtotal: amount(sums?.subtotal ?? 0),
      tax: amount(paiseIn(draft.tax) ?? 0),
      shipping: amount(paiseIn(draft.shipping) ?? 0),
      ...(paiseIn(draft.discount) !== null && { discount: amount(paiseIn(draft.discount) ?? 0) }),
      ...(until !== null && { expiration: { timestamp: String(Math.floor(until / 1000)) } }),
    },
  }
}

const trimmed = (delivery: Delivery): Record<string, string> =>
  Object.fromEntries(Object.entries(delivery).map(([field, line]) => [field, line.trim()]))

function paymentOf({ payment, gateway, configuration, link }: OrderDraft): Record<string, unknown> {
  const name = configuration.trim()
  switch (payment) {
    case 'upi':
      return { payment_type: 'upi', payment_configuration: name }
    case 'gateway': {
      const type = 'payment_gateway'
      return { payment_settings: [{ type, [type]: { type: gateway, configuration_name: name } }] }
    }
    case 'upi-link':
      return { payment_settings: [{ type: 'upi_intent_link', upi_intent_link: { link: link.trim() } }] }
    case 'link':
      return { payment_settings: [{ type: 'payment_link', payment_link: { uri: link.trim() } }] }
    default:
      return payment satisfies never
  }
}
