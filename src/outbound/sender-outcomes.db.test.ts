/** What becomes of a message on its way to Meta, and what its customer sees of it. */
import { describe, expect } from 'vitest'
import { consentOfMessage, recordConsents } from '#consent/record-consents.ts'
import type { Message } from '#conversations/message-shapes.ts'
import { countUnconfirmed, type Unconfirmed } from '#health/count-unconfirmed.ts'
import type { Outgoing } from './outgoing-shape.ts'
import { newId } from '#platform/ids.ts'
import { after } from '#platform/time.ts'
import { isTaken, test } from '#test/sender-world.ts'
import { hear, HOUR_MS, putTemplate } from '#test/shop.ts'
import { claim } from './internal/sql.ts'
import { markConversationRead } from './mark-read.ts'

const MINUTE_MS = 60_000
const isDelivered = ({ state }: Message): boolean => state === 'delivered'

const offer = (name: string): Outgoing => ({
  type: 'template',
  template: { name, language: 'en', parameters: {} },
})

describe('a customer who said STOP', () => {
  test('after an offer was accepted and before it was sent is not sent it, and what stands behind it goes', async ({
    database,
    tenant,
    world,
  }) => {
    for (const [name, category] of [
      ['sale', 'MARKETING'],
      ['shipped', 'UTILITY'],
    ] as const)
      await putTemplate(world.shop, { name, category, body: `${name}!` })
    const talk = await world.meet()
    const other = await world.meet()
    const sale = await world.say(talk, offer('sale'))
    const free = await world.say(talk, 'your parcel is here')
    const elsewhere = await world.say(other, offer('sale'))
    await database.inTenant(tenant, async (client) =>
      recordConsents(client, tenant, [
        consentOfMessage(talk.contact, { wamid: 'wamid.stop', state: 'withdrawn', at: world.clock() }),
      ]),
    )
    world.start()
    const [taken] = await world.until([free], isTaken)
    expect(taken?.state).not.toBe('failed')
    const failed = await world.message(sale)
    expect([failed.state, failed.failure?.code]).toEqual(['failed', 'outbound.suppressed'])
    expect(await world.attempts([sale])).toEqual([0])
    expect(world.phone(talk)).toEqual(['your parcel is here'])
    expect((await world.until([elsewhere], ({ state }) => state !== 'queued'))[0]?.failure?.code).not.toBe(
      'outbound.suppressed',
    )
  })
})

describe('what Meta refuses only later', () => {
  test.for([
    [131047, 'customer'],
    [131026, 'customer'],
  ] as const)('(%i) reaches the message, in words', async ([code, side], { world }) => {
    const talk = await world.meet({ phone: `91${String(Date.now()).slice(-6)}${code}` })
    const id = await world.say(talk, 'hello')
    world.start()
    const [message] = await world.until([id], ({ state }) => state === 'failed')
    expect(message?.failure).toMatchObject({ code: `whatsapp.${code}`, metaCode: code, side })
    expect(message?.failure?.title.length).toBeGreaterThan(10)
    expect(message?.failure?.nextStep.length).toBeGreaterThan(10)
    expect(await world.attempts([id])).toEqual([1])
  })
})

describe('an answer that never came', () => {
  test('is unknown, is settled by the status that comes back, and leaves one copy on the phone', async ({
    world,
  }) => {
    world.meta.faults({ dropReply: 1, mute: true })
    const talk = await world.meet()
    const id = await world.say(talk, 'once only')
    world.start()
    await world.until([id], ({ state }) => state === 'unknown')
    world.meta.faults({ dropReply: 0, mute: false })
    await world.until([id], isDelivered)
    expect(world.phone(talk)).toEqual(['once only'])
    expect(await world.attempts([id])).toEqual([1])
  })

  test('is given up as unconfirmed after its time, is not sent again, and is delivered all the same if a status says so', async ({
    world,
  }) => {
    world.meta.faults({ dropReply: 1, mute: true })
    const talk = await world.meet()
    const id = await world.say(talk, 'late')
    world.start()
    await world.until([id], ({ state }) => state === 'unknown')
    world.meta.faults({ dropReply: 0 })
    await world.pass(9 * MINUTE_MS)
    expect((await world.message(id)).state).toBe('unknown')
    const { database, tenant, channel } = world.shop
    const unconfirmed = async (): Promise<Unconfirmed> =>
      database.inTenant(tenant, async (client) =>
        countUnconfirmed(client, tenant, channel, after(world.clock(), -HOUR_MS)),
      )
    expect(await unconfirmed()).toEqual({ open: 1, givenUp: 0 })
    await world.pass(2 * MINUTE_MS)
    const [given] = await world.until([id], ({ state }) => state === 'failed')
    expect(given?.failure?.code).toBe('outbound.unconfirmed')
    expect(await unconfirmed()).toEqual({ open: 0, givenUp: 1 })
    world.meta.faults({ mute: false })
    const [late] = await world.until([id], isDelivered)
    expect(late?.failure).toBeNull()
    expect(await unconfirmed()).toEqual({ open: 0, givenUp: 0 })
    expect(world.phone(talk)).toEqual(['late'])
  })

  test('because whoever called died: the next owner calls it unknown and does not send it again', async ({
    world,
  }) => {
    const { database, tenant, channel } = world.shop
    const talk = await world.meet()
    const id = await world.say(talk, 'between claim and call')
    const dead = newId()
    await database.pool.query(
      `update number_leases set owner = $2, epoch = 7, leased_until = clock_timestamp() + interval '1 minute' where channel_id = $1`,
      [channel, dead],
    )
    const take = async (epoch: bigint): Promise<number> =>
      database.inTenant(
        tenant,
        async (client) =>
          (await claim(client, tenant, channel, [id], { owner: dead, epoch }, world.clock())).size,
      )
    expect(await take(6n)).toBe(0) // an epoch that is over claims nothing
    expect(await take(7n)).toBe(1)
    await database.pool.query(`update number_leases set leased_until = '-infinity' where channel_id = $1`, [
      channel,
    ])
    expect(await take(7n)).toBe(0) // nor does a lease that is over
    world.start()
    await world.until([id], ({ state }) => state === 'unknown')
    await world.pass(11 * MINUTE_MS)
    const [given] = await world.until([id], ({ state }) => state === 'failed')
    expect(given?.failure?.code).toBe('outbound.unconfirmed')
    expect(world.phone(talk)).toEqual([])
  })
})

describe('a window that closed while a message waited', () => {
  test('fails it without a call; a template goes all the same', async ({ world }) => {
    await putTemplate(world.shop, { name: 'hello', body: 'Hello' })
    world.meta.addTemplate({
      name: 'hello',
      language: 'en',
      category: 'UTILITY',
      waba_id: world.shop.number.wabaId,
      components: [{ type: 'BODY', text: 'Hello' }],
    })
    const talk = await world.meet()
    const free = await world.say(talk, 'too late')
    const template = await world.say(talk, {
      type: 'template',
      template: { name: 'hello', language: 'en', parameters: {} },
    })
    await world.pass(24 * HOUR_MS)
    const called: string[] = []
    world.start({
      through: (dispatch) => async (number, send, isOurs) => (
        called.push(send.id),
        dispatch(number, send, isOurs)
      ),
    })
    const [failed] = await world.until([free], ({ state }) => state === 'failed')
    expect(failed?.failure?.code).toBe('outbound.window_closed')
    await world.until([template], isTaken)
    expect(called).toEqual([template])
    expect(world.phone(talk)).toEqual(['Hello'])
  })
})

test('a customer’s ticks turn blue when the team has read, without costing the pair anything', async ({
  world,
}) => {
  const { database, tenant, number } = world.shop
  const talk = await world.meet()
  const customer = world.meta.state().customers.find(({ phone }) => phone === talk.phone)?.id ?? ''
  const [bubble] = world.meta.messages(customer, number.phoneNumberId)
  await hear(world.shop, talk, { wamid: bubble?.wamid ?? '' })
  await database.inTenant(tenant, async (client) => {
    await client.query('update conversations set last_inbound_wamid = $2 where id = $1', [
      talk.conversation,
      bubble?.wamid,
    ])
    await markConversationRead(client, tenant, talk.conversation, world.clock())
  })
  world.start()
  const id = await world.say(talk, 'seen')
  await world.until([id], isTaken)
  expect(world.meta.messages(customer, number.phoneNumberId)[0]?.ticks).toBe('read')
})
