/** The connection doctor, against the simulator and over HTTP. */
import { describe, expect } from 'vitest'
import { systemClock } from '#platform/time.ts'
import { connectOne, test, V1, workOff, type Someone } from '#test/connection.ts'
import { asAdmin } from '#test/ingest.ts'
import { keyOf } from '#test/keys.ts'
import { openWebApp } from '#test/web-app.ts'
import { countUnsigned } from './count-unsigned.ts'
import type { Check, Health } from './shapes.ts'

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
    const { secret } = await keyOf(database, us.tenant, ['channels:read'])
    const { body } = await app.ask<Health>(secret, 'GET', `${V1}/${id}/health`)
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
