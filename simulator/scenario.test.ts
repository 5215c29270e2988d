import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '#simulator/scenario.ts'
import { NUMBER, openDesk, WABA } from '#simulator/test-desk.ts'

const read = (name: string): Scenario =>
  JSON.parse(readFileSync(new URL(`scenarios/${name}`, import.meta.url), 'utf8')) as Scenario
const HOUR_MS = 60 * 60 * 1000

describe('a scenario', () => {
  it('has templates with a past, whose pauses end and whose categories move when it is time', async () => {
    const desk = await openDesk()
    desk.control.loadScenario(read('demo-library.json'))
    const of = (name: string) => desk.control.templates().find((one) => one.name === name)
    expect(of('monsoon_clearance')).toMatchObject({ status: 'PAUSED', quality: 'RED', pauses: 1 })
    expect(of('return_received')).toMatchObject({ status: 'REJECTED', rejectedReason: 'PROMOTIONAL' })
    expect(of('wedding_appointment')).toMatchObject({ status: 'PENDING', reviewEndsAt: null })
    expect(of('order_thanks')).toMatchObject({ category: 'UTILITY', correctCategory: 'MARKETING' })
    await desk.control.advance(3 * HOUR_MS)
    expect(of('monsoon_clearance')).toMatchObject({ status: 'APPROVED' })
    await desk.control.advance(20 * HOUR_MS)
    expect(of('order_thanks')).toMatchObject({ category: 'MARKETING', correctCategory: null })
    expect(of('wedding_appointment')).toMatchObject({ status: 'PENDING' })
  })

  it('bills what was delivered before it began, once, however often it is told', async () => {
    const desk = await openDesk()
    const at = desk.control.now() - HOUR_MS
    const delivered = [
      { at, country: 'IN', category: 'marketing', pricingType: 'regular', volume: 100 },
      {
        number: NUMBER,
        at,
        country: 'IN',
        category: 'service',
        pricingType: 'free_customer_service',
        volume: 7,
      },
    ]
    for (const _ of [1, 2]) desk.control.loadScenario({ delivered })
    expect(desk.control.invoice(WABA)).toMatchObject({
      lines: [
        { category: 'marketing', country: 'IN', volume: 100, cost: '86.31' },
        { category: 'service', volume: 7, cost: '0.00' },
      ],
      total: '86.31',
    })
  })
})
