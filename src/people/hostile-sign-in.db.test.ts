/** People’s sessions, attacked over HTTP: cookies that were planted, names that are not ours, proofs that should be over. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { describe, expect } from 'vitest'
import { createMailer } from '#platform/mail.ts'
import { instant, systemClock } from '#platform/time.ts'
import { guardRoutes } from '#tenants/access.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop } from '#test/shop.ts'
import { totpOf } from '#test/totp.ts'
import { cookiesOf, FIRST_OWNER, NOBODY, openWebApp, type WebApp } from '#test/web-app.ts'
import { createSessions } from './authenticate.ts'
import { createAttempts } from './internal/attempts.ts'
import { createAuth } from './internal/create-auth.ts'
import type { SignedIn, TwoFactorSetup } from './shapes.ts'

const AUTH = '/api/v1/auth'
const PASSWORD = 'correct horse battery'
type App = WebApp & { readonly mails: () => string[] }

/** One that is opened as http://127.0.0.1, and one at which a proxy answers to https://shop.example. */
const test = base.extend<{ app: App; proxied: App }>({
  app: [async ({ database }, use) => withApp(database, null, use), { scope: 'file' }],
  proxied: [async ({ database }, use) => withApp(database, 'https://shop.example', use), { scope: 'file' }],
})

async function withApp(
  database: Parameters<typeof openWebApp>[0],
  publicUrl: string | null,
  use: (app: App) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-mail-'))
  const signIn = {
    mailer: createMailer({ smtpUrl: null, from: 'Harkara <no-reply@example.com>', folder }),
    ...{ secret: randomBytes(32), signUp: 'open' as const, setupCode: null, hasDemo: publicUrl === null },
  }
  const app = await openWebApp(database, { signIn, publicUrl })
  const mails = (): string[] => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  await use({ ...app, mails })
  await app.close()
  rmSync(folder, { recursive: true })
}

let people = 0
async function signUp(app: WebApp): Promise<{ readonly email: string; readonly cookie: string }> {
  const email = `hostile${(people += 1)}@example.com`
  const body = { name: 'Asha', email, password: PASSWORD, businessName: 'Asha Sarees' }
  const { status, text, headers } = await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, body)
  expect(status, text).toBe(201)
  return { email, cookie: cookiesOf(headers) }
}
const signIn = async (app: WebApp, email: string, password: string, cookie = '') =>
  app.ask<SignedIn>({ cookie }, 'POST', `${AUTH}/sign-in`, { email, password })

/** With headers that `fetch` does not let one choose. */
const rawly = async (
  { url }: WebApp,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<{ readonly status: number; readonly cookies: readonly string[] }> =>
  new Promise((done, failed) => {
    const asked = request(
      url + path,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume()
        done({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [] })
      },
    )
    asked.on('error', failed)
    asked.end(JSON.stringify(body))
  })

describe('a session', () => {
  test('is not remembered under a cookie that somebody planted beside it', async ({ proxied }) => {
    const { cookie } = await signUp(proxied)
    expect(cookie).toContain('__Secure-harkara.session_token=')
    const planted = 'harkara.session_token=planted'
    const ask = async (cookies: string) =>
      (await proxied.ask({ cookie: cookies }, 'GET', '/api/v1/me')).status
    expect(await ask(`${planted}; ${cookie}`)).toBe(200)
    expect(await ask(planted)).toBe(401)
  })

  test('is held to https where people open us by it', async ({ proxied }) => {
    const { email } = await signUp(proxied)
    const { headers } = await signIn(proxied, email, PASSWORD)
    expect(headers.getSetCookie()[0]).toMatch(/^__Secure-.*HttpOnly; Secure|^__Secure-.*Secure; HttpOnly/iu)
  })

  test('of whoever sets up a second factor stays, and no other, whenever that was used last', async ({
    app,
    database,
  }) => {
    const { email, cookie } = await signUp(app)
    const other = { cookie: cookiesOf((await signIn(app, email, PASSWORD)).headers) }
    const { body } = await app.ask<TwoFactorSetup>({ cookie }, 'POST', '/api/v1/me/two-factor', {
      password: PASSWORD,
    })
    await database.pool.query(
      `update sessions set updated_at = now() + interval '1 minute' from users u where u.email = $1 and user_id = u.id and token = $2`,
      [email, decodeURIComponent(other.cookie).split('=')[1]?.split('.')[0]],
    )
    const confirmed = await app.ask({ cookie }, 'POST', '/api/v1/me/two-factor/confirm', {
      code: totpOf(body.secret, Date.now()),
    })
    expect(confirmed.status, confirmed.text).toBe(204)
    expect((await app.ask(other, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await app.ask({ cookie: cookiesOf(confirmed.headers) }, 'GET', '/api/v1/me')).status).toBe(200)
  })
})

async function* endless(): AsyncGenerator<string> {
  for (;;) {
    yield 'row'
    await delay(5)
  }
}

describe('an answer that takes long', () => {
  test('is broken off when a role that is lowered no longer allows it', async ({ database }) => {
    const shop = await openOtherShop(database)
    const user = await hire(shop, { role: 'admin' })
    const auth = createAuth({
      pool: database.pool,
      secret: randomBytes(32),
      isSecure: false,
      onReset: async () => {},
    })
    const sessions = createSessions({ auth, database, clock: systemClock }, 20)
    const server = fastify()
    guardRoutes(server, sessions.authenticate)
    server.get('/api/v1/long', { config: { needs: 'contacts:export' } }, async (_request, reply) =>
      reply.send(Readable.from(endless())),
    )
    const url = await server.listen({ port: 0 })
    const { headers } = await auth.api.signInDemo({
      ...{ body: { userId: user }, headers: new Headers(), returnHeaders: true },
    })
    const answer = await fetch(`${url}/api/v1/long`, { headers: { cookie: cookiesOf(headers) } })
    expect(answer.status).toBe(200)
    await database.inTenant(shop.tenant, async (client) =>
      client.query(`update tenant_members set role = 'agent' where tenant_id = $1 and user_id = $2`, [
        shop.tenant,
        user,
      ]),
    )
    sessions.forget(user)
    await expect(answer.text()).rejects.toThrow('terminated')
    await server.close()
  })
})

/** Somebody with a second factor, and a browser that need not show it. */
async function trustBrowser(app: App) {
  const { email, cookie } = await signUp(app)
  const on = async (browser: string) => {
    const { body } = await app.ask<TwoFactorSetup>({ cookie: browser }, 'POST', '/api/v1/me/two-factor', {
      password: PASSWORD,
    })
    const { headers, status } = await app.ask({ cookie: browser }, 'POST', '/api/v1/me/two-factor/confirm', {
      code: totpOf(body.secret, Date.now()),
    })
    expect(status).toBe(204)
    return { secret: body.secret, cookie: cookiesOf(headers) }
  }
  const first = await on(cookie)
  const half = cookiesOf((await signIn(app, email, PASSWORD)).headers)
  const code = totpOf(first.secret, Date.now())
  const proved = await app.ask({ cookie: half }, 'POST', `${AUTH}/two-factor`, { code, isTrusted: true })
  expect(proved.status, proved.text).toBe(200)
  const trusted = cookiesOf(proved.headers)
    .split('; ')
    .filter((one) => one.includes('trust_device'))
    .join('; ')
  expect(trusted).not.toBe('')
  return { email, on, session: first.cookie, trusted }
}

describe('a browser that is trusted', () => {
  test('need not show the second factor', async ({ app }) => {
    const { email, trusted } = await trustBrowser(app)
    expect((await signIn(app, email, PASSWORD, trusted)).body.next).toBe('ready')
  })

  test('is trusted no more once the second factor was turned off elsewhere, and on again', async ({
    app,
  }) => {
    const { email, on, session, trusted } = await trustBrowser(app)
    const off = await app.ask({ cookie: session }, 'POST', '/api/v1/me/two-factor/disable', {
      password: PASSWORD,
    })
    expect(off.status, off.text).toBe(204)
    await on(cookiesOf(off.headers))
    expect((await signIn(app, email, PASSWORD, trusted)).body.next).toBe('two_factor')
  })

  test('is trusted no more once the password was reset; nor does another link reset it again', async ({
    app,
  }) => {
    const { email, trusted } = await trustBrowser(app)
    const forget = async (): Promise<string> => {
      const known = new Set(app.mails())
      await app.ask(NOBODY, 'POST', `${AUTH}/password/forgot`, { email })
      await expect.poll(() => app.mails().length).toBeGreaterThan(known.size)
      const mail = app.mails().find((one) => !known.has(one)) ?? ''
      return /token=([\w-]+)/u.exec(mail)?.[1] ?? ''
    }
    const [one, other] = [await forget(), await forget()]
    const reset = async (token: string) =>
      (await app.ask(NOBODY, 'POST', `${AUTH}/password/reset`, { token, password: `${PASSWORD} 2` })).status
    expect([await reset(one), await reset(other)]).toEqual([204, 410])
    expect((await signIn(app, email, `${PASSWORD} 2`, trusted)).body.next).toBe('two_factor')
  })
})

describe('a name that is not ours', () => {
  test('stands in no mail: whoever asks cannot lead somebody else to a place of theirs', async ({ app }) => {
    const { email } = await signUp(app)
    for (const host of ['203.0.113.9', '127.0.0.1:1', 'localhost:1', '[2001:db8::1]']) {
      const count = app.mails().length
      const { status } = await rawly(app, `${AUTH}/password/forgot`, { email }, { host })
      expect(status, host).toBe(202)
      await expect.poll(() => app.mails().length).toBe(count + 1)
    }
    const links = app.mails().flatMap((mail) => /http\S+(?=\/reset-password)/u.exec(mail)?.[0] ?? [])
    expect(new Set(links)).toEqual(new Set([app.url]))
  })

  test('is refused where anybody may ask, though a key that nobody looks at is shown', async ({ app }) => {
    const headers = { host: 'rebound.example', authorization: 'Bearer x' }
    const demo = await rawly(app, `${AUTH}/demo`, { userId: FIRST_OWNER }, headers)
    expect(demo).toEqual({ status: 421, cookies: [] })
    const foreign = { 'sec-fetch-site': 'cross-site', authorization: 'Bearer x' }
    expect((await rawly(app, `${AUTH}/demo`, { userId: FIRST_OWNER }, foreign)).status).toBe(403)
  })
})

describe('the demo shop', () => {
  test('is offered to nobody who comes through a proxy', async ({ app }) => {
    const demo = async (headers: Record<string, string>) =>
      (await rawly(app, `${AUTH}/demo`, { userId: FIRST_OWNER }, headers)).status
    expect(await demo({})).toBe(200)
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      expect(await demo({ [name]: '198.51.100.7' }), name).toBe(404)
  })
})

const tryCode = async (app: WebApp, from: string) =>
  (await rawly(app, `${AUTH}/two-factor`, { code: '000000' }, { 'x-forwarded-for': from })).status

describe('whoever tries too often', () => {
  test('behind a proxy is stopped alone: others who come through it go on', async ({ proxied }) => {
    for (let nth = 0; nth < 100; nth += 1) await tryCode(proxied, '198.51.100.1')
    expect(await tryCode(proxied, '198.51.100.1')).toBe(429)
    // What they say themselves stands before what the proxy adds.
    expect(await tryCode(proxied, '198.51.100.99, 198.51.100.1')).toBe(429)
    expect(await tryCode(proxied, '198.51.100.2')).not.toBe(429)
  })

  test('cannot be somebody else by saying so where there is no proxy', async ({ app }) => {
    for (let nth = 0; nth < 100; nth += 1) await tryCode(app, `198.51.100.${nth}`)
    expect(await tryCode(app, '198.51.100.200')).toBe(429)
  })

  test('locks no address any more, and what is remembered of them all stays small', () => {
    const attempts = createAttempts()
    const now = instant(1_790_000_000_000)
    for (let nth = 0; nth < 300; nth += 1) attempts.take('asha@example.com', `client${nth}`, now)
    const fresh = createAttempts()
    for (let nth = 0; nth < 100; nth += 1) fresh.take(`x${nth}@example.com`, 'a', now)
    for (let nth = 0; nth < 50; nth += 1) expect(fresh.take('asha@example.com', 'a', now)).toBe(false)
    expect(fresh.take('asha@example.com', 'b', now)).toBe(true)
    expect(attempts.take('asha@example.com', 'b', now)).toBe(false)
  })
})
