import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type Asking, type WebApp } from '#test/web-app.ts'
import { forgetAnswers } from './answer-once.ts'

let ahead = 0
const test = base.extend<{ app: WebApp; shop: Shop; owner: Asking }>({
  app: [
    async ({ database }, use) => {
      const app = await openWebApp(database, { clock: () => after(systemClock(), ahead) })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
  owner: [
    async ({ app, shop }, use) => use(await app.as(await hire(shop, { role: 'owner' }))),
    { scope: 'file' },
  ],
})

type Made = { readonly id: string; readonly code: string }
const make = async (app: WebApp, who: Asking, name: string, key: string): Promise<Answer<Made>> =>
  app.ask<Made>(who, 'POST', '/api/v1/labels', { name, color: 'red' }, { 'idempotency-key': key })
const labels = async (app: WebApp, who: Asking): Promise<string[]> =>
  (await app.ask<{ items: { name: string }[] }>(who, 'GET', '/api/v1/labels')).body.items.map(
    ({ name }) => name,
  )

describe('a key', () => {
  test('brings the same answer again, and nothing is done twice', async ({ app, owner }) => {
    const [key, name] = [newId(), newId()]
    const [one, two] = [await make(app, owner, name, key), await make(app, owner, name, key)]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(two.text).toBe(one.text)
    expect(two.headers.get('content-type')).toBe(one.headers.get('content-type'))
    expect([one, two].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    expect((await labels(app, owner)).filter((label) => label === name)).toHaveLength(1)
  })

  test('of many at once does it once; the others hear that it runs, or its answer', async ({
    app,
    owner,
  }) => {
    const [key, name] = [newId(), newId()]
    const answers = await Promise.all(Array.from({ length: 12 }, async () => make(app, owner, name, key)))
    const made = answers.filter(({ status }) => status === 201)
    expect(made.length).toBeGreaterThan(0)
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
    for (const { status, body } of answers)
      expect(status === 201 || body.code === 'request_in_progress', `${status}`).toBe(true)
    expect((await labels(app, owner)).filter((label) => label === name)).toHaveLength(1)
  })

  test('with another request is refused', async ({ app, owner }) => {
    const key = newId()
    await make(app, owner, newId(), key)
    const other = await make(app, owner, newId(), key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('keeps a refusal too, but nothing of what was not valid', async ({ app, owner }) => {
    const [key, taken] = [newId(), newId()]
    await make(app, owner, taken, newId())
    const refused = await make(app, owner, taken, key)
    expect(refused.status).toBe(409)
    expect((await make(app, owner, taken, key)).headers.get('idempotent-replayed')).toBe('true')
    const later = newId()
    expect((await make(app, owner, '', later)).status).toBe(400)
    expect((await make(app, owner, newId(), later)).status).toBe(201)
  })

  test('is each asker’s own', async ({ app, owner, shop }) => {
    const key = newId()
    const colleague = await app.as(await hire(shop, { role: 'admin' }))
    const stranger = await app.as(await hire(await openOtherShop(shop.database), { role: 'owner' }))
    for (const who of [owner, colleague, stranger]) {
      const { status, headers } = await make(app, who, newId(), key)
      expect([status, headers.get('idempotent-replayed')]).toEqual([201, null])
    }
  })

  test('whose answer was lost with the process that knew it says so, and is not done again', async ({
    app,
    owner,
    database,
    shop,
  }) => {
    const [key, name] = [newId(), newId()]
    await make(app, owner, name, key)
    await database.inTenant(shop.tenant, async (client) =>
      client.query(
        `update idempotent_requests set status = null, answer = null where tenant_id = $1 and key = $2`,
        [shop.tenant, key],
      ),
    )
    expect((await make(app, owner, name, key)).body.code).toBe('request_in_progress')
    ahead += 61_000
    expect((await make(app, owner, name, key)).body.code).toBe('outcome_unknown')
    expect((await labels(app, owner)).filter((label) => label === name)).toHaveLength(1)
  })

  test('is kept for a day, sealed, and then forgotten', async ({ app, owner, database, shop }) => {
    const [key, name] = [newId(), newId()]
    await make(app, owner, name, key)
    const forget = async (ms: number): Promise<number> =>
      database.inTenant(shop.tenant, async (client) =>
        forgetAnswers(client, shop.tenant, after(systemClock(), ahead + ms)),
      )
    const { rows } = await database.inTenant(shop.tenant, async (client) =>
      client.query<{ answer: Buffer }>(
        'select answer from idempotent_requests where tenant_id = $1 and key = $2',
        [shop.tenant, key],
      ),
    )
    expect(rows[0]?.answer.includes(name)).toBe(false)
    expect((await make(app, owner, name, key)).status).toBe(201)
    expect(await forget(23 * 3_600_000)).toBe(0)
    expect(await forget(25 * 3_600_000)).toBeGreaterThan(0)
    expect((await make(app, owner, name, key)).status).toBe(409) // done anew: the label is there
  })
})
