/** Numbers' health over HTTP, by mail and to customers' systems, and what Meta's simulator answers. */
import { describe, expect } from 'vitest'
import { createTokens, describeNumber } from '#channels/read-channels.ts'
import { createEgress } from '#platform/egress.ts'
import type { Mail } from '#platform/mail.ts'
import { after, HOUR_MS, MINUTE_MS, systemClock, type Instant } from '#platform/time.ts'
import { connectOne, test as connected, VAULT } from '#test/connection.ts'
import { test as base } from '#test/database.ts'
import { answered, countAll, hearOf, NOW, record, sendTemplate, stranger, told } from '#test/health.ts'
import { bodyOf, ingest } from '#test/ingest.ts'
import { keyOf } from '#test/keys.ts'
import { hire, openOtherShop, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { bodyOf as heardBody, test as hooked } from '#test/webhooks.ts'
import { createGraphAccounts } from '#whatsapp/graph-accounts.ts'
import { createGraphHealth } from '#whatsapp/graph-health.ts'
import { createGraph } from '#whatsapp/graph.ts'
import type { ConnectedNumberList } from '#connection/shapes.ts'
import type { Me } from '#channels/me-shape.ts'
import { mailAlarms } from './mail-alarms.ts'
import { pollDue } from './poll-numbers.ts'
import type { HealthEventPage, Quality } from './shapes.ts'

const test = base.extend<{ app: WebApp; shop: Shop; key: string }>({
  app: [
    async ({ database }, use) => {
      const app = await openWebApp(database, { clock: () => NOW })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => use(await openOtherShop(database)),
  key: async ({ shop }, use) =>
    use((await keyOf(shop.database, shop.tenant, ['channels:read', 'segments:write'])).secret),
})

const quality = (value: string, minutesAgo = 0) =>
  answered(after(NOW, -minutesAgo * MINUTE_MS), ['quality', value])
const ruin = async (shop: Shop): Promise<void> => void (await record(shop, NOW, quality('RED')))

describe('the summary of a number', () => {
  test('says what is most important first, and what to do about it', async ({ app, shop, key }) => {
    const path = `/api/v1/channels/${shop.channel}/quality`
    const before = await app.ask<Quality>(key, 'GET', path)
    expect([before.status, before.body.level, before.body.reason.key]).toEqual([200, 'unknown', 'not_asked'])
    await record(shop, NOW, answered(after(NOW, -HOUR_MS), ['quality', 'GREEN'], ['tier', 'TIER_250']))
    const good = (await app.ask<Quality>(key, 'GET', path)).body
    expect([good.level, good.reason.key, good.limit.people, good.checkedAt]).toEqual([
      ...['good', 'good', 250, after(NOW, -HOUR_MS)],
    ])
    await ruin(shop)
    await sendTemplate(shop, await stranger(shop))
    await countAll(shop)
    const bad = (await app.ask<Quality>(key, 'GET', path)).body
    expect([bad.level, bad.reason.key, bad.advice[0]]).toEqual(['bad', 'quality_low', 'stop_templates'])
    expect([bad.limit.used, bad.signals.templates[0]?.delivered]).toEqual([1, 1])
    const { items } = (await app.ask<ConnectedNumberList>(key, 'GET', '/api/v1/channels')).body
    expect(items.map(({ qualityRating, messagingLimit }) => [qualityRating, messagingLimit])).toEqual([
      ['RED', 'TIER_250'],
    ])
  })

  test('counts a segment’s customers alone', async ({ app, shop, key }) => {
    const [indian, other] = [await stranger(shop), await stranger(shop)]
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(`update contact_identities set value = '4479' || substr(value, 5) where contact_id = $1`, [
        other.contact,
      ]),
    )
    await sendTemplate(shop, indian)
    await sendTemplate(shop, other, { failure: 131_026 })
    await countAll(shop)
    const segment = await app.ask<{ id: string }>(key, 'POST', '/api/v1/segments', {
      name: 'India',
      tree: { kind: 'country', country: 'IN' },
    })
    const { body } = await app.ask<Quality>(
      key,
      'GET',
      `/api/v1/channels/${shop.channel}/quality?segmentId=${segment.body.id}`,
    )
    expect(body.signals.segment).toMatchObject({ sent: 1, delivered: 1, blocked: 0 })
    expect(body.signals.templates[0]).toMatchObject({ sent: 2, blocked: 1 })
  })

  test('has a timeline that can be read page by page', async ({ app, shop, key }) => {
    for (const [nth, value] of ['GREEN', 'YELLOW', 'RED', 'GREEN', 'YELLOW'].entries())
      await record(shop, NOW, quality(value, 50 - nth * 10))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: HealthEventPage = (
        await app.ask<HealthEventPage>(
          key,
          'GET',
          `/api/v1/channels/${shop.channel}/health-events?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
      ).body
      seen.push(...page.items.map(({ from, to }) => `${from ?? '-'}→${to}`))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['GREEN→YELLOW', 'RED→GREEN', 'YELLOW→RED', 'GREEN→YELLOW'])
  })
})

describe('an alert', () => {
  test('is put away by one person for that person, and comes back when it rings again', async ({
    app,
    shop,
  }) => {
    const [one, two] = [
      await app.as(await hire(shop, { role: 'agent' })),
      await app.as(await hire(shop, { role: 'owner' })),
    ]
    await ruin(shop)
    const alarmsFor = async (who: { readonly cookie: string }) =>
      (await app.ask<Me>(who, 'GET', '/api/v1/me')).body.alarms
    const [alarm] = await alarmsFor(one)
    expect(alarm).toMatchObject({ kind: 'quality', subject: 'RED', severity: 'critical' })
    const path = `/api/v1/health-alerts/${alarm?.id}/dismiss`
    expect((await app.ask(one, 'POST', path)).status).toBe(204)
    expect((await app.ask(one, 'POST', path)).status).toBe(204)
    expect([(await alarmsFor(one)).length, (await alarmsFor(two)).length]).toEqual([0, 1])
    const { body } = await app.ask<Quality>(one, 'GET', `/api/v1/channels/${shop.channel}/quality`)
    expect(body.alarms.map(({ isDismissed }) => isDismissed)).toEqual([true])
    await record(shop, after(NOW, MINUTE_MS), answered(after(NOW, MINUTE_MS), ['quality', 'GREEN']))
    await record(shop, after(NOW, 2 * MINUTE_MS), answered(after(NOW, 2 * MINUTE_MS), ['quality', 'RED']))
    expect((await alarmsFor(one)).length).toBe(1)
  })

  test('is mailed to owners and admins once, and not again within the hour', async ({ shop }) => {
    const { database, tenant } = shop
    const people = await Promise.all(
      (['owner', 'admin', 'agent'] as const).map(async (role) => hire(shop, { role })),
    )
    await database.pool.query('update users set is_demo = false where id = any($1)', [people])
    const mails: Mail[] = []
    let isDown = true
    const mailer = {
      folder: null,
      send: async (mail: Mail) => {
        if (isDown && mail.to.startsWith(people[1] ?? '')) throw new Error('busy')
        mails.push(mail)
      },
    }
    const send = async (now: Instant) =>
      mailAlarms(
        { database, clock: () => now, log: { error: () => {} }, mailer, publicUrl: 'https://x.example' },
        tenant,
      )
    await ruin(shop)
    expect([await send(NOW), await send(NOW)]).toEqual([1, 0])
    isDown = false
    expect(await send(after(NOW, 11 * MINUTE_MS))).toBe(1)
    expect(new Set(mails.map(({ to }) => to.split('@')[0]))).toEqual(new Set(people.slice(0, 2)))
    expect(mails[0]?.subject).toContain('lowered its quality')
    expect(mails[0]?.text).toContain('गुणवत्ता')
    expect(mails[0]?.text).toContain(`https://x.example/settings/channels/${shop.channel}`)
    await again(shop, 20)
    expect(await send(after(NOW, 25 * MINUTE_MS))).toBe(0)
    await again(shop, 80)
    expect(await send(after(NOW, 85 * MINUTE_MS))).toBe(2)
  })
})

/** The quality recovers, and falls again. */
async function again(shop: Shop, minutes: number): Promise<void> {
  for (const [more, value] of [
    [0, 'GREEN'],
    [1, 'RED'],
  ] as const) {
    const at = after(NOW, (minutes + more) * MINUTE_MS)
    await record(shop, at, answered(at, ['quality', value]))
  }
}

hooked('customers’ systems are told of words and alarms, each once', async ({ hooks, receiver, shop }) => {
  await record(shop, NOW, answered(after(NOW, -HOUR_MS), ['quality', 'GREEN'], ['throughput', 'STANDARD']))
  await hooks.create({
    url: receiver.url,
    eventTypes: ['number.health_changed', 'number.alarm'],
  })
  await hearOf(shop, [
    told(shop, 'phone_number_quality_update', {
      display_phone_number: shop.number.display,
      event: 'FLAGGED',
    }),
  ])
  await hooks.drain()
  const seen = receiver.heard.map((one) => heardBody(one))
  expect(seen.map(({ type }) => type).toSorted()).toEqual(['number.alarm', 'number.health_changed'])
  expect(seen.find(({ type }) => type === 'number.health_changed')?.data).toMatchObject({
    ...{ channelId: shop.channel, kind: 'quality', from: 'GREEN', to: 'RED', severity: 'critical', at: NOW },
  })
  expect(seen.find(({ type }) => type === 'number.alarm')?.data).toMatchObject({
    ...{ displayPhoneNumber: shop.number.display, kind: 'quality', subject: 'RED', state: 'open' },
  })
})

connected(
  'Meta is asked about each number, once an hour and after its webhooks',
  async ({ database, meta: { simulator }, us, number }) => {
    const channel = await connectOne(us, number, simulator.accessToken)
    const egress = createEgress({ allowOrigins: [simulator.url] })
    const options = { egress, baseUrl: simulator.url }
    const { getPhoneNumber } = createGraph(options)
    const { numberHealth } = createGraphAccounts(options)
    let now = systemClock()
    const heard: string[] = []
    const poll = async () =>
      pollDue({
        ...{ database, clock: () => now, log: { warn: () => {} }, tokenOf: createTokens(database, VAULT) },
        graph: { getPhoneNumber, numberHealth, ...createGraphHealth(options) },
        tell: (tenants) => void heard.push(...tenants),
      })
    const all = async (): Promise<number> => {
      let count = 0
      for (let found = await poll(); found > 0; found = await poll()) count += found
      return count
    }
    await all()
    expect(await all()).toBe(0)
    expect(heard).toContain(us.tenant)
    const read = async () => (await us.ask<Quality>('GET', `/api/v1/channels/${channel}/quality`)).body
    const first = await read()
    expect([first.quality?.value, first.status?.value, first.sending?.value, first.name.decision]).toEqual([
      ...['GREEN', 'CONNECTED', 'AVAILABLE', 'APPROVED'],
    ])
    expect([typeof first.limit.portfolioId, typeof first.limit.people]).toEqual(['string', 'number'])
    expect([first.marketingMessages, (await describeNumber(database, channel))?.isForMarketing]).toEqual([
      ...['ELIGIBLE', false],
    ])
    simulator.control.updateNumber(number.id, { qualityRating: 'YELLOW' })
    simulator.control.setMarketing(number.waba, { onboarding: 'ONBOARDED' })
    now = after(now, 59 * MINUTE_MS)
    expect(await all()).toBe(0)
    // A webhook about the account's health has the number asked about at once.
    const told = bodyOf({
      ...{ entry: number.waba, time: Math.floor(now / 1000) },
      change: { field: 'account_review_update', value: { decision: 'APPROVED' } },
    })
    await ingest(database, [told])
    expect(await all()).toBeGreaterThan(0)
    const second = await read()
    expect([second.quality?.value, second.marketingMessages]).toEqual(['YELLOW', 'ONBOARDED'])
    expect((await describeNumber(database, channel))?.isForMarketing).toBe(true)
    await egress.close()
  },
)
