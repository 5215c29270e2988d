import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { consentOfMessage, recordConsents } from '#consent/record-consents.ts'
import { findMessagesById } from '#conversations/read-models.ts'
import type { Message, Outgoing } from '#conversations/shapes.ts'
import { laneOf } from '#ingest/lane-of.ts'
import { createLeases } from '#platform/db/leases.ts'
import { createEgress } from '#platform/egress.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { after, systemClock, type Clock } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { test as base } from '#test/database.ts'
import { createWorker, deliver } from '#test/ingest.ts'
import {
  freshPhone,
  hear,
  HOUR_MS,
  openShop,
  openTalk,
  putTemplate,
  type NewTalk,
  type Shop,
  type Talk,
} from '#test/shop.ts'
import { createGraph } from '#whatsapp/graph.ts'
import { acceptMessage } from './accept-message.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { explainFailure } from './explain-failure.ts'
import { claim } from './internal/sql.ts'
import { markConversationRead } from './mark-read.ts'
import { startSender, type Sender } from './sender.ts'

const MINUTE_MS = 60_000

/** A shop whose messages really go to Meta's stand-in, and whose webhooks really come back. */
type World = {
  readonly shop: Shop
  readonly meta: Simulator['control']
  readonly clock: Clock
  /** A customer whom Meta knows as well, and who wrote an hour ago. */
  readonly meet: (talk?: NewTalk & { readonly phone?: string }) => Promise<Talk>
  readonly say: (talk: Talk, what: string | Outgoing) => Promise<string>
  readonly start: (options?: {
    readonly rate?: number
    readonly through?: (dispatch: Dispatch) => Dispatch
  }) => Sender
  /** Lets this much time go by, for us and for Meta alike, and the sender notice. */
  readonly pass: (ms: number) => Promise<void>
  readonly message: (id: string) => Promise<Message>
  /** Waits until the messages satisfy, working off webhooks meanwhile. */
  readonly until: (ids: readonly string[], isSo: (message: Message) => boolean) => Promise<Message[]>
  /** What arrived on this customer's phone, in order. */
  readonly phone: (talk: Talk) => (string | null)[]
  readonly attempts: (ids: readonly string[]) => Promise<number[]>
  /** Where Meta is; anything else is nowhere. */
  isReachable: boolean
}

const text = (body: string): Outgoing => ({ type: 'text', text: { body } })

const test = base.extend<{ world: World }>({
  world: async ({ database, tenant }, use) => {
    const shop = await openShop(database, tenant)
    const simulator = await startSimulator({ port: 0, seed: 11 })
    const { control: meta } = simulator
    meta.addNumber({ ...shop.number, displayPhoneNumber: shop.number.display, verifiedName: 'Test shop' })
    const app = await openApp(async (body) => deliver(database.pool, [body]))
    await meta.connectApp({ callbackUrl: app.url, verifyToken: 'token', appSecret: 'app-secret' })
    const worker = await createWorker(database.pool)
    const egress = createEgress({ allowOrigins: [simulator.url, 'http://127.0.0.1:1'] })
    const senders: Sender[] = []
    let offsetMs = 0
    let asked = 0
    const clock: Clock = () => {
      asked += 1
      return after(systemClock(), offsetMs)
    }
    const dispatchTo = (baseUrl: string): Dispatch =>
      createDispatch({
        graph: createGraph({ egress, baseUrl }),
        tokenOf: async () => new Secret(simulator.accessToken),
        metaMediaId: async () => null,
      })
    const [there, nowhere] = [dispatchTo(simulator.url), dispatchTo('http://127.0.0.1:1')]
    const read = async (ids: readonly string[]): Promise<Message[]> => {
      const found = await database.inTenant(tenant, async (client) =>
        findMessagesById(client, tenant, ids, explainFailure),
      )
      return ids.map((id) => found.find((message) => message.id === id) ?? fail(`no message ${id}`))
    }
    const world: World = {
      shop,
      meta,
      clock,
      isReachable: true,
      meet: async (talk = {}) => {
        const phone = talk.phone ?? freshPhone()
        const known = meta.addCustomer({ name: 'Asha', phone })
        meta.act(known.id, shop.number.phoneNumberId, { type: 'text', body: 'hello' })
        return openTalk(shop, { lastInboundAt: after(clock(), -HOUR_MS), ...talk, phone })
      },
      say: async ({ conversation }, what) => {
        const outgoing = typeof what === 'string' ? text(what) : what
        const accepted = await database.inTenant(tenant, async (client) =>
          acceptMessage(client, tenant, { conversation, outgoing, key: newId(), origin: 'agent' }, clock()),
        )
        for (const sender of senders) sender.wake([])
        return accepted.ok ? accepted.id : fail(accepted.because)
      },
      start: ({ rate = 1000, through = (dispatch: Dispatch) => dispatch } = {}) => {
        const dispatch = through(async (...args) => (world.isReachable ? there : nowhere)(...args))
        const sender = startSender({
          pool: database.pool,
          leases: createLeases(database.pool, {
            table: 'number_leases',
            key: 'channel_id',
            role: `sender ${newId()}`,
            busy: 'wait',
          }),
          notifier: { notify: () => {} },
          log: pino({ enabled: false }),
          clock,
          dispatch,
          describe: async (channel) =>
            channel === shop.channel
              ? {
                  tenant,
                  channel,
                  phoneNumberId: shop.number.phoneNumberId,
                  lane: laneOf(shop.number.phoneNumberId),
                  throughputMps: rate,
                }
              : null,
        })
        senders.push(sender)
        return sender
      },
      pass: async (ms) => {
        // Meta's first: a sender that is ahead of it spends what Meta has not counted yet.
        await meta.advance(ms)
        offsetMs += ms
        const before = asked
        for (const sender of senders) sender.wake([])
        // Every round asks what time it is: so this one, and one after it, have been.
        while (senders.length > 0 && asked < before + 2) await new Promise((done) => setImmediate(done))
      },
      message: async (id) => (await read([id]))[0] ?? fail('no message'),
      until: async (ids, isSo) => {
        const end = performance.now() + 20_000
        for (;;) {
          await worker.drain()
          const messages = await read(ids)
          if (messages.every(isSo)) return messages
          if (performance.now() > end)
            fail(
              `still ${JSON.stringify(messages.map(({ text: words, state, failure }) => [words, state, failure?.code]))}`,
            )
          await new Promise((done) => setTimeout(done, 10))
        }
      },
      phone: ({ phone }) => {
        const customer = meta.state().customers.find((one) => one.phone === phone)
        return meta
          .sent()
          .filter((sent) => sent.customer === customer?.id)
          .map(({ body }) => body)
      },
      attempts: async (ids) =>
        database.inTenant(tenant, async (client) => {
          const { rows } = await client.query<{ attempts: number }>(
            'select attempts from sends where id = any($1::uuid[]) order by id',
            [ids],
          )
          return rows.map(({ attempts }) => attempts)
        }),
    }
    await use(world)
    await Promise.all(senders.map(async (sender) => sender.close()))
    await worker.leases.release()
    await simulator.close()
    await egress.close()
    await app.close()
    // The next test's sender must not find this one's number.
    await database.pool.query('delete from number_leases where channel_id = $1', [shop.channel])
  },
})

const fail = (why: string): never => {
  throw new Error(why)
}

/** Where webhooks go: stored before they are acknowledged. */
async function openApp(
  store: (body: Buffer) => Promise<void>,
): Promise<{ url: string; close: () => Promise<unknown> }> {
  const server: Server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end(new URL(request.url ?? '/', 'http://app').searchParams.get('hub.challenge'))
      return
    }
    const parts: Buffer[] = []
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        void store(Buffer.concat(parts)).then(
          () => response.end(),
          () => response.writeHead(503).end(),
        )
      })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}

const isTaken = ({ state }: Message): boolean => ['accepted', 'sent', 'delivered', 'read'].includes(state)
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

describe('order', () => {
  test('is kept within each conversation, and conversations do not wait for one another', async ({
    world,
  }) => {
    const talks = [await world.meet(), await world.meet(), await world.meet(), await world.meet()]
    const ids: string[] = []
    for (let nth = 0; nth < 8; nth += 1)
      for (const talk of talks) ids.push(await world.say(talk, `number ${nth}`))
    const underWay = new Set<string>()
    let most = 0
    let doubled = 0
    world.meta.faults({ slowMs: 20 })
    world.start({
      through: (dispatch) => async (number, send, isOurs) => {
        if (underWay.has(send.conversation)) doubled += 1
        underWay.add(send.conversation)
        most = Math.max(most, underWay.size)
        const answer = await dispatch(number, send, isOurs)
        underWay.delete(send.conversation)
        return answer
      },
    })
    await world.until(ids, isTaken)
    for (const talk of talks)
      expect(world.phone(talk)).toEqual(Array.from({ length: 8 }, (_, nth) => `number ${nth}`))
    expect(doubled).toBe(0)
    expect(most).toBeGreaterThan(1)
  })

  test('of classes is kept when there is not room for all: codes, then answers, then orders, then advertising', async ({
    world,
  }) => {
    const names = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const
    for (const category of names)
      await putTemplate(world.shop, { name: category.toLowerCase(), body: category, category })
    const ids: string[] = []
    for (const category of names)
      ids.push(
        await world.say(await world.meet(), {
          type: 'template',
          template: { name: category.toLowerCase(), language: 'en', parameters: {} },
        }),
      )
    ids.push(await world.say(await world.meet(), 'an answer'))
    const called: string[] = []
    world.start({
      rate: 5,
      through: (dispatch) => async (number, send, isOurs) => (
        called.push(send.id),
        dispatch(number, send, isOurs)
      ),
    })
    await world.until(ids, ({ state }) => state !== 'queued' && state !== 'dispatching')
    const [marketing, utility, authentication, answer] = ids
    expect(called).toEqual([authentication, answer, utility, marketing])
  })
})

describe('Meta’s limits', () => {
  test('of one pair delay only that pair, and Meta never has to say so', async ({ world }) => {
    const [busy, quiet] = [await world.meet(), await world.meet()]
    const ids: string[] = []
    for (let nth = 0; nth < 47; nth += 1) ids.push(await world.say(busy, `number ${nth}`))
    world.start()
    await world.until(ids.slice(0, 45), isTaken)
    const other = await world.say(quiet, 'hello')
    await world.until([other], isTaken)
    expect(world.phone(busy)).toHaveLength(45)
    expect((await world.message(ids[45] ?? '')).state).toBe('queued')
    await world.pass(6000)
    await world.until(ids.slice(45, 46), isTaken)
    await world.pass(6000)
    await world.until(ids.slice(46), isTaken)
    expect(await world.attempts(ids)).toEqual(ids.map(() => 1))
  })

  test('are not forgotten by a new owner in the middle of a burst', async ({ world }) => {
    const talk = await world.meet()
    const ids: string[] = []
    for (let nth = 0; nth < 46; nth += 1) ids.push(await world.say(talk, `number ${nth}`))
    const first = world.start()
    await world.until(ids.slice(0, 20), isTaken)
    await first.close()
    world.start()
    await world.until(ids.slice(0, 45), isTaken)
    await world.pass(6000)
    await world.until(ids, isTaken)
    expect(await world.attempts(ids)).toEqual(ids.map(() => 1))
    expect(world.phone(talk)).toEqual(ids.map((_, nth) => `number ${nth}`))
  })

  test('of a number that Meta counts lower than we do (130429) slow it down, and everything arrives once', async ({
    world,
  }) => {
    world.meta.updateNumber(world.shop.number.phoneNumberId, { messagesPerSecond: 20 })
    const talks = await Promise.all(Array.from({ length: 50 }, async () => world.meet()))
    const ids: string[] = []
    for (const [nth, talk] of talks.entries()) ids.push(await world.say(talk, `to ${nth}`))
    let refusals = 0
    world.start({
      rate: 200,
      through: (dispatch) => async (number, send, isOurs) => {
        const answer = await dispatch(number, send, isOurs)
        if (answer.outcome === 'refused') refusals += 1
        return answer
      },
    })
    await world.until(ids, isTaken)
    for (const [nth, talk] of talks.entries()) expect(world.phone(talk)).toEqual([`to ${nth}`])
    expect(refusals).toBeGreaterThan(0)
    expect(refusals).toBeLessThan(150)
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

describe('an expired token', () => {
  test('keeps the queue without a storm of calls, and everything goes in order once there is another', async ({
    world,
  }) => {
    world.meta.faults({ tokenExpired: true })
    const talks = await Promise.all(Array.from({ length: 60 }, async () => world.meet()))
    const ids: string[] = []
    for (const talk of talks) for (const body of ['one', 'two']) ids.push(await world.say(talk, body))
    let calls = 0
    world.start({
      rate: 80,
      through:
        (dispatch) =>
        async (...args) => ((calls += 1), dispatch(...args)),
    })
    await world.until(ids.slice(0, 1), ({ failure }) => failure?.metaCode === 190)
    for (let second = 0; second < 20; second += 1) await world.pass(1000)
    const last = await world.say(talks[0] ?? fail('nobody'), 'three')
    expect((await world.message(last)).state).toBe('queued')
    expect(calls).toBeLessThan(20)
    world.meta.faults({ tokenExpired: false })
    await world.pass(2 * MINUTE_MS)
    await world.until([...ids, last], isTaken)
    expect(world.phone(talks[0] ?? fail('nobody'))).toEqual(['one', 'two', 'three'])
    for (const talk of talks.slice(1)) expect(world.phone(talk)).toEqual(['one', 'two'])
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
    await world.pass(2 * MINUTE_MS)
    const [given] = await world.until([id], ({ state }) => state === 'failed')
    expect(given?.failure?.code).toBe('outbound.unconfirmed')
    world.meta.faults({ mute: false })
    const [late] = await world.until([id], isDelivered)
    expect(late?.failure).toBeNull()
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

describe('Meta that cannot be reached', () => {
  test('keeps everything queued, and gets it in order when it is back', async ({ world }) => {
    world.isReachable = false
    const talk = await world.meet()
    const ids = [await world.say(talk, 'one'), await world.say(talk, 'two')]
    world.start()
    await world.until(ids.slice(0, 1), ({ failure }) => failure?.code === 'outbound.unreachable')
    for (let nth = 0; nth < 5; nth += 1) await world.pass(MINUTE_MS)
    await world.until(ids, ({ state }) => ['queued', 'dispatching'].includes(state))
    world.isReachable = true
    await world.pass(2 * MINUTE_MS)
    await world.until(ids, isTaken)
    expect(world.phone(talk)).toEqual(['one', 'two'])
  })
})

test('two owners of one number, one after the other and in haste, say everything once and in order', async ({
  world,
}) => {
  const talks = [await world.meet(), await world.meet(), await world.meet()]
  const ids: string[] = []
  world.meta.faults({ slowMs: 5 })
  for (let nth = 0; nth < 12; nth += 1) {
    for (const talk of talks) ids.push(await world.say(talk, `number ${nth}`))
    if (nth % 4 !== 0) continue
    const owner = world.start()
    await world.until(ids.slice(0, 1), ({ state }) => state !== 'queued')
    await owner.close()
  }
  world.start()
  await world.until(ids, isTaken)
  for (const talk of talks)
    expect(world.phone(talk)).toEqual(Array.from({ length: 12 }, (_, nth) => `number ${nth}`))
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
