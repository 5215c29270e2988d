import { fastify } from 'fastify'
import { describe, expect } from 'vitest'
import { verifyAudit } from '#audit/verify-audit.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, systemClock, type Instant } from '#platform/time.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { test as base } from '#test/database.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { createKeyAuthentication } from './authenticate.ts'
import { createKey, LIVE_KEYS_MAX } from './create-key.ts'
import { revokeKey } from './revoke-key.ts'
import { GRANTABLE, type ApiKeyList, type NewApiKey } from './shapes.ts'

type Now = { at: Instant }
const test = base.extend<{ now: Now; api: WebApp }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
  now: [async ({}, use) => use({ at: systemClock() }), { scope: 'file' }],
  api: [
    async ({ database, now }, use) => {
      await database.inTenant(FIRST_TENANT, async (client) => createTenant(client, FIRST_TENANT, 'Shop'))
      const app = await openWebApp(database, { clock: () => now.at })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
})

const READS = { name: 'Reader', permissions: ['conversations:read', 'keys:read'] }
const make = async (api: WebApp, more: object = {}): Promise<NewApiKey> => {
  const { status, body } = await api.ask<NewApiKey>(null, 'POST', '/api/v1/keys', { ...READS, ...more })
  expect(status).toBe(201)
  return body
}
const list = async (api: WebApp): Promise<ApiKeyList['items']> =>
  (await api.ask<ApiKeyList>(null, 'GET', '/api/v1/keys')).body.items
const CONVERSATIONS = '/api/v1/conversations'

describe('a new key', () => {
  test('is shown once, opens what it was made for, and nothing else', async ({ api }) => {
    const made = await make(api)
    expect(made.secret).toMatch(/^hk_[\da-f]{16}_[\w-]{43}$/u)
    expect((await api.ask(made.secret, 'GET', CONVERSATIONS)).status).toBe(200)
    const refused = await api.ask(made.secret, 'GET', '/api/v1/audit')
    expect([refused.status, refused.body.code]).toEqual([403, 'not_allowed'])
    const { text } = await api.ask(null, 'GET', '/api/v1/keys')
    expect(text).not.toContain(made.secret)
    expect(text).not.toContain(made.secret.slice(made.prefix.length + 1))
    expect((await list(api)).find(({ id }) => id === made.id)).toMatchObject({
      name: 'Reader',
      prefix: made.prefix,
      permissions: READS.permissions,
      ratePerMinute: 600,
      createdBy: { kind: 'user', name: 'Owner' },
      revokedAt: null,
      expiresAt: null,
    })
  })

  test('is not in the database: only its hash', async ({ api, database }) => {
    const { id, secret, prefix } = await make(api)
    const { rows } = await database.inTenant(FIRST_TENANT, async (client) =>
      client.query<{ all: string }>('select k::text as all from api_keys k where id = $1', [id]),
    )
    expect(rows[0]?.all).not.toContain(secret.slice(prefix.length + 1))
  })

  test('writes that it was made into the audit log, and no secret', async ({ api, database }) => {
    const { id, secret, prefix } = await make(api, { name: 'Told' })
    const { text, body } = await api.ask<{ items: { action: string; subject: { id: string } }[] }>(
      null,
      'GET',
      '/api/v1/audit?action=key.created',
    )
    expect(body.items[0]).toMatchObject({ action: 'key.created', subject: { kind: 'key', id } })
    expect(text).not.toContain(secret.slice(prefix.length + 1))
    expect(await database.inTenant(FIRST_TENANT, async (c) => verifyAudit(c, FIRST_TENANT))).toMatchObject({
      isWhole: true,
    })
  })

  test.for<[string, object]>([
    ['a permission that there is not', { permissions: ['conversations:eat'] }],
    ['the permission to make keys', { permissions: ['keys:write'] }],
    ['no permission', { permissions: [] }],
    ['no name', { name: '  ' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['a rate of nothing', { ratePerMinute: 0 }],
    ['a rate without measure', { ratePerMinute: 6001 }],
    ['an end that is over', { expiresAt: 1 }],
    ['a field that we do not know', { tenant: newId() }],
  ])('with %s is refused with 400', async ([, more], { api }) => {
    const answer = await api.ask(null, 'POST', '/api/v1/keys', { ...READS, ...more })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })

  test('cannot be given what its maker has not', async ({ database, tenant }) => {
    const agent = {
      actor: { kind: 'user', id: '1', name: 'Agent' },
      permissions: permissionsOf('agent'),
    } as const
    const wish = { name: 'x', ratePerMinute: 1, expiresAt: null }
    const refused = await database.inTenant(tenant, async (client) =>
      createKey(
        client,
        tenant,
        agent,
        { ...wish, permissions: ['contacts:read', 'audit:read'] },
        systemClock(),
      ),
    )
    expect(refused).toEqual({ ok: false, because: 'not_yours_to_give', permissions: ['audit:read'] })
    const owner = { ...agent, permissions: permissionsOf('owner') }
    const never = await database.inTenant(tenant, async (client) =>
      createKey(client, tenant, owner, { ...wish, permissions: ['keys:write'] }, systemClock()),
    )
    expect(never).toMatchObject({ ok: false, because: 'not_yours_to_give' })
  })

  test('is refused when there are a hundred that still open something', async ({ database, tenant }) => {
    const owner = {
      actor: { kind: 'user', id: '1', name: 'O' },
      permissions: permissionsOf('owner'),
    } as const
    const wish = { name: 'x', permissions: ['contacts:read'], ratePerMinute: 1 } as const
    const now = systemClock()
    const makeOne = async (expiresAt: Instant | null, at: Instant) =>
      database.inTenant(tenant, async (client) =>
        createKey(client, tenant, owner, { ...wish, expiresAt }, at),
      )
    await makeOne(after(now, 1), now)
    for (let nth = 0; nth < LIVE_KEYS_MAX; nth += 1)
      expect((await makeOne(null, after(now, 1))).ok).toBe(true)
    expect(await makeOne(null, after(now, 1))).toEqual({ ok: false, because: 'too_many_keys' })
  })

  test('can have every permission but that of making keys, and so makes none', async ({ api }) => {
    const { secret } = await make(api, { permissions: GRANTABLE })
    const answer = await api.ask(secret, 'POST', '/api/v1/keys', READS)
    expect([answer.status, answer.body.code]).toEqual([403, 'not_allowed'])
  })

  test('opens nothing more when somebody puts more into the table than keys may have', async ({
    api,
    database,
  }) => {
    const { id, secret } = await make(api)
    await database.inTenant(FIRST_TENANT, async (client) =>
      client.query(`update api_keys set permissions = '{keys:write,root}' where id = $1`, [id]),
    )
    expect((await api.ask(secret, 'POST', '/api/v1/keys', READS)).status).toBe(403)
  })
})

describe('a key that is shown', () => {
  test('wrongly is a 401 and never falls back to who asks without one', async ({ api }) => {
    const { secret } = await make(api)
    const almost = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'E' : 'A'}`
    for (const bad of [almost, 'hk_', '', `${secret}x`, secret.replace('hk_', 'hk_f'), newId()]) {
      const answer = await api.ask(bad, 'GET', CONVERSATIONS)
      expect([answer.status, answer.body.code], bad).toEqual([401, 'not_signed_in'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    for (const authorization of [secret, `Basic ${secret}`, 'x'])
      expect((await api.ask(null, 'GET', CONVERSATIONS, undefined, { authorization })).status).toBe(401)
  })

  test('with another key’s secret is a 401', async ({ api }) => {
    const [one, two] = [await make(api), await make(api)]
    const mixed = `${one.prefix}_${two.secret.slice(two.prefix.length + 1)}`
    expect((await api.ask(mixed, 'GET', CONVERSATIONS)).status).toBe(401)
  })

  test('is revoked within five seconds where it was in use, and at once where it was not', async ({
    api,
    now,
  }) => {
    const [used, fresh] = [await make(api), await make(api)]
    expect((await api.ask(used.secret, 'GET', CONVERSATIONS)).status).toBe(200)
    for (const { id } of [used, fresh])
      expect((await api.ask(null, 'DELETE', `/api/v1/keys/${id}`)).status).toBe(204)
    expect((await api.ask(fresh.secret, 'GET', CONVERSATIONS)).status).toBe(401)
    now.at = after(now.at, 5_000)
    expect((await api.ask(used.secret, 'GET', CONVERSATIONS)).status).toBe(401)
    const found = (await list(api)).find(({ id }) => id === used.id)
    expect(found?.revokedAt).not.toBeNull()
    // A second time says the same and is not written down again.
    expect((await api.ask(null, 'DELETE', `/api/v1/keys/${used.id}`)).status).toBe(204)
    const { body } = await api.ask<{ items: { subject: { id: string } }[] }>(
      null,
      'GET',
      '/api/v1/audit?action=key.revoked',
    )
    expect(body.items.filter(({ subject }) => subject.id === used.id)).toHaveLength(1)
  })

  test('opens nothing from the moment of its end, whatever is remembered', async ({ api, now }) => {
    const { secret } = await make(api, { expiresAt: after(now.at, 2_000) })
    expect((await api.ask(secret, 'GET', CONVERSATIONS)).status).toBe(200)
    now.at = after(now.at, 1_999)
    expect((await api.ask(secret, 'GET', CONVERSATIONS)).status).toBe(200)
    now.at = after(now.at, 1)
    expect((await api.ask(secret, 'GET', CONVERSATIONS)).status).toBe(401)
  })

  test('leaves when it was last used, to the minute', async ({ api, now }) => {
    const { id, secret } = await make(api)
    const lastUsedAt = async (): Promise<number | null | undefined> =>
      (await list(api)).find((key) => key.id === id)?.lastUsedAt
    expect(await lastUsedAt()).toBeNull()
    const first = now.at
    await api.ask(secret, 'GET', CONVERSATIONS)
    expect(await lastUsedAt()).toBe(first)
    now.at = after(first, 30_000)
    await api.ask(secret, 'GET', CONVERSATIONS)
    expect(await lastUsedAt()).toBe(first)
    now.at = after(first, 60_000)
    await api.ask(secret, 'GET', CONVERSATIONS)
    expect(await lastUsedAt()).toBe(instant(first + 60_000))
  })

  test('too often is told when to come again', async ({ api, now }) => {
    const { secret } = await make(api, { ratePerMinute: 2 })
    const first = await api.ask(secret, 'GET', CONVERSATIONS)
    expect([
      first.status,
      first.headers.get('ratelimit-limit'),
      first.headers.get('ratelimit-remaining'),
    ]).toEqual([200, '2', '1'])
    await api.ask(secret, 'GET', CONVERSATIONS)
    const third = await api.ask(secret, 'GET', CONVERSATIONS)
    expect([third.status, third.body.code]).toEqual([429, 'rate_limited'])
    expect(third.headers.get('content-type')).toContain('application/problem+json')
    expect(third.headers.get('retry-after')).toBe('30')
    expect(third.headers.get('ratelimit-remaining')).toBe('0')
    now.at = after(now.at, 30_000)
    expect((await api.ask(secret, 'GET', CONVERSATIONS)).status).toBe(200)
  })

  test('may change things without saying where it comes from, and from anywhere', async ({ api }) => {
    const { secret } = await make(api, { permissions: ['messages:send'] })
    const path = `${CONVERSATIONS}/${newId()}/messages`
    const say = { type: 'text', text: { body: 'hello' } }
    for (const headers of [{}, { origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await api.ask(secret, 'POST', path, say, headers)).status).toBe(404)
    const stranger = await api.ask(null, 'POST', path, say, { origin: 'https://elsewhere.example' })
    expect([stranger.status, stranger.body.code]).toEqual([403, 'cross_site'])
  })
})

test('a long answer is broken off when its key is revoked or ends, and not before', async ({
  database,
  tenant,
}) => {
  const owner = { actor: { kind: 'user', id: '1', name: 'O' }, permissions: permissionsOf('owner') } as const
  let now = systemClock()
  const wish = { name: 'Stream', permissions: ['conversations:read'], ratePerMinute: 10 } as const
  const [first, second] = await database.inTenant(tenant, async (client) => [
    await createKey(client, tenant, owner, { ...wish, expiresAt: null }, now),
    await createKey(client, tenant, owner, { ...wish, expiresAt: after(now, 60_000) }, now),
  ])
  if (!first?.ok || !second?.ok) throw new Error('no key')
  const authenticate = createKeyAuthentication(database, () => now, 5)
  const app = fastify({ forceCloseConnections: true })
  app.get('/stream', async (request, reply) => {
    const access = await authenticate(request, reply)
    reply.hijack()
    reply.raw.writeHead(200).write(access === null ? 'nobody' : 'hello')
  })
  const url = await app.listen({ port: 0 })
  const open = async (secret: string) => {
    const response = await fetch(`${url}/stream`, { headers: { authorization: `Bearer ${secret}` } })
    const reader = response.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('hello')
    return reader
  }
  const [streams, lasting] = [await open(first.key.secret), await open(second.key.secret)]
  await database.inTenant(tenant, async (client) => revokeKey(client, tenant, owner.actor, first.key.id, now))
  now = after(now, 5_000)
  await expect(streams?.read()).rejects.toThrow('terminated')
  let isOver = false
  const end = lasting?.read().catch(() => (isOver = true))
  expect(
    await authenticate({ headers: { authorization: `Bearer ${first.key.secret}` } } as never, {} as never),
  ).toBe(null)
  expect(isOver).toBe(false)
  now = after(now, 60_000)
  await end
  expect(isOver).toBe(true)
  await app.close()
})

test('the routing table holds ids and nothing else', async ({ database }) => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'api_key_routes' order by 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(['key_id', 'lookup', 'tenant_id'])
})

test('the key of one tenant lists and revokes only its tenant’s keys', async ({ api, database, tenant }) => {
  const owner = { actor: { kind: 'user', id: '1', name: 'O' }, permissions: permissionsOf('owner') } as const
  const theirs = await database.inTenant(tenant, async (client) =>
    createKey(
      client,
      tenant,
      owner,
      { name: 'Theirs', permissions: ['keys:read'], ratePerMinute: 10, expiresAt: null },
      systemClock(),
    ),
  )
  if (!theirs.ok) throw new Error('no key')
  const { body } = await api.ask<ApiKeyList>(theirs.key.secret, 'GET', '/api/v1/keys')
  expect(body.items.map(({ name }) => name)).toEqual(['Theirs'])
  const stolen = await api.ask(null, 'DELETE', `/api/v1/keys/${theirs.key.id}`)
  const never = await api.ask(null, 'DELETE', `/api/v1/keys/${newId()}`)
  expect([stolen.status, stolen.text]).toEqual([404, never.text])
})
