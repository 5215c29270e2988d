/** What customers' systems are told, to whom it is told, for how long it is remembered, and when it is told again. */
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { after, systemClock } from '#platform/time.ts'
import { forgetEvents } from '#realtime/forget-events.ts'
import { openTalk } from '#test/shop.ts'
import {
  append,
  bodyOf,
  detailOf,
  messagesOf,
  OWNER,
  signersOf,
  test,
  textsOf,
  untilSeen,
  write,
  type Body,
  type Heard,
} from '#test/webhooks.ts'
import { changeEndpoint } from './manage-endpoints.ts'
import { replay, replayAllFailed } from './manage-messages.ts'
import { relayEvents } from './relay.ts'
import { createWebhookRun, startWebhooks } from './run-webhooks.ts'

const SECOND_MS = 1000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

describe('what happens', () => {
  test('is told with a signature that the receiver can check, and the same data as the API gives', async ({
    hooks,
    receiver,
    shop,
  }) => {
    const { secret } = await hooks.create({ url: receiver.url })
    const talk = await openTalk(shop)
    const id = await write(shop, talk, 'नमस्ते 🙏')
    await hooks.drain()
    expect(receiver.heard).toHaveLength(1)
    const [heard] = receiver.heard as [Heard]
    expect(signersOf(heard, [secret])).toEqual([secret])
    expect(heard.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-timestamp': String(Math.floor(hooks.now() / 1000)),
    })
    const { type, timestamp, data } = bodyOf(heard)
    expect(type).toBe('message.created')
    expect(new Date(timestamp).toISOString()).toBe(timestamp)
    expect(data).toMatchObject({ id, conversationId: talk.conversation, text: 'नमस्ते 🙏', direction: 'in' })
  })

  test('is told only to those who asked for it, and from the moment they did', async ({
    hooks,
    receiver,
    shop,
  }) => {
    const talk = await openTalk(shop)
    await write(shop, talk, 'before')
    await hooks.create({ url: `${receiver.url}/merges`, eventTypes: ['conversation.merged'] })
    await hooks.create({ url: `${receiver.url}/all` })
    await write(shop, talk, 'after')
    await append(shop, [['conversation.merged', talk.contact, talk.conversation]])
    await hooks.drain()
    const told = receiver.heard.map((one) => `${one.path} ${bodyOf(one).type}`).toSorted()
    expect(told).toEqual([
      '/hook/all conversation.merged',
      '/hook/all message.created',
      '/hook/merges conversation.merged',
    ])
  })

  test('becomes one message for each endpoint, also when the relay is killed before its commit', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const [one, two] = [await hooks.create({ url: receiver.url }), await hooks.create({ url: receiver.url })]
    const talk = await openTalk(shop)
    const killed: Database = {
      ...database,
      inTenant: async (whose, work) =>
        database.inTenant(whose, async (client) => {
          await work(client)
          throw new Error('killed')
        }),
    }
    const written: string[] = []
    for (let round = 0; round < 4; round += 1) {
      written.push(await write(shop, talk, `${round}`))
      await untilSeen(database, tenant)
      await expect(relayEvents({ ...hooks.options, database: killed }, tenant)).rejects.toThrow('killed')
      if (round % 2 === 1)
        await Promise.all([relayEvents(hooks.options, tenant), relayEvents(hooks.options, tenant)])
    }
    await hooks.drain()
    for (const { id } of [one, two]) {
      const messages = await messagesOf(database, tenant, id, hooks)
      const details = await Promise.all(
        messages.map(async (message) => detailOf(database, tenant, message.id)),
      )
      expect(details.map((detail) => (JSON.parse(detail?.body ?? '') as Body).data.id)).toEqual(written)
    }
    expect(receiver.heard).toHaveLength(8)
  })

  test('is kept for those who have not been told, and beyond a day they are told to fetch anew', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    await hooks.create({ url: receiver.url, eventTypes: ['conversation.merged'] })
    const talk = await openTalk(shop)
    const age = async (hours: number): Promise<void> =>
      database.inTenant(tenant, async (client) => {
        await client.query('update events set at = at - make_interval(hours => $2) where tenant_id = $1', [
          tenant,
          hours,
        ])
        await forgetEvents(client, tenant)
      })
    await append(shop, [['conversation.merged', talk.contact, talk.conversation]])
    await age(23)
    await hooks.drain()
    expect(receiver.heard.map((one) => bodyOf(one).type)).toEqual(['conversation.merged'])
    await append(shop, [['conversation.merged', talk.contact, talk.conversation]])
    await age(25)
    await hooks.drain()
    await hooks.drain()
    expect(receiver.heard.map((one) => bodyOf(one).type)).toEqual(['conversation.merged', 'resync'])
  })
})

describe('the running part', () => {
  test('tells by itself what happens, also to those who come later, and ends when it is closed', async ({
    database,
    hooks,
    receiver,
    shop,
    tenant,
  }) => {
    const running = startWebhooks({ ...hooks.options, clock: systemClock })
    await hooks.create({ url: receiver.url })
    const talk = await openTalk(shop)
    await write(shop, talk, 'first')
    running.wake([tenant])
    await expect.poll(() => textsOf(receiver.heard), { timeout: 10_000 }).toEqual(['first'])
    await write(shop, talk, 'unannounced')
    await expect.poll(() => textsOf(receiver.heard), { timeout: 10_000 }).toEqual(['first', 'unannounced'])
    await running.close()
    await write(shop, talk, 'late')
    await untilSeen(database, tenant)
    expect(receiver.heard).toHaveLength(2)
  })
})

test('what was told is forgotten after thirty days, what waits is not', async ({
  database,
  hooks,
  receiver,
  shop,
  tenant,
}) => {
  const { id } = await hooks.create({ url: receiver.url })
  const talk = await openTalk(shop)
  await write(shop, talk, 'old')
  await hooks.drain()
  receiver.answer = (_heard, response) => void response.writeHead(500).end()
  await write(shop, talk, 'waiting')
  await hooks.drain()
  const { tidy } = createWebhookRun(hooks.options)
  const statesOf = async (): Promise<string[]> =>
    (await messagesOf(database, tenant, id, hooks)).map(({ state }) => state)
  hooks.pass(30 * DAY_MS)
  await tidy()
  expect(await statesOf()).toEqual(['delivered', 'pending'])
  hooks.pass(1)
  await tidy()
  expect(await statesOf()).toEqual(['pending'])
})

describe('telling again', () => {
  test('an endpoint that was switched off and on hears that it missed something, and then what it missed if it asks', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    const since = hooks.now()
    receiver.answer = (_heard, response) => void response.writeHead(500).end()
    const [talk, other] = [await openTalk(shop), await openTalk(shop)]
    for (const text of ['1', '2', '3']) await write(shop, talk, text)
    await write(shop, other, 'a')
    await hooks.drain()
    const change = async (state: 'active' | 'disabled'): Promise<unknown> =>
      database.inTenant(tenant, async (client) =>
        changeEndpoint(client, tenant, OWNER, id, { state }, hooks.now()),
      )
    await change('disabled')
    const askAgain = async () =>
      database.inTenant(tenant, async (client) =>
        replayAllFailed(client, tenant, OWNER, id, since, hooks.now()),
      )
    expect(await askAgain()).toBe('disabled')
    receiver.answer = (_heard, response) => void response.end()
    receiver.heard.length = 0
    await change('active')
    await hooks.drain()
    expect(receiver.heard.map((one) => bodyOf(one).type)).toEqual(['resync'])
    expect(await askAgain()).toEqual({ queued: 4, hasMore: false })
    await hooks.drain()
    const told = textsOf(receiver.heard.slice(1))
    expect(told.filter((text) => text !== 'a')).toEqual(['1', '2', '3'])
    expect(told).toContain('a')
    await hooks.drain()
    expect(receiver.heard).toHaveLength(5)
  })

  test('one message goes under its own id, and its schedule begins anew', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    const [message] = await messagesOf(database, tenant, id, hooks)
    receiver.answer = (_heard, response) => void response.writeHead(500).end()
    await database.inTenant(tenant, async (client) =>
      replay(client, tenant, OWNER, message?.id ?? '', hooks.now()),
    )
    await hooks.drain()
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual([message?.id, message?.id])
    expect(await detailOf(database, tenant, message?.id)).toMatchObject({
      state: 'pending',
      attempts: 2,
      nextAttemptAt: after(hooks.now(), 5 * SECOND_MS),
      deliveredAt: null,
    })
  })
})
