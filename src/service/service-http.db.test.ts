import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import type { RatingPage, RatingSummary } from './shapes.ts'

const test = base.extend<{ api: WebApp; shop: Shop }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ api, database }, use) => {
    expect(api.url).not.toBe('') // the app makes the first business
    await use(await openShop(database, FIRST_TENANT))
  },
})

const V1 = '/api/v1'
const WEEK = Array.from({ length: 7 }, () => [{ from: '09:30', to: '18:00' }])
const SETTINGS = {
  'business-hours': {
    timeZone: 'Asia/Kolkata',
    week: WEEK,
    holidays: [{ date: '2026-11-09', name: 'Diwali' }],
  },
  'reply-targets': { firstMinutes: 15, nextMinutes: null, resolutionMinutes: 480, warnMinutes: 5 },
  'away-reply': {
    isOn: true,
    text: 'Closed until {{opens}}.',
    holidayText: '',
    quietMinutes: 10,
    language: 'hi',
  },
  'csat-settings': {
    ...{ isOn: true, delayMinutes: 5, scale: 'points', language: 'hi', question: '', quietDays: 7 },
  },
} as const

async function rate(shop: Shop, talk: Talk, rating: number, ratedAt: string): Promise<void> {
  const { database, tenant } = shop
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into csat_requests (tenant_id, id, conversation_id, resolved_at, due_at, state, token, asked_at, rating, rated_at, comment)
       values ($1, $2, $3, $5, $5, 'asked', $6, $5, $4, $5, '=cmd()')`,
      [tenant, newId(), talk.conversation, rating, ratedAt, newId()],
    ),
  )
}

describe('the settings of the service', () => {
  test('are read, changed and kept, and each change is in the audit log once', async ({ api, shop }) => {
    const actions = async (): Promise<string[]> =>
      shop.database.inTenant(shop.tenant, async (client) => {
        const { rows } = await client.query<{ action: string }>(
          `select action from audit_entries where tenant_id = $1 and action like 'service.%' order by seq`,
          [shop.tenant],
        )
        return rows.map(({ action }) => action)
      })
    for (const [name, wish] of Object.entries(SETTINGS)) {
      const before = await api.ask(null, 'GET', `${V1}/${name}`)
      expect(before.status).toBe(200)
      const changed = await api.ask(null, 'PUT', `${V1}/${name}`, wish)
      expect(changed).toMatchObject({ status: 200, body: wish })
      await api.ask(null, 'PUT', `${V1}/${name}`, wish)
      expect((await api.ask(null, 'GET', `${V1}/${name}`)).body).toEqual(wish)
    }
    const parts = ['hours', 'targets', 'away', 'csat'].map((part) => `service.${part}-changed`)
    expect(await actions()).toEqual(parts)
  })

  test('are read by everybody, and changed by owners and admins', async ({ api, shop }) => {
    const agent = await api.as(await hire(shop, { role: 'agent' }))
    for (const [name, wish] of Object.entries(SETTINGS)) {
      expect((await api.ask(agent, 'GET', `${V1}/${name}`)).status).toBe(200)
      expect((await api.ask(agent, 'PUT', `${V1}/${name}`, wish)).status).toBe(403)
    }
  })

  test('that make no sense are refused', async ({ api, shop }) => {
    expect(shop.channel).not.toBe('')
    const hours = SETTINGS['business-hours']
    const day = (spans: object[]) => ({ ...hours, week: hours.week.with(1, spans as never) })
    const wrong: [string, object][] = [
      ['business-hours', { ...hours, timeZone: 'Mars/Olympus' }],
      ['business-hours', { ...hours, week: hours.week.slice(1) }],
      ['business-hours', day([{ from: '18:00', to: '09:00' }])],
      ['business-hours', day([{ from: '9:00', to: '10:00' }])],
      [
        'business-hours',
        day([
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '13:00' },
        ]),
      ],
      ['business-hours', { ...hours, holidays: [...hours.holidays, ...hours.holidays] }],
      ['business-hours', { ...hours, holidays: [{ date: '2026-02-30', name: '' }] }],
      ['reply-targets', { ...SETTINGS['reply-targets'], firstMinutes: 0 }],
      ['reply-targets', { ...SETTINGS['reply-targets'], nextMinutes: 1.5 }],
      ['away-reply', { ...SETTINGS['away-reply'], text: '  ' }],
      ['csat-settings', { ...SETTINGS['csat-settings'], scale: 'hearts' }],
      ['csat-settings', { ...SETTINGS['csat-settings'], other: true }],
    ]
    for (const [name, wish] of wrong) {
      const { status, body } = await api.ask(null, 'PUT', `${V1}/${name}`, wish)
      expect([name, wish, status, body.code]).toEqual([name, wish, 400, 'invalid_request'])
    }
  })
})

const points = ({ items }: RatingPage) => items.map(({ rating }) => rating)

describe('ratings', () => {
  test('are listed newest first, page by page and filtered, and never another business’s', async ({
    api,
    shop,
  }) => {
    const [asha, ravi] = [await openTalk(shop), await openTalk(shop)]
    await rate(shop, asha, 5, '2026-01-01T10:00:00Z')
    await rate(shop, ravi, 1, '2026-01-02T10:00:00Z')
    await rate(shop, asha, 3, '2026-01-03T10:00:00Z')
    const other = await openOtherShop(shop.database)
    const theirs = await openTalk(other)
    await rate(other, theirs, 2, '2026-01-04T10:00:00Z')
    const list = async (query: string) => (await api.ask<RatingPage>(null, 'GET', `${V1}/csat${query}`)).body
    const first = await list('?limit=2')
    expect(points(first)).toEqual([3, 1])
    expect(points(await list(`?limit=2&cursor=${first.nextCursor}`))).toEqual([5])
    expect(points(await list(`?contactId=${asha.contact}`))).toEqual([3, 5])
    expect(points(await list('?rating=1'))).toEqual([1])
    expect(points(await list(`?contactId=${theirs.contact}`))).toEqual([])
    expect(points(await list(`?agentId=${newId()}`))).toEqual([])
    const summary = await api.ask<RatingSummary>(null, 'GET', `${V1}/csat/summary?days=30`)
    expect(summary).toMatchObject({ status: 200, body: { days: 30, counts: expect.any(Array) } })
  })

  test('are a file in which nothing runs, for those who may take data away', async ({ api, shop }) => {
    const talk = await openTalk(shop)
    await rate(shop, talk, 4, '2026-02-01T10:00:00Z')
    const { status, text, headers } = await api.ask(
      null,
      'GET',
      `${V1}/csat/export?contactId=${talk.contact}`,
    )
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toContain('ratings.csv')
    expect(text).toContain(`"2026-02-01T10:00:00.000Z",4,"'=cmd()"`)
    const agent = await api.as(await hire(shop, { role: 'agent' }))
    expect((await api.ask(agent, 'GET', `${V1}/csat/export`)).status).toBe(403)
    expect((await api.ask(agent, 'GET', `${V1}/csat`)).status).toBe(200)
  })
})
