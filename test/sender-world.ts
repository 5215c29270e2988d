/** `test` with a shop whose messages really go to Meta's stand-in, and whose webhooks really come back. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { findMessagesById } from '#conversations/read-models.ts'
import type { Message } from '#conversations/message-shapes.ts'
import type { Outgoing } from '#outbound/outgoing-shape.ts'
import { createFeed } from '#campaigns/take-recipients.ts'
import { laneOf } from '#ingest/lane-of.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import { createDispatch, type Dispatch } from '#outbound/dispatch.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { startSender, type Sender } from '#outbound/sender.ts'
import { createLeases } from '#platform/db/leases.ts'
import { createEgress } from '#platform/egress.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { after, systemClock, type Clock } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { test as base } from '#test/database.ts'
import { createWorker, deliver } from '#test/ingest.ts'
import { freshPhone, HOUR_MS, openShop, openTalk, type NewTalk, type Shop, type Talk } from '#test/shop.ts'
import { createGraph } from '#whatsapp/graph.ts'

/** A shop whose messages really go to Meta's stand-in, and whose webhooks really come back. */
export type World = {
  readonly shop: Shop
  readonly meta: Simulator['control']
  readonly clock: Clock
  /** A customer whom Meta knows as well, and who wrote an hour ago. */
  readonly meet: (talk?: NewTalk & { readonly phone?: string }) => Promise<Talk>
  readonly say: (talk: Talk, what: string | Outgoing) => Promise<string>
  readonly start: (options?: {
    /** Messages a second; asked for again and again. */
    readonly rate?: number | (() => number)
    /** Whether its account is onboarded to the Marketing Messages API; null: nobody knows. */
    readonly isForMarketing?: boolean | null
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

export const test = base.extend<{ world: World }>({
  world: async ({ database, tenant }, use) => {
    const shop = await openShop(database, tenant)
    const meta = await openMeta(shop)
    const worker = await createWorker(database.pool)
    const senders: Sender[] = []
    let offsetMs = 0
    let asked = 0
    const clock: Clock = () => {
      asked += 1
      return after(systemClock(), offsetMs)
    }
    const { control } = meta
    const world: World = {
      shop,
      meta: control,
      clock,
      isReachable: true,
      meet: async (talk = {}) => {
        const phone = talk.phone ?? freshPhone()
        const known = control.addCustomer({ name: 'Asha', phone })
        control.act(known.id, shop.number.phoneNumberId, { type: 'text', body: 'hello' })
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
      start: ({ rate = 1000, isForMarketing = null, through = (dispatch: Dispatch) => dispatch } = {}) => {
        const dispatch = through(async (...args) => (world.isReachable ? meta.there : meta.nowhere)(...args))
        const sender = startSenderOf(shop, { clock, dispatch, rate, isForMarketing })
        senders.push(sender)
        return sender
      },
      pass: async (ms) => {
        // Meta's first: a sender that is ahead of it spends what Meta has not counted yet.
        await control.advance(ms)
        offsetMs += ms
        const before = asked
        for (const sender of senders) sender.wake([])
        // Every round asks what time it is: so this one, and one after it, have been.
        while (senders.length > 0 && asked < before + 2) await new Promise((done) => setImmediate(done))
      },
      message: async (id) => (await read(shop, [id]))[0] ?? fail('no message'),
      until: async (ids, isSo) => waitUntil(async () => (await worker.drain(), read(shop, ids)), isSo),
      phone: ({ phone }) => {
        const customer = control.state().customers.find((one) => one.phone === phone)
        const theirs = control.sent().filter((sent) => sent.customer === customer?.id)
        return theirs.map(({ body }) => body)
      },
      attempts: async (ids) => attemptsOf(shop, ids),
    }
    await use(world)
    await Promise.all(senders.map(async (sender) => sender.close()))
    await worker.leases.release()
    await meta.close()
    // The next test's sender must not find this one's number.
    await database.pool.query('delete from number_leases where channel_id = $1', [shop.channel])
  },
})

/** Meta's stand-in with the shop's number, which delivers to the shop's database; the way to it, and one that leads nowhere. */
async function openMeta({ database, number }: Shop): Promise<{
  readonly control: Simulator['control']
  readonly there: Dispatch
  readonly nowhere: Dispatch
  readonly close: () => Promise<void>
}> {
  const simulator = await startSimulator({ port: 0, seed: 11 })
  const { control } = simulator
  control.addNumber({ ...number, displayPhoneNumber: number.display, verifiedName: 'Test shop' })
  const app = await openApp(async (body) => deliver(database.pool, [body]))
  await control.connectApp({ callbackUrl: app.url, verifyToken: 'token', appSecret: 'app-secret' })
  const egress = createEgress({ allowOrigins: [simulator.url, 'http://127.0.0.1:1'] })
  const dispatchTo = (baseUrl: string): Dispatch =>
    createDispatch({
      graph: createGraph({ egress, baseUrl }),
      tokenOf: async () => new Secret(simulator.accessToken),
      metaMediaId: async () => null,
    })
  return {
    control,
    there: dispatchTo(simulator.url),
    nowhere: dispatchTo('http://127.0.0.1:1'),
    close: async () => {
      await simulator.close()
      await egress.close()
      await app.close()
    },
  }
}

const SILENT = { notify: () => {} }

type SenderOf = {
  readonly clock: Clock
  readonly dispatch: Dispatch
  readonly rate: number | (() => number)
  readonly isForMarketing: boolean | null
}
function startSenderOf(
  { database, tenant, channel, number }: Shop,
  { clock, dispatch, rate, isForMarketing }: SenderOf,
): Sender {
  const { phoneNumberId } = number
  return startSender({
    pool: database.pool,
    leases: createLeases(database.pool, {
      table: 'number_leases',
      key: 'channel_id',
      role: `sender ${newId()}`,
      busy: 'wait',
    }),
    notifier: SILENT,
    feed: createFeed({ database, notifier: SILENT }),
    log: pino({ enabled: false }),
    clock,
    dispatch,
    describe: async (asked) =>
      asked === channel
        ? {
            ...{ tenant, channel, phoneNumberId, lane: laneOf(phoneNumberId) },
            ...{ throughputMps: typeof rate === 'number' ? rate : rate(), isForMarketing },
          }
        : null,
  })
}

async function read({ database, tenant }: Shop, ids: readonly string[]): Promise<Message[]> {
  const found = await database.inTenant(tenant, async (client) =>
    findMessagesById(client, tenant, ids, explainFailure),
  )
  return ids.map((id) => found.find((message) => message.id === id) ?? fail(`no message ${id}`))
}

async function waitUntil(
  look: () => Promise<Message[]>,
  isSo: (message: Message) => boolean,
): Promise<Message[]> {
  const end = performance.now() + 20_000
  for (;;) {
    const messages = await look()
    if (messages.every(isSo)) return messages
    if (performance.now() > end) {
      const states = messages.map(({ text: words, state, failure }) => [words, state, failure?.code])
      fail(`still ${JSON.stringify(states)}`)
    }
    await new Promise((done) => setTimeout(done, 10))
  }
}

async function attemptsOf({ database, tenant }: Shop, ids: readonly string[]): Promise<number[]> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ attempts: number }>(
      'select attempts from sends where id = any($1::uuid[]) order by id',
      [ids],
    )
    return rows.map(({ attempts }) => attempts)
  })
}

export const fail = (why: string): never => {
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

/** Meta has said that it has it. */
export const isTaken = ({ state }: Message): boolean =>
  ['accepted', 'sent', 'delivered', 'read'].includes(state)
