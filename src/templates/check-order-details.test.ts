import { describe, expect, test } from 'vitest'
import { checkOrderDetails } from './check-order-details.ts'

const NOW = Date.UTC(2026, 10, 23)
const paise = (value: number, more: object = {}): object => ({ value, offset: 100, ...more })
const gateway = {
  type: 'payment_gateway',
  payment_gateway: { type: 'razorpay', configuration_name: 'shop-razorpay' },
}
const order = {
  status: 'pending',
  items: [
    { name: 'Kurta', quantity: 2, amount: paise(129_900), sale_amount: paise(99_900), retailer_id: 'K-1' },
    { name: 'Dupatta', quantity: 1, amount: paise(40_000) },
  ],
  subtotal: paise(239_800),
  tax: paise(12_000, { description: 'GST' }),
  shipping: paise(5000),
  discount: paise(10_000, { description: 'Diwali' }),
}
const details = {
  reference_id: 'KH-7.a_1',
  type: 'physical-goods',
  currency: 'INR',
  payment_settings: [gateway],
  total_amount: paise(246_800),
  order,
}
const found = (changed: object, now = NOW): string[] =>
  checkOrderDetails({ ...details, ...changed }, 'o', now).map(({ code, path }) => `${code} ${path}`)
const inOrder = (changed: object): string[] => found({ order: { ...order, ...changed } })

test('an order whose sums are those of its items is taken, however it is paid', () => {
  expect(found({})).toEqual([])
  const upi = { type: 'upi_intent_link', upi_intent_link: { link: 'upi://pay?pa=shop@upi&pn=Shop' } }
  const link = { type: 'payment_link', payment_link: { uri: 'https://rzp.io/i/abc' } }
  expect(found({ payment_settings: [upi, link] })).toEqual([])
  const older = { payment_settings: undefined, payment_type: 'upi', payment_configuration: 'shop-upi' }
  expect(found(older)).toEqual([])
  expect(inOrder({ expiration: { timestamp: String(NOW / 1000 + 300), description: 'Soon over' } })).toEqual(
    [],
  )
})

describe('refused with the name of its field is', () => {
  test('what is missing', () => {
    expect(checkOrderDetails({}, 'o', NOW).map(({ path }) => path)).toEqual([
      'o.reference_id',
      'o.type',
      'o.currency',
      'o.payment_settings',
      'o.order',
    ])
    expect(found({ order: {}, total_amount: undefined })).toEqual([
      'missing o.order.status',
      'missing o.order.items',
      'missing o.order.subtotal',
      'missing o.order.tax',
      'missing o.total_amount',
    ])
    expect(inOrder({ items: [{}] })).toEqual([
      'missing o.order.items.0.name',
      'missing o.order.items.0.quantity',
      'missing o.order.items.0.amount',
    ])
  })

  test('a reference that WhatsApp does not take', () => {
    expect(found({ reference_id: 'KH 7' })).toEqual(['wrong_kind o.reference_id'])
    expect(found({ reference_id: 'ü' })).toEqual(['wrong_kind o.reference_id'])
    expect(found({ reference_id: 'x'.repeat(36) })).toEqual(['too_long o.reference_id'])
  })

  test('goods, money and states of another kind', () => {
    expect(found({ type: 'gift', currency: 'USD' })).toEqual(['wrong_kind o.type', 'wrong_kind o.currency'])
    expect(inOrder({ status: 'paid' })).toEqual(['wrong_kind o.order.status'])
  })

  test('a way to pay that is none', () => {
    expect(found({ payment_settings: [] })).toEqual(['missing o.payment_settings'])
    expect(found({ payment_settings: [{ type: 'cash' }] })).toEqual(['wrong_kind o.payment_settings.0.type'])
    const stripe = { type: 'payment_gateway', payment_gateway: { type: 'stripe' } }
    expect(found({ payment_settings: [stripe] })).toEqual([
      'wrong_kind o.payment_settings.0.payment_gateway.type',
      'missing o.payment_settings.0.payment_gateway.configuration_name',
    ])
    const upi = { type: 'upi_intent_link', upi_intent_link: { link: 'https://shop.example' } }
    expect(found({ payment_settings: [upi] })).toEqual([
      'wrong_kind o.payment_settings.0.upi_intent_link.link',
    ])
    const link = { type: 'payment_link', payment_link: {} }
    expect(found({ payment_settings: [link] })).toEqual(['missing o.payment_settings.0.payment_link.uri'])
    expect(found({ payment_settings: undefined, payment_type: 'upi' })).toEqual([
      'missing o.payment_configuration',
    ])
  })

  test('somebody to whom nothing can be sent', () => {
    const asha = { name: 'Asha', address_line1: '12 MI Road', city: 'Jaipur', state: 'Rajasthan' }
    const whole = { ...asha, country: 'India', postal_code: '302001' }
    expect(found({ beneficiaries: [whole] })).toEqual([])
    expect(found({ beneficiaries: [] })).toEqual(['missing o.beneficiaries'])
    expect(found({ beneficiaries: [{ ...asha, postal_code: '3020' }] })).toEqual([
      'missing o.beneficiaries.0.country',
      'wrong_kind o.beneficiaries.0.postal_code',
    ])
  })

  test('an amount that is not whole paise', () => {
    expect(inOrder({ tax: paise(0.5) })).toContain('out_of_range o.order.tax.value')
    expect(inOrder({ tax: { value: 12_000, offset: 1000 } })).toEqual(['wrong_kind o.order.tax.offset'])
    expect(inOrder({ shipping: paise(-1) })).toContain('out_of_range o.order.shipping.value')
    expect(inOrder({ discount: paise(10_000, { description: 'x'.repeat(61) }) })).toEqual([
      'too_long o.order.discount.description',
    ])
  })

  test('an item that nobody can buy', () => {
    const item = (changed: object): string[] =>
      inOrder({ items: [{ ...order.items[1], quantity: 1, amount: paise(239_800), ...changed }] })
    expect(item({})).toEqual([])
    expect(item({ quantity: 0 })).toContain('out_of_range o.order.items.0.quantity')
    expect(item({ quantity: 1.5 })).toContain('out_of_range o.order.items.0.quantity')
    expect(item({ name: 'x'.repeat(61) })).toEqual(['too_long o.order.items.0.name'])
    expect(item({ sale_amount: paise(239_801) })).toContain('out_of_range o.order.items.0.sale_amount.value')
  })

  test('a sum that does not add up, with what it must be', () => {
    const problems = checkOrderDetails({ ...details, total_amount: paise(246_801) }, 'o', NOW)
    expect(problems).toEqual([
      {
        code: 'does_not_add_up',
        path: 'o.total_amount.value',
        message: 'must be 246800: subtotal + tax + shipping − discount',
      },
    ])
    expect(inOrder({ subtotal: paise(239_801) })).toEqual([
      'does_not_add_up o.order.subtotal.value',
      'does_not_add_up o.total_amount.value',
    ])
    const nothing = { ...order, discount: paise(256_800) }
    expect(found({ order: nothing, total_amount: paise(0) })).toEqual(['out_of_range o.total_amount.value'])
  })

  test('an end that is nearer than five minutes, or no moment at all', () => {
    expect(inOrder({ expiration: { timestamp: NOW / 1000 + 299 } })).toEqual([
      'in_the_past o.order.expiration.timestamp',
    ])
    expect(inOrder({ expiration: { timestamp: 'tomorrow' } })).toEqual([
      'wrong_kind o.order.expiration.timestamp',
    ])
  })
})
