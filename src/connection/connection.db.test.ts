/** Numbers are connected, watched over and given up, against the simulator and over HTTP. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { createTokens } from '#channels/read-channels.ts'
import { connectChannel } from '#channels/connect-channel.ts'
import { createKey } from '#keys/create-key.ts'
import { createGateway } from '#ingest/gateway.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { test as base } from '#test/database.ts'
import { createWorker, asAdmin } from '#test/ingest.ts'
import { openMeta, openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { appSecretKey } from '#whatsapp/signature.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { countUnsigned } from './count-unsigned.ts'
import { syncBusinessApp } from './sync-business-app.ts'
import type { Check, ConnectedNumber, ConnectedNumberList, Health, Signup } from './shapes.ts'

const APP_SECRET = 'an-app-secret'
const VERIFY_TOKEN = 'verify-me'
const VAULT = createVault(new Secret(Buffer.alloc(32).toString('base64')))
const V1 = '/api/v1/channels'
const LOG = pino({ enabled: false })

type Meta = {
  readonly simulator: Simulator
  readonly app: WebApp
  /** Where webhooks come in. */
  readonly gateway: string
  readonly counters: { unsigned: number }
  /** As the worker does, for each number that was connected. */
  readonly sync: (payload: { readonly tenant: string; readonly channel: string }) => Promise<void>
}
type Someone = {
  readonly tenant: TenantId
  readonly ask: <T = { readonly code: string; readonly title: string; readonly nextStep?: string }>(
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<Answer<T>>
}

const test = base.extend<{ meta: Meta; us: Someone; them: Someone; number: { id: string; waba: string } }>({
  meta: [
    async ({ database }, use) => {
      const simulator = await startSimulator({ port: 0, seed: 7 })
      const counters = { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 }
      const gateway = await listen(
        createGateway({
          store: createDeliveryStore(database.pool, { notify: () => {} }),
          appSecrets: [appSecretKey(APP_SECRET)],
          verifyToken: new Secret(VERIFY_TOKEN),
          counters,
          onStoreFailure: () => {},
        }),
      )
      await simulator.control.connectApp({
        callbackUrl: `${gateway.url}/webhooks/meta`,
        verifyToken: VERIFY_TOKEN,
        appSecret: APP_SECRET,
      })
      const { meta, close } = openMeta(simulator.url, {
        app: { id: simulator.appId, secret: new Secret(APP_SECRET) },
        configId: '1',
        practiceToken: new Secret(simulator.accessToken),
        publicUrl: gateway.url,
        verifyToken: new Secret(VERIFY_TOKEN),
      })
      const app = await openWebApp(database, { meta })
      const tokenOf = createTokens(database, VAULT)
      const sync: Meta['sync'] = async (payload) =>
        syncBusinessApp({ database, accounts: meta.accounts, tokenOf, log: LOG }, payload)
      await use({ simulator, app, gateway: gateway.url, counters, sync })
      await app.close()
      await close()
      await simulator.close()
      await gateway.close()
    },
    { scope: 'file' },
  ],
  us: async ({ database, meta }, use) => use(await someone(database, meta.app)),
  them: async ({ database, meta }, use) => use(await someone(database, meta.app)),
  number: async ({ meta: { simulator } }, use) => use(freshNumber(simulator)),
})

let wabas = 0
/** A number in an account of its own that tells us nothing yet. */
function freshNumber(
  simulator: Simulator,
  more: Parameters<Simulator['control']['addNumber']>[0] | object = {},
): { id: string; waba: string } {
  const wabaId = `30000000000${String((wabas += 1)).padStart(4, '0')}`
  const { phoneNumberId } = simulator.control.addNumber({
    verifiedName: `Shop ${wabas}`,
    wabaId,
    isSubscribed: false,
    ...more,
  })
  return { id: phoneNumberId, waba: wabaId }
}

async function listen(
  handle: ReturnType<typeof createGateway>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** A business of its own, with a key that may do everything about numbers. */
async function someone(database: Database, app: WebApp): Promise<Someone> {
  const tenant = tenantId(newId())
  const owner = {
    actor: { kind: 'user', id: '1', name: 'Owner' },
    permissions: permissionsOf('owner'),
  } as const
  const permissions = ['channels:read', 'channels:write', 'audit:read'] as const
  const wish = { name: 'Key', permissions, ratePerMinute: 6000, expiresAt: null }
  const made = await database.inTenant(tenant, async (client) => {
    await createTenant(client, tenant, 'A shop')
    return createKey(client, tenant, owner, wish, systemClock())
  })
  if (!made.ok) throw new Error(made.because)
  const { secret } = made.key
  return { tenant, ask: async (method, path, body) => app.ask(secret, method, path, body) }
}

const wishOf = (number: { id: string; waba: string }, token: string, more: object = {}): object => ({
  wabaId: number.waba,
  phoneNumberId: number.id,
  accessToken: token,
  ...more,
})

async function connectOne(
  who: Someone,
  number: { id: string; waba: string },
  token: string,
): Promise<string> {
  const { status, body, text } = await who.ask<ConnectedNumber>('POST', V1, wishOf(number, token))
  expect(status, text).toBe(201)
  return body.id
}

const inboundOf = async (database: Database, tenant: TenantId, channel: string): Promise<string[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `select text from messages where channel_id = $1 and direction = 'in' order by at, id`,
      [channel],
    )
    return rows.map(({ text }) => text)
  })

async function workOff(database: Database): Promise<void> {
  const worker = await createWorker(database.pool)
  await worker.drain()
  await worker.leases.release()
}

const begin = async (who: Someone): Promise<URL> => {
  const { status, body } = await who.ask<{ url: string }>('POST', `${V1}/embedded-signup/start`, {})
  expect(status).toBe(201)
  return new URL(body.url)
}
/** What somebody does in the dialog: chooses this account. Where it leads back to. */
const choose = async (dialog: URL, account: string): Promise<URL> => {
  const page = await (await fetch(dialog)).text()
  expect(page).toContain(account)
  const form = new URL('oauth/done', dialog)
  for (const name of ['redirect_uri', 'state'])
    form.searchParams.set(name, dialog.searchParams.get(name) ?? '')
  form.searchParams.set('account', account)
  const { headers } = await fetch(form, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '')
}
const answerOf = (back: URL): object => ({
  code: back.searchParams.get('code'),
  state: back.searchParams.get('state'),
})

const healthOf = async (who: Someone, id: string): Promise<Health & { of: (key: string) => Check }> => {
  const { status, body, text } = await who.ask<Health>('GET', `${V1}/${id}/health`)
  expect(status, text).toBe(200)
  expect(body.checks).toHaveLength(12)
  return {
    ...body,
    of: (key) => body.checks.find((check) => check.key === key) ?? expect.fail(`no check ${key}`),
  }
}
const codesOf = (health: Health): string[] => health.checks.map(({ code }) => code)

describe('connecting with a token', () => {
  test('checks it, attaches our app, and brings in what came before; the token is in no answer', async ({
    database,
    meta: { simulator },
    us,
    number,
  }) => {
    const { control } = simulator
    simulator.control.addCustomer({ id: `early-${number.id}`, name: 'Early' })
    // Another app of ours had subscribed before, so messages came in for a number that nobody here had connected.
    await fetch(`${simulator.url}/v25.0/${number.waba}/subscribed_apps`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.accessToken}` },
    })
    control.act(`early-${number.id}`, number.id, { type: 'text', body: 'is anybody there?' })
    await control.drain()
    await workOff(database)
    const { status, body, text } = await us.ask<ConnectedNumber>(
      'POST',
      V1,
      wishOf(number, `  ${simulator.accessToken}-${number.waba}\n`, { name: 'Main' }),
    )
    expect([status, body.status, body.name, body.qualityRating], text).toEqual([
      201,
      'connected',
      'Main',
      'GREEN',
    ])
    expect(text).not.toContain(simulator.accessToken)
    await workOff(database)
    expect(await inboundOf(database, us.tenant, body.id)).toEqual(['is anybody there?'])
    const audit = await us.ask('GET', '/api/v1/audit')
    expect(audit.text).toContain('channel.connected')
    expect(audit.text).not.toContain(simulator.accessToken)
    const token = await createTokens(database, VAULT)(us.tenant, body.id)
    expect(token?.reveal()).toBe(`${simulator.accessToken}-${number.waba}`)
  })

  test('is refused in words for a wrong token, account or number, and stores nothing', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const other = freshNumber(simulator)
    const good = simulator.accessToken
    const refused: [object, string][] = [
      [wishOf(number, 'not-a-token-at-all'), 'channels.token_invalid'],
      [wishOf(number, `${good}-${other.waba}`), 'channels.token_not_for_account'],
      [wishOf({ ...number, id: other.id }, `${good}-${number.waba}`), 'channels.number_not_in_account'],
      [{ ...wishOf(number, good), wabaId: 'waba' }, 'invalid_request'],
    ]
    for (const [wish, code] of refused) {
      const { body, text } = await us.ask('POST', V1, wish)
      expect(body.code, text).toBe(code)
      expect(text).not.toContain(good)
    }
    expect((await us.ask<ConnectedNumberList>('GET', V1)).body.items).toEqual([])
  })

  test('asks for the PIN of a number that is not registered, takes the right one only, and can be done again', async ({
    meta: { simulator },
    us,
  }) => {
    const number = freshNumber(simulator, { status: 'PENDING', pin: '246810' })
    const token = `${simulator.accessToken}-${number.waba}`
    expect((await us.ask('POST', V1, wishOf(number, token))).body.code).toBe('channels.pin_needed')
    const wrong = await us.ask('POST', V1, wishOf(number, token, { pin: '111111' }))
    expect(wrong.body.code).toBe('channels.pin_refused')
    const first = await us.ask<ConnectedNumber>('POST', V1, wishOf(number, token, { pin: '246810' }))
    const again = await us.ask<ConnectedNumber>('POST', V1, wishOf(number, token))
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
    expect((await us.ask<ConnectedNumberList>('GET', V1)).body.items).toHaveLength(1)
  })

  test('of a number in the WhatsApp Business app does not register it', async ({
    meta: { simulator },
    us,
  }) => {
    const number = freshNumber(simulator, { status: 'PENDING', pin: '246810', isOnBusinessApp: true })
    const { status, body } = await us.ask<ConnectedNumber>(
      'POST',
      V1,
      wishOf(number, `${simulator.accessToken}-${number.waba}`),
    )
    expect([status, body.isCoexistence]).toEqual([201, true])
  })

  test('of a number in the WhatsApp Business app brings what was said there, and who is in its address book, once', async ({
    meta: { simulator, sync },
    database,
    us,
  }) => {
    const number = freshNumber(simulator, { isOnBusinessApp: true })
    const { control } = simulator
    control.addCustomer({ id: `app-${number.id}`, name: 'Farida Khan' })
    control.act(`app-${number.id}`, number.id, { type: 'text', body: 'Is the shop open on Sunday?' })
    await control.drain()
    const { body } = await us.ask<ConnectedNumber>(
      'POST',
      V1,
      wishOf(number, `${simulator.accessToken}-${number.waba}`),
    )
    for (const nth of [1, 2]) {
      await sync({ tenant: us.tenant, channel: body.id })
      await control.drain()
      await workOff(database)
      expect(await inboundOf(database, us.tenant, body.id), `${nth}`).toEqual(['Is the shop open on Sunday?'])
    }
    const { rows } = await database.inTenant(us.tenant, async (client) =>
      client.query<object>(
        'select k.book_name, c.unread_count from contacts k join conversations c on c.contact_id = k.id',
      ),
    )
    expect(rows).toEqual([{ book_name: 'Farida Khan', unread_count: 0 }])
  })

  test('of another tenant’s number is refused without saying whose, also when both try at once', async ({
    meta: { simulator },
    us,
    them,
    number,
  }) => {
    const wish = wishOf(number, `${simulator.accessToken}-${number.waba}`)
    const both = await Promise.all([us.ask('POST', V1, wish), them.ask('POST', V1, wish)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const loser = both[0].status === 409 ? us : them
    const again = await loser.ask('POST', V1, wish)
    expect(again.body.code).toBe('channels.number_taken')
    for (const { tenant } of [us, them]) expect(again.text).not.toContain(tenant)
    expect((await loser.ask<ConnectedNumberList>('GET', V1)).body.items).toEqual([])
  })
})

describe('Meta’s sign-up', () => {
  test('leads from the dialog to a connected number, and works once', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const back = await choose(await begin(us), number.waba)
    expect(back.pathname).toBe('/settings/channels')
    const { status, body, text } = await us.ask<Signup>('POST', `${V1}/embedded-signup`, answerOf(back))
    expect(status, text).toBe(201)
    expect(body.numbers).toMatchObject([{ phoneNumberId: number.id, wabaId: number.waba, needsPin: false }])
    expect(text).not.toContain(simulator.accessToken)
    const wish = { signupId: body.id, phoneNumberId: number.id }
    const connected = await us.ask<ConnectedNumber>('POST', `${V1}/embedded-signup/connect`, wish)
    expect([connected.status, connected.body.phoneNumberId]).toEqual([201, number.id])
    const again = await us.ask('POST', `${V1}/embedded-signup`, answerOf(back))
    expect(again.body.code).toBe('channels.signup_state')
    const used = await us.ask('POST', `${V1}/embedded-signup/connect`, wish)
    expect(used.body.code).toBe('channels.signup_over')
  })

  test('is nobody else’s to finish or to use', async ({ us, them, number }) => {
    const back = await choose(await begin(us), number.waba)
    const stolen = await them.ask('POST', `${V1}/embedded-signup`, answerOf(back))
    expect(stolen.body.code).toBe('channels.signup_state')
    const { body } = await us.ask<Signup>('POST', `${V1}/embedded-signup`, answerOf(back))
    const used = await them.ask('POST', `${V1}/embedded-signup/connect`, {
      signupId: body.id,
      phoneNumberId: number.id,
    })
    expect(used.body.code).toBe('channels.signup_over')
  })

  test('with a code that is none is refused, and keeps nothing', async ({ us }) => {
    const state = (await begin(us)).searchParams.get('state')
    const { body } = await us.ask('POST', `${V1}/embedded-signup`, { code: 'made-up', state })
    expect(body.code).toBe('channels.signup_code')
  })

  test('says what to set where it is not set up, and there are no practice numbers', async ({ database }) => {
    const app = await openWebApp(database)
    const { ask } = await someone(database, app)
    const list = (await ask<ConnectedNumberList>('GET', V1)).body
    expect(list).toEqual({
      items: [],
      signup: { isAvailable: false, missing: ['META_APP_ID', 'META_CONFIG_ID'] },
      hasPractice: false,
    })
    expect((await ask('POST', `${V1}/embedded-signup/start`, {})).body.code).toBe(
      'channels.signup_not_set_up',
    )
    expect((await ask('POST', `${V1}/practice`)).body.code).toBe('channels.no_practice_number')
    await app.close()
  })
})

describe('a practice number', () => {
  test('is connected with one press, each to one tenant', async ({ meta: { simulator }, us, them }) => {
    freshNumber(simulator)
    freshNumber(simulator, { status: 'PENDING' })
    const [one, two] = [
      await us.ask<ConnectedNumber>('POST', `${V1}/practice`),
      await them.ask<ConnectedNumber>('POST', `${V1}/practice`),
    ]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.phoneNumberId).not.toBe(two.body.phoneNumberId)
  })
})

describe('a connected number', () => {
  test('gets a name, a greeting and a new token, which is checked first', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const token = `${simulator.accessToken}-${number.waba}`
    const id = await connectOne(us, number, simulator.accessToken)
    const changed = await us.ask<ConnectedNumber>('PATCH', `${V1}/${id}`, {
      name: ' Shop ',
      greeting: 'Namaste',
    })
    expect([changed.body.name, changed.body.greeting]).toEqual(['Shop', 'Namaste'])
    const refused = await us.ask('PATCH', `${V1}/${id}`, { accessToken: 'something-else' })
    expect(refused.body.code).toBe('channels.token_invalid')
    const renewed = await us.ask<ConnectedNumber>('PATCH', `${V1}/${id}`, {
      accessToken: token,
      greeting: null,
    })
    expect([renewed.status, renewed.body.name, renewed.body.greeting]).toEqual([200, 'Shop', null])
    const one = await us.ask<ConnectedNumber>('GET', `${V1}/${id}`)
    expect(one.text).not.toContain(token)
  })

  test('is given up: Meta sends nothing more, the token is gone, the history stays, and it can be taken up again', async ({
    database,
    meta: { simulator },
    us,
    them,
    number,
  }) => {
    const { control } = simulator
    const id = await connectOne(us, number, `${simulator.accessToken}-${number.waba}`)
    control.addCustomer({ id: `c-${number.id}`, name: 'Asha' })
    control.act(`c-${number.id}`, number.id, { type: 'text', body: 'before' })
    await control.drain()
    await workOff(database)
    const done = await us.ask<{ isUnsubscribed: boolean }>('POST', `${V1}/${id}/disconnect`)
    expect(done.body).toEqual({ isUnsubscribed: true })
    const after_ = await us.ask<ConnectedNumber>('GET', `${V1}/${id}`)
    expect([after_.body.status, after_.body.disconnectedAt !== null]).toEqual(['disconnected', true])
    expect(await createTokens(database, VAULT)(us.tenant, id)).toBeNull()
    control.act(`c-${number.id}`, number.id, { type: 'text', body: 'nobody hears this' })
    await control.drain()
    await workOff(database)
    expect(await inboundOf(database, us.tenant, id)).toEqual(['before'])
    const again = await connectOne(us, number, simulator.accessToken)
    expect(again).toBe(id)
    await us.ask('POST', `${V1}/${id}/disconnect`)
    expect(await connectOne(them, number, simulator.accessToken)).not.toBe(id)
  })

  test('keeps its account attached while another number of it is connected', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const { phoneNumberId } = simulator.control.addNumber({ verifiedName: 'Second', wabaId: number.waba })
    const first = await connectOne(us, number, simulator.accessToken)
    await connectOne(us, { id: phoneNumberId, waba: number.waba }, simulator.accessToken)
    const done = await us.ask<{ isUnsubscribed: boolean }>('POST', `${V1}/${first}/disconnect`)
    expect(done.body).toEqual({ isUnsubscribed: false })
  })
})

describe('the connection doctor', () => {
  test('finds nothing wrong with a number that works', async ({
    database,
    meta: { simulator },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    simulator.control.addCustomer({ id: `d-${number.id}`, name: 'Ravi' })
    simulator.control.act(`d-${number.id}`, number.id, { type: 'text', body: 'hello' })
    await simulator.control.drain()
    await workOff(database)
    const health = await healthOf(us, id)
    expect(codesOf(health)).toEqual([
      ...['token_ok', 'permissions_ok', 'number_ok', 'registration_ok', 'quality_high', 'display_name_ok'],
      ...['subscription_ok', 'sending_ok', 'webhook_address_ok', 'webhook_probe_ok', 'last_webhook_ok'],
      'signature_ok',
    ])
    expect(health.state).toBe('ok')
  })

  test('sees whether anything arrives: not while Meta’s webhooks are held back, and again when they come', async ({
    database,
    meta: { simulator },
    us,
    number,
  }) => {
    const { control } = simulator
    const id = await connectOne(us, number, simulator.accessToken)
    control.faults({ mute: true })
    control.addCustomer({ id: `m-${number.id}`, name: 'Meena' })
    control.act(`m-${number.id}`, number.id, { type: 'text', body: 'hello?' })
    await workOff(database)
    expect((await healthOf(us, id)).of('last_webhook').code).toBe('last_webhook_none')
    control.faults({ mute: false })
    await control.drain()
    await workOff(database)
    expect((await healthOf(us, id)).of('last_webhook').code).toBe('last_webhook_ok')
  })

  test('finds that our app was taken off the account, and puts it back', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    await fetch(`${simulator.url}/v25.0/${number.waba}/subscribed_apps`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${simulator.accessToken}` },
    })
    const sick = await healthOf(us, id)
    expect([sick.state, sick.of('subscription').code]).toEqual(['fail', 'subscription_missing'])
    expect((await us.ask('POST', `${V1}/${id}/subscribe`)).status).toBe(204)
    expect((await healthOf(us, id)).of('subscription').code).toBe('subscription_ok')
  })

  test('finds an expired token, and still tells what does not need one', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    simulator.control.faults({ tokenExpired: true })
    const sick = await healthOf(us, id)
    simulator.control.faults({ tokenExpired: false })
    expect([sick.of('token').code, sick.of('token').side]).toEqual(['token_invalid', 'business'])
    expect(sick.of('number')).toMatchObject({ state: 'unknown', code: 'number_no_token' })
    expect(sick.of('webhook_probe').state).toBe('ok')
  })

  test('finds what Meta has against the number, each thing by itself', async ({
    meta: { simulator },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    simulator.control.updateNumber(number.id, { status: 'BANNED', qualityRating: 'RED' })
    const sick = await healthOf(us, id)
    expect([sick.of('number').code, sick.of('quality').code, sick.of('sending').code]).toEqual([
      'number_blocked',
      'quality_low',
      'sending_blocked',
    ])
    expect(sick.of('token').state).toBe('ok')
    for (const { state, nextStep, side } of sick.checks)
      if (state === 'fail') expect([nextStep, side]).not.toContain(null)
  })

  test('knows nothing of what it could not ask, and says so', async ({
    database,
    meta: { simulator },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    const app = await openWebApp(database)
    const { ask } = await keyFor(database, app, us.tenant)
    const { body } = await ask<Health>('GET', `${V1}/${id}/health`)
    const states = Object.fromEntries(body.checks.map((check) => [check.key, check.code]))
    expect(states).toMatchObject({
      token: 'token_unreachable',
      number: 'number_unreachable',
      subscription: 'subscription_unreachable',
      webhook_probe: 'webhook_probe_no_url',
      last_webhook: 'last_webhook_none',
    })
    await app.close()
  })

  test('tells of calls with a wrong signature', async ({
    database,
    meta: { simulator, gateway, counters },
    us,
    number,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    const { write, close } = countUnsigned(database.pool, counters, systemClock)
    const { status } = await fetch(`${gateway}/webhooks/meta`, { method: 'POST', body: '{}' })
    expect(status).toBe(401)
    await write()
    await close()
    const { code, facts } = (await healthOf(us, id)).of('signature')
    expect([code, facts]).toEqual(['signature_wrong', { count: 1 }])
    await database.pool.query('delete from unsigned_posts')
  })

  test('finds a token that was sealed with a key that is gone', async ({
    meta: { simulator },
    us,
    number,
    adminUrl,
  }) => {
    const id = await connectOne(us, number, simulator.accessToken)
    await asAdmin(adminUrl, async (client) =>
      client.query(
        'update channels set access_token_sealed = set_byte(access_token_sealed, 1, 9) where id = $1',
        [id],
      ),
    )
    expect((await healthOf(us, id)).of('token').code).toBe('token_unreadable')
  })
})

/** Another key of the same tenant, for another program on the same database. */
async function keyFor(database: Database, app: WebApp, tenant: TenantId): Promise<Pick<Someone, 'ask'>> {
  const owner = {
    actor: { kind: 'user', id: '1', name: 'Owner' },
    permissions: permissionsOf('owner'),
  } as const
  const wish = {
    name: 'Other',
    permissions: ['channels:read'] as const,
    ratePerMinute: 6000,
    expiresAt: null,
  }
  const made = await database.inTenant(tenant, async (client) =>
    createKey(client, tenant, owner, wish, systemClock()),
  )
  if (!made.ok) throw new Error(made.because)
  const { secret } = made.key
  return { ask: async (method, path, body) => app.ask(secret, method, path, body) }
}

test('two transactions that connect one number for two tenants leave it with one', async ({
  database,
  number,
}) => {
  const tenants = [tenantId(newId()), tenantId(newId())]
  const channel = {
    phoneNumberId: number.id,
    wabaId: number.waba,
    displayPhoneNumber: '919000000000',
    verifiedName: null,
    accessToken: new Secret('token'),
    greeting: null,
  }
  const tried = await Promise.allSettled(
    tenants.map(async (tenant) =>
      database.inTenant(tenant, async (client) => {
        await createTenant(client, tenant, 'Shop')
        return connectChannel(client, tenant, channel, VAULT)
      }),
    ),
  )
  expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const lost = tried.find((one) => one.status === 'rejected')
  expect(lost?.reason).toMatchObject({ code: 'channels.number_taken', kind: 'conflict' })
})
