/** Numbers are connected, changed and given up, against the simulator and over HTTP. */
import { describe, expect } from 'vitest'
import { connectChannel } from '#channels/connect-channel.ts'
import { createTokens } from '#channels/read-channels.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import {
  connectOne,
  freshNumber,
  someone,
  test,
  V1,
  VAULT,
  wishOf,
  workOff,
  type Someone,
} from '#test/connection.ts'
import { openWebApp } from '#test/web-app.ts'
import type { ConnectedNumber, ConnectedNumberList, Signup } from './shapes.ts'

const inboundOf = async (database: Database, tenant: TenantId, channel: string): Promise<string[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `select text from messages where channel_id = $1 and direction = 'in' order by at, id`,
      [channel],
    )
    return rows.map(({ text }) => text)
  })

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
