/** What messages cost, over HTTP. */
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { startSimulator } from '#simulator/start.ts'
import { countAll, NOW, send, tell } from '#test/costs.ts'
import { test as base } from '#test/database.ts'
import { keyOf } from '#test/keys.ts'
import { hire, openOtherShop, openTalk, putTemplate, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import type { Allowance, Forecast, Ledger, Reconciliation } from './shapes.ts'

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<Answer<T & { code: string }>>
const test = base.extend<{ api: WebApp; shop: Shop; ask: Ask }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database, { clock: () => NOW })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => use(await openOtherShop(database)),
  ask: async ({ api, shop }, use) => {
    const { secret } = await keyOf(shop.database, shop.tenant, ['costs:read'])
    await use(async (method, path, body) => api.ask(secret, method, `/api/v1/costs${path}`, body))
  },
})

describe('over HTTP', () => {
  test('the month, its file and the free messages of each number can be asked for', async ({ ask, shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 3 }), {
      category: 'service',
      type: 'free_customer_service',
    })
    await tell(shop, await send(shop, talk, { count: 1, template: 'a' }), { category: 'marketing' })
    await countAll(shop)
    const { body } = await ask<Ledger>('GET', '?by=category')
    expect([body.month, body.totals[0]?.amount, body.totals[0]?.expected]).toEqual([
      '2026-11',
      '0.8631',
      '1.78',
    ])
    const { text, headers } = await ask('GET', '/export.csv?month=2026-11&by=category')
    expect(headers.get('content-disposition')).toContain('costs-2026-11-by-category.csv')
    expect(text).toContain('"2026-11","marketing","","INR",1,1,0,0.8631\r\n')
    expect(text).toContain('"2026-11","total","","INR",4,1,0,0.8631\r\n')
    const allowance = await ask<Allowance>('GET', '/allowance')
    expect(allowance.body.items).toMatchObject([
      { channelId: shop.channel, free: 1000, used: 3, left: 997, billed: 0, usedUpAt: null },
    ])
    const before = await ask<Allowance>('GET', '/allowance?month=2026-09')
    expect(before.body.items).toMatchObject([{ free: null, left: null }])
    expect((await ask('GET', '?month=2026-13')).status).toBe(400)
  })

  test('a forecast is the card’s price times the people, less what is free', async ({ ask, shop }) => {
    const forecast = async (body: object) =>
      (await ask<Forecast>('POST', '/forecast', { channelId: shop.channel, ...body })).body
    const promo = await forecast({ category: 'marketing', recipients: { countries: { IN: 500, NP: 7 } } })
    expect(promo).toMatchObject({
      amount: '431.55',
      currency: 'INR',
      recipients: 507,
      unpriced: 7,
      allowance: null,
    })
    expect(promo.lines).toEqual([
      { country: 'IN', market: 'India', recipients: 500, price: '0.8631', amount: '431.55' },
      { country: 'NP', market: null, recipients: 7, price: null, amount: null },
    ])
    expect(promo.assumptions).toContain('card_second_hand')
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 4 }), {
      category: 'service',
      type: 'free_customer_service',
    })
    await countAll(shop)
    const answers = await forecast({ category: 'service', recipients: { countries: { IN: 1000 } } })
    expect(answers).toMatchObject({
      amount: '0.46',
      free: 996,
      allowance: { before: 996, used: 996, after: 0 },
    })
    const inside = { category: 'utility', recipients: { countries: { IN: 10 } }, insideWindow: 10 }
    expect(await forecast(inside)).toMatchObject({ amount: '1.15', free: 0 })
  })

  test('a forecast of what goes through the Marketing Messages API is what Meta’s invoice comes to', async ({
    ask,
    shop,
  }) => {
    const simulator = await startSimulator({ port: 0, seed: 11 })
    const { phoneNumberId: id, wabaId, display: displayPhoneNumber } = shop.number
    const sent = { country: 'IN', category: 'marketing_lite', pricingType: 'regular', volume: 1234 }
    simulator.control.loadScenario({
      numbers: [{ phoneNumberId: id, wabaId, displayPhoneNumber, verifiedName: 'Shop' }],
      delivered: [{ ...sent, at: NOW, number: id }],
    })
    const { total } = simulator.control.invoice(wabaId, '2026-11')
    await simulator.close()
    const wish = {
      channelId: shop.channel,
      category: 'marketing_lite',
      recipients: { countries: { IN: 1234 } },
    }
    const { body } = await ask<Forecast>('POST', '/forecast', wish)
    expect([body.amount, body.category, body.unpriced]).toEqual([total, 'marketing_lite', 0])
  })

  test('a forecast knows a template’s category and a segment’s people by their numbers', async ({
    api,
    ask,
    shop,
  }) => {
    await putTemplate(shop, { name: 'offer', body: 'Come', category: 'MARKETING' })
    for (const phone of [undefined, undefined, '9779812345678'])
      await openTalk(shop, phone === undefined ? {} : { phone })
    await openTalk(shop, { phone: null, bsuid: 'IN.99aa' })
    const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
      client.query<{ id: string }>('select id from templates where tenant_id = $1', [shop.tenant]),
    )
    const { secret } = await keyOf(shop.database, shop.tenant, ['segments:write'])
    const made = await api.ask<{ id: string }>(secret, 'POST', '/api/v1/segments', {
      name: 'lately',
      tree: { kind: 'wrote', days: 3650 },
    })
    const wish = { channelId: shop.channel, templateId: rows[0]?.id, recipients: { segmentId: made.body.id } }
    const { body } = await ask<Forecast>('POST', '/forecast', wish)
    expect(body).toMatchObject({ category: 'marketing', recipients: 4, unpriced: 1, amount: '2.5893' })
    const missing = await ask('POST', '/forecast', { ...wish, recipients: { segmentId: newId() } })
    expect([missing.status, missing.body.code]).toEqual([404, 'not_found'])
    expect((await ask('POST', '/forecast', { ...wish, category: 'utility' })).status).toBe(400)
  })

  test('what Meta cannot be asked for is said so', async ({ ask, shop }) => {
    const never = await ask<Reconciliation>('GET', '/reconciliation')
    expect(never.body.items).toMatchObject([{ state: 'never', checkedAt: null, metas: null, lines: [] }])
    const { body } = await ask<Reconciliation>('POST', '/reconciliation?month=2026-11')
    expect(body.items).toMatchObject([{ wabaId: shop.number.wabaId, state: 'failed' }])
    for (const month of ['2026-12', '2025-10'])
      expect((await ask('POST', `/reconciliation?month=${month}`)).body).toMatchObject({
        ...{ status: 409, code: 'month_out_of_reach' },
      })
    expect((await ask('POST', '/reconciliation?month=2025-11')).status).toBe(200)
  })

  test('is for owners and admins', async ({ api, shop }) => {
    for (const [role, status] of [
      ['admin', 200] as const,
      ['agent', 403] as const,
      ['viewer', 403] as const,
    ]) {
      const browser = await api.as(await hire(shop, { role }))
      expect((await api.ask(browser, 'GET', '/api/v1/costs')).status, role).toBe(status)
    }
  })
})
