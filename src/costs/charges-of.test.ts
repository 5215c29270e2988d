import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargesOf, type StatusSeen } from './charges-of.ts'

const MARKETING = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' }
const FREE = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' }
const said = (status: string, at: number, more: Partial<StatusSeen> = {}): StatusSeen => ({
  status,
  at,
  recipient: '919876543210',
  pricing: MARKETING,
  ...more,
})

const sorted = (statuses: readonly StatusSeen[]) =>
  chargesOf(statuses).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

describe('what a message is charged', () => {
  test('is nothing until it is delivered, and nothing if it failed', () => {
    expect(chargesOf([said('sent', 1)])).toEqual([])
    expect(chargesOf([said('sent', 1), said('failed', 2, { pricing: null })])).toEqual([])
    expect(chargesOf([])).toEqual([])
  })

  test('counts from its delivery, also where only the reading was told', () => {
    expect(chargesOf([said('sent', 1), said('read', 9), said('delivered', 5, { pricing: null })])).toEqual([
      {
        ...{ country: 'IN', category: 'marketing', type: 'regular', isBillable: true },
        ...{ units: 1, deliveredAt: 5 },
      },
    ])
    expect(chargesOf([said('sent', 1), said('read', 9)])[0]?.deliveredAt).toBe(9)
    expect(chargesOf([said('sent', 1), said('played', 9, { pricing: null })])[0]?.deliveredAt).toBe(9)
  })

  test('is what was said of the delivery, where the sending was told otherwise', () => {
    const [charge] = chargesOf([said('sent', 1), said('delivered', 2, { pricing: FREE })])
    expect(charge).toMatchObject({ category: 'service', type: 'free_customer_service', isBillable: false })
  })

  test('is billable by its type, unless Meta says that it is not', () => {
    const billable = (pricing: StatusSeen['pricing']) =>
      chargesOf([said('delivered', 1, { pricing })])[0]?.isBillable
    expect(billable({ type: 'regular', category: 'utility' })).toBe(true)
    expect(billable({ ...MARKETING, billable: false })).toBe(false)
    expect(billable({ ...MARKETING, category: 'service', subtype: 'paid_exempt' })).toBe(false)
    expect(billable({ type: 'free_entry_point', category: 'marketing', billable: true })).toBe(false)
    expect(billable({ pricing_model: 'CBP', category: 'utility', billable: true })).toBe(true)
    expect(chargesOf([said('delivered', 1, { pricing: null })])).toEqual([])
  })

  test('has one spelling of authentication-international', () => {
    const pricing = { ...MARKETING, category: 'authentication-international' }
    expect(chargesOf([said('delivered', 1, { pricing })])[0]?.category).toBe('authentication_international')
  })

  test('in a group is one for each recipient who got it, by their country', () => {
    const pricing = { ...MARKETING, category: 'group_marketing' }
    const group = ['919876543210', '919876543211', '14155550100', 'IN.99', '919876543212'].map(
      (recipient, at) => said(at === 4 ? 'sent' : 'delivered', at + 1, { recipient, pricing }),
    )
    const charges = chargesOf(group)
    expect(charges.map(({ country, units }) => [country, units])).toEqual([
      ['IN', 3],
      ['US', 1],
    ])
  })

  test('is the same whatever the order of what was said, and however often it was said', () => {
    const one = fc.record({
      status: fc.constantFrom('sent', 'delivered', 'read', 'failed'),
      at: fc.integer({ min: 1, max: 5 }),
      recipient: fc.constantFrom('919876543210', '14155550100', ''),
      pricing: fc.constantFrom(null, MARKETING, FREE, { ...FREE, type: 'free_entry_point' }),
    })
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 24 }),
        (statuses, picks) => {
          // Meta repeats a status as it was: one of the same kind, recipient and moment says the same.
          const known = [...new Map(statuses.map((s) => [`${s.status} ${s.recipient} ${s.at}`, s])).values()]
          const again =
            known.length === 0 ? [] : picks.map((pick) => known[pick % known.length] as StatusSeen)
          const together = [...again, ...known.toReversed()]
          expect(sorted(together)).toEqual(sorted(known))
        },
      ),
    )
  })
})
