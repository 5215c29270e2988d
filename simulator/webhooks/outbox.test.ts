import { describe, expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '#simulator/start.ts'
import { APP, NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import { signatureOf } from '#simulator/webhooks/wire.ts'
import type { Json } from '#simulator/world/world.ts'

const HOUR = 3_600_000

const bodies = (messages: readonly Json[]): string[] =>
  messages.map((one) => (one['text'] as { body: string }).body)

function write(desk: Desk, customer: string, count: number): string[] {
  const known = desk.control.state().customers.some(({ id }) => id === customer)
  if (!known) desk.control.addCustomer({ id: customer, name: customer })
  return Array.from({ length: count }, (_, index) => {
    const body = `${customer} ${index}`
    desk.control.act(customer, NUMBER, { type: 'text', body })
    return body
  })
}

describe('delivery', () => {
  it('signs exactly the bytes that arrive', async () => {
    const desk = await openDesk()
    desk.control.addCustomer({ id: 'a', name: 'आशा 🙏' })
    desk.control.act('a', NUMBER, { type: 'text', body: 'https://x.example/ & नमस्ते' })
    await desk.control.drain()
    const [told] = desk.received
    expect(told?.body).toContain(String.raw`https:\/\/x.example\/`)
    expect(told?.body).toContain(String.raw`\u0928`)
    expect(told?.signature).toBe(signatureOf(APP.appSecret, Buffer.from(told?.body ?? '', 'latin1')))
  })

  it('tells one chat in order, and one update per POST, if no fault is on', async () => {
    const desk = await openDesk()
    const said = write(desk, 'a', 20)
    await desk.control.drain()
    expect(bodies(desk.messages())).toEqual(said)
    expect(desk.received).toHaveLength(20)
  })

  it('tries again at once, then after 1 s, 2 s, 4 s …, and holds the chat back meanwhile', async () => {
    const desk = await openDesk()
    let failures = 5
    desk.answer = () => (failures-- > 0 ? 500 : 200)
    const start = desk.control.now()
    write(desk, 'a', 2)
    await desk.control.drain()
    expect(desk.received.map(({ at }) => at - start)).toEqual([0, 0, 1000, 3000, 7000, 15_000, 15_000])
    expect(bodies(desk.messages()).at(-1)).toBe('a 1')
    expect(new Set(desk.received.slice(0, 6).map(({ body }) => body)).size).toBe(1)
  })

  it('lets a chat go on after a minute of failures, and keeps trying the lost one for seven days', async () => {
    const desk = await openDesk()
    desk.answer = ({ body }) => (body.includes('a 0') ? 500 : 200)
    write(desk, 'a', 2)
    await desk.control.advance(30_000)
    expect(bodies(desk.messages())).not.toContain('a 1')
    await desk.control.advance(3 * 60_000)
    expect(bodies(desk.messages())).toContain('a 1')
    await desk.control.advance(7 * 24 * HOUR - 15 * 60_000)
    desk.answer = () => 200
    await desk.control.advance(11 * 60_000)
    expect(desk.control.state().webhooks.waiting).toBe(0)
    expect(bodies(desk.messages()).at(-1)).toBe('a 0')
  })

  it('gives up after seven days', async () => {
    const desk = await openDesk()
    desk.answer = () => 503
    write(desk, 'a', 1)
    await desk.control.advance(7 * 24 * HOUR + 20 * 60_000)
    expect(desk.control.state().webhooks.waiting).toBe(0)
    const count = desk.received.length
    await desk.control.advance(HOUR)
    expect(desk.received).toHaveLength(count)
  })

  it('shows the second tick once the app has answered 200', async () => {
    const desk = await openDesk()
    desk.answer = () => 500
    write(desk, 'a', 1)
    await desk.control.advance(0)
    expect(desk.control.messages('a', NUMBER)[0]?.ticks).toBe('sent')
    desk.answer = () => 200
    await desk.control.drain()
    expect(desk.control.messages('a', NUMBER)[0]?.ticks).toBe('delivered')
  })
})

describe('a load', () => {
  it('makes updates of many chats gather, up to a thousand in one POST, each chat in order', async () => {
    const desk = await openDesk({ clock: 'real', faults: { deliverAfterMs: 0 } })
    const said: Record<string, string[]> = {}
    for (let nth = 0; nth < 200; nth++) said[`c${nth}`] = write(desk, `c${nth}`, 3)
    await desk.control.drain()
    const told = bodies(desk.messages())
    expect(told).toHaveLength(600)
    for (const [id, words] of Object.entries(said))
      expect(told.filter((body) => body.startsWith(`${id} `))).toEqual(words)
    expect(desk.received.length).toBeLessThan(60)
  })
})

describe('faults', () => {
  it('delivers again what is duplicated, byte for byte, later', async () => {
    const desk = await openDesk({ faults: { duplicate: 1 } })
    const said = write(desk, 'a', 5)
    await desk.control.drain()
    expect(desk.received).toHaveLength(10)
    expect(new Set(desk.received.map(({ body }) => body)).size).toBe(5)
    expect(bodies(desk.messages()).toSorted()).toEqual([...said, ...said].toSorted())
  })

  it('lets some updates be overtaken, and loses none', async () => {
    const desk = await openDesk({ faults: { reorder: 0.3 } })
    const said = write(desk, 'a', 40)
    await desk.control.drain()
    const told = bodies(desk.messages())
    expect(told).not.toEqual(said)
    expect(told.toSorted()).toEqual(said.toSorted())
  })

  it('folds up to so many updates into one POST, mixing numbers, each chat still in order', async () => {
    const desk = await openDesk({ faults: { batch: 1000 } })
    const other = desk.control.addNumber({
      verifiedName: 'Saree House',
      wabaId: '200000000000002',
    }).phoneNumberId
    const said: Record<string, string[]> = { a: [], b: [] }
    for (const id of ['a', 'b']) desk.control.addCustomer({ id, name: id })
    for (let index = 0; index < 700; index++) {
      for (const [id, number] of [
        ['a', NUMBER],
        ['b', other],
      ] as const) {
        desk.control.act(id, number, { type: 'text', body: `${id} ${index}` })
        said[id]?.push(`${id} ${index}`)
      }
    }
    await desk.control.drain()
    expect(desk.received).toHaveLength(2)
    const perPost = desk.received.map(({ body }) => (body.match(/"wamid\./g) ?? []).length)
    expect(perPost.toSorted((a, b) => a - b)).toEqual([400, 1000])
    const told = bodies(desk.messages())
    for (const id of ['a', 'b']) expect(told.filter((body) => body.startsWith(id))).toEqual(said[id])
    const entries = desk.received.flatMap(({ body }) =>
      (JSON.parse(body) as { entry: { id: string }[] }).entry.map(({ id }) => id),
    )
    expect(new Set(entries)).toEqual(new Set([WABA, '200000000000002']))
  })

  it('holds everything back while it is mute, and lets it out afterwards', async () => {
    const desk = await openDesk({ faults: { mute: true } })
    const said = write(desk, 'a', 3)
    await desk.control.advance(HOUR)
    expect(desk.received).toEqual([])
    expect(desk.control.state().webhooks.waiting).toBe(3)
    desk.control.faults({ mute: false })
    await desk.control.drain()
    expect(bodies(desk.messages())).toEqual(said)
  })

  it('can be narrowed to one number', async () => {
    const desk = await openDesk()
    const other = desk.control.addNumber({ verifiedName: 'Saree House' }).phoneNumberId
    desk.control.faults({ mute: true }, other)
    desk.control.addCustomer({ id: 'a', name: 'a' })
    desk.control.act('a', other, { type: 'text', body: 'to the mute one' })
    desk.control.act('a', NUMBER, { type: 'text', body: 'to the other' })
    await desk.control.drain()
    expect(bodies(desk.messages())).toEqual(['to the other'])
  })

  it('waits so long before it tells', async () => {
    const desk = await openDesk({ faults: { delayMs: 5000 } })
    const start = desk.control.now()
    write(desk, 'a', 2)
    await desk.control.drain()
    expect(desk.received.map(({ at }) => at - start)).toEqual([5000, 5000])
  })
})

describe('where updates go', () => {
  it('prefers the number’s own callback to the account’s, and that to the app’s', async () => {
    const desk = await openDesk()
    const at = (place: string): string => desk.callbackUrl.replace('/hook', place)
    write(desk, 'a', 1)
    await desk.control.drain()
    const override = (place: string): Json => ({
      override_callback_uri: at(place),
      verify_token: APP.verifyToken,
    })
    expect((await desk.graph('POST', `/${WABA}/subscribed_apps`, override('/waba'))).status).toBe(200)
    write(desk, 'a', 1)
    await desk.control.drain()
    const answer = await desk.graph('POST', `/${NUMBER}`, { webhook_configuration: override('/number') })
    expect(answer.body).toEqual({ success: true })
    write(desk, 'a', 1)
    await desk.control.drain()
    expect(desk.received.map(({ path }) => path)).toEqual(['/hook', '/waba', '/number'])
    const { body } = await desk.graph('GET', `/${NUMBER}?fields=webhook_configuration`)
    expect(body['webhook_configuration']).toEqual({
      phone_number: at('/number'),
      whatsapp_business_account: at('/waba'),
      application: desk.callbackUrl,
    })
  })

  it('refuses a callback that does not pass the verification', async () => {
    const desk = await openDesk()
    const wrong = { override_callback_uri: desk.callbackUrl, verify_token: 'wrong' }
    expect((await desk.graph('POST', `/${WABA}/subscribed_apps`, wrong)).status).toBe(400)
    await expect(
      desk.control.connectApp({ callbackUrl: desk.callbackUrl, verifyToken: 'wrong', appSecret: 's' }),
    ).rejects.toThrow('verification')
  })

  it('keeps what happens before the first app connects, and tells it then', async () => {
    const desk = await openDesk()
    const early = await startSimulator({ port: 0, clock: 'virtual' })
    onTestFinished(() => early.close())
    early.control.addNumber({ phoneNumberId: NUMBER, verifiedName: 'Kurta House' })
    early.control.addCustomer({ id: 'a', name: 'a' })
    early.control.act('a', NUMBER, { type: 'text', body: 'anyone there?' })
    await early.control.advance(HOUR)
    await early.control.connectApp({ callbackUrl: desk.callbackUrl, ...APP })
    await early.control.drain()
    expect(bodies(desk.messages())).toEqual(['anyone there?'])
  })

  it('tells nothing of an account that the app has left', async () => {
    const desk = await openDesk()
    await desk.graph('DELETE', `/${WABA}/subscribed_apps`)
    write(desk, 'a', 1)
    await desk.control.drain()
    expect(desk.received).toEqual([])
    expect((await desk.graph('GET', `/${WABA}/subscribed_apps`)).body).toEqual({ data: [] })
  })
})
