/** The webhooks' API over HTTP. */
import { describe, expect } from 'vitest'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { newId } from '#platform/ids.ts'
import type { Problem } from '#platform/problem-shape.ts'
import { test as base } from '#test/database.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { openHooks } from '#test/webhooks.ts'
import type {
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookMessageDetail,
  WebhookMessagePage,
} from './shapes.ts'

const test = base.extend<{ app: WebApp }>({
  app: [
    async ({ database }, use) => {
      await database.inTenant(FIRST_TENANT, async (client) => createTenant(client, FIRST_TENANT, 'Shop'))
      const app = await openWebApp(database, {
        resolve: async (host) => {
          if (host === 'inside.example.com') return ['10.0.0.7']
          if (host === 'nowhere.example.com') throw new Error('ENOTFOUND')
          return ['93.184.216.34']
        },
      })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
})

const ENDPOINTS = '/api/v1/webhook-endpoints'
const URL_OK = 'https://hooks.example.com/harkara'

async function create(app: WebApp): Promise<WebhookEndpointWithSecret> {
  const { status, body } = await app.ask<WebhookEndpointWithSecret>(null, 'POST', ENDPOINTS, { url: URL_OK })
  expect(status).toBe(201)
  return body
}

describe('a webhook endpoint', () => {
  test('is made, seen, changed and deleted; its secret is shown when it is made and never again', async ({
    app,
  }) => {
    const made = await create(app)
    expect(made).toMatchObject({
      url: URL_OK,
      description: '',
      eventTypes: [],
      state: 'active',
      lastAttempt: null,
    })
    expect(made.secret).toMatch(/^whsec_/u)
    const one = `${ENDPOINTS}/${made.id}`
    const { secret, ...rest } = made
    const seen = await app.ask<WebhookEndpoint>(null, 'GET', one)
    expect(seen.body).toEqual(rest)
    const changed = await app.ask<WebhookEndpoint>(null, 'PATCH', one, {
      description: ' CRM ',
      eventTypes: ['message.created', 'message.created'],
      state: 'disabled',
    })
    expect(changed.body).toMatchObject({
      ...{ description: 'CRM', eventTypes: ['message.created'] },
      ...{ state: 'disabled', disabledReason: 'by_hand' },
    })
    const list = await app.ask<WebhookEndpointList>(null, 'GET', ENDPOINTS)
    expect(list.body.items.map(({ id }) => id)).toContain(made.id)
    expect(list.text + seen.text + changed.text).not.toContain(secret)
    expect((await app.ask(null, 'DELETE', one)).status).toBe(204)
    expect((await app.ask(null, 'GET', one)).status).toBe(404)
  })

  test('gets another secret on rotation, and says until when the old one signs too', async ({ app }) => {
    const made = await create(app)
    const { body } = await app.ask<WebhookEndpointWithSecret>(
      null,
      'POST',
      `${ENDPOINTS}/${made.id}/rotate-secret`,
    )
    expect(body.secret).toMatch(/^whsec_/u)
    expect(body.secret).not.toBe(made.secret)
    expect(body.previousSecretUntil).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000)
  })

  test('is not made for an address inside or without https, nor moved there, and the field says why', async ({
    app,
  }) => {
    const { id } = await create(app)
    for (const [url, words] of [
      ['http://hooks.example.com/', 'must begin with https://'],
      ['https://127.0.0.1/', 'private network'],
      ['https://169.254.169.254/latest/', 'private network'],
      ['https://10.1.1.1/', 'private network'],
      ['https://[::ffff:127.0.0.1]/', 'private network'],
      ['https://[::1]:8443/', 'private network'],
      ['https://localhost/', 'private network'],
      ['https://inside.example.com/', 'private network'],
      ['https://nowhere.example.com/', 'cannot be found'],
      ['https://me:secret@hooks.example.com/', 'name or password'],
    ] as const)
      for (const [method, path] of [
        ['POST', ENDPOINTS],
        ['PATCH', `${ENDPOINTS}/${id}`],
      ] as const) {
        const { status, body } = await app.ask<Problem>(null, method, path, { url })
        expect([url, status, body.code]).toEqual([url, 400, 'webhook_url_refused'])
        expect(body.errors?.[0]?.path).toBe('url')
        expect(body.errors?.[0]?.message).toContain(words)
      }
  })

  test('takes no field that we do not know, and no event that we do not tell', async ({ app }) => {
    for (const extra of [
      { secret: 'whsec_mine' },
      { eventTypes: ['everything'] },
      { description: 'a'.repeat(201) },
    ])
      expect((await app.ask(null, 'POST', ENDPOINTS, { url: URL_OK, ...extra })).status).toBe(400)
  })
})

describe('what is told', () => {
  test('can be listed, looked at and told again', async ({ app, database }) => {
    const { id } = await create(app)
    const one = `${ENDPOINTS}/${id}`
    const pings: string[] = []
    for (let nth = 0; nth < 3; nth += 1) {
      const { status, body } = await app.ask<WebhookMessage>(null, 'POST', `${one}/test`)
      expect(status).toBe(201)
      expect(body).toMatchObject({ eventType: 'ping', state: 'pending', attempts: 0, endpointId: id })
      pings.unshift(body.id)
    }
    const hooks = openHooks(database, FIRST_TENANT, { egress: { resolve: async () => ['127.0.0.1'] } })
    hooks.pass(1000)
    await hooks.drain()
    await hooks.close()
    const first = await app.ask<WebhookMessagePage>(null, 'GET', `${one}/messages?limit=2`)
    const cursor = first.body.nextCursor ?? ''
    const second = await app.ask<WebhookMessagePage>(null, 'GET', `${one}/messages?limit=2&cursor=${cursor}`)
    expect([...first.body.items, ...second.body.items].map((message) => message.id)).toEqual(pings)
    expect(second.body.nextCursor).toBeNull()
    const none = await app.ask<WebhookMessagePage>(null, 'GET', `${one}/messages?state=delivered`)
    expect(none.body.items).toEqual([])
    expect((await app.ask(null, 'GET', `${one}/messages?cursor=zzz`)).status).toBe(400)
    const detail = await app.ask<WebhookMessageDetail>(
      null,
      'GET',
      `/api/v1/webhook-messages/${pings[0] ?? ''}`,
    )
    expect(detail.body).toMatchObject({ attempts: 1, attemptLog: [{ nth: 1, errorCode: 'egress.blocked' }] })
    expect(JSON.parse(detail.body.body)).toMatchObject({ type: 'ping' })
    const again = await app.ask<WebhookMessageDetail>(
      null,
      'POST',
      `/api/v1/webhook-messages/${pings[0] ?? ''}/replay`,
    )
    expect(again.status).toBe(200)
    const many = await app.ask<{ queued: number }>(null, 'POST', `${one}/replay-failed`, { since: 0 })
    expect(many.body).toEqual({ queued: 0, hasMore: false })
    await app.ask(null, 'PATCH', one, { state: 'disabled' })
    expect((await app.ask(null, 'POST', `${one}/test`)).body.code).toBe('webhook_endpoint_disabled')
    const restored = await app.ask<{ queued: number }>(null, 'POST', `${one}/replay-failed`, { since: 0 })
    expect(restored.status).toBe(409)
  })
})

describe('another business', () => {
  test('has endpoints and messages that answer like ids that never were, whatever is done to them', async ({
    app,
    database,
    tenant,
  }) => {
    const hooks = openHooks(database, tenant)
    const foreign = await hooks.create({ url: URL_OK })
    const message = newId()
    await database.inTenant(tenant, async (client) =>
      client.query(
        `insert into webhook_messages (tenant_id, id, endpoint_id, event_type, body, created_at) values ($1, $2, $3, 'ping', '{}', now())`,
        [tenant, message, foreign.id],
      ),
    )
    await hooks.close()
    const asked = async (endpoint: string, told: string): Promise<unknown[]> => {
      const one = `${ENDPOINTS}/${endpoint}`
      const answers: unknown[] = []
      for (const [method, path, body] of [
        ['GET', one],
        ['PATCH', one, { description: 'mine' }],
        ['DELETE', one],
        ['POST', `${one}/rotate-secret`],
        ['POST', `${one}/test`],
        ['GET', `${one}/messages`],
        ['POST', `${one}/replay-failed`, { since: 0 }],
        ['GET', `/api/v1/webhook-messages/${told}`],
        ['POST', `/api/v1/webhook-messages/${told}/replay`],
      ] as const) {
        const answer = await app.ask(null, method, path, body)
        answers.push([method, answer.status, answer.body])
      }
      return answers
    }
    const theirs = await asked(foreign.id, message)
    expect(theirs).toEqual(await asked(newId(), newId()))
    expect(theirs.every((answer) => (answer as number[])[1] === 404)).toBe(true)
    const still = await database.inTenant(tenant, async (client) =>
      client.query('select description from webhook_endpoints where tenant_id = $1', [tenant]),
    )
    expect(still.rows).toEqual([{ description: '' }])
  })
})
