/** What a worker does with its lanes when things go wrong, and when they merely go on at once. */
import { describe, expect } from 'vitest'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { inTransaction, type Client, type Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { test } from '#test/database.ts'
import {
  asAdmin,
  bodyOf,
  connect,
  createWorker,
  deliver,
  freshNumber,
  ingest,
  messagesOf,
  type TestNumber,
} from '#test/ingest.ts'
import { laneOf } from './lane-of.ts'
import { redeliver } from './redeliver.ts'

const stumble = async (): Promise<never> => Promise.reject(new TypeError('a bug of ours'))

let serial = 0
const text = (body: unknown, item: object = {}): object => ({
  from: '911234',
  id: `wamid.${(serial += 1)}`,
  timestamp: '1793000000',
  type: 'text',
  text: { body },
  ...item,
})
const image = (): object => text('', { type: 'image', image: { id: `m${serial}`, mime_type: 'image/png' } })
const bodyTo = (number: TestNumber, ...messages: object[]): string => bodyOf(messagesOf(number, { messages }))

const greeting = (number: TestNumber, phone: string, isNamed: boolean): string =>
  bodyOf(
    messagesOf(number, {
      contacts: [{ wa_id: phone, ...(isNamed ? { user_id: `IN.${phone}` } : {}), profile: { name: phone } }],
      messages: [text('hi', { from: phone })],
    }),
  )

const textsOf = async (database: Database, tenant: TenantId): Promise<(string | null)[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ text: string | null }>('select text from messages order by id')
    return rows.map((row) => row.text)
  })
const lettersOf = async ({ pool }: Database): Promise<string[]> => {
  const { rows } = await pool.query<{ line: string }>(
    `select code || ' ' || pointer as line from dead_letters order by lane, xid, delivery_id, pointer`,
  )
  return rows.map(({ line }) => line)
}

async function shopWith(database: Database, ...numbers: TestNumber[]): Promise<TenantId> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => {
    await createTenant(client, tenant, 'Another shop')
    for (const number of numbers) await connect(client, tenant, number)
  })
  return tenant
}

/** As if everybody had died a while ago. */
const expire = async (adminUrl: string): Promise<void> =>
  asAdmin(adminUrl, async (admin) => {
    await admin.query(`update lanes set leased_until = now() - interval '1 s' where owner is not null`)
    await admin.query(`update members set seen_until = now() - interval '1 s'`)
  })

describe('a poisoned item', () => {
  test('is a dead letter, and its neighbours go through, in their order', async ({
    database,
    adminUrl,
    tenant,
  }) => {
    // Nothing that Meta sends should get this far; so the database is made to refuse something.
    await asAdmin(adminUrl, async (admin) => {
      await admin.query('truncate dead_letters')
      await admin.query(
        `alter table messages add constraint no_poison check (text is distinct from 'poison')`,
      )
    })
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown
    await ingest(database, [
      bodyTo(number, text('1'), text('2')),
      bodyTo(number, text('3'), text('poison'), text('4')),
      bodyTo(number, text('5'), text('x', { id: 'w'.repeat(5000) }), text('6')),
      bodyTo(number, text('7'), text('x', { deep }), text('8')),
      bodyTo(number, text('9\u0000'), text('10')),
      bodyTo(number, text('11')).replace('"11"', String.raw`"11\ud83d"`),
      '{"object":"whatsapp_business_account","entry":[{',
      bodyTo(number, text('12')),
    ])
    expect(await textsOf(database, tenant)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9\uFFFD',
      '10',
      '11\uFFFD',
      '12',
    ])
    const at = '/entry/0/changes/0/value/messages/1'
    expect((await lettersOf(database)).toSorted()).toEqual([
      `effect_refused ${at}`,
      `no_id ${at}`,
      'not_json ',
      `too_deep ${at}`,
    ])
  })
})

describe('an item that we stumble over', () => {
  test('is a dead letter too, instead of holding up its lane for ever', async ({
    database,
    adminUrl,
    tenant,
  }) => {
    await asAdmin(adminUrl, async (admin) => admin.query('truncate dead_letters'))
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const worker = await createWorker(database.pool, { jobs: { enqueue: stumble } })
    await deliver(database.pool, [bodyTo(number, text('1'), image(), text('2'))])
    await worker.drain()
    await worker.leases.release()
    expect(await textsOf(database, tenant)).toEqual(['1', '2'])
    expect(await lettersOf(database)).toEqual(['effect_refused /entry/0/changes/0/value/messages/1'])
  })
})

describe('a body for nobody', () => {
  test('waits as an orphan, and has its effect when its number is connected', async ({
    database,
    tenant,
  }) => {
    const [mine, strange] = [freshNumber(), freshNumber()]
    await database.inTenant(tenant, async (client) => connect(client, tenant, mine))
    await ingest(database, [
      bodyOf(
        messagesOf(strange, { messages: [text('for the strange one')] }),
        messagesOf(mine, { messages: [text('for me')] }),
        {
          entry: strange.wabaId,
          time: 1_793_000_000,
          change: { field: 'security', value: { event: 'PIN_CHANGED' } },
        },
      ),
    ])
    expect(await textsOf(database, tenant)).toEqual(['for me'])
    const other = await shopWith(database, strange)
    const count = await database.inTenant(other, async (client) => redeliver(client, strange))
    expect(count).toBe(2)
    await ingest(database, [])
    expect(await textsOf(database, other)).toEqual(['for the strange one'])
    expect(await textsOf(database, tenant)).toEqual(['for me'])
    const { rows } = await database.inTenant(other, async (client) =>
      client.query('select field from updates'),
    )
    expect(rows).toEqual([{ field: 'security' }])
    expect((await database.pool.query('select 1 from orphans')).rows).toEqual([])
  })

  test('is not overlooked by a worker that knew the numbers of a moment ago', async ({
    database,
    tenant,
  }) => {
    const [mine, late] = [freshNumber(), freshNumber()]
    await database.inTenant(tenant, async (client) => connect(client, tenant, mine))
    const worker = await createWorker(database.pool)
    await deliver(database.pool, [bodyTo(mine, text('before'))])
    await worker.drain() // the worker has read the routes now, and believes them for 100 ms
    await database.inTenant(tenant, async (client) => {
      await connect(client, tenant, late)
      await redeliver(client, late)
    })
    await deliver(database.pool, [bodyTo(late, text('after'))])
    await worker.drain()
    await worker.leases.release()
    expect(await textsOf(database, tenant)).toEqual(['before', 'after'])
  })
})

describe('a lane', () => {
  test('is not written by a worker whose lease somebody else has', async ({ database, adminUrl, tenant }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const sleeper = await createWorker(database.pool)
    await deliver(database.pool, [bodyTo(number, text('once'))])
    await expire(adminUrl)
    const heir = await createWorker(database.pool)
    const lane = String(laneOf(number.phoneNumberId))
    expect(heir.leases.held().has(lane)).toBe(true)
    expect(sleeper.leases.held().has(lane)).toBe(true) // it believes so
    expect(await sleeper.process([])).toMatchObject({ deliveries: 0 })
    expect(await textsOf(database, tenant)).toEqual([])
    expect(sleeper.leases.held().has(lane)).toBe(false)
    expect(sleeper.leases.held().size).toBe(255) // it gave up what it lost, and nothing else
    await heir.drain()
    expect(await textsOf(database, tenant)).toEqual(['once'])
    await heir.leases.release()
    await sleeper.leases.release()
  })

  test('is not taken from a worker in the middle of a transaction', async ({
    database,
    adminUrl,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const slow = await createWorker(database.pool)
    await deliver(database.pool, [bodyTo(number, text('slowly'))])
    const lane = String(laneOf(number.phoneNumberId))
    await expire(adminUrl)
    const working = Promise.withResolvers<void>()
    const blocker = inTransaction(database.pool, async (client: Client) => {
      await lockTenant(client, tenant, true)
      await working.promise
    })
    const drained = slow.drain()
    await expect
      .poll(async () => {
        const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted`
        return (await database.pool.query(waiting)).rowCount
      })
      .toBe(1)
    const heir = await createWorker(database.pool)
    expect(heir.leases.held().size).toBe(255)
    expect(heir.leases.held().has(lane)).toBe(false)
    working.resolve()
    await blocker
    await drained
    expect(await textsOf(database, tenant)).toEqual(['slowly'])
    await heir.leases.renew()
    expect(heir.leases.held().has(lane)).toBe(false) // the work renewed the lease
    await slow.leases.release()
    await heir.leases.renew()
    expect(heir.leases.held().has(lane)).toBe(true)
    await heir.leases.release()
  })

  test('is shared evenly by two workers, and taken over when one dies', async ({ database, adminUrl }) => {
    const one = await createWorker(database.pool)
    expect(one.leases.held().size).toBe(256)
    const other = await createWorker(database.pool)
    expect(other.leases.held().size).toBe(0) // nothing is free yet
    await one.leases.renew()
    const fresh = await other.leases.renew()
    expect([one.leases.held().size, other.leases.held().size, fresh.length]).toEqual([128, 128, 128])
    const both = new Set([...one.leases.held().keys(), ...other.leases.held().keys()])
    expect(both.size).toBe(256)
    await expire(adminUrl) // one is dead; the other one renews
    await other.leases.renew()
    expect(other.leases.held().size).toBe(256)
    expect([...other.leases.held().values()].every((epoch) => epoch > 0n)).toBe(true)
    await other.leases.release()
    await one.leases.release()
  })

  test('is kept by a renewal that does not wait for the work on it', async ({ database }) => {
    const worker = await createWorker(database.pool)
    await inTransaction(database.pool, async (client) => {
      await client.query('select from lanes where lane = 7 for no key update')
      await worker.leases.renew()
      expect(worker.leases.held().size).toBe(256)
    })
    await worker.leases.release()
  })

  test('shows what came while the worker was writing another lane’s effects', async ({
    database,
    tenant,
  }) => {
    const [one, other] = [freshNumber(), freshNumber()]
    const [lane, otherLane] = [laneOf(one.phoneNumberId), laneOf(other.phoneNumberId)]
    expect(lane).not.toBe(otherLane)
    await database.inTenant(tenant, async (client) => {
      await connect(client, tenant, one)
      await connect(client, tenant, other)
    })
    const worker = await createWorker(database.pool)
    const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted`
    const waiters = async (): Promise<number | null> => (await database.pool.query(waiting)).rowCount
    const released = Promise.withResolvers<void>()
    const blocker = inTransaction(database.pool, async (client) => {
      await lockTenant(client, tenant, true) // writes nothing, so it hides nothing
      await released.promise
    })
    await deliver(database.pool, [bodyTo(one, text('slowly'))])
    const slow = worker.process([lane])
    await expect.poll(waiters).toBe(1)
    await deliver(database.pool, [bodyTo(other, text('meanwhile'))])
    const meanwhile = worker.process([otherLane])
    await expect.poll(waiters).toBe(2)
    released.resolve()
    await blocker
    expect(await slow).toMatchObject({ deliveries: 1 })
    expect(await meanwhile).toMatchObject({ deliveries: 1 })
    await worker.leases.release()
  })

  test('never steps over a transaction that commits late', async ({ database, tenant }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const worker = await createWorker(database.pool)
    const lane = laneOf(number.phoneNumberId)
    const insert = async (client: Pick<Client, 'query'>, body: string): Promise<void> => {
      await client.query('insert into deliveries (lane, body) values ($1, $2)', [lane, Buffer.from(body)])
    }
    await inTransaction(database.pool, async (late) => {
      await insert(late, bodyTo(number, text('first')))
      await insert(database.pool, bodyTo(number, text('second')))
      expect(await worker.process([])).toMatchObject({ deliveries: 0 })
    })
    expect(await textsOf(database, tenant)).toEqual([])
    await worker.drain()
    expect(await textsOf(database, tenant)).toEqual(['first', 'second'])
    await worker.leases.release()
  })
})

describe('a body about several numbers', () => {
  test('has each effect once, in the lane of each number, and never in another tenant', async ({
    database,
    tenant,
  }) => {
    const numbers = [freshNumber(), freshNumber(), freshNumber()]
    const [mine, theirs, alsoMine] = numbers as [TestNumber, TestNumber, TestNumber]
    expect(new Set(numbers.map(({ phoneNumberId }) => laneOf(phoneNumberId))).size).toBe(3)
    await database.inTenant(tenant, async (client) => {
      await connect(client, tenant, mine)
      await connect(client, tenant, alsoMine)
    })
    const other = await shopWith(database, theirs)
    const queued: unknown[] = []
    const jobs = {
      enqueue: async (_client: Client, _spec: unknown, payloads: readonly { tenant?: string }[]) => {
        queued.push(...payloads.map((payload) => payload.tenant))
        return Promise.resolve()
      },
    }
    const worker = await createWorker(database.pool, { jobs })
    await deliver(database.pool, [
      bodyTo(mine, text('before')),
      bodyOf(
        messagesOf(mine, { messages: [text('a'), image()] }),
        messagesOf(theirs, { messages: [text('b'), image()] }),
        messagesOf(alsoMine, { messages: [text('c')] }),
      ),
      bodyTo(theirs, text('b again')),
      bodyTo(mine, text('after')),
    ])
    expect(await worker.drain()).toBe(6) // three times the mixed one
    await worker.leases.release()
    expect(new Set(await textsOf(database, tenant))).toEqual(new Set(['before', 'a', null, 'c', 'after']))
    expect(await textsOf(database, other)).toEqual(['b', null, 'b again'])
    expect(queued).toHaveLength(2)
    expect(new Set(queued)).toEqual(new Set([tenant, other]))
    const order = (await textsOf(database, tenant)).filter((line) => line !== 'c')
    expect(order).toEqual(['before', 'a', null, 'after'])
  })

  test('of two tenants in one lane is told apart within one batch', async ({ database, tenant }) => {
    const mine = freshNumber()
    let theirs = freshNumber()
    while (laneOf(theirs.phoneNumberId) !== laneOf(mine.phoneNumberId)) theirs = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, mine))
    const other = await shopWith(database, theirs)
    await ingest(database, [
      bodyOf(
        messagesOf(mine, { messages: [text('mine')] }),
        messagesOf(theirs, { messages: [text('theirs')] }),
      ),
      bodyTo(theirs, text('theirs again')),
    ])
    expect(await textsOf(database, tenant)).toEqual(['mine'])
    expect(await textsOf(database, other)).toEqual(['theirs', 'theirs again'])
  })
})

describe('two workers on one tenant', () => {
  test('meet the same new customers at once, and make each of them once', async ({ database, tenant }) => {
    const numbers = [freshNumber(), freshNumber()]
    await database.inTenant(tenant, async (client) => {
      for (const number of numbers) await connect(client, tenant, number)
    })
    const one = await createWorker(database.pool)
    const other = await createWorker(database.pool)
    await one.leases.renew()
    await other.leases.renew()
    const customers = Array.from({ length: 60 }, (_, nth) => `9177${String(nth).padStart(4, '0')}`)
    await deliver(
      database.pool,
      customers.flatMap((phone, nth) =>
        numbers.map((number, i) => greeting(number, phone, (nth + i) % 2 === 0)),
      ),
    )
    await Promise.all([one.drain(), other.drain()])
    await Promise.all([one.leases.release(), other.leases.release()])
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query(`select (select count(*)::int from contacts) as contacts, (select count(*)::int from conversations) as threads,
        (select count(*)::int from messages) as messages`),
    )
    expect(rows).toEqual([{ contacts: 60, threads: 120, messages: 120 }])
  })
})
