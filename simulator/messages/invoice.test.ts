import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { amountOf, invoiceOf } from '#simulator/messages/invoice.ts'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import { createWorld, type Json } from '#simulator/world/world.ts'

const template = (name: string, category: string): Json => ({
  name,
  language: 'en',
  category,
  components: [{ type: 'BODY', text: category === 'AUTHENTICATION' ? '' : `This is the ${name} message.` }],
})
const sendTemplate = (
  desk: Desk,
  to: string,
  name: string,
  components: Json[] = [],
): ReturnType<Desk['send']> =>
  desk.send({ to, type: 'template', template: { name, language: { code: 'en' }, components } })
const analytics = async (desk: Desk, rest: string): Promise<Json[]> => {
  const start = Date.UTC(2026, 10, 1) / 1000
  const end = Date.UTC(2026, 11, 1) / 1000
  const field = `pricing_analytics.start(${start}).end(${end})${rest}`
  const { status, body } = await desk.graph('GET', `/${WABA}?fields=${encodeURIComponent(field)}`)
  expect([status, body]).toMatchObject([200, { id: WABA }])
  const { data } = body['pricing_analytics'] as { data: { data_points: Json[] }[] }
  return data.flatMap((one) => one.data_points)
}

async function busyDesk(stateFile: string | null = null): Promise<Desk> {
  const desk = await openDesk({ stateFile })
  for (const [name, category] of [
    ['sale', 'MARKETING'],
    ['order', 'UTILITY'],
  ] as const)
    desk.control.addTemplate(template(name, category))
  desk.control.addCustomer({ id: 'asha', name: 'Asha', phone: '919876500001' })
  desk.control.act('asha', NUMBER, { type: 'text', body: 'hello' })
  await desk.send({ to: '+919876500001', text: { body: 'a reply' } })
  for (let index = 1; index <= 3; index++) await sendTemplate(desk, `+91987650000${index}`, 'sale')
  await sendTemplate(desk, '+919876500001', 'order')
  await sendTemplate(desk, '+971500010404', 'order')
  // Not delivered, so not billed.
  await sendTemplate(desk, '+919876131026', 'sale')
  await desk.control.drain()
  return desk
}

describe('the invoice', () => {
  it('has what was delivered, by category, country and kind of price, exactly', async () => {
    const desk = await busyDesk()
    const lines = [
      { category: 'marketing', country: 'IN', pricingType: 'regular', volume: 3, cost: '2.5893' },
      { category: 'service', country: 'IN', pricingType: 'free_customer_service', volume: 1, cost: '0.00' },
      { category: 'utility', country: 'AE', pricingType: 'regular', volume: 1, cost: '1.20' },
      { category: 'utility', country: 'IN', pricingType: 'regular', volume: 1, cost: '0.115' },
    ]
    expect(desk.control.invoice(WABA, '2026-11')).toEqual({ currency: 'INR', lines, total: '3.9043' })
    expect(desk.control.invoice(WABA, '2026-10')).toEqual({ currency: 'INR', lines: [], total: '0.00' })
  })

  it('is the same after a restart', async () => {
    const path = await mkdtemp(join(tmpdir(), 'simulator-'))
    onTestFinished(() => rm(path, { recursive: true, force: true }))
    const first = await busyDesk(join(path, 'state.json'))
    const before = first.control.invoice(WABA, '2026-11')
    await first.simulator.close()
    const second = await openDesk({ stateFile: join(path, 'state.json') })
    expect(second.control.invoice(WABA, '2026-11')).toEqual(before)
  })

  it('is priced by the card of the day: a service message beyond the free ones costs since October', () => {
    const world = createWorld('app')
    const put = (day: string, category: string, volume: number): unknown =>
      world.ledger.set([WABA, NUMBER, Date.parse(day), 'IN', category, 'regular'].join('|'), volume)
    put('2026-09-30', 'service', 10)
    put('2026-10-01', 'service', 10)
    put('2026-10-02', 'authentication-international', 2)
    // Already October in India.
    put('2026-09-30T18:30:00Z', 'utility', 1)
    expect(invoiceOf(world, WABA, '2026-09').total).toBe('0.00')
    expect(invoiceOf(world, WABA, '2026-10')).toMatchObject({
      lines: [
        { category: 'authentication-international', cost: '4.60' },
        { category: 'service', cost: '1.15' },
        { category: 'utility', cost: '0.115' },
      ],
      total: '5.865',
    })
  })

  it('fills tiers month by month, by all accounts of the portfolio', () => {
    const world = createWorld('app')
    const put = (waba: string, day: string, volume: number): unknown =>
      world.ledger.set([waba, NUMBER, Date.parse(day), 'US', 'utility', 'regular'].join('|'), volume)
    put('200000000000002', '2026-11-01', 9_000)
    put(WABA, '2026-11-02', 50_000)
    put(WABA, '2026-12-01', 100)
    // 1,000 of the first tier are left; then 40,000 of the second, 9,000 of the third.
    expect(invoiceOf(world, WABA, '2026-11').total).toBe(
      amountOf(300_000_000n + 10_000_000_000n + 1_800_000_000n),
    )
    expect(invoiceOf(world, WABA, '2026-12').total).toBe('30.00')
  })

  it('goes by other prices where they are set, and by the card’s again when they are taken away', async () => {
    const desk = await busyDesk()
    expect(() => desk.control.setRates([{ country: 'IN', category: 'utility', rate: '1,5' }])).toThrow('rate')
    desk.control.setRates([{ from: '2026-11-01', country: 'IN', category: 'utility', rate: '0.116' }])
    expect(desk.control.invoice(WABA).total).toBe('3.9053')
    desk.control.setRates([{ from: '2026-12-01', country: 'IN', category: 'utility', rate: '0.116' }])
    expect(desk.control.invoice(WABA).total).toBe('3.9043')
    desk.control.setRates([])
    expect(desk.control.invoice(WABA).total).toBe('3.9043')
  })
})

describe('a month', () => {
  it('of many messages is billed to the paisa, with the first thousand service messages free', async () => {
    const desk = await openDesk({ rules: { pairLimit: false, messagesPerSecond: 100_000 } })
    desk.control.faults({ mute: true, deliverAfterMs: 0 })
    desk.control.addTemplate(template('sale', 'MARKETING'))
    desk.control.addCustomer({ id: 'asha', name: 'Asha', phone: '919876500001' })
    desk.control.act('asha', NUMBER, { type: 'text', body: 'hello' })
    const marketing = { type: 'template', template: { name: 'sale', language: { code: 'en' } } }
    for (let index = 0; index < 3000; index++)
      desk.control.send(NUMBER, { to: `+9198765${String(index).padStart(5, '0')}`, ...marketing })
    for (let index = 0; index < 1500; index++)
      desk.control.send(NUMBER, { to: '+919876500001', text: { body: `reply ${index}` } })
    expect(desk.control.invoice()).toEqual({
      currency: 'INR',
      lines: [
        { category: 'marketing', country: 'IN', pricingType: 'regular', volume: 3000, cost: '2589.30' },
        {
          category: 'service',
          country: 'IN',
          pricingType: 'free_customer_service',
          volume: 1000,
          cost: '0.00',
        },
        { category: 'service', country: 'IN', pricingType: 'regular', volume: 500, cost: '57.50' },
      ],
      total: '2646.80',
    })
    expect(() => desk.control.send('9', marketing)).toThrow('no number')
  })
})

describe('pricing_analytics', () => {
  it('adds up to the invoice, by the dimensions that are asked for', async () => {
    const desk = await busyDesk()
    const all = '.granularity(MONTHLY).dimensions(["PRICING_CATEGORY","PRICING_TYPE","COUNTRY","TIER"])'
    const month = { start: Date.UTC(2026, 10, 1) / 1000, end: Date.UTC(2026, 11, 1) / 1000 }
    const regular = { ...month, pricing_type: 'REGULAR' }
    const points = await analytics(desk, all)
    expect(points).toHaveLength(4)
    expect(points).toEqual(
      expect.arrayContaining([
        { ...regular, pricing_category: 'MARKETING', country: 'IN', volume: 3, cost: 2.5893 },
        { ...regular, pricing_category: 'UTILITY', country: 'AE', tier: '0:', volume: 1, cost: 1.2 },
        { ...regular, pricing_category: 'UTILITY', country: 'IN', tier: '0:', volume: 1, cost: 0.115 },
        {
          ...{ ...month, pricing_type: 'FREE_CUSTOMER_SERVICE', pricing_category: 'SERVICE', country: 'IN' },
          ...{ volume: 1, cost: 0 },
        },
      ]),
    )
    expect(await analytics(desk, '.granularity(DAILY)')).toEqual([
      {
        ...{ start: Date.UTC(2026, 10, 22) / 1000, end: Date.UTC(2026, 10, 23) / 1000 },
        ...{ volume: 6, cost: 3.9043 },
      },
    ])
    const one =
      '.granularity(HALF_HOUR).phone_numbers([919000000001]).country_codes(["AE"]).dimensions(PHONE).metric_types(VOLUME)'
    expect(await analytics(desk, one)).toEqual([
      {
        ...{ start: Date.UTC(2026, 10, 22, 6, 30) / 1000, end: Date.UTC(2026, 10, 22, 7) / 1000 },
        ...{ phone_number: '919000000001', volume: 1 },
      },
    ])
  })

  it('refuses what Meta does not know', async () => {
    const desk = await openDesk()
    for (const rest of [
      '',
      '.start(1).end(2).granularity(WEEK)',
      '.start(1).end(2).granularity(DAILY).dimensions(X)',
    ]) {
      const answer = await desk.graph('GET', `/${WABA}?fields=pricing_analytics${rest}`)
      expect(answer.body, rest).toMatchObject({ error: { code: 100 } })
    }
  })
})

describe('a code', () => {
  it('sent abroad costs more once Meta said so', async () => {
    const desk = await openDesk()
    desk.control.addTemplate({
      ...template('code', 'AUTHENTICATION'),
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
      ],
    })
    const text = [{ type: 'text', text: '1234' }]
    const parts = [
      { type: 'body', parameters: text },
      { type: 'button', sub_type: 'url', index: '0', parameters: text },
    ]
    await sendTemplate(desk, '+971500010404', 'code', parts)
    desk.control.updateAccount(WABA, { event: 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE' })
    await sendTemplate(desk, '+971500010404', 'code', parts)
    await sendTemplate(desk, '+919876500001', 'code', parts)
    await desk.control.drain()
    expect(
      desk.control.invoice(WABA).lines.map(({ category, country, cost }) => [category, country, cost]),
    ).toEqual([
      ['authentication-international', 'AE', '4.00'],
      ['authentication', 'AE', '1.20'],
      ['authentication', 'IN', '0.115'],
    ])
    const sent = desk.statuses().filter((one) => one['status'] === 'sent')
    expect(sent.map((one) => (one['pricing'] as Json)['category'])).toEqual([
      'authentication',
      'authentication-international',
      'authentication',
    ])
  })
})
