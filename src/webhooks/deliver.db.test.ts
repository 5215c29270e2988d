/** How customers' systems are called: in order, signed, and for as long as it takes. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { openTalk, type Talk } from '#test/shop.ts'
import {
  bodyOf,
  detailOf,
  endpointOf,
  messagesOf,
  openHooks,
  OWNER,
  signersOf,
  test,
  textsOf,
  untilSeen,
  VAULT,
  write,
  type Heard,
} from '#test/webhooks.ts'
import { createDeliverer } from './deliver.ts'
import { rotateSecret } from './manage-endpoints.ts'
import { sendTest } from './manage-messages.ts'
import { relayEvents } from './relay.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('order', () => {
  test('of a conversation is kept whatever fails, and nothing is left out', async ({
    hooks,
    receiver,
    shop,
  }) => {
    await hooks.create({ url: receiver.url })
    const talks = [await openTalk(shop), await openTalk(shop), await openTalk(shop)]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (whose, failures) => {
          const outcomes = [...failures]
          const taken: Heard[] = []
          receiver.answer = (heard, response) => {
            const fails = outcomes.shift() === true
            if (!fails) taken.push(heard)
            response.writeHead(fails ? 500 : 204).end()
          }
          const written = talks.map(() => [] as string[])
          for (const [nth, which] of whose.entries()) {
            written[which]?.push(await write(shop, talks[which] as Talk, `${nth}`))
            if (nth % 3 === 0) await hooks.drain()
          }
          for (let day = 0; day < 60 && taken.length < whose.length; day += 1) {
            await hooks.drain()
            hooks.pass(HOUR)
          }
          for (const [nth, talk] of talks.entries()) {
            const ofTalk = taken.map(bodyOf).filter(({ data }) => data.conversationId === talk.conversation)
            expect(ofTalk.map(({ data }) => data.id)).toEqual(written[nth])
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  test('holds up nobody else: eight calls of one endpoint run at once, one of each conversation', async ({
    hooks,
    receiver,
    shop,
    tenant,
    database,
  }) => {
    await hooks.create({ url: receiver.url })
    const waiting: (() => void)[] = []
    receiver.answer = (_heard, response) => void waiting.push(() => response.end())
    for (let nth = 0; nth < 10; nth += 1) {
      const talk = await openTalk(shop)
      await write(shop, talk, 'first')
      await write(shop, talk, 'second')
    }
    await untilSeen(database, tenant)
    await relayEvents(hooks.options, tenant)
    const [one, another] = [createDeliverer(hooks.options), createDeliverer(hooks.options)]
    const begun = await Promise.all([one.begin(tenant), another.begin(tenant)])
    expect(begun[0] + begun[1]).toBe(8)
    await expect.poll(() => waiting.length).toBe(8)
    expect(new Set(textsOf(receiver.heard))).toEqual(new Set(['first']))
    receiver.answer = (_heard, response) => void response.end()
    for (const answer of waiting) answer()
    await Promise.all([one.settle(), another.settle()])
    await hooks.drain()
    expect(receiver.heard).toHaveLength(20)
  })
})

describe('an endpoint that does not take a message', () => {
  test('is asked again by the schedule, ten times in all, and then the next of the conversation goes', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    const talk = await openTalk(shop)
    await write(shop, talk, 'first')
    await write(shop, talk, 'second')
    receiver.answer = ({ body }, response) =>
      void response.writeHead(body.includes('first') ? 500 : 200).end('sorry\0')
    const waits = [
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
    ]
    await hooks.drain()
    for (const [nth, wait] of waits.entries()) {
      hooks.pass(wait - 1)
      await hooks.drain()
      expect(receiver.heard).toHaveLength(nth + 1)
      hooks.pass(1)
      await hooks.drain()
    }
    expect(textsOf(receiver.heard)).toEqual([...Array.from({ length: 10 }, () => 'first'), 'second'])
    const [first, second] = await messagesOf(database, tenant, id, hooks)
    expect(first).toMatchObject({ state: 'failed', attempts: 10, lastStatus: 500, lastErrorCode: 'http.500' })
    expect(second).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 200, lastErrorCode: null })
    const detail = await detailOf(database, tenant, first?.id)
    expect(detail?.attemptLog.map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(detail?.attemptLog[0]).toMatchObject({ status: 500, answer: 'sorry' })
    expect(new Set(receiver.heard.slice(0, 10).map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([first?.id]),
    )
  })

  test('is left in peace as long as it asks for', async ({ hooks, receiver, shop }) => {
    await hooks.create({ url: receiver.url })
    receiver.answer = (_heard, response) => void response.writeHead(503, { 'retry-after': '600' }).end()
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    hooks.pass(10 * MINUTE - 1)
    await hooks.drain()
    expect(receiver.heard).toHaveLength(1)
    hooks.pass(1)
    await hooks.drain()
    expect(receiver.heard).toHaveLength(2)
  })

  test('and sends us elsewhere has not taken it: redirects are not followed', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    receiver.answer = (_heard, response) =>
      void response.writeHead(307, { location: receiver.url.replace('/hook', '/elsewhere') }).end()
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    expect(receiver.heard.map(({ path }) => path)).toEqual(['/hook'])
    expect(await messagesOf(database, tenant, id, hooks)).toMatchObject([
      { state: 'pending', lastErrorCode: 'http.307' },
    ])
  })

  test('but answers 410 is switched off at once, and what waited for it is discarded', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    receiver.answer = (_heard, response) => void response.writeHead(410).end()
    const talk = await openTalk(shop)
    await write(shop, talk, 'first')
    await write(shop, talk, 'second')
    await hooks.drain()
    await write(shop, talk, 'third')
    await hooks.drain()
    expect(receiver.heard).toHaveLength(1)
    expect(await endpointOf(database, tenant, id, hooks)).toMatchObject({
      state: 'disabled',
      disabledReason: 'gone',
    })
    const states = (await messagesOf(database, tenant, id, hooks)).map(({ state }) => state)
    expect(states).toEqual(['failed', 'discarded'])
  })

  test('for five days is switched off; one success in between starts the days anew', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    const status = { now: 500 }
    receiver.answer = (_heard, response) => void response.writeHead(status.now).end()
    const tell = async (): Promise<void> => {
      await write(shop, await openTalk(shop), 'hello')
      await hooks.drain()
    }
    await tell()
    hooks.pass(4 * DAY)
    status.now = 200
    await tell()
    expect(await endpointOf(database, tenant, id, hooks)).toMatchObject({
      state: 'active',
      failingSince: null,
    })
    status.now = 500
    await tell()
    const failingSince = hooks.now()
    hooks.pass(5 * DAY - 1)
    await tell()
    expect(await endpointOf(database, tenant, id, hooks)).toMatchObject({ state: 'active', failingSince })
    hooks.pass(1)
    await tell()
    expect(await endpointOf(database, tenant, id, hooks)).toMatchObject({
      state: 'disabled',
      disabledReason: 'failing',
    })
  })

  test('is not waited for longer than its connection lasts, and a broken one is a failure', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    receiver.answer = (_heard, response) => void response.destroy()
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    expect(await messagesOf(database, tenant, id, hooks)).toMatchObject([
      { state: 'pending', lastStatus: null, lastErrorCode: 'egress.no_answer' },
    ])
  })

  test('a body without end after a 200 is not read, and the message has been taken', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    receiver.answer = (_heard, response) => {
      response.writeHead(200, { 'content-length': '9999999999' })
      response.write(Buffer.alloc(100_000))
    }
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    expect(await messagesOf(database, tenant, id, hooks)).toMatchObject([{ state: 'delivered' }])
  })
})

describe('a deliverer', () => {
  test('that dies between the call and its record leaves the message to be told again, under the same id', async ({
    hooks,
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    await write(shop, await openTalk(shop), 'hello')
    await untilSeen(database, tenant)
    await relayEvents(hooks.options, tenant)
    let calls = 0
    const dying: Database = {
      ...database,
      inTenant: async (whose, work) => {
        calls += 1
        if (calls > 1) throw new Error('killed')
        return database.inTenant(whose, work)
      },
    }
    const deliverer = createDeliverer({ ...hooks.options, database: dying })
    expect(await deliverer.begin(tenant)).toBe(1)
    await deliverer.settle()
    await hooks.drain()
    expect(receiver.heard).toHaveLength(1)
    hooks.pass(MINUTE)
    await hooks.drain()
    expect(receiver.heard).toHaveLength(2)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await messagesOf(database, tenant, id, hooks)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })

  test('that is closed waits for no slow receiver: the message is told again later', async ({
    database,
    hooks,
    receiver,
    shop,
    tenant,
  }) => {
    const { id } = await hooks.create({ url: receiver.url })
    receiver.answer = () => {}
    await write(shop, await openTalk(shop), 'hello')
    await untilSeen(database, tenant)
    await relayEvents(hooks.options, tenant)
    const deliverer = createDeliverer(hooks.options)
    expect(await deliverer.begin(tenant)).toBe(1)
    await expect.poll(() => receiver.heard.length).toBe(1)
    deliverer.abandon()
    await deliverer.settle()
    receiver.answer = (_heard, response) => void response.end()
    hooks.pass(MINUTE)
    await hooks.drain()
    expect(receiver.heard).toHaveLength(2)
    expect(await messagesOf(database, tenant, id, hooks)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })

  test('refuses a name that led outside when it was entered and leads inside now', async ({
    database,
    receiver,
    shop,
    tenant,
  }) => {
    const hooks = openHooks(database, tenant, { egress: { resolve: async () => ['127.0.0.1'] } })
    const { port } = new URL(receiver.url)
    const { id } = await hooks.create({ url: `https://hooks.example.com:${port}/` })
    const plain = await hooks.create({ url: receiver.url })
    await write(shop, await openTalk(shop), 'hello')
    await hooks.drain()
    for (const endpoint of [id, plain.id])
      expect(await messagesOf(database, tenant, endpoint, hooks)).toMatchObject([
        { state: 'pending', lastStatus: null, lastErrorCode: 'egress.blocked' },
      ])
    expect(receiver.heard).toEqual([])
    await hooks.close()
  })

  test('signs with both secrets for a day after a rotation, and then with the new one alone', async ({
    hooks,
    database,
    receiver,
    tenant,
  }) => {
    const { id, secret: old } = await hooks.create({ url: receiver.url })
    const rotated = await database.inTenant(tenant, async (client) =>
      rotateSecret(client, tenant, OWNER, id, VAULT, hooks.now()),
    )
    const fresh = rotated?.secret ?? ''
    const ping = async (): Promise<string[]> => {
      await database.inTenant(tenant, async (client) => sendTest(client, tenant, OWNER, id, hooks.now()))
      await hooks.drain()
      return signersOf(receiver.heard.at(-1) as Heard, [old, fresh])
    }
    expect(await ping()).toEqual([old, fresh])
    hooks.pass(DAY - 1)
    expect(await ping()).toEqual([old, fresh])
    hooks.pass(1)
    expect(await ping()).toEqual([fresh])
    expect(bodyOf(receiver.heard[0] as Heard)).toMatchObject({ type: 'ping', data: { endpointId: id } })
  })
})
