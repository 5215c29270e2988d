import { describe, expect, it, vi } from 'vitest'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const ASHA = '+919876543210'

async function deskWithAsha(options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options)
  desk.control.addCustomer({ id: 'asha', phone: ASHA, name: 'Asha' })
  desk.control.act('asha', NUMBER, { type: 'text', body: 'hello' })
  return desk
}

const text = (body = 'hi'): Json => ({ to: ASHA, type: 'text', text: { body } })

describe('an accepted message', () => {
  it('is answered as Meta answers, is on the phone at once, and is told of as sent, delivered and read', async () => {
    const desk = await deskWithAsha()
    const answer = await desk.send({ ...text('नमस्ते'), biz_opaque_callback_data: 'send-1' })
    expect(answer.body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: ASHA, wa_id: '919876543210' }],
      messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]+$/) as string }],
    })
    expect(desk.control.sent()).toMatchObject([
      { wamid: answer.id, callback: 'send-1', body: 'नमस्ते', customer: 'asha' },
    ])
    expect(desk.control.messages('asha', NUMBER).at(-1)).toMatchObject({
      by: 'business',
      content: { text: { body: 'नमस्ते' } },
    })
    await desk.control.drain()
    expect(desk.statuses().map((one) => one['status'])).toEqual(['sent', 'delivered'])
    desk.control.openChat('asha', NUMBER)
    await desk.control.drain()
    expect(desk.statuses().map((one) => one['status'])).toEqual(['sent', 'delivered', 'read'])
    for (const status of desk.statuses()) {
      expect(status).toMatchObject({
        id: answer.id,
        recipient_id: '919876543210',
        biz_opaque_callback_data: 'send-1',
      })
      expect(status['recipient_user_id']).toMatch(/^IN\./)
    }
  })

  it('has its price on `sent` and on the first of delivered and read', async () => {
    const desk = await deskWithAsha()
    await desk.send(text())
    desk.control.openChat('asha', NUMBER)
    await desk.control.drain()
    const prices = desk
      .statuses()
      .map((one) => [one['status'], (one['pricing'] as Json | undefined)?.['category']])
    expect(prices).toEqual([
      ['sent', 'service'],
      ['delivered', 'service'],
      ['read', undefined],
    ])
  })

  it('is free for 72 hours after an advertisement', async () => {
    const desk = await deskWithAsha()
    desk.control.act('asha', NUMBER, {
      type: 'text',
      body: 'from the ad',
      referral: { source_type: 'ad', source_id: '1' },
    })
    await desk.send(text())
    await desk.control.drain()
    expect(desk.statuses()[0]).toMatchObject({
      pricing: { billable: false, type: 'free_entry_point', category: 'referral_conversion' },
      conversation: { origin: { type: 'referral_conversion' } },
    })
  })

  it('is read by itself after a while, if the fault says so', async () => {
    const desk = await deskWithAsha({ faults: { deliverAfterMs: 100, readAfterMs: 1000 } })
    await desk.send(text())
    await desk.control.advance(1099)
    expect(desk.statuses().at(-1)?.['status']).toBe('delivered')
    await desk.control.advance(1)
    expect(desk.statuses().at(-1)?.['status']).toBe('read')
  })

  it('goes to a person without a phone number by their id, and no webhook names the phone', async () => {
    const desk = await openDesk()
    const noor = desk.control.addCustomer({
      id: 'noor',
      name: 'Noor',
      username: '@noor.wears',
      phone: '919876500000',
      hidesPhone: true,
    })
    desk.control.act('noor', NUMBER, { type: 'text', body: 'hi' })
    const answer = await desk.send({ recipient: noor.bsuid, text: { body: 'hello' } })
    expect(answer.body['contacts']).toEqual([{ input: noor.bsuid, user_id: noor.bsuid }])
    desk.control.openChat('noor', NUMBER)
    await desk.control.drain()
    expect(desk.messages()[0]).toMatchObject({ from_user_id: noor.bsuid })
    expect(desk.received.some(({ body }) => body.includes('919876500000"'))).toBe(false)
    const told = desk.changes().map(({ value }) => (value['contacts'] as Json[])[0])
    expect(told).toMatchObject([
      { profile: { name: 'Noor', username: 'noor.wears' }, user_id: noor.bsuid },
      { profile: { name: 'Noor' } },
      { profile: { username: 'noor.wears' } },
      { profile: { username: 'noor.wears' } },
    ])
  })
})

describe('the window', () => {
  it('closes at 24 h exactly: a 200, then `failed` with 131047, and nothing on the phone', async () => {
    const desk = await deskWithAsha()
    await desk.control.advance(24 * 3_600_000 - 1)
    const inside = await desk.send(text())
    await desk.control.advance(1)
    const outside = await desk.send(text())
    expect([inside.status, outside.status]).toEqual([200, 200])
    await desk.control.drain()
    expect(desk.statuses().filter((one) => one['status'] === 'failed')).toMatchObject([
      { id: outside.id, errors: [{ code: 131047 }] },
    ])
    expect(desk.control.sent().map(({ wamid }) => wamid)).toEqual([inside.id])
  })

  it('can answer at once instead', async () => {
    const desk = await openDesk({ rules: { window: 'sync' } })
    expect(await desk.send(text())).toMatchObject({ status: 400, code: 131047 })
  })

  it('opens with a reaction or a tap, too', async () => {
    const desk = await deskWithAsha()
    const { id } = await desk.send(text())
    await desk.control.advance(25 * 3_600_000)
    desk.control.act('asha', NUMBER, { type: 'reaction', messageId: id, emoji: '👍' })
    await desk.send(text('again'))
    expect(desk.control.sent().map(({ body }) => body)).toEqual(['hi', 'again'])
  })
})

describe('limits', () => {
  it('takes a burst of 45 to one person, then one per six seconds', async () => {
    const desk = await deskWithAsha()
    const codes: (number | undefined)[] = []
    for (let index = 0; index < 46; index++) codes.push((await desk.send(text())).code)
    expect(codes.slice(0, 45).every((code) => code === undefined)).toBe(true)
    expect(codes[45]).toBe(131056)
    await desk.control.advance(5999)
    expect((await desk.send(text())).code).toBe(131056)
    await desk.control.advance(1)
    expect((await desk.send(text())).code).toBeUndefined()
    expect((await desk.send(text())).code).toBe(131056)
    expect((await desk.send({ ...text(), to: '+919876543211' })).status).toBe(200)
  })

  it('takes 80 messages in a second from one number, and not one more', async () => {
    const desk = await openDesk({ rules: { window: 'off' } })
    const send = (index: number) => desk.send({ ...text(), to: `+9198700${10_000 + index}` })
    const answers = await Promise.all(Array.from({ length: 85 }, (_, index) => send(index)))
    expect(answers.filter(({ code }) => code === 130429)).toHaveLength(5)
    expect(answers.find(({ code }) => code === 130429)?.body['error']).toMatchObject({
      error_subcode: 2494055,
    })
    await desk.control.advance(1000)
    expect((await send(99)).status).toBe(200)
  })
})

describe('refusals', () => {
  const refused: [string, Json, number][] = [
    ['no recipient', { to: undefined, text: { body: 'hi' } }, 100],
    ['an unknown type', { type: 'carrier-pigeon' }, 100],
    ['a misspelt parameter', { ...text(), biz_opaque_callback: 'x' }, 100],
    ['a text without a body', { text: {} }, 131008],
    ['a text that is too long', text('x'.repeat(4097)), 100],
    ['a misspelt key inside', { text: { body: 'hi', preview: true } }, 100],
    ['a callback that is too long', { ...text(), biz_opaque_callback_data: 'x'.repeat(513) }, 100],
    ['a recipient that is no number', { ...text(), to: 'PHONE_NUMBER' }, 131009],
    ['itself as the recipient', { ...text(), to: '+919000000001' }, 131021],
    ['a group', { ...text(), recipient_type: 'group' }, 131041],
    ['media that was never uploaded', { type: 'image', image: { id: '1' } }, 100],
    ['media by id and by link', { type: 'image', image: { id: '1', link: 'https://x.example/a.png' } }, 100],
    [
      'a caption that is too long',
      { type: 'image', image: { link: 'https://x.example/a.png', caption: 'x'.repeat(1025) } },
      100,
    ],
    ['a reaction to nothing', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }, 131009],
    ['a place that is not on Earth', { type: 'location', location: { latitude: 91, longitude: 0 } }, 100],
    ['a contact without a name', { type: 'contacts', contacts: [{ phones: [] }] }, 131008],
  ]
  it.each(refused)('refuses %s', async (_name, body, code) => {
    const desk = await deskWithAsha()
    expect(await desk.send({ to: ASHA, ...body })).toMatchObject({ code })
    expect(desk.control.sent()).toEqual([])
  })

  it('asks for the messaging product before anything else', async () => {
    const desk = await openDesk()
    const { status, body } = await desk.graph('POST', `/${NUMBER}/messages`, { to: ASHA })
    expect(status).toBe(400)
    expect(body).toMatchObject({
      error: { code: 100, message: '(#100) The parameter messaging_product is required.' },
    })
  })

  it('counts characters as people do: 4,096 emoji fit', async () => {
    const desk = await deskWithAsha()
    expect((await desk.send(text('🙏'.repeat(4096)))).status).toBe(200)
    expect((await desk.send(text('🙏'.repeat(4097)))).code).toBe(100)
  })

  it('refuses a person whom the business has blocked', async () => {
    const desk = await deskWithAsha()
    await desk.graph('POST', `/${NUMBER}/block_users`, {
      messaging_product: 'whatsapp',
      block_users: [{ user: ASHA }],
    })
    expect((await desk.send(text())).code).toBe(130403)
    await desk.graph('DELETE', `/${NUMBER}/block_users`, {
      messaging_product: 'whatsapp',
      block_users: [{ user: ASHA }],
    })
    expect((await desk.send(text())).status).toBe(200)
  })
})

describe('faults on sends', () => {
  it('takes a message whose reply is cut off: it is on the phone and will be told of', async () => {
    const desk = await deskWithAsha({ faults: { dropReply: 1 } })
    await expect(desk.send({ ...text('ambiguous'), biz_opaque_callback_data: 'lost' })).rejects.toThrow(
      'fetch failed',
    )
    expect(desk.control.sent()).toMatchObject([{ body: 'ambiguous', callback: 'lost' }])
    await desk.control.drain()
    expect(desk.statuses()[0]).toMatchObject({ status: 'sent', biz_opaque_callback_data: 'lost' })
  })

  it('answers 500 before anything has happened', async () => {
    const desk = await deskWithAsha({ faults: { serverError: 1 } })
    expect(await desk.send(text())).toMatchObject({ status: 500, code: 131000 })
    expect(desk.control.sent()).toEqual([])
  })

  it('makes a call wait', async () => {
    const desk = await deskWithAsha({ faults: { slowMs: 30_000 } })
    await desk.control.drain()
    const call = desk.send(text())
    const arrived = (): boolean => desk.control.pendingAt() !== null
    await vi.waitUntil(arrived)
    await desk.control.advance(29_999)
    expect(desk.control.sent()).toEqual([])
    await desk.control.advance(1)
    expect((await call).status).toBe(200)
  })

  it('answers 190 to every call while the token is expired', async () => {
    const desk = await deskWithAsha({ faults: { tokenExpired: true } })
    for (const [method, path] of [
      ['POST', `/${NUMBER}/messages`],
      ['GET', `/${NUMBER}`],
      ['GET', `/${WABA}/message_templates`],
    ] as const) {
      const { status, body } = await desk.graph(method, path, method === 'POST' ? text() : undefined)
      expect(status).toBe(401)
      expect(body).toMatchObject({ error: { code: 190, error_subcode: 463, type: 'OAuthException' } })
    }
  })
})

describe('marking as read', () => {
  it('turns the ticks of this message and those before it blue, and shows typing', async () => {
    const desk = await deskWithAsha()
    const second = desk.control.act('asha', NUMBER, { type: 'text', body: 'two' })
    desk.control.act('asha', NUMBER, { type: 'text', body: 'three' })
    await desk.control.drain()
    const events: string[] = []
    desk.control.onEvent(({ type }) => events.push(type))
    const answer = await desk.send({
      status: 'read',
      message_id: second?.wamid,
      typing_indicator: { type: 'text' },
    })
    expect(answer.body).toEqual({ success: true })
    expect(desk.control.messages('asha', NUMBER).map(({ ticks }) => ticks)).toEqual([
      'read',
      'read',
      'delivered',
    ])
    expect(events).toContain('typing')
    expect((await desk.send({ status: 'read', message_id: 'wamid.unknown' })).code).toBe(131009)
  })
})
