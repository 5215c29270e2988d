import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect } from 'vitest'
import { createMailer } from '#platform/mail.ts'
import { after, systemClock } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop } from '#test/shop.ts'
import { totpOf } from '#test/totp.ts'
import { cookiesOf, FIRST_OWNER, NOBODY, openWebApp, type Asking, type WebApp } from '#test/web-app.ts'
import type {
  InvitationPreview,
  MemberList,
  NewInvitation,
  SessionList,
  SessionState,
  SignedIn,
  TwoFactorSetup,
} from './shapes.ts'

const AUTH = '/api/v1/auth'
const PASSWORD = 'correct horse battery'
const DAY_MS = 24 * 60 * 60 * 1000

type App = WebApp & { readonly mails: () => string[] }

const test = base.extend<{ app: App }>({
  app: [
    async ({ database }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'harkara-mail-'))
      const signIn = {
        mailer: createMailer({ smtpUrl: null, from: 'Harkara <no-reply@example.com>', folder }),
        secret: randomBytes(32),
        signUp: 'open' as const,
        setupCode: null,
        hasDemo: true,
      }
      const app = await openWebApp(database, { signIn, clock: () => after(systemClock(), ahead) })
      const mails = (): string[] =>
        readdirSync(folder)
          .toSorted()
          .map((file) => readFileSync(join(folder, file), 'utf8'))
      await use({ ...app, mails })
      await app.close()
      rmSync(folder, { recursive: true })
    },
    { scope: 'file' },
  ],
})
/** How far the program's clock is ahead. */
let ahead = 0
/** Attempts are counted by quarters of an hour: each test begins a new one. */
const skipAhead = (): void => void (ahead += 20 * 60 * 1000)

let people = 0
const freshEmail = (): string => `person${(people += 1)}@example.com`

type Founder = { readonly email: string; readonly browser: { readonly cookie: string } }
async function signUp(app: WebApp, more: Record<string, unknown> = {}): Promise<Founder> {
  skipAhead()
  const email = freshEmail()
  const body = { name: 'Asha', email, password: PASSWORD, businessName: 'Asha Sarees', ...more }
  const answer = await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, body)
  expect(answer.status, answer.text).toBe(201)
  return { email, browser: { cookie: cookiesOf(answer.headers) } }
}
async function signIn(app: WebApp, email: string, password = PASSWORD, cookie = '') {
  const { status, body, headers } = await app.ask<SignedIn & { code: string }>(
    { cookie },
    'POST',
    `${AUTH}/sign-in`,
    { email, password },
  )
  return { status, body, browser: { cookie: cookiesOf(headers) } }
}
const stateOf = async (app: WebApp, who: Asking): Promise<SessionState> =>
  (await app.ask<SessionState>(who, 'GET', `${AUTH}/session`)).body
const invite = async (app: WebApp, who: Asking, email: string, role = 'agent') => {
  const { body } = await app.ask<NewInvitation>(who, 'POST', '/api/v1/invitations', { email, role })
  return { ...body, secret: body.url.split('/').at(-1) ?? '' }
}

const tokenIn = (mail = ''): string => /token=([\w-]+)/u.exec(mail)?.[1] ?? ''

describe('signing up', () => {
  test('opens a business, of which one is the owner, in a browser that is signed in', async ({ app }) => {
    const { browser, email } = await signUp(app)
    const state = await stateOf(app, browser)
    expect(state.person).toMatchObject({ name: 'Asha', email, isDemo: false })
    expect(state.businesses).toMatchObject([{ id: state.tenantId, name: 'Asha Sarees', role: 'owner' }])
    expect((await app.ask(browser, 'GET', '/api/v1/conversations')).body).toMatchObject({ items: [] })
  })

  test('keeps the cookie from scripts and from other sites', async ({ app }) => {
    const body = { name: 'A', email: freshEmail(), password: PASSWORD, businessName: 'B' }
    const { headers } = await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, body)
    expect(headers.getSetCookie()[0]).toMatch(/HttpOnly/iu)
    expect(headers.getSetCookie()[0]).toMatch(/SameSite=Lax/iu)
  })

  test('takes no field that it does not name', async ({ app }) => {
    const body = { name: 'A', email: freshEmail(), password: PASSWORD, businessName: 'B' }
    for (const extra of [
      { isDemo: true },
      { emailVerified: true },
      { role: 'owner' },
      { tenantId: FIRST_OWNER },
      { id: FIRST_OWNER },
    ])
      expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, { ...body, ...extra })).status).toBe(400)
  })

  test('refuses an address twice, whatever its case, and a short password', async ({ app }) => {
    const { email } = await signUp(app)
    const body = { name: 'A', email: email.toUpperCase(), password: PASSWORD, businessName: 'B' }
    expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, body)).body.code).toBe('email_taken')
    const short = { ...body, email: freshEmail(), password: 'short' }
    expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, short)).status).toBe(400)
  })

  test('keeps neither password nor reset token nor invitation where somebody who reads the tables could use them', async ({
    app,
    adminUrl,
  }) => {
    const { email, browser } = await signUp(app)
    const { secret } = await invite(app, browser, freshEmail())
    await app.ask(NOBODY, 'POST', `${AUTH}/password/forgot`, { email })
    await expect.poll(() => tokenIn(app.mails().at(-1)).length).toBeGreaterThan(20)
    const token = tokenIn(app.mails().at(-1))
    const admin = new Client({ connectionString: adminUrl })
    await admin.connect()
    for (const table of [
      'users',
      'accounts',
      'sessions',
      'verifications',
      'invitations',
      'invitation_routes',
    ]) {
      const { rows } = await admin.query(`select ${table}::text as row from ${table}`)
      for (const plain of [PASSWORD, token, secret]) expect(JSON.stringify(rows), table).not.toContain(plain)
    }
    await admin.end()
  })
})

describe('signing in', () => {
  test('says the same of a wrong password and of an address that nobody has', async ({ app }) => {
    const { email } = await signUp(app)
    const [wrong, unknown] = [await signIn(app, email, 'not this one'), await signIn(app, freshEmail())]
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body])
    expect(wrong.body.code).toBe('wrong_email_or_password')
  })

  test('stops whoever guesses, even once they guess right, for a quarter of an hour', async ({ app }) => {
    const { email } = await signUp(app)
    for (let n = 0; n < 10; n += 1) expect((await signIn(app, email, `guess ${n}`)).status).toBe(401)
    expect((await signIn(app, email)).body.code).toBe('too_many_attempts')
    skipAhead()
    expect((await signIn(app, email)).body.next).toBe('ready')
  })

  test('ends with signing out, though the cookie is still shown', async ({ app }) => {
    const { browser } = await signUp(app)
    expect((await app.ask(browser, 'GET', '/api/v1/me')).status).toBe(200)
    expect((await app.ask(browser, 'POST', `${AUTH}/sign-out`)).status).toBe(204)
    expect((await app.ask(browser, 'GET', '/api/v1/me')).status).toBe(401)
  })

  test('is not helped by a session beside a wrong key', async ({ app }) => {
    const { browser } = await signUp(app)
    const { status } = await app.ask(browser, 'GET', '/api/v1/me', undefined, {
      authorization: 'Bearer hk_x',
    })
    expect(status).toBe(401)
  })
})

describe('a password', () => {
  test('that is changed ends all other sessions, and needs the old one', async ({ app }) => {
    const { browser, email } = await signUp(app)
    const other = (await signIn(app, email)).browser
    expect((await app.ask(other, 'GET', '/api/v1/me')).status).toBe(200)
    const change = async (current: string) =>
      app.ask(browser, 'PUT', '/api/v1/me/password', { current, password: `${PASSWORD} new` })
    expect((await change('not this one')).body.code).toBe('wrong_password')
    const changed = await change(PASSWORD)
    expect(changed.status).toBe(204)
    expect((await app.ask(other, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await app.ask({ cookie: cookiesOf(changed.headers) }, 'GET', '/api/v1/me')).status).toBe(200)
    expect((await signIn(app, email)).status).toBe(401)
  })

  test('is reset by a link that works once and ends every session; nobody learns who has an address', async ({
    app,
  }) => {
    const { browser, email } = await signUp(app)
    const before = app.mails().length
    const forgot = async (address: string) =>
      app.ask(NOBODY, 'POST', `${AUTH}/password/forgot`, { email: address })
    const [known, unknown] = [await forgot(email), await forgot(freshEmail())]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    await expect.poll(() => app.mails().length).toBe(before + 1)
    const mail = app.mails().at(-1) ?? ''
    expect(mail).toContain(`To: ${email}`)
    const token = /reset-password\?token=([\w-]+)/u.exec(mail)?.[1]
    const reset = async (password: string) =>
      app.ask(NOBODY, 'POST', `${AUTH}/password/reset`, { token, password })
    expect((await reset(`${PASSWORD} again`)).status).toBe(204)
    expect((await reset(`${PASSWORD} twice`)).body.code).toBe('link_expired')
    await expect.poll(async () => (await app.ask(browser, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await signIn(app, email, `${PASSWORD} again`)).status).toBe(200)
  })
})

describe('a second factor', () => {
  test('is asked for after the password; a wrong code opens nothing, a backup code works once', async ({
    app,
  }) => {
    const { browser, email } = await signUp(app)
    const elsewhere = (await signIn(app, email)).browser
    const made = await app.ask<TwoFactorSetup & { code: string }>(browser, 'POST', '/api/v1/me/two-factor', {
      password: PASSWORD,
    })
    expect(made.status, made.text).toBe(200)
    const { secret, backupCodes } = made.body
    expect(backupCodes.length).toBeGreaterThan(5)
    const confirm = async (code: string) =>
      app.ask(browser, 'POST', '/api/v1/me/two-factor/confirm', { code })
    const right = totpOf(secret, Date.now())
    expect((await confirm(right === '000000' ? '000001' : '000000')).body.code).toBe('wrong_code')
    const confirmed = await confirm(right)
    expect(confirmed.status, confirmed.text).toBe(204)
    expect((await app.ask(elsewhere, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await app.ask({ cookie: cookiesOf(confirmed.headers) }, 'GET', '/api/v1/me')).status).toBe(200)

    const half = await signIn(app, email)
    expect(half.body.next).toBe('two_factor')
    expect((await app.ask(half.browser, 'GET', '/api/v1/me')).status).toBe(401)
    const prove = async (code: string, isBackupCode = false) =>
      app.ask(half.browser, 'POST', `${AUTH}/two-factor`, { code, isBackupCode })
    expect((await prove('000000')).body.code).toBe('wrong_code')
    const proved = await prove(totpOf(secret, Date.now()))
    expect(proved.status, proved.text).toBe(200)
    expect((await app.ask({ cookie: cookiesOf(proved.headers) }, 'GET', '/api/v1/me')).status).toBe(200)

    const useBackup = async () => {
      const { browser: asked } = await signIn(app, email)
      return app.ask(asked, 'POST', `${AUTH}/two-factor`, { code: backupCodes[0], isBackupCode: true })
    }
    expect((await useBackup()).status).toBe(200)
    expect((await useBackup()).body.code).toBe('wrong_code')
  })
})

describe('an invitation', () => {
  test('makes whoever was invited a member with the role that was meant, once', async ({ app }) => {
    const { browser } = await signUp(app)
    const email = freshEmail()
    const { secret, isMailed, url } = await invite(app, browser, email)
    expect(isMailed).toBe(false)
    expect(app.mails().at(-1)?.replaceAll('=\n', '')).toContain(secret.slice(0, 20))
    expect(url).toContain('/join/')
    const preview = `${AUTH}/invitation?invitation=${secret}`
    expect((await app.ask<InvitationPreview>(NOBODY, 'GET', preview)).body).toEqual({
      businessName: 'Asha Sarees',
      email,
      role: 'agent',
      invitedByName: 'Asha',
      isKnown: false,
    })
    const joining = { name: 'Ravi', email, password: PASSWORD, invitation: secret }
    const stranger = { ...joining, email: freshEmail() }
    expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, stranger)).status).toBe(403)
    const joined = await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, joining)
    expect(joined.status, joined.text).toBe(201)
    expect((await app.ask(NOBODY, 'GET', preview)).body.code).toBe('link_expired')
    const members = (await app.ask<MemberList>(browser, 'GET', '/api/v1/members')).body.items
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ['Asha', 'owner'],
      ['Ravi', 'agent'],
    ])
    const ravi = { cookie: cookiesOf(joined.headers) }
    expect((await app.ask(ravi, 'POST', '/api/v1/invitations', { email, role: 'agent' })).status).toBe(403)
  })

  test('opens nothing once it was taken back, replaced, or is a week old', async ({ app }) => {
    const { browser } = await signUp(app)
    const email = freshEmail()
    const codeOf = async (secret: string) =>
      (await app.ask(NOBODY, 'GET', `${AUTH}/invitation?invitation=${secret}`)).body.code
    const revoked = await invite(app, browser, email)
    expect((await app.ask(browser, 'DELETE', `/api/v1/invitations/${revoked.id}`)).status).toBe(204)
    const replaced = await invite(app, browser, email)
    const open = await invite(app, browser, email)
    expect(await codeOf(revoked.secret)).toBe('link_expired')
    expect(await codeOf(replaced.secret)).toBe('link_expired')
    expect(await codeOf(open.secret)).toBeUndefined()
    ahead += 8 * DAY_MS
    expect(await codeOf(open.secret)).toBe('link_expired')
  })

  test('is accepted by somebody who has a business already, and they go from one to the other', async ({
    app,
  }) => {
    const [host, guest] = [await signUp(app), await signUp(app, { businessName: 'Ravi Toys', name: 'Ravi' })]
    const { secret } = await invite(app, host.browser, guest.email, 'viewer')
    const accept = async (who: Asking) =>
      app.ask(who, 'POST', '/api/v1/me/invitations/accept', { invitation: secret })
    expect((await accept(host.browser)).body.code).toBe('invitation_for_somebody_else')
    expect((await accept(guest.browser)).status).toBe(204)
    const state = await stateOf(app, guest.browser)
    expect(state.businesses.map(({ name, role }) => `${name}: ${role}`).toSorted()).toEqual([
      'Asha Sarees: viewer',
      'Ravi Toys: owner',
    ])
    expect(state.tenantId).toBe((await stateOf(app, host.browser)).tenantId)
    expect((await app.ask(guest.browser, 'POST', '/api/v1/labels', { name: 'x', color: 'red' })).status).toBe(
      403,
    )
    const own = state.businesses.find(({ name }) => name === 'Ravi Toys')?.id
    const switchTo = async (tenantId: unknown) =>
      app.ask(guest.browser, 'PUT', '/api/v1/me/business', { tenantId })
    expect((await switchTo(own)).status).toBe(204)
    expect((await app.ask(guest.browser, 'POST', '/api/v1/labels', { name: 'x', color: 'red' })).status).toBe(
      201,
    )
    const foreign = (await stateOf(app, (await signUp(app)).browser)).tenantId
    expect((await switchTo(foreign)).status).toBe(404)
  })
})

describe('a role', () => {
  test('above one’s own is neither given nor taken', async ({ app, database }) => {
    const shop = await openOtherShop(database)
    const [owner, admin, agent] = [
      await hire(shop, { role: 'owner' }),
      await hire(shop, { role: 'admin' }),
      await hire(shop, { role: 'agent' }),
    ]
    const asAdmin = await app.as(admin)
    const give = async (who: Asking, id: string, role: string) =>
      (await app.ask(who, 'PATCH', `/api/v1/members/${id}`, { role })).status
    expect(await give(asAdmin, agent, 'owner')).toBe(403)
    expect(await give(asAdmin, owner, 'agent')).toBe(403)
    expect(await give(asAdmin, admin, 'owner')).toBe(403)
    expect((await app.ask(asAdmin, 'DELETE', `/api/v1/members/${owner}`)).status).toBe(403)
    const toOwner = { email: freshEmail(), role: 'owner' }
    expect((await app.ask(asAdmin, 'POST', '/api/v1/invitations', toOwner)).status).toBe(403)
    expect(await give(asAdmin, agent, 'viewer')).toBe(204)
    const asViewer = await app.as(agent)
    expect((await app.ask(asViewer, 'DELETE', `/api/v1/members/${admin}`)).status).toBe(403)
  })

  test('of the last owner stays; with a second one either may leave, but of two at once only one', async ({
    app,
    database,
  }) => {
    const shop = await openOtherShop(database)
    const [one, two] = [await hire(shop, { role: 'owner' }), await hire(shop, { role: 'admin' })]
    const [asOne, asTwo] = [await app.as(one), await app.as(two)]
    const leave = async (who: Asking, id: string) => app.ask(who, 'DELETE', `/api/v1/members/${id}`)
    expect((await leave(asOne, one)).body.code).toBe('last_owner')
    expect((await app.ask(asOne, 'PATCH', `/api/v1/members/${one}`, { role: 'agent' })).status).toBe(409)
    await app.ask(asOne, 'PATCH', `/api/v1/members/${two}`, { role: 'owner' })
    const answers = await Promise.all([leave(asOne, one), leave(asTwo, two)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409])
  })

  test('that was taken away opens nothing from the next request on', async ({ app, database }) => {
    const shop = await openOtherShop(database)
    const [owner, agent] = [await hire(shop, { role: 'owner' }), await hire(shop)]
    const [asOwner, asAgent] = [await app.as(owner), await app.as(agent)]
    expect((await app.ask(asAgent, 'GET', '/api/v1/me')).status).toBe(200)
    await app.ask(asOwner, 'DELETE', `/api/v1/members/${agent}`)
    expect((await app.ask(asAgent, 'GET', '/api/v1/me')).body.code).toBe('no_business')
  })
})

describe('one’s own sessions', () => {
  test('are listed, and ended one by one or all but this one', async ({ app }) => {
    const { browser, email } = await signUp(app)
    const [second, third] = [(await signIn(app, email)).browser, (await signIn(app, email)).browser]
    const list = async () => (await app.ask<SessionList>(browser, 'GET', '/api/v1/me/sessions')).body.items
    expect((await list()).filter(({ isThis }) => isThis)).toHaveLength(1)
    const idOf = async (who: Asking) =>
      (await app.ask<SessionList>(who, 'GET', '/api/v1/me/sessions')).body.items.find(({ isThis }) => isThis)
        ?.id
    await app.ask(browser, 'DELETE', `/api/v1/me/sessions/${await idOf(second)}`)
    expect((await app.ask(second, 'GET', '/api/v1/me')).status).toBe(401)
    await app.ask(browser, 'DELETE', '/api/v1/me/sessions')
    expect((await app.ask(third, 'GET', '/api/v1/me')).status).toBe(401)
    expect(await list()).toHaveLength(1)
  })
})

describe('the demo shop', () => {
  test('lets one be its made-up colleagues and nobody else, and they keep no password', async ({ app }) => {
    const { browser } = await signUp(app)
    const real = (await stateOf(app, browser)).person?.id
    expect((await app.ask(NOBODY, 'POST', `${AUTH}/demo`, { userId: real })).status).toBe(404)
    const demo = await app.as(FIRST_OWNER)
    const change = { current: PASSWORD, password: `${PASSWORD} new` }
    expect((await app.ask(demo, 'PUT', '/api/v1/me/password', change)).body.code).toBe('demo_person')
    expect((await stateOf(app, NOBODY)).demo.map(({ id }) => id)).toContain(FIRST_OWNER)
  })
})

const closed = base.extend<{ app: WebApp }>({
  app: async ({ database }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'harkara-mail-'))
    const app = await openWebApp(database, {
      signIn: {
        mailer: createMailer({ smtpUrl: null, from: 'x@example.com', folder }),
        secret: randomBytes(32),
        signUp: 'invited',
        setupCode: 'the code that was printed',
        hasDemo: true,
      },
    })
    await use(app)
    await app.close()
    rmSync(folder, { recursive: true })
  },
})

describe('an installation that others can reach', () => {
  closed(
    'gives its business to whoever brings the code that it printed, and then opens to invitations alone',
    async ({ app, database }) => {
      await database.pool.query('delete from users where not is_demo')
      const body = { name: 'Asha', email: freshEmail(), password: PASSWORD, businessName: 'Asha Sarees' }
      expect(await stateOf(app, NOBODY)).toMatchObject({ isFirstRun: true, needsSetupCode: true })
      for (const setupCode of [undefined, '', 'a guess', 'the code that was printed!'])
        expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, { ...body, setupCode })).status).toBe(403)
      const right = { ...body, setupCode: 'the code that was printed' }
      expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, right)).status).toBe(201)
      expect(await stateOf(app, NOBODY)).toMatchObject({
        isFirstRun: false,
        needsSetupCode: false,
        signUp: 'invited',
      })
      const next = { ...right, email: freshEmail() }
      expect((await app.ask(NOBODY, 'POST', `${AUTH}/sign-up`, next)).body.code).toBe('invited_only')
    },
  )
})
