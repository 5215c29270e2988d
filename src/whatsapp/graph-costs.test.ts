import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createEgress } from '#platform/egress.ts'
import { Secret } from '#platform/secrets.ts'
import { createGraphCosts, type GraphCosts } from './graph-costs.ts'
import { timeZoneOfId } from './time-zones.ts'

const TOKEN = new Secret('EAAG-token')
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

async function metaThatSays(answer: unknown): Promise<{ graph: GraphCosts; asked: URL[] }> {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://meta'))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  open.push(() => server.close())
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const egress = createEgress({ allowOrigins: [baseUrl] })
  open.push(egress.close)
  return { graph: createGraphCosts({ egress, baseUrl }), asked }
}

describe('what Meta says that it charges', () => {
  test('is asked for by day, number, country and kind, and read in the words of webhooks', async () => {
    const data_points = [
      {
        ...{
          start: 1_749_106_800,
          end: 1_749_193_200,
          country: 'IN',
          tier: '0:750000',
          phone_number: '+91 90000 00001',
        },
        ...{
          pricing_type: 'REGULAR',
          pricing_category: 'AUTHENTICATION_INTERNATIONAL',
          volume: 2,
          cost: 4.6,
        },
      },
      {
        country: 'IN',
        pricing_type: 'FREE_CUSTOMER_SERVICE',
        pricing_category: 'SERVICE',
        volume: 2,
        cost: 0,
      },
      { country: 'US', pricing_type: 'REGULAR', pricing_category: 'MARKETING_LITE', volume: 1 },
      { country: 'US', pricing_type: 'REGULAR', pricing_category: 'MARKETING', volume: 'many', cost: 1 },
    ]
    const { graph, asked } = await metaThatSays({ pricing_analytics: { data: [{ data_points }] }, id: '1' })
    const points = await graph.pricingAnalytics(TOKEN, '102', { from: 1000, to: 2000 })
    expect(points).toEqual([
      {
        ...{ country: 'IN', category: 'authentication_international', type: 'regular' },
        ...{ phone: '919000000001', volume: 2, cost: 4.6 },
      },
      { country: 'IN', category: 'service', type: 'free_customer_service', phone: null, volume: 2, cost: 0 },
      { country: 'US', category: 'marketing_lite', type: 'regular', phone: null, volume: 1, cost: null },
    ])
    expect(asked[0]?.pathname).toBe('/v25.0/102')
    expect(asked[0]?.searchParams.get('fields')).toBe(
      'pricing_analytics.start(1000).end(2000).granularity(DAILY).dimensions(["PRICING_CATEGORY","PRICING_TYPE","COUNTRY","PHONE"])',
    )
  })

  test('is nothing where nothing was delivered', async () => {
    const { graph } = await metaThatSays({ pricing_analytics: { data: [] }, id: '1' })
    expect(await graph.pricingAnalytics(TOKEN, '102', { from: 1, to: 2 })).toEqual([])
  })

  test('is in the account’s currency, by its time zone, as far as Meta tells them', async () => {
    const said = await metaThatSays({ currency: 'INR', timezone_id: '71', id: '1' })
    expect(await said.graph.readAccount(TOKEN, '102')).toEqual({ currency: 'INR', timeZone: 'Asia/Kolkata' })
    const silent = await metaThatSays({ id: '1', timezone_id: 999 })
    expect(await silent.graph.readAccount(TOKEN, '102')).toEqual({ currency: null, timeZone: null })
  })
})

test('every time zone of Meta’s is one that dates can be told in', () => {
  for (let id = 1; id <= 142; id += 1) {
    const timeZone = timeZoneOfId(String(id)) ?? 'none'
    expect(() => new Intl.DateTimeFormat('en', { timeZone }), `${id} ${timeZone}`).not.toThrow()
  }
  expect([timeZoneOfId('0'), timeZoneOfId('143'), timeZoneOfId('')]).toEqual([null, null, null])
})
