/** Short links over HTTP: who follows them, by which name, and what a business may do with its own. */
import { request as rawRequest } from 'node:http'
import { describe, expect } from 'vitest'
import { createEgress } from '#platform/egress.ts'
import { after, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { keyOf } from '#test/keys.ts'
import { openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { PROOF_PATH } from './prove-domain.ts'
import { isTrackedButton, readPrefixes } from './read-prefixes.ts'
import type { LinkDomain, TrackedLink, TrackedLinkDetail, TrackedLinkPage } from './shapes.ts'

const PHONE =
  'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const PUBLIC = 'https://inbox.harkara.in'
const ALL = ['campaigns:read', 'campaigns:write', 'settings:read', 'settings:write', 'audit:read'] as const

type Visit = {
  readonly host?: string
  readonly agent?: string | null
  readonly method?: string
  readonly from?: string
  readonly headers?: Record<string, string>
}
type Seen = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** As a browser would, by any name and from any address: `fetch` lets nobody choose the Host header. */
async function visit({ url }: WebApp, path: string, visiting: Visit = {}): Promise<Seen> {
  const {
    host = 'inbox.harkara.in',
    agent = PHONE,
    method = 'GET',
    from = '49.36.1.1',
    headers = {},
  } = visiting
  return new Promise((done, failed) => {
    const asked = rawRequest(
      `${url}/`,
      {
        method,
        path,
        headers: {
          host,
          'x-forwarded-for': from,
          ...(agent !== null && { 'user-agent': agent }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    asked.on('error', failed).end()
  })
}

type World = WebApp & {
  readonly shop: Shop
  readonly key: string
  readonly clock: { now: Instant }
  readonly hosts: Map<string, string>
}

const test = base.extend<{ world: World }>({
  world: async ({ database }, use) => {
    const shop = await openOtherShop(database)
    const clock = { now: instant(1_793_000_000_000) }
    /** What each name leads to: by which name the proxy there asks us. */
    const hosts = new Map<string, string>()
    const app: WebApp = await openWebApp(database, {
      publicUrl: PUBLIC,
      clock: () => clock.now,
      // DNS, certificates and the proxy are the world's; the answer is ours.
      domainEgress: {
        request: async ({ url }) => {
          const { hostname, pathname, search } = new URL(url)
          const host = hosts.get(hostname)
          if (host === undefined)
            return { status: 404, headers: {}, body: Buffer.from('Parked by your registrar') }
          const { status, text } = await visit(app, pathname + search, { host })
          return { status, headers: {}, body: Buffer.from(text) }
        },
      },
    })
    const { secret } = await keyOf(database, shop.tenant, ALL)
    await use({ ...app, shop, key: secret, clock, hosts })
    await app.close()
  },
})

const make = async (
  { ask, key }: Pick<World, 'ask' | 'key'>,
  body: object = { url: 'https://shop.in/diwali?utm_source=wa' },
) => {
  const { status, body: made } = await ask<TrackedLink>(key, 'POST', '/api/v1/links', body)
  expect(status).toBe(201)
  return made
}
const codeOf = ({ shortUrl }: TrackedLink): string => shortUrl?.split('/').at(-1) ?? ''

const detail = async ({ ask, key }: World, id: string) =>
  (await ask<TrackedLinkDetail>(key, 'GET', `/api/v1/links/${id}`)).body

/** Sets this domain and has it checked. */
async function haveDomain({ ask, key, hosts }: World, hostname: string): Promise<LinkDomain> {
  hosts.set(hostname, hostname)
  expect((await ask(key, 'PUT', '/api/v1/links/domain', { hostname })).status).toBe(200)
  return (await ask<LinkDomain>(key, 'POST', '/api/v1/links/domain/check')).body
}

describe('whoever follows a link', () => {
  test('comes to where it leads, and leaves no trace but a count', async ({ world }) => {
    const made = await make(world)
    expect(made.shortUrl).toMatch(/^https:\/\/inbox\.harkara\.in\/r\/[2-9A-Za-z]{12}$/u)
    const { status, headers, text } = await visit(world, `/r/${codeOf(made)}`)
    expect([status, text]).toEqual([302, ''])
    expect(headers).toMatchObject({
      location: 'https://shop.in/diwali?utm_source=wa',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect(headers['set-cookie']).toBeUndefined()
    await expect.poll(async () => (await detail(world, made.id)).clicks).toBe(1)
    expect(await detail(world, made.id)).toMatchObject({
      ...{ people: 0, previews: 0, firstClickedAt: world.clock.now },
      recent: [{ at: world.clock.now, class: 'person', contactId: null }],
    })
  })

  test('is a person only if no program looks what is behind it', async ({ world }) => {
    const { contact } = await openTalk(world.shop)
    const made = await make(world, { url: 'https://shop.in/', contactId: contact })
    const path = `/r/${codeOf(made)}`
    for (const agent of ['WhatsApp/2.24.6.78 A', 'facebookexternalhit/1.1', null])
      expect((await visit(world, path, { agent })).headers['location']).toBe('https://shop.in/')
    expect((await visit(world, path, { method: 'HEAD' })).status).toBe(302)
    await visit(world, path, { headers: { 'sec-purpose': 'prefetch' } })
    await expect.poll(async () => (await detail(world, made.id)).previews).toBe(5)
    expect(await detail(world, made.id)).toMatchObject({ clicks: 0, people: 0, firstClickedAt: null })
    await visit(world, path)
    await expect.poll(async () => (await detail(world, made.id)).people).toBe(1)
  })

  test('decides nothing but which code: neither query nor path lead anywhere else', async ({ world }) => {
    const code = codeOf(await make(world))
    for (const path of [
      `/r/${code}?url=https://evil.example&click_id=1`,
      `/r/${code}?//evil.example`,
      `/r/${code}?next=javascript:alert(1)`,
    ])
      expect((await visit(world, path)).headers['location']).toBe('https://shop.in/diwali?utm_source=wa')
    for (const path of [
      `/r/${code}/https://evil.example`,
      `/r//evil.example`,
      `/r/https://evil.example`,
      '/r/%0d%0aLocation:%20https://evil.example',
    ])
      expect((await visit(world, path)).headers['location'], path).toBeUndefined()
    expect((await visit(world, `/r/${code}`, { method: 'POST' })).headers['location']).toBeUndefined()
  })

  test('with a code that is none reads in English and Hindi that it leads nowhere', async ({ world }) => {
    const { status, headers, text } = await visit(world, '/r/2222222222aa')
    expect(status).toBe(404)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(text).toContain('This link leads nowhere')
    expect(text).toContain('<div lang="hi"><h2>यह लिंक कहीं नहीं ले जाता')
    expect(text).not.toContain('2222')
    expect(text).not.toContain('<script')
  })

  test('guesses a hundred times at most in ten minutes; whoever has a code is not held up by others', async ({
    world,
  }) => {
    const code = codeOf(await make(world))
    const guesser = { from: '203.0.113.7' }
    const guess = `${code.slice(0, 11)}${code.endsWith('2') ? '3' : '2'}`
    for (let nth = 0; nth < 100; nth += 10)
      await Promise.all(Array.from({ length: 10 }, async () => visit(world, `/r/${guess}`, guesser)))
    const { status, headers, text } = await visit(world, `/r/${code}`, guesser)
    expect([status, headers['location']]).toEqual([429, undefined])
    expect(Number(headers['retry-after'])).toBeGreaterThan(500)
    expect(text).toContain('कुछ मिनट बाद')
    expect((await visit(world, `/r/${code}`)).status).toBe(302)
    world.clock.now = after(world.clock.now, 10 * MINUTE_MS)
    expect((await visit(world, `/r/${code}`, guesser)).status).toBe(302)
  })

  test('is counted once in a burst of a thousand, each', async ({ world }) => {
    const made = await make(world)
    for (let nth = 0; nth < 1000; nth += 50)
      await Promise.all(Array.from({ length: 50 }, async () => visit(world, `/r/${codeOf(made)}`)))
    await expect.poll(async () => (await detail(world, made.id)).clicks, { timeout: 10_000 }).toBe(1000)
    expect((await detail(world, made.id)).recent).toHaveLength(50)
  })
})

describe('a link', () => {
  test.for([
    'javascript:alert(1)',
    '//evil.example',
    'https://user:word@evil.example/',
    'https://127.0.0.1/',
    'data:,x',
  ])('is not made to %s', async (url, { world }) => {
    const { status, body } = await world.ask(world.key, 'POST', '/api/v1/links', { url })
    expect([status, body.code]).toEqual([400, 'link_url_refused'])
  })

  test('to a name in another script is shown and followed as punycode', async ({ world }) => {
    const made = await make(world, { url: 'https://दुकान.भारत/' })
    expect(made.url).toBe('https://xn--11b7ah1gn.xn--h2brj9c/')
    expect((await visit(world, `/r/${codeOf(made)}`)).headers['location']).toBe(made.url)
  })

  test('stands in a list, newest first, page by page', async ({ world }) => {
    const made: TrackedLink[] = []
    for (let nth = 0; nth < 3; nth += 1) made.unshift(await make(world, { url: `https://shop.in/${nth}` }))
    const first = (await world.ask<TrackedLinkPage>(world.key, 'GET', '/api/v1/links?limit=2')).body
    const second = (
      await world.ask<TrackedLinkPage>(world.key, 'GET', `/api/v1/links?limit=2&cursor=${first.nextCursor}`)
    ).body
    expect([...first.items, ...second.items].map(({ url }) => url)).toEqual(made.map(({ url }) => url))
    expect(second.nextCursor).toBeNull()
  })

  test('is made by those who may write campaigns', async ({ world, database }) => {
    const { secret } = await keyOf(database, world.shop.tenant, ['campaigns:read'])
    expect((await world.ask(secret, 'POST', '/api/v1/links', { url: 'https://shop.in/' })).status).toBe(403)
    expect((await world.ask(secret, 'PUT', '/api/v1/links/domain', { hostname: 'go.shop.in' })).status).toBe(
      403,
    )
  })
})

describe('a short domain', () => {
  test('that leads here is what links begin with, and has nothing but links', async ({ world }) => {
    const before = await make(world)
    expect(await haveDomain(world, 'go.saree.in')).toEqual({
      domain: {
        hostname: 'go.saree.in',
        state: 'works',
        problem: null,
        checkedAt: world.clock.now,
        isServed: true,
      },
      prefix: 'https://go.saree.in/',
      target: 'inbox.harkara.in',
    })
    const made = await make(world)
    expect(made.shortUrl).toBe(`https://go.saree.in/${codeOf(made)}`)
    const host = 'go.saree.in'
    for (const one of [before, made])
      expect((await visit(world, `/${codeOf(one)}`, { host })).headers['location']).toBe(one.url)
    expect((await visit(world, `/${codeOf(made)}`, { host: 'GO.saree.in:443' })).status).toBe(302)
    for (const path of [
      '/',
      '/inbox',
      '/api/v1/me',
      '/api/v1/auth/state',
      `/r/${codeOf(made)}`,
      '/reference/',
      '/assets/x.js',
      '//evil.example',
      '/favicon.ico',
    ])
      for (const authorization of ['', `Bearer ${world.key}`]) {
        const headers: Record<string, string> = authorization === '' ? {} : { authorization }
        const { status, text, headers: answer } = await visit(world, path, { host, headers })
        expect([status, text.includes('This link leads nowhere')], path).toEqual([404, true])
        expect(answer['location']).toBeUndefined()
      }
    expect((await visit(world, `/${codeOf(made)}`, { host, method: 'POST' })).status).toBe(404)
  })

  test('that nobody has shown to be theirs is no name of ours', async ({ world }) => {
    const code = codeOf(await make(world))
    await world.ask(world.key, 'PUT', '/api/v1/links/domain', { hostname: 'go.unchecked.in' })
    for (const host of ['go.unchecked.in', 'evil.example'])
      expect((await visit(world, `/${code}`, { host })).status).toBe(421)
  })

  test('leads to its own business’s links alone', async ({ world, database }) => {
    await haveDomain(world, 'go.mine.in')
    const theirs = await openOtherShop(database)
    const { secret } = await keyOf(database, theirs.tenant, ALL)
    const made = await make({ ask: world.ask, key: secret })
    expect((await visit(world, `/${codeOf(made)}`, { host: 'go.mine.in' })).status).toBe(404)
    expect((await visit(world, `/r/${codeOf(made)}`)).status).toBe(302)
    expect((await world.ask(world.key, 'GET', `/api/v1/links/${made.id}`)).status).toBe(404)
  })

  test('belongs to whoever first showed that it leads here', async ({ world, database }) => {
    const theirs = await openOtherShop(database)
    const { secret } = await keyOf(database, theirs.tenant, ALL)
    await world.ask(secret, 'PUT', '/api/v1/links/domain', { hostname: 'go.both.in' }) // entered, and nothing shown
    expect((await haveDomain(world, 'go.both.in')).domain?.state).toBe('works')
    const late = await world.ask<LinkDomain>(secret, 'POST', '/api/v1/links/domain/check')
    expect(late.body.domain).toMatchObject({ state: 'fails', problem: 'taken', isServed: false })
    const third = await openOtherShop(database)
    const other = await keyOf(database, third.tenant, ALL)
    const refused = await world.ask(other.secret, 'PUT', '/api/v1/links/domain', { hostname: 'go.both.in' })
    expect([refused.status, refused.body.code]).toEqual([409, 'link_domain_taken'])
  })

  test('that fails later goes on serving what was sent, and is not used for what is new', async ({
    world,
  }) => {
    await haveDomain(world, 'go.later.in')
    const made = await make(world)
    world.hosts.delete('go.later.in')
    const failed = await world.ask<LinkDomain>(world.key, 'POST', '/api/v1/links/domain/check')
    expect(failed.body).toMatchObject({
      domain: { state: 'fails', problem: 'elsewhere', isServed: true },
      prefix: `${PUBLIC}/r/`,
    })
    expect((await visit(world, `/${codeOf(made)}`, { host: 'go.later.in' })).status).toBe(302)
  })

  test('behind a proxy that hides its name is found out', async ({ world }) => {
    world.hosts.set('go.hidden.in', 'inbox.harkara.in')
    await world.ask(world.key, 'PUT', '/api/v1/links/domain', { hostname: 'go.hidden.in' })
    const { body } = await world.ask<LinkDomain>(world.key, 'POST', '/api/v1/links/domain/check')
    expect(body.domain).toMatchObject({ state: 'fails', problem: 'renamed', isServed: false })
  })

  test('that is removed or replaced is no name of ours any more', async ({ world }) => {
    const code = codeOf(await make(world))
    await haveDomain(world, 'go.old.in')
    expect((await visit(world, `/${code}`, { host: 'go.old.in' })).status).toBe(302)
    await haveDomain(world, 'go.new.in')
    expect((await visit(world, `/${code}`, { host: 'go.old.in' })).status).toBe(421)
    expect((await visit(world, `/${code}`, { host: 'go.new.in' })).status).toBe(302)
    expect((await world.ask(world.key, 'DELETE', '/api/v1/links/domain')).status).toBe(204)
    expect((await world.ask(world.key, 'DELETE', '/api/v1/links/domain')).status).toBe(404)
    expect((await visit(world, `/${code}`, { host: 'go.new.in' })).status).toBe(421)
    const { body } = await world.ask<LinkDomain>(world.key, 'GET', '/api/v1/links/domain')
    expect(body).toEqual({ domain: null, prefix: `${PUBLIC}/r/`, target: 'inbox.harkara.in' })
  })

  test.for(['inbox.harkara.in', 'localhost', '127.0.0.1', 'go.shop.in/x', 'db.internal'])(
    'is not %s',
    async (hostname, { world }) => {
      const { status, body } = await world.ask(world.key, 'PUT', '/api/v1/links/domain', { hostname })
      expect([status, body.code]).toEqual([400, 'link_domain_refused'])
    },
  )

  test('may be asked for by the proxy that fetches its certificate, and by nobody outside', async ({
    world,
  }) => {
    await world.ask(world.key, 'PUT', '/api/v1/links/domain', { hostname: 'go.certificate.in' })
    const ask = async (domain: string, from: string) =>
      (await visit(world, `${PROOF_PATH}?domain=${domain}`, { host: 'localhost', from })).status
    expect(await ask('go.certificate.in', '127.0.0.1')).toBe(200)
    expect(await ask('go.never.in', '127.0.0.1')).toBe(404)
    expect(await ask('go.certificate.in', '49.36.1.1')).toBe(404)
  })
})

test('a button is tracked that was approved with any beginning that leads to codes', async ({ world }) => {
  await haveDomain(world, 'go.button.in')
  const { database, tenant } = world.shop
  const prefixes = await database.inTenant(tenant, async (client) => readPrefixes(client, tenant, PUBLIC))
  expect(prefixes.current).toBe('https://go.button.in/')
  for (const [url, is] of [
    ['https://go.button.in/{{1}}', true],
    [`${PUBLIC}/r/{{1}}`, true],
    ['https://go.button.in/x/{{1}}', false],
    ['https://go.button.in/', false],
    ['https://go.button.in.evil.example/{{1}}', false],
    ['https://shop.in/{{1}}', false],
  ] as const)
    expect(isTrackedButton(url, prefixes), url).toBe(is)
})

describe('the check', () => {
  test.for([
    ['10.0.0.7', 'private'],
    ['169.254.169.254', 'private'],
    [null, 'no_name'],
  ] as const)(
    'of a name that leads to %s says %s, and asks nobody',
    async ([address, problem], { database }) => {
      const { tenant } = await openOtherShop(database)
      const { secret } = await keyOf(database, tenant, ALL)
      const egress = createEgress({
        resolve: async (hostname) => {
          if (address === null) throw Object.assign(new Error(`ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
          return [address]
        },
      })
      const app = await openWebApp(database, { publicUrl: PUBLIC, domainEgress: egress })
      await app.ask(secret, 'PUT', '/api/v1/links/domain', { hostname: 'go.inside.in' })
      const { body } = await app.ask<LinkDomain>(secret, 'POST', '/api/v1/links/domain/check')
      expect(body.domain).toMatchObject({ state: 'fails', problem, isServed: false })
      await app.close()
      await egress.close()
    },
  )
})
