import { describe, expect, it } from 'vitest'
import { checkOrderDetails } from '../../../src/templates/check-order-details.ts'
import { newOrder, orderDetails, type OrderDraft, paiseIn, sumsOf } from './order-draft.ts'

const NOW = Date.UTC(2026, 10, 23)
const filled: OrderDraft = {
  ...newOrder(NOW),
  ...{ reference: ' KH-7 ', configuration: 'shop-upi' },
  items: [
    { name: 'Kurta', quantity: '2', price: '1,299.50' },
    { name: 'Dupatta', quantity: '1', price: '₹ 400' },
  ],
  ...{ tax: '120', shipping: '50', discount: '100.10' },
}
const problems = (draft: OrderDraft): string[] =>
  checkOrderDetails(orderDetails(draft), 'o', NOW).map(({ code, path }) => `${code} ${path}`)

describe('an order in the form', () => {
  it('has money in rupees, and sends paise', () => {
    expect(['१२९९', '₹૧,૨૯૯.५०'].map(paiseIn)).toEqual([129_900, 129_950])
    expect(['', ' ', '12', '₹1,29,900.5', '0.07', '1.005', '-1', 'x', '1e3'].map(paiseIn)).toEqual([
      ...[null, null, 1200, 12_990_050, 7, Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ])
    expect(sumsOf(filled)).toEqual({ subtotal: 299_900, total: 306_890 })
  })

  it('is what Meta takes, however it is paid and wherever it goes', () => {
    expect(problems(filled)).toEqual([])
    expect(orderDetails(filled)).toMatchObject({ reference_id: 'KH-7', total_amount: { value: 306_890 } })
    expect(problems({ ...filled, payment: 'gateway' })).toEqual([])
    expect(problems({ ...filled, payment: 'upi-link', link: 'upi://pay?pa=shop@bank' })).toEqual([])
    expect(problems({ ...filled, payment: 'link', link: 'https://rzp.io/i/x' })).toEqual([])
    const delivery = {
      ...{ name: 'Asha', address_line1: '12 MI Road', city: 'Jaipur', state: 'Rajasthan' },
      postal_code: '302001',
    }
    expect(problems({ ...filled, delivery })).toEqual([])
    expect(problems({ ...filled, delivery: { ...delivery, city: '' } })).toEqual([
      'missing o.beneficiaries.0.city',
    ])
    // What is not shipped goes nowhere.
    expect(orderDetails({ ...filled, delivery, goods: 'digital-goods' })).not.toHaveProperty('beneficiaries')
  })

  it('says at its fields what is missing, and nothing of sums that cannot be made yet', () => {
    const empty = newOrder(NOW)
    expect(sumsOf(empty)).toBeNull()
    expect(problems(empty)).toEqual([
      'missing o.payment_configuration',
      'missing o.order.items.0.name',
      'missing o.order.items.0.amount',
      'out_of_range o.total_amount.value',
    ])
    expect(problems({ ...filled, items: [{ name: 'Kurta', quantity: '1', price: 'many' }] })).toContain(
      'out_of_range o.order.items.0.amount.value',
    )
    expect(problems({ ...filled, tax: 'x' })).toContain('out_of_range o.order.tax.value')
  })
})
