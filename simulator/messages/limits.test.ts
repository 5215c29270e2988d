import { describe, expect, it } from 'vitest'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const SALE = {
  name: 'sale',
  language: 'en',
  category: 'MARKETING',
  components: [{ type: 'BODY', text: 'The sale is on.' }],
}
const message = (nth: number, callback?: string): Json => ({
  to: `+9198765${String(nth).padStart(5, '0')}`,
  type: 'template',
  template: { name: 'sale', language: { code: 'en' } },
  ...(callback === undefined ? {} : { biz_opaque_callback_data: callback }),
})

/** The code of the refusal, if it was refused. */
function sendTo(desk: Desk, body: Json): number | undefined {
  try {
    desk.control.send(NUMBER, body)
    return undefined
  } catch (error) {
    return error instanceof GraphError ? error.code : 0
  }
}

async function saleDesk(options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options)
  desk.control.addTemplate(SALE)
  return desk
}
const call = async (desk: Desk, method: string, path: string, body?: Json): Promise<Json> => {
  const answer = await fetch(`${desk.simulator.url}/_control${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return (await answer.json()) as Json
}

describe('violations', () => {
  it('are counted by kind and number, until they are forgotten', async () => {
    const desk = await saleDesk()
    desk.control.updateNumber(NUMBER, { messagingLimit: 'TIER_50', qualityRating: 'YELLOW' })
    for (let nth = 0; nth < 50; nth++) desk.control.send(NUMBER, message(nth))
    expect(() => desk.control.send(NUMBER, message(50))).toThrow('Spam rate limit')
    for (let nth = 0; nth < 40; nth++) sendTo(desk, message(nth))
    const codes = [sendTo(desk, message(1))]
    await desk.control.advance(1000)
    for (let nth = 0; nth < 44; nth++) codes.push(sendTo(desk, message(7)))
    expect(codes.filter((code) => code !== undefined)).toEqual([130429, 131056])
    const violations = { throughput: 12, pair: 1, messagingLimit: 1 }
    expect(await call(desk, 'GET', '/violations')).toEqual({
      ...violations,
      management: 0,
      byNumber: { [NUMBER]: violations },
      byAccount: {},
    })
    await call(desk, 'DELETE', '/violations')
    expect(desk.control.violations()).toMatchObject({ throughput: 0, pair: 0, byNumber: {} })
  })

  it('are not counted for what a recipient’s number or a storm brings with it', async () => {
    const desk = await saleDesk()
    desk.control.storm({ kind: 130429 })
    expect((await desk.send(message(1))).code).toBe(130429)
    desk.control.endStorms()
    expect((await desk.send({ ...message(1), to: '+919876131056' })).code).toBe(131056)
    expect(desk.control.violations()).toMatchObject({ throughput: 0, pair: 0 })
  })
})

describe('throughput', () => {
  it('is shared by what comes in and what goes out', async () => {
    const desk = await saleDesk()
    desk.control.addCustomer({ id: 'asha', name: 'Asha' })
    for (let index = 0; index < 30; index++) desk.control.act('asha', NUMBER, { type: 'text', body: 'hi' })
    const codes: (number | undefined)[] = []
    for (let nth = 0; nth < 51; nth++) codes.push(sendTo(desk, message(nth)))
    expect(codes.filter((code) => code === undefined)).toHaveLength(50)
    expect(codes.at(-1)).toBe(130429)
  })

  it('is 20 for a number that is in the WhatsApp Business app as well, and is never raised', async () => {
    const desk = await saleDesk()
    const { phoneNumberId } = desk.control.addNumber({
      verifiedName: 'Corner shop',
      wabaId: WABA,
      isOnBusinessApp: true,
    })
    for (let nth = 0; nth < 20; nth++) desk.control.send(phoneNumberId, message(nth))
    expect(() => desk.control.send(phoneNumberId, message(20))).toThrow('Rate limit hit')
    expect(() => desk.control.upgradeThroughput(phoneNumberId)).toThrow('not raised')
  })

  it('is raised within a minute in which nothing goes out, and the app is told', async () => {
    const desk = await saleDesk()
    await call(desk, 'POST', `/numbers/${NUMBER}/upgrade`, {})
    const during = await desk.send(message(1))
    expect(during).toMatchObject({ status: 500, code: 131057 })
    expect(during.body['error']).toMatchObject({ is_transient: true })
    await desk.control.advance(60_000)
    await desk.control.drain()
    for (let nth = 0; nth < 500; nth++) desk.control.send(NUMBER, message(nth))
    expect(desk.changes()).toContainEqual(
      expect.objectContaining({
        field: 'phone_number_quality_update',
        value: expect.objectContaining({ event: 'THROUGHPUT_UPGRADE' }) as Json,
      }),
    )
    expect((await desk.graph('GET', `/${NUMBER}?fields=throughput`)).body).toMatchObject({
      throughput: { level: 'HIGH' },
    })
  })

  it('is raised by itself once an unlimited number has reached enough people within 24 hours', async () => {
    const desk = await saleDesk({ rules: { upgradedAfterPeople: 60 } })
    desk.control.updateNumber(NUMBER, { messagingLimit: 'TIER_UNLIMITED' })
    for (let nth = 0; nth < 59; nth++) desk.control.send(NUMBER, message(nth))
    expect(sendTo(desk, message(7))).toBeUndefined()
    expect(sendTo(desk, message(59))).toBeUndefined()
    expect((await desk.send(message(60))).code).toBe(131057)
    await desk.control.advance(60_000)
    expect((await desk.send(message(60))).status).toBe(200)
  })
})

describe('calls of management', () => {
  it('say how much of an hour is used, and are refused when all of it is', async () => {
    const desk = await saleDesk()
    for (let index = 0; index < 99; index++) await desk.graph('GET', `/${WABA}/message_templates`)
    const call100 = await fetch(`${desk.simulator.url}/v23.0/${NUMBER}`, {
      headers: { authorization: `Bearer ${desk.simulator.accessToken}` },
    })
    const usage = { type: 'whatsapp', call_count: 2, total_cputime: 0, total_time: 0 }
    expect(JSON.parse(call100.headers.get('x-business-use-case-usage') ?? '')).toEqual({
      [WABA]: [{ ...usage, estimated_time_to_regain_access: 0 }],
    })
    await desk.graph('POST', `/${NUMBER}/deregister`)
    for (let index = 0; index < 99; index++) await desk.graph('GET', `/${NUMBER}`)
    const refused = await fetch(`${desk.simulator.url}/v23.0/${WABA}`, {
      headers: { authorization: `Bearer ${desk.simulator.accessToken}` },
    })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { code: 80007 } })
    expect(JSON.parse(refused.headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
      [WABA]: [{ call_count: 100, estimated_time_to_regain_access: 60 }],
    })
    expect(desk.control.violations()).toMatchObject({
      management: 1,
      byAccount: { [WABA]: { management: 1 } },
    })
    await desk.control.advance(60 * 60_000)
    expect((await desk.graph('GET', `/${WABA}`)).status).toBe(200)
  })

  it('create 100 templates in an hour at most', async () => {
    const desk = await openDesk()
    const create = (nth: number) =>
      desk.graph('POST', `/${WABA}/message_templates`, { ...SALE, name: `sale_${nth}` })
    for (let nth = 0; nth < 100; nth++) expect((await create(nth)).status).toBe(200)
    expect((await create(100)).body).toMatchObject({ error: { code: 80007 } })
    expect((await desk.graph('GET', `/${WABA}`)).status).toBe(200)
  })

  it('do not count sends', async () => {
    const desk = await saleDesk()
    await desk.graph('POST', `/${NUMBER}/deregister`)
    await desk.graph('POST', `/${NUMBER}/register`, { pin: '123456', messaging_product: 'whatsapp' })
    const { status } = await desk.send(message(1))
    expect(status).toBe(200)
    expect(desk.control.violations()).toMatchObject({ management: 0 })
  })
})

describe('the figures', () => {
  it('say what was taken, what arrived, what failed and what came twice', async () => {
    const desk = await saleDesk()
    desk.control.storm({ kind: 'drop_reply', number: NUMBER })
    await expect(desk.send(message(1, 'a'))).rejects.toThrow('fetch failed')
    desk.control.endStorms()
    await desk.send(message(1, 'a'))
    await desk.send(message(2, 'b'))
    desk.control.storm({ kind: 131042 })
    await desk.send(message(3, 'c'))
    desk.control.endStorms()
    await desk.send(message(3, 'c'))
    const counted = { accepted: 5, reached: 4, secondCopies: 1 }
    expect(await call(desk, 'GET', '/sends/summary')).toEqual({
      ...counted,
      distinctCallbacks: 3,
      failed: { 131042: 1 },
      byNumber: { [NUMBER]: counted },
      byTemplate: { [`${WABA}/sale/en`]: counted },
    })
    await call(desk, 'DELETE', '/sends/summary')
    expect(desk.control.summary()).toMatchObject({ accepted: 0, distinctCallbacks: 0, byNumber: {} })
  })

  it('are all that is kept of strangers where only figures are kept, but for those who did something', async () => {
    const desk = await saleDesk({ rules: { keeps: 'figures', messagesPerSecond: 100_000 } })
    desk.control.updateNumber(NUMBER, { messagesPerSecond: 100_000, messagingLimit: 'TIER_UNLIMITED' })
    desk.control.faults({ mute: true })
    desk.control.addCustomer({ id: 'asha', name: 'Asha', phone: '919876500001' })
    for (let nth = 0; nth < 4999; nth++) desk.control.send(NUMBER, message(nth, String(nth)))
    const [replied] = desk.control.state().customers.filter(({ phone }) => phone === '919876500002')
    desk.control.act(replied?.id ?? '', NUMBER, { type: 'text', body: 'hi' })
    await desk.control.advance(60_000)
    desk.control.send(NUMBER, message(0, 'last'))
    expect(
      desk.control
        .state()
        .customers.map(({ phone }) => phone)
        .toSorted(),
    ).toEqual(['919876500000', '919876500001', '919876500002'])
    expect(desk.control.messages('asha', NUMBER)).toHaveLength(1)
    expect(desk.control.summary()).toMatchObject({
      accepted: 5000,
      distinctCallbacks: 5000,
      secondCopies: 0,
    })
    expect(() => desk.control.sent()).toThrow('summary')
  })
})
