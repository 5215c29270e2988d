import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

describe('tokens', () => {
  it('are asked for everywhere: 104 without one, 190 with a wrong one', async () => {
    const desk = await openDesk()
    const paths = [
      `/${NUMBER}`,
      `/${WABA}`,
      `/${WABA}/message_templates`,
      `/${WABA}/phone_numbers`,
      '/debug_token?input_token=x',
      '/12345',
    ]
    for (const path of paths) {
      const bare = await fetch(`${desk.simulator.url}/v23.0${path}`)
      expect([path, bare.status]).toEqual([path, 401])
      expect(await bare.json()).toMatchObject({ error: { code: 104 } })
      const wrong = await desk.graph('GET', path, undefined, 'wrong')
      expect([path, wrong.status]).toEqual([path, 401])
      expect(wrong.body).toEqual({
        error: {
          message: expect.stringContaining('Invalid OAuth access token'),
          type: 'OAuthException',
          code: 190,
          fbtrace_id: expect.any(String),
        },
      })
    }
  })

  it('of one number do not open another: it looks as if it did not exist', async () => {
    const desk = await openDesk()
    const other = desk.control.addNumber({
      verifiedName: 'Saree House',
      wabaId: '200000000000002',
      accessToken: 'its-own',
    }).phoneNumberId
    expect((await desk.graph('GET', `/${other}`, undefined, 'its-own')).status).toBe(200)
    for (const path of [`/${NUMBER}`, `/${WABA}`, '/999']) {
      const { status, body } = await desk.graph('GET', path, undefined, 'its-own')
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { code: 100, error_subcode: 33, type: 'GraphMethodException' } })
    }
  })

  it('are described, with the accounts they open', async () => {
    const desk = await openDesk()
    const { body } = await desk.graph('GET', `/debug_token?input_token=${desk.simulator.accessToken}`)
    expect(body['data']).toMatchObject({
      is_valid: true,
      granular_scopes: [
        { scope: 'whatsapp_business_management', target_ids: [WABA] },
        { scope: 'whatsapp_business_messaging' },
      ],
    })
    expect((await desk.graph('GET', '/debug_token?input_token=nonsense')).body['data']).toMatchObject({
      is_valid: false,
    })
  })
})

describe('versions', () => {
  it.each([
    ['v26.0', 'v26.0'],
    ['v23.0', 'v23.0'],
    ['v17.0', 'v23.0'],
    ['v99.0', 'v23.0'],
  ])('%s is answered by %s', async (asked, answered) => {
    const desk = await openDesk()
    const answer = await fetch(
      `${desk.simulator.url}/${asked}/${NUMBER}?access_token=${desk.simulator.accessToken}`,
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('facebook-api-version')).toBe(answered)
  })

  it('may be left out', async () => {
    const desk = await openDesk()
    const answer = await fetch(`${desk.simulator.url}/${NUMBER}?access_token=${desk.simulator.accessToken}`)
    expect(answer.headers.get('facebook-api-version')).toBe('v23.0')
  })
})

describe('a number', () => {
  it('shows the usual fields, those that were asked for, and refuses unknown ones', async () => {
    const desk = await openDesk()
    expect((await desk.graph('GET', `/${NUMBER}`)).body).toMatchObject({
      id: NUMBER,
      verified_name: 'Kurta House',
      display_phone_number: '+91 90000 00001',
      quality_rating: 'GREEN',
      throughput: { level: 'STANDARD' },
    })
    const fields =
      'status,whatsapp_business_manager_messaging_limit,health_status{can_send_message},quality_rating'
    expect((await desk.graph('GET', `/${NUMBER}?fields=${fields}`)).body).toMatchObject({
      status: 'CONNECTED',
      whatsapp_business_manager_messaging_limit: 'TIER_100K',
      health_status: {
        can_send_message: 'AVAILABLE',
        entities: [{ entity_type: 'PHONE_NUMBER' }, {}, {}, {}],
      },
    })
    expect((await desk.graph('GET', `/${NUMBER}?fields=shoe_size`)).body).toMatchObject({
      error: { code: 100 },
    })
  })

  it('sends nothing once it is deregistered, until it is registered again', async () => {
    const desk = await openDesk({ rules: { window: 'off' } })
    const send = () => desk.send({ to: '+919876543210', text: { body: 'hi' } })
    await desk.graph('POST', `/${NUMBER}/deregister`)
    expect((await send()).code).toBe(133010)
    expect(
      (await desk.graph('POST', `/${NUMBER}/register`, { messaging_product: 'whatsapp', pin: '12' })).status,
    ).toBe(400)
    await desk.graph('POST', `/${NUMBER}/register`, { messaging_product: 'whatsapp', pin: '123456' })
    expect((await send()).status).toBe(200)
  })

  it('tells of an upgrade and of its quality', async () => {
    const desk = await openDesk()
    desk.control.updateNumber(NUMBER, { messagesPerSecond: 1000 })
    desk.control.updateNumber(NUMBER, { qualityRating: 'RED' })
    await desk.control.drain()
    expect(desk.changes().map(({ field, value }) => [field, value['event']])).toEqual([
      ['phone_number_quality_update', 'THROUGHPUT_UPGRADE'],
      ['phone_number_quality_update', 'FLAGGED'],
    ])
    expect((await desk.graph('GET', `/${NUMBER}?fields=throughput`)).body).toMatchObject({
      throughput: { level: 'HIGH' },
    })
  })

  it('keeps its profile', async () => {
    const desk = await openDesk()
    await desk.graph('POST', `/${NUMBER}/whatsapp_business_profile`, {
      messaging_product: 'whatsapp',
      about: 'Kurtas since 1987',
    })
    expect((await desk.graph('GET', `/${NUMBER}/whatsapp_business_profile`)).body).toEqual({
      data: [{ messaging_product: 'whatsapp', about: 'Kurtas since 1987' }],
    })
  })
})

const upload = async (desk: Desk, bytes: string, type: string): Promise<{ status: number; body: Json }> => {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', type)
  form.set('file', new Blob([bytes], { type }), 'कुर्ता.png')
  const headers = { authorization: `Bearer ${desk.simulator.accessToken}` }
  const answer = await fetch(`${desk.simulator.url}/v23.0/${NUMBER}/media`, {
    method: 'POST',
    body: form,
    headers,
  })
  return { status: answer.status, body: (await answer.json()) as Json }
}

describe('media', () => {
  it('is taken, found with its checksum, downloaded with the token, and gone once it is deleted', async () => {
    const desk = await openDesk({ rules: { window: 'off' } })
    const id = String((await upload(desk, 'picture', 'image/png')).body['id'])
    const found = (await desk.graph('GET', `/${id}?phone_number_id=${NUMBER}`)).body
    expect(found).toMatchObject({
      id,
      mime_type: 'image/png',
      file_size: '7',
      sha256: createHash('sha256').update('picture').digest('hex'),
    })
    const url = String(found['url'])
    expect(new URL(url).origin).toBe(desk.simulator.url)
    const download = await fetch(url, { headers: { authorization: `Bearer ${desk.simulator.accessToken}` } })
    expect([download.headers.get('content-type'), await download.text()]).toEqual(['image/png', 'picture'])
    expect((await desk.send({ to: '+919876543210', type: 'image', image: { id } })).status).toBe(200)
    expect((await desk.graph('DELETE', `/${id}`)).body).toEqual({ success: true })
    expect((await desk.graph('GET', `/${id}`)).body).toMatchObject({
      error: { code: 100, error_subcode: 33 },
    })
    expect((await desk.send({ to: '+919876543210', type: 'image', image: { id } })).code).toBe(100)
  })

  it('lives for 30 days', async () => {
    const desk = await openDesk()
    const id = String((await upload(desk, 'picture', 'image/png')).body['id'])
    await desk.control.advance(30 * 24 * 3_600_000 - 1)
    expect((await desk.graph('GET', `/${id}`)).status).toBe(200)
    await desk.control.advance(1)
    expect((await desk.graph('GET', `/${id}`)).status).toBe(400)
  })

  it('is refused if it is too large or of a kind that Meta does not take', async () => {
    const desk = await openDesk()
    expect((await upload(desk, '<svg/>', 'image/svg+xml')).body).toMatchObject({ error: { code: 100 } })
    expect((await upload(desk, 'x'.repeat(5 * 1024 * 1024 + 1), 'image/png')).body).toMatchObject({
      error: { code: 100 },
    })
  })

  it('gives a handle for the sample of a template', async () => {
    const desk = await openDesk()
    const { body } = await desk.graph('POST', '/app/uploads?file_length=3&file_type=image/png')
    const answer = await fetch(`${desk.simulator.url}/v23.0/${String(body['id'])}`, {
      method: 'POST',
      body: 'abc',
      headers: {
        authorization: `OAuth ${desk.simulator.accessToken}`,
        file_offset: '0',
        'content-type': 'application/octet-stream',
      },
    })
    expect(await answer.json()).toEqual({ h: expect.stringMatching(/^4::/) })
  })
})

describe('what Graph does not understand', () => {
  it('is answered in Meta’s shape', async () => {
    const desk = await openDesk()
    const { status, body } = await desk.graph('GET', '/no/such/path')
    expect([status, body]).toMatchObject([400, { error: { code: 2500, fbtrace_id: expect.any(String) } }])
    const broken = await fetch(`${desk.simulator.url}/v23.0/${NUMBER}/messages`, {
      method: 'POST',
      body: '{',
      headers: { authorization: `Bearer ${desk.simulator.accessToken}`, 'content-type': 'application/json' },
    })
    expect([broken.status, await broken.json()]).toMatchObject([
      400,
      { error: { code: 100, type: 'OAuthException' } },
    ])
  })
})
