import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { expect } from 'vitest'
import { connectChannel } from '#channels/connect-channel.ts'
import type { Database } from '#platform/db/database.ts'
import { createLeases } from '#platform/db/leases.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createLog } from '#platform/log.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { after, systemClock } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { acceptMessage } from './accept-message.ts'
import type { Answer } from './decide-outcome.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { findCandidates, URGENT } from './internal/candidates-sql.ts'
import { abandonDispatches, claim, recentDispatches } from './internal/sql.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { startSender, type Sender } from './sender.ts'

/** A number, and what it takes to say things with it. */
type Shop = {
  readonly channel: string
  readonly lease: { readonly owner: string; readonly epoch: bigint }
  readonly openConversation: () => Promise<string>
  /** Returns the id of the send. */
  readonly accept: (conversation: string, body: string) => Promise<string>
  readonly stateOf: (send: string) => Promise<string>
}

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => {
    const channel = await connect(database, tenant)
    const owner = newId()
    await database.pool.query(
      `update number_leases set owner = $2, epoch = 1, leased_until = clock_timestamp() + interval '1 hour' where channel_id = $1`,
      [channel, owner],
    )
    await use({
      channel,
      lease: { owner, epoch: 1n },
      openConversation: async () => openConversation(database, tenant, channel),
      accept: async (conversation, body) => accept(database, tenant, conversation, body),
      stateOf: async (send) =>
        database.inTenant(tenant, async (client) => {
          const { rows } = await client.query<{ state: string }>('select state from sends where id = $1', [
            send,
          ])
          return rows[0]?.state ?? 'missing'
        }),
    })
  },
})

const connect = async (database: Database, tenant: TenantId): Promise<string> =>
  database.inTenant(tenant, async (client) =>
    connectChannel(
      client,
      tenant,
      {
        phoneNumberId: newId(),
        wabaId: '2',
        displayPhoneNumber: '919000000001',
        verifiedName: null,
        accessToken: new Secret('token'),
        greeting: null,
      },
      createVault(new Secret(Buffer.alloc(32).toString('base64'))),
    ),
  )

/** With a customer who has just written. */
async function openConversation(database: Database, tenant: TenantId, channel: string): Promise<string> {
  const [contact, conversation] = [newId(), newId()]
  await database.inTenant(tenant, async (client) => {
    await client.query('insert into contacts (tenant_id, id) values ($1, $2)', [tenant, contact])
    await client.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at) values ($1, 'phone', $2, $3, now())`,
      [tenant, `91${Date.now()}${Math.floor(Math.random() * 1000)}`, contact],
    )
    await client.query(
      `insert into conversations (tenant_id, id, channel_id, contact_id, last_inbound_at) values ($1, $2, $3, $4, now())`,
      [tenant, conversation, channel, contact],
    )
  })
  return conversation
}

async function accept(
  database: Database,
  tenant: TenantId,
  conversation: string,
  body: string,
): Promise<string> {
  const accepted = await database.inTenant(tenant, async (client) =>
    acceptMessage(
      client,
      tenant,
      { conversation, outgoing: { type: 'text', text: { body } }, key: newId(), origin: 'agent' },
      systemClock(),
    ),
  )
  if (!accepted.ok) throw new Error(accepted.because)
  return accepted.id
}

function startFor(
  { pool, tenant, channel }: { pool: Pool; tenant: TenantId; channel: string },
  dispatch: Dispatch,
): Sender {
  return startSender({
    pool,
    leases: createLeases(pool, {
      table: 'number_leases',
      key: 'channel_id',
      role: `sender of ${channel}`,
      busy: 'wait',
    }),
    notifier: { notify: () => {} },
    log: createLog('silent', null),
    clock: systemClock,
    dispatch,
    describe: async (id) =>
      id === channel ? { tenant, channel, phoneNumberId: '1', lane: 1, throughputMps: 1000 } : null,
  })
}

const freeLease = async ({ pool }: Database, channel: string): Promise<unknown> =>
  pool.query(`update number_leases set owner = null, leased_until = '-infinity' where channel_id = $1`, [
    channel,
  ])

async function eventually(isSo: () => Promise<boolean>, msMax: number): Promise<boolean> {
  for (let waited = 0; waited < msMax; waited += 50) {
    if (await isSo()) return true
    await delay(50)
  }
  return isSo()
}

const SEND = {
  id: newId(),
  conversation: newId(),
  contact: newId(),
  kind: 'message',
  class: 1,
  payload: { type: 'text', text: { body: 'hello' } },
  attempts: 0,
  mediaId: null,
  phone: '919000000002',
  bsuid: null,
  group: null,
  lastInboundAt: null,
  lastReferralAt: null,
  referralAnsweredAt: null,
  expiresAt: null,
  isHastened: false,
} as const

const taken = (send: string): Answer => ({
  outcome: 'accepted',
  wamid: `wamid.${send}`,
  messageStatus: null,
  waId: null,
  userId: null,
})

test('an answer that comes while others are being written down is written down as well', async ({
  database,
  tenant,
  shop,
}) => {
  const sends: string[] = []
  for (let nth = 0; nth < 60; nth++)
    sends.push(await shop.accept(await shop.openConversation(), `hello ${nth}`))
  await freeLease(database, shop.channel)
  const sender = startFor({ pool: database.pool, tenant, channel: shop.channel }, async (_number, send) => {
    await delay(Math.random() * 20)
    return taken(send.id)
  })
  const states = async (): Promise<string[]> => Promise.all(sends.map(shop.stateOf))
  const isDone = await eventually(async () => (await states()).every((state) => state === 'accepted'), 8000)
  await sender.close()
  expect(isDone, (await states()).join()).toBe(true)
})

test('a claim is said once, also when the database died before it could confirm the claim', async ({
  database,
  tenant,
  shop,
}) => {
  const send = await shop.accept(await shop.openConversation(), 'hello')
  await freeLease(database, shop.channel)
  const calls: string[] = []
  const pool = losingOneConfirmation(database.pool)
  const sender = startFor({ pool, tenant, channel: shop.channel }, async (_number, { id }) => {
    calls.push(id)
    return taken(id)
  })
  const isSaid = await eventually(async () => (await shop.stateOf(send)) === 'accepted', 5000)
  await sender.close()
  expect(isSaid, await shop.stateOf(send)).toBe(true)
  expect(calls).toEqual([send])
})

/** Commits the first claim, and breaks the connection before the answer. */
function losingOneConfirmation(pool: Pool): Pool {
  let isLost = false
  const connectLosing = async (): Promise<PoolClient> => {
    const client = await pool.connect()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    let hasClaimed = false
    return Object.assign(Object.create(client) as PoolClient, {
      query: async (...args: unknown[]) => {
        const [first] = args
        hasClaimed ||= (first as { name?: unknown }).name === 'claim_sends'
        const result = await query(...args)
        if (first !== 'commit' || !hasClaimed || isLost) return result
        isLost = true
        throw new Error('Connection terminated unexpectedly')
      },
      release: (error?: Error) => client.release(error),
    })
  }
  return Object.assign(Object.create(pool) as Pool, { connect: connectLosing, query: pool.query.bind(pool) })
}

test('an outcome that is written down late does not touch the attempt that came after it', async ({
  database,
  tenant,
  shop,
}) => {
  const send = await shop.accept(await shop.openConversation(), 'hello')
  const now = systemClock()
  const again = { send, took: 'otherwise', attempt: 1, state: 'queued', dueAt: now, error: null } as const
  const claimAgain = async (): Promise<Set<string>> =>
    database.inTenant(tenant, async (client) => claim(client, tenant, shop.channel, [send], shop.lease, now))
  const write = async (): Promise<void> =>
    database.inTenant(tenant, async (client) => recordOutcomes(client, tenant, shop.channel, 1, [again], now))
  expect(await claimAgain()).toEqual(new Set([send]))
  await write()
  expect(await shop.stateOf(send)).toBe('queued')
  expect(await claimAgain()).toEqual(new Set([send]))
  await write() // the answer to the first time never came back from the database
  expect(await shop.stateOf(send)).toBe('dispatching')
})

test('a send that nobody knows the fate of holds up its conversation for a while, and then no longer', async ({
  database,
  tenant,
  shop,
}) => {
  const conversation = await shop.openConversation()
  const [first, second] = [await shop.accept(conversation, 'one'), await shop.accept(conversation, 'two')]
  const elsewhere = await shop.accept(await shop.openConversation(), 'three')
  const now = systemClock()
  const candidatesAt = async (ms: number): Promise<string[]> =>
    database.inTenant(tenant, async (client) =>
      (await findCandidates(client, tenant, shop.channel, after(now, ms), 10, URGENT)).map(({ id }) => id),
    )
  await database.inTenant(tenant, async (client) => {
    await claim(client, tenant, shop.channel, [first], shop.lease, now)
    await abandonDispatches(client, tenant, shop.channel, 2n, after(now, 10_000))
  })
  expect(await shop.stateOf(first)).toBe('unknown')
  expect(await candidatesAt(1000)).toEqual([elsewhere])
  expect(await candidatesAt(60_000)).toEqual([second, elsewhere])
})

test('what a former owner sent may have been at Meta as late as its answer was written down', async ({
  database,
  tenant,
  shop,
}) => {
  const conversation = await shop.openConversation()
  const answered = await shop.accept(conversation, 'one')
  const unanswered = await shop.accept(await shop.openConversation(), 'two')
  const now = systemClock()
  const later = after(now, 800)
  const outcome = { send: answered, took: 'accepted', wamid: `wamid.${newId()}`, isHeld: false } as const
  const recent = await database.inTenant(tenant, async (client) => {
    await claim(client, tenant, shop.channel, [answered, unanswered], shop.lease, now)
    await recordOutcomes(client, tenant, shop.channel, 1, [outcome], later)
    return recentDispatches(client, tenant, shop.channel, after(now, -1000), after(now, -1000))
  })
  expect(recent.map(({ at }) => at)).toEqual([now, later])
  expect(recent.at(-1)?.pair).toBe(conversation)
})

test('whoever slept through the lease of a number does not call Meta any more', async () => {
  let calls = 0
  const dispatch = createDispatch({
    graph: new Proxy({} as Parameters<typeof createDispatch>[0]['graph'], { get: () => () => (calls += 1) }),
    tokenOf: async () => new Secret('token'),
    metaMediaId: async () => null,
  })
  const number = { tenant: newId() as TenantId, channel: newId(), phoneNumberId: '1' }
  expect(await dispatch(number, SEND, () => false)).toEqual({
    outcome: 'not_sent',
    reason: 'outbound.lease_over',
  })
  expect(calls).toBe(0)
})

test('a database that is away when the token is wanted is no reason to end, and nothing was sent', async () => {
  const dispatch = createDispatch({
    graph: {} as Parameters<typeof createDispatch>[0]['graph'],
    tokenOf: async () => {
      throw new Error('Connection terminated unexpectedly')
    },
    metaMediaId: async () => null,
  })
  const number = { tenant: newId() as TenantId, channel: newId(), phoneNumberId: '1' }
  expect(await dispatch(number, SEND, () => true)).toMatchObject({ outcome: 'not_sent' })
})
