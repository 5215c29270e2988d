/** Real PostgreSQL, a real push service on the loopback address, and a browser that decrypts what it is told. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { createEgress } from '#platform/egress.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { after, systemClock, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { endOfEvents } from '#realtime/read-events.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hear, hire, openOtherShop, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { openWebApp } from '#test/web-app.ts'
import { putCursor, putSubscription } from './internal/sql.ts'
import { changeSettings, readNotifications } from './manage-notifications.ts'
import { pushNews, startPushes, type PushOptions } from './push-loop.ts'
import type { Notifications } from './shapes.ts'
import {
  openBrowser,
  openPushService,
  readPush,
  type TestBrowser,
  type TestPushService,
} from './test-push-service.ts'

const VAULT = createVault(new Secret(Buffer.alloc(32).toString('base64')))

type Fixtures = { service: TestPushService; options: PushOptions; shop: Shop; talk: Talk }
const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
  service: async ({}, use) => {
    const service = await openPushService()
    await use(service)
    await service.close()
  },
  options: async ({ database, service }, use) => {
    const egress = createEgress({ allowOrigins: [service.origin] })
    await use({
      ...{ database, egress, vault: VAULT, clock: systemClock, explain: () => null },
      ...{ log: pino({ enabled: false }), publicUrl: null },
    })
    await egress.close()
  },
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
  talk: async ({ shop }, use) => use(await openTalk(shop)),
})

/** A customer writes, as a worker would commit it. */
async function write(shop: Shop, talk: Talk, text: string, at?: Instant): Promise<string> {
  const id = await hear(shop, talk, { text, ...(at !== undefined && { at }) })
  await shop.database.inTenant(shop.tenant, async (client) =>
    appendEvents(client, shop.tenant, [['message.created', id]]),
  )
  return id
}

let paths = 0
/** A browser of this person's, and where it is woken. */
async function listen(
  { database, tenant }: Shop,
  service: TestPushService,
  userId: string,
): Promise<TestBrowser & { readonly path: string }> {
  const browser = openBrowser()
  const path = `/wake/${(paths += 1)}`
  await database.inTenant(tenant, async (client) => {
    await putCursor(client, tenant, await endOfEvents(client))
    await putSubscription(client, tenant, {
      ...{ id: crypto.randomUUID(), userId, endpoint: `${service.origin}${path}` },
      ...{ p256dh: browser.p256dh, auth: browser.auth, locale: 'hi', createdAt: systemClock() },
    })
  })
  return { ...browser, path }
}

/** Until everything that was committed has been told; rows of other tests' running transactions may hide ours for a moment. */
async function drain(options: PushOptions, { tenant }: Shop, until: () => boolean): Promise<void> {
  for (let round = 0; round < 400; round += 1) {
    while (await pushNews(options, tenant));
    if (until()) return
  }
}

const textOf = (service: TestPushService, browser: TestBrowser & { path: string }): unknown[] =>
  service.told
    .filter(({ path }) => path === browser.path)
    .map(({ body }) => JSON.parse(readPush(body, browser).toString()))

describe('a push', () => {
  test('says who wrote what, once for each conversation, and only to the browser that can read it', async ({
    options,
    shop,
    talk,
    service,
    tenant,
  }) => {
    const asha = await listen(shop, service, await hire(shop))
    await write(shop, talk, 'first')
    const last = await write(shop, talk, 'is it there?', after(systemClock(), 1))
    await drain(options, shop, () => service.told.length > 0)
    const { headers } = service.told.at(-1)!
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      urgency: 'high',
      ttl: '14400',
      topic: talk.conversation.replaceAll('-', ''),
    })
    expect(headers.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/u)
    expect(textOf(service, asha).at(-1)).toMatchObject({
      ...{ conversation: talk.conversation, message: last, from: `+${talk.phone}`, text: 'is it there?' },
      ...{ type: 'text', locale: 'hi', isSilent: false },
    })
    await pushNews(options, tenant)
    expect(service.told.length).toBeLessThanOrEqual(2) // never twice
  })

  test('hides the words from whoever wants that, and tells nobody who wants nothing', async ({
    options,
    shop,
    talk,
    service,
    database,
    tenant,
  }) => {
    const [quiet, hidden, mine] = [await hire(shop), await hire(shop), await hire(shop)]
    await database.inTenant(tenant, async (client) => {
      await changeSettings(client, tenant, quiet, { scope: 'off' })
      await changeSettings(client, tenant, hidden, { showsText: false, hasSound: false })
      await changeSettings(client, tenant, mine, { scope: 'mine' })
    })
    const browsers = [
      await listen(shop, service, quiet),
      await listen(shop, service, hidden),
      await listen(shop, service, mine),
    ]
    await write(shop, talk, 'my card number is 1234')
    await drain(options, shop, () => service.told.length > 0)
    const [none, one, others] = browsers.map((browser) => textOf(service, browser))
    expect(none).toEqual([])
    expect(one).toMatchObject([{ from: null, text: null, isSilent: true }])
    expect(others).toEqual([])
    await database.inTenant(tenant, async (client) =>
      client.query('update conversations set assignee_id = $3 where tenant_id = $1 and id = $2', [
        ...[tenant, talk.conversation, mine],
      ]),
    )
    await write(shop, talk, 'and now?', after(systemClock(), 2))
    await drain(options, shop, () => service.told.length > 2)
    expect(textOf(service, browsers[2]!)).toMatchObject([{ text: 'and now?' }])
  })

  test('of what is old is not sent: nobody is woken by a history', async ({
    options,
    shop,
    talk,
    service,
  }) => {
    await listen(shop, service, await hire(shop))
    await write(shop, talk, 'last week', after(systemClock(), -7 * 24 * 3_600_000))
    const news = await write(shop, await openTalk(shop), 'now')
    await drain(options, shop, () => service.told.length > 0)
    expect(service.told).toHaveLength(1)
    expect(news).not.toBe('')
  })

  test('to a browser that is gone is the last one; another stays', async ({
    options,
    shop,
    talk,
    service,
    database,
    tenant,
  }) => {
    const user = await hire(shop)
    const [gone, missing, stays] = [
      await listen(shop, service, user),
      await listen(shop, service, user),
      await listen(shop, service, user),
    ]
    service.answers.set(gone.path, 410).set(missing.path, 404).set(stays.path, 500)
    await write(shop, talk, 'hello')
    await drain(options, shop, () => service.told.length > 2)
    const left = await database.inTenant(tenant, async (client) =>
      readNotifications(client, tenant, user, VAULT, systemClock()),
    )
    expect(left.subscriptions).toHaveLength(1)
    service.answers.clear()
    await write(shop, talk, 'again', after(systemClock(), 2))
    await drain(options, shop, () => service.told.length > 3)
    expect(textOf(service, stays)).toHaveLength(2)
  })

  test('goes to nobody who has left the team', async ({ options, shop, talk, service, database, tenant }) => {
    const [left, stays] = [await hire(shop), await hire(shop)]
    const [hers, his] = [await listen(shop, service, left), await listen(shop, service, stays)]
    await database.inTenant(tenant, async (client) =>
      client.query('delete from tenant_members where tenant_id = $1 and user_id = $2', [tenant, left]),
    )
    await write(shop, talk, 'hello')
    await drain(options, shop, () => service.told.length > 0)
    expect([textOf(service, hers).length, textOf(service, his).length]).toEqual([0, 1])
  })

  test('does not wait for the push service of another business', async ({ options, shop, talk, service }) => {
    const other = await openOtherShop(shop.database)
    const silent = await listen(shop, service, await hire(shop))
    const hers = await listen(other, service, await hire(other))
    service.answers.set(silent.path, 0)
    const loop = startPushes(options)
    const hears = async (browser: { readonly path: string }): Promise<void> => {
      const isTold = (): boolean => service.told.some(({ path }) => path === browser.path)
      await expect.poll(isTold, { timeout: 5000 }).toBe(true)
    }
    await write(shop, talk, 'hello')
    loop.wake([shop.tenant])
    await hears(silent)
    await write(other, await openTalk(other), 'hello')
    loop.wake([other.tenant])
    await hears(hers)
    await service.close()
    await loop.close()
  })

  test('never goes to an address that is not on the public internet', async ({
    options,
    shop,
    talk,
    service,
  }) => {
    const guarded = createEgress()
    await listen(shop, service, await hire(shop))
    await write(shop, talk, 'hello')
    await drain({ ...options, egress: guarded }, shop, () => false)
    expect(service.told).toEqual([])
    await guarded.close()
  })
})

describe('notifications', () => {
  test('are what each person wants, changed bit by bit', async ({ shop, database, tenant }) => {
    const [asha, imran] = [await hire(shop), await hire(shop)]
    await database.inTenant(tenant, async (client) => {
      await changeSettings(client, tenant, asha, { showsText: false })
      await changeSettings(client, tenant, asha, { scope: 'mine' })
      const of = async (user: string): Promise<Notifications> =>
        readNotifications(client, tenant, user, VAULT, systemClock())
      expect((await of(asha)).settings).toEqual({ scope: 'mine', showsText: false, hasSound: true })
      expect((await of(imran)).settings).toEqual({ scope: 'all', showsText: true, hasSound: true })
      expect((await of(asha)).pushKey).toBe((await of(imran)).pushKey)
    })
  })

  test('keep the private key sealed', async ({ shop, database, tenant }) => {
    const user = await hire(shop)
    const { rows } = await database.inTenant(tenant, async (client) => {
      await readNotifications(client, tenant, user, VAULT, systemClock())
      return client.query<{ private_key_sealed: Buffer; public_key: Buffer }>('select * from push_keys')
    })
    expect(rows).toHaveLength(1)
    expect(VAULT.open(rows[0]!.private_key_sealed, 'push').reveal()).toMatch(/^[\w-]{43}$/u)
    expect(rows[0]!.private_key_sealed.toString('latin1')).not.toContain(
      VAULT.open(rows[0]!.private_key_sealed, 'push').reveal(),
    )
  })

  test('over HTTP refuse what is no browser, know a browser again, and forget it for its own person alone', async ({
    database,
    shop,
  }) => {
    const app = await openWebApp(database)
    const { p256dh, auth } = openBrowser()
    const wish = (more: object = {}): object => ({
      endpoint: 'https://push.example.com/1',
      keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') },
      locale: 'en',
      ...more,
    })
    const post = async (body: object) =>
      app.ask<{ id: string; code: string }>(null, 'POST', '/api/v1/push-subscriptions', body)
    try {
      const bad = { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: auth.toString('base64url') }
      expect((await post(wish({ keys: bad }))).body.code).toBe('push.bad_keys')
      expect((await post(wish({ endpoint: 'http://push.example.com/1' }))).status).toBe(400)
      expect((await post(wish({ more: 1 }))).status).toBe(400)
      const first = await post(wish())
      expect(first.status).toBe(201)
      expect((await post(wish({ locale: 'hi' }))).body.id).toBe(first.body.id)
      const mine = await app.ask<Notifications>(null, 'GET', '/api/v1/notifications')
      expect(mine.body.subscriptions).toMatchObject([{ id: first.body.id, service: 'push.example.com' }])
      const path = `/api/v1/push-subscriptions/${first.body.id}`
      const colleague = await app.as(await hire({ ...shop, tenant: FIRST_TENANT }))
      expect((await app.ask(colleague, 'DELETE', path)).status).toBe(404) // not hers
      expect((await app.ask(null, 'DELETE', path)).status).toBe(204)
      expect((await app.ask(null, 'DELETE', path)).status).toBe(404)
    } finally {
      await app.close()
    }
  })
})
