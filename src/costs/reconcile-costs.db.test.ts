/** Our month beside what Meta says, and when it is compared. */
import { describe, expect } from 'vitest'
import { Fault } from '#platform/errors.ts'
import { instant } from '#platform/time.ts'
import { compare, ledgerOf, metaSays, point, reasonsOf, send, tell } from '#test/costs.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import type { GraphCosts } from '#whatsapp/graph-costs.ts'
import { queueReconciliations } from './reconcile-costs.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})

describe('reconciliation', () => {
  const LATER = instant(Date.parse('2026-12-20T00:00:00Z'))

  test('asks Meta for the month of the account’s time zone, and finds what is equal equal', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 3, template: 'a' }), { category: 'marketing' })
    await tell(shop, await send(shop, talk), { category: 'service', type: 'free_customer_service' })
    await tell(shop, await send(shop, talk), { category: 'referral_conversion', type: 'free_entry_point' })
    const asked: { from: number; to: number }[] = []
    const said = [
      point('marketing', 1, 0.8631),
      point('marketing', 2, 1.7262),
      point('service', 1, 0, { type: 'free_customer_service' }),
      point('utility', 1, 0, { type: 'free_entry_point' }), // which webhooks call referral_conversion
      point('marketing', 99, 99, { phone: '910000000000' }), // another number of the account
    ]
    const item = await compare(shop, metaSays(said, asked), LATER)
    expect(item).toMatchObject({
      state: 'equal',
      checkedAt: LATER,
      ours: { volume: 5, cost: '2.5893' },
      metas: { volume: 5, cost: '2.5893' },
    })
    expect(asked).toEqual([
      { from: Date.parse('2026-10-31T18:30:00Z') / 1000, to: Date.parse('2026-11-30T18:30:00Z') / 1000 },
    ])
    const ledger = await ledgerOf(shop)
    expect(ledger.accounts[0]?.isAssumed).toBe(false)
  })

  test('keeps what went through the Marketing Messages API apart from other marketing', async ({ shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing_lite' })
    const lite = point('marketing_lite', 2, 1.7262)
    expect(await compare(shop, metaSays([lite]), LATER)).toMatchObject({ state: 'equal' })
    // Who set a maximum price pays less than the card says.
    expect(reasonsOf(await compare(shop, metaSays([{ ...lite, cost: 1.2 }]), LATER))).toEqual({
      'marketing_lite regular IN': 'price',
    })
  })

  test('names each difference, and what may be the reason', async ({ shop }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing' })
    await tell(shop, await send(shop, talk, { count: 3, template: 'b' }), { category: 'utility' })
    await tell(shop, await send(shop, talk, { count: 2 }), { category: 'service' })
    const abroad = await openTalk(shop, { phone: '9779812345678' })
    await tell(shop, await send(shop, abroad, { template: 'a' }), { category: 'marketing' })
    const said = [
      point('marketing', 2, 1.7263), // another price
      point('marketing', 1, 3.2, { country: 'NP' }),
      point('utility', 5, 0.575), // two more than we know of
      point('service', 1, 0.115),
      point('service', 1, 0, { type: 'free_customer_service' }),
    ]
    const prices = [...said, point('marketing', 0, 0.05)]
    const item = await compare(shop, metaSays(prices), LATER)
    expect(item.state).toBe('differs')
    expect(reasonsOf(item)).toEqual({
      'marketing regular IN': 'price',
      'marketing regular NP': 'unpriced',
      'utility regular IN': 'elsewhere',
      'service regular IN': 'kind',
      'service free_customer_service IN': 'kind',
    })
    expect(reasonsOf(await compare(shop, metaSays(said)))['utility regular IN']).toBe('late')
    expect(reasonsOf(await compare(shop, metaSays([]), LATER))['utility regular IN']).toBe('ours_more')
  })

  test('compares volumes alone where Meta hides costs, and keeps the last comparison when Meta cannot be asked', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await tell(shop, await send(shop, talk, { count: 2, template: 'a' }), { category: 'marketing' })
    const hidden = await compare(shop, metaSays([point('marketing', 2, 0, { cost: null })]), LATER)
    expect(hidden).toMatchObject({ state: 'equal', metas: { volume: 2, cost: null } })
    const broken: GraphCosts = {
      ...metaSays([]),
      pricingAnalytics: async () => {
        throw new Fault('upstream', 'whatsapp.down', 'Graph is away')
      },
    }
    const failed = await compare(shop, broken, LATER)
    expect(failed).toMatchObject({ state: 'failed', problem: 'whatsapp.down', metas: { volume: 2 } })
    expect(await compare(shop, metaSays([point('marketing', 2, 1.7262)]), LATER)).toMatchObject({
      state: 'equal',
    })
  })
})

describe('the daily comparison', () => {
  test('is asked for once a day, of the running month and of the one before until a week has passed', async ({
    shop,
  }) => {
    const queued = async (at: string) => {
      const months: string[] = []
      const enqueue = async (
        _client: unknown,
        _spec: unknown,
        payloads: readonly object[],
      ): Promise<void> => {
        for (const payload of payloads) months.push((payload as { month: string }).month)
      }
      await shop.database.inTenant(shop.tenant, async (client) =>
        queueReconciliations(client, shop.tenant, { enqueue }, instant(Date.parse(at))),
      )
      return months
    }
    expect(await queued('2026-11-15T06:30:00Z')).toEqual(['2026-11'])
    await compare(shop, metaSays([]), instant(Date.parse('2026-11-15T06:30:00Z')))
    expect(await queued('2026-11-16T06:00:00Z')).toEqual([])
    expect(await queued('2026-11-16T06:31:00Z')).toEqual(['2026-11'])
    expect(await queued('2026-12-03T00:00:00Z')).toEqual(['2026-12', '2026-11'])
  })
})
