import { describe, expect } from 'vitest'
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { alarmsOf, countAll, NOW, sendTemplate, stranger, type SentTemplate } from '#test/health.ts'
import { openShop, type Shop } from '#test/shop.ts'
import { readQuality } from './read-quality.ts'
import { watchSignals } from './watch-signals.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const watch = async ({ database, tenant }: Shop, now: Instant = NOW): Promise<number> =>
  watchSignals(database, tenant, now)

async function send(shop: Shop, count: number, sent: SentTemplate): Promise<void> {
  const talk = await stranger(shop)
  for (let nth = 0; nth < count; nth += 1) await sendTemplate(shop, talk, sent)
}

/** Hours of earlier weeks. */
async function usual({ database, tenant, channel }: Shop, read = 700, failed = 20): Promise<void> {
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into template_hours (tenant_id, channel_id, hour, template, language, sent, delivered, read, failed)
       values ($1, $2, date_trunc('hour', $3::timestamptz), 'old', 'en', 1000, $5, $4, $6)`,
      [tenant, channel, new Date(after(NOW, -7 * DAY_MS)), read, 1000 - failed, failed],
    ),
  )
}

describe('early signals', () => {
  test('ring for the template that fails, once, and end by themselves', async ({ shop }) => {
    await usual(shop)
    await send(shop, 30, { failure: 131_000, template: 'bad' })
    await send(shop, 30, { template: 'bad' })
    await send(shop, 60, { template: 'fine' })
    await countAll(shop)
    expect([await watch(shop), await watch(shop)]).toEqual([1, 0])
    expect(await alarmsOf(shop)).toEqual(['failed_rate bad/en'])
    expect(await watch(shop, after(NOW, 2 * DAY_MS))).toBe(1)
    expect(await alarmsOf(shop)).toEqual([])
  })

  test('ring for the number where no template alone says enough', async ({ shop }) => {
    for (let nth = 0; nth < 4; nth += 1) {
      await send(shop, 6, { failure: 131_000, template: `small_${nth}` })
      await send(shop, 10, { template: `small_${nth}` })
    }
    await countAll(shop)
    await watch(shop)
    expect(await alarmsOf(shop)).toEqual(['failed_rate'])
  })

  test('of blocks ring for codes that blocked numbers have', async ({ shop }) => {
    await send(shop, 7, { failure: 131_026 })
    await send(shop, 55, {})
    await countAll(shop)
    await watch(shop)
    expect(await alarmsOf(shop)).toEqual(['blocked_rate offer/en'])
  })

  test('count who wanted no more within a day after a template, once', async ({ shop }) => {
    const { database, tenant, channel } = shop
    const optOut = async (contact: string, at: Instant): Promise<void> => {
      await database.inTenant(tenant, async (client) =>
        client.query(
          `insert into suppressions (tenant_id, contact_id, purpose, source, at) values ($1, $2, 'marketing', 'message', $3)`,
          [tenant, contact, new Date(at)],
        ),
      )
    }
    const [soon, late, untold] = [await stranger(shop), await stranger(shop), await stranger(shop)]
    await sendTemplate(shop, soon, { at: after(NOW, -3 * HOUR_MS) })
    await sendTemplate(shop, late, { at: after(NOW, -30 * HOUR_MS) })
    await countAll(shop)
    await optOut(soon.contact, after(NOW, -HOUR_MS))
    await optOut(late.contact, after(NOW, -HOUR_MS))
    await optOut(untold.contact, after(NOW, -HOUR_MS))
    await watch(shop)
    await watch(shop)
    const quality = await database.inTenant(tenant, async (client) =>
      readQuality(client, tenant, channel, { user: null, segment: null }, NOW),
    )
    expect(quality?.signals.templates.map(({ optedOut, delivered }) => [optedOut, delivered])).toEqual([
      [1, 2],
    ])
  })

  test('of reading wait two hours, and compare with the number’s own usual', async ({ shop }) => {
    await usual(shop)
    await send(shop, 60, { at: after(NOW, -HOUR_MS), template: 'young' })
    await countAll(shop)
    await watch(shop)
    expect(await alarmsOf(shop)).toEqual([])
    await send(shop, 60, { at: after(NOW, -5 * HOUR_MS), template: 'dull' })
    await countAll(shop)
    await watch(shop)
    expect(await alarmsOf(shop)).toEqual(['read_rate dull/en'])
  })

  test('of a number that is usually read little do not ring for it', async ({ shop }) => {
    await usual(shop, 60)
    await send(shop, 60, { at: after(NOW, -5 * HOUR_MS) })
    await countAll(shop)
    await watch(shop)
    expect(await alarmsOf(shop)).toEqual([])
  })
})
