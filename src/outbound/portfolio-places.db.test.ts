/** With how many people a portfolio begins in a day: never with more than Meta allows, whatever dies when. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, HOUR_MS, instant, MINUTE_MS, systemClock, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { answered, record } from '#test/health.ts'
import {
  eventually,
  forgetNumbers,
  leapingClock,
  queueSends,
  sendsOf,
  startSending,
  taken,
  type SendRow,
} from '#test/sending.ts'
import { openShop, openTalk, putTemplate, type NewTalk, type Shop, type Talk } from '#test/shop.ts'
import type { Answer } from './decide-outcome.ts'
import type { Dispatch } from './dispatch.ts'
import { claim } from './internal/sql.ts'
import { fillPlaces, placesLeft, returnPlaces, takePlaces } from './portfolio-places.ts'
import type { Sender } from './sender.ts'
import { settleByCallback } from './settle-by-callback.ts'

const OFFER = { type: 'template', template: { name: 'sale', language: { code: 'en' } } }

type World = {
  /** Numbers of one portfolio that may begin with so many people; null: Meta has not told. */
  readonly shops: (count: number, peopleMax: string | null) => Promise<Shop[]>
  readonly stranger: (shop: Shop, talk?: NewTalk) => Promise<Talk>
  readonly offer: (shop: Shop, talks: readonly Talk[]) => Promise<string[]>
  readonly start: (shops: readonly Shop[], dispatch: Dispatch, role?: string) => Sender
  readonly clock: () => Instant
  readonly leap: (ms: number) => void
  /** Meta says so of all numbers, now. */
  readonly say: (shops: readonly Shop[], tier: string) => Promise<void>
}

const test = base.extend<{ world: World }>({
  world: async ({ database, tenant }, use) => {
    const { clock, leap } = leapingClock()
    const opened: Shop[] = []
    const senders: Sender[] = []
    const say: World['say'] = async (shops, tier) => {
      for (const shop of shops) await record(shop, clock(), answered(clock(), ['tier', tier]))
    }
    await use({
      clock,
      leap,
      say,
      shops: async (count, peopleMax) => {
        for (let nth = 0; nth < count; nth += 1) {
          const shop = await openShop(database, tenant)
          opened.push(shop)
          await putTemplate(shop, { name: 'sale', body: 'Sale', category: 'MARKETING' })
          await record(shop, clock(), answered(clock(), ['portfolio', '77']))
        }
        if (peopleMax !== null) await say(opened, peopleMax)
        return opened
      },
      stranger: async (shop, talk = {}) => openTalk(shop, { lastInboundAt: null, ...talk }),
      offer: async (shop, talks) =>
        queueSends(
          shop,
          talks.map(({ conversation }) => conversation),
          { payload: OFFER, now: clock() },
        ),
      start: (shops, dispatch, role = newId()) => {
        const sender = startSending(shops, dispatch, { clock, role })
        senders.push(sender)
        return sender
      },
    })
    await Promise.all(senders.map(async (sender) => sender.close()))
    await forgetNumbers(opened)
  },
})

const strangers = async ({ stranger }: World, shop: Shop, count: number): Promise<Talk[]> => {
  const talks: Talk[] = []
  for (let nth = 0; nth < count; nth += 1) talks.push(await stranger(shop))
  return talks
}

/** Takes everything, and notes whom. */
function taking(): { readonly dispatch: Dispatch; readonly called: string[] } {
  const called: string[] = []
  return {
    called,
    dispatch: async (_number, send, isOurs) => {
      if (!isOurs()) return { outcome: 'not_sent', reason: 'outbound.lease_over' }
      called.push(send.contact)
      return taken(send.id)
    },
  }
}

const refusal = (code: number): Answer => ({
  outcome: 'refused',
  error: {
    ...{ code, subcode: null, message: 'no', details: null, httpStatus: 400 },
    ...{ isTransient: false, retryAfterMs: null, traceId: null },
  },
})

const count = (sends: readonly SendRow[], state: string): number =>
  sends.filter((send) => send.state === state).length

const isWithoutPlace = ({ state, error }: SendRow): boolean =>
  state === 'queued' && error?.harkara === 'outbound.no_place'

/** What the row of the portfolio counts is what there is. */
async function expectExact({ database, tenant }: Shop): Promise<void> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ used: number; count: number }>(
      `select used, (select count(*)::int from portfolio_places p where p.tenant_id = o.tenant_id and p.key = o.key) as count
       from portfolios o where tenant_id = $1`,
      [tenant],
    ),
  )
  for (const row of rows) expect(row.used).toBe(row.count)
}

describe('people who get a template outside a window', () => {
  test('are never more than Meta allows; who finds no place waits until one is free, and then gets it', async ({
    world,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_3')) as [Shop]
    await world.offer(shop, await strangers(world, shop, 5))
    const { dispatch, called } = taking()
    const sender = world.start([shop], dispatch)
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 3)).toBe(true)
    expect(await eventually(async () => (await sendsOf(shop)).filter(isWithoutPlace).length === 2)).toBe(true)
    for (const { state, due_at: dueAt } of await sendsOf(shop))
      if (state === 'queued') expect(dueAt.getTime()).toBeLessThanOrEqual(world.clock() + MINUTE_MS)
    expect(called.length).toBe(3)
    world.leap(DAY_MS - HOUR_MS)
    sender.wake([])
    await new Promise((done) => setTimeout(done, 300))
    expect(called.length).toBe(3)
    world.leap(HOUR_MS + 3 * MINUTE_MS)
    sender.wake([])
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 5)).toBe(true)
    expect(new Set(called).size).toBe(5)
    await expectExact(shop)
  })

  test('need one place each, however often; whoever has written needs none, and no words without a template do', async ({
    world,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_2')) as [Shop]
    const [one, two, three] = (await strangers(world, shop, 3)) as [Talk, Talk, Talk]
    const writer = await world.stranger(shop, { lastInboundAt: after(world.clock(), -HOUR_MS) })
    await world.offer(shop, [one, one, two, one, writer, writer])
    const late = await world.offer(shop, [three])
    const { dispatch } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 6)).toBe(true)
    expect(await eventually(async () => (await sendsOf(shop)).some(isWithoutPlace))).toBe(true)
    expect((await sendsOf(shop)).filter(isWithoutPlace).map(({ id }) => id)).toEqual(late)
    await expectExact(shop)
  })

  test('of two numbers of one portfolio share its places, whoever is faster', async ({ world }) => {
    const shops = await world.shops(2, 'TIER_10')
    for (const shop of shops) await world.offer(shop, await strangers(world, shop, 15))
    const { dispatch, called } = taking()
    for (const _ of shops) world.start(shops, dispatch, 'two senders')
    const waiting = async (): Promise<number> =>
      (await Promise.all(shops.map(sendsOf))).flat().filter(isWithoutPlace).length
    expect(await eventually(async () => (await waiting()) === 20)).toBe(true)
    expect(called.length).toBe(10)
    await expectExact(shops[0] as Shop)
  })

  test('are without end where Meta says so, or nothing; then no places are taken', async ({
    world,
    database,
    tenant,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_UNLIMITED')) as [Shop]
    await world.offer(shop, await strangers(world, shop, 12))
    const { dispatch } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 12)).toBe(true)
    expect(await placesOf(database, tenant)).toBe(0)
  })
})

const placesOf = async (database: Database, tenant: Shop['tenant']): Promise<number> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from portfolio_places where tenant_id = $1',
      [tenant],
    )
    return rows[0]?.count ?? 0
  })

describe('Meta that changes the limit in mid-flight', () => {
  test('to less: whom we began with while there was none counts at once', async ({ world }) => {
    const [shop] = (await world.shops(1, 'TIER_UNLIMITED')) as [Shop]
    await world.offer(shop, await strangers(world, shop, 8))
    const { dispatch, called } = taking()
    const sender = world.start([shop], dispatch)
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 8)).toBe(true)
    await world.say([shop], 'TIER_10')
    await world.offer(shop, await strangers(world, shop, 5))
    sender.wake([])
    expect(await eventually(async () => (await sendsOf(shop)).filter(isWithoutPlace).length === 3)).toBe(true)
    expect(called.length).toBe(10)
    await world.say([shop], 'TIER_4')
    await world.offer(shop, await strangers(world, shop, 2))
    sender.wake([])
    expect(await eventually(async () => (await sendsOf(shop)).filter(isWithoutPlace).length === 5)).toBe(true)
    expect(called.length).toBe(10)
    await expectExact(shop)
  })

  test('to more: those who wait go within moments', async ({ world }) => {
    const [shop] = (await world.shops(1, 'TIER_2')) as [Shop]
    await world.offer(shop, await strangers(world, shop, 6))
    const { dispatch } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => (await sendsOf(shop)).filter(isWithoutPlace).length === 4)).toBe(true)
    await world.say([shop], 'TIER_250')
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 6)).toBe(true)
    await expectExact(shop)
  })

  test('is heard from its webhook, before anybody has made a word of it', async ({
    world,
    database,
    tenant,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_UNLIMITED')) as [Shop]
    await database.inTenant(tenant, async (client) =>
      client.query(
        `insert into updates (tenant_id, key, waba_id, field, at, value) values ($1, $2, $3, 'business_capability_update', $4, $5)`,
        [
          ...[tenant, newId(), shop.number.wabaId, new Date(after(world.clock(), 1000))],
          JSON.stringify({ max_daily_conversations_per_business: 2 }),
        ],
      ),
    )
    await world.offer(shop, await strangers(world, shop, 5))
    const { dispatch, called } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => (await sendsOf(shop)).filter(isWithoutPlace).length === 3)).toBe(true)
    expect(called.length).toBe(2)
  })
})

describe('a place', () => {
  test('is kept by whoever died between the claim and the call, because nobody knows', async ({
    world,
    database,
    tenant,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_2')) as [Shop]
    const [one, two, three] = (await strangers(world, shop, 3)) as [Talk, Talk, Talk]
    const [first] = (await world.offer(shop, [one])) as [string]
    const dead = newId()
    await database.pool.query(
      `update number_leases set owner = $2, epoch = 7, leased_until = clock_timestamp() + interval '1 minute' where channel_id = $1`,
      [shop.channel, dead],
    )
    await fillPlaces(database.pool, tenant, shop.channel, world.clock)
    await database.inTenant(tenant, async (client) => {
      const now = world.clock()
      await takePlaces(client, tenant, shop.channel, [{ send: first, person: one.contact }], now)
      await claim(client, tenant, shop.channel, [first], { owner: dead, epoch: 7n }, now)
    })
    await database.pool.query(
      `update number_leases set owner = null, leased_until = '-infinity' where channel_id = $1`,
      [shop.channel],
    )
    await world.offer(shop, [two, three])
    const { dispatch, called } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => (await sendsOf(shop)).some(isWithoutPlace))).toBe(true)
    const states = async (): Promise<string[]> => (await sendsOf(shop)).map(({ state }) => state)
    expect(await eventually(async () => !(await states()).includes('dispatching'))).toBe(true)
    expect(called).toEqual([two.contact])
    expect(await states()).toEqual(['unknown', 'accepted', 'queued'])
  })

  test.for([
    ['a refusal', refusal(131026), true],
    ['a failure of Meta’s own, which may hide that it took it', refusal(131000), false],
    ['no answer', { outcome: 'unknown', reason: 'egress.no_answer' }, false],
  ] as const)('after %s is somebody else’s or not: %o', async ([, answer, isFree], { world }) => {
    const [shop] = (await world.shops(1, 'TIER_1')) as [Shop]
    const talks = await strangers(world, shop, 2)
    await world.offer(shop, talks)
    const called: string[] = []
    const sender = world.start([shop], async (_number, send, isOurs) => {
      isOurs()
      called.push(send.contact)
      return called.length === 1 ? answer : taken(send.id)
    })
    expect(await eventually(() => called.length === 1)).toBe(true)
    if (isFree) {
      world.leap(2 * MINUTE_MS)
      sender.wake([])
      expect(await eventually(() => called.length === 2)).toBe(true)
    } else expect(await eventually(async () => (await sendsOf(shop)).some(isWithoutPlace))).toBe(true)
    await expectExact(shop)
  })

  test('is free again when Meta says later that it did not deliver', async ({ world, database, tenant }) => {
    const [shop] = (await world.shops(1, 'TIER_1')) as [Shop]
    const talks = await strangers(world, shop, 2)
    const [first] = await world.offer(shop, talks)
    const { dispatch, called } = taking()
    const sender = world.start([shop], dispatch)
    expect(await eventually(async () => (await sendsOf(shop)).some(isWithoutPlace))).toBe(true)
    await database.inTenant(tenant, async (client) =>
      settleByCallback(client, tenant, [
        {
          fact: {
            ...{
              kind: 'status',
              phoneNumberId: '1',
              wamid: `wamid.${first}`,
              status: 'failed',
              at: world.clock(),
            },
            ...{ recipient: '', errors: [], pricing: null, conversation: null, callback: first ?? '' },
          } as unknown as Parameters<typeof settleByCallback>[2][number]['fact'],
        },
      ]),
    )
    world.leap(2 * MINUTE_MS)
    sender.wake([])
    expect(await eventually(() => called.length === 2)).toBe(true)
    await expectExact(shop)
  })

  test('is told for a plan: how many are left, and when the next are free', async ({
    world,
    database,
    tenant,
  }) => {
    const [shop] = (await world.shops(1, 'TIER_3')) as [Shop]
    const look = async () =>
      database.inTenant(tenant, async (client) => placesLeft(client, tenant, shop.channel, world.clock()))
    expect(await look()).toEqual({ left: 3, roomAt: null, leaving: [] })
    await world.offer(shop, await strangers(world, shop, 4))
    const { dispatch } = taking()
    world.start([shop], dispatch)
    expect(await eventually(async () => count(await sendsOf(shop), 'accepted') === 3)).toBe(true)
    const { left, roomAt, leaving } = await look()
    expect(left).toBe(0)
    expect(roomAt).toBeGreaterThan(world.clock() + DAY_MS - MINUTE_MS)
    expect(leaving.reduce((sum, { count: leave }) => sum + leave, 0)).toBe(3)
    await world.say([shop], 'TIER_UNLIMITED')
    expect(await look()).toEqual({ left: null, roomAt: null, leaving: [] })
  })
})

/** What Meta counts: everybody whom it took a template for within 24 hours. */
class Meta {
  readonly #reached = new Map<string, Instant>()

  /** False: it would have been one too many. */
  take(person: string, peopleMax: number, now: Instant): boolean {
    for (const [one, at] of this.#reached) if (at <= now - DAY_MS) this.#reached.delete(one)
    if (!this.#reached.has(person) && this.#reached.size >= peopleMax) return false
    this.#reached.set(person, now)
    return true
  }
}

test('whatever is taken, refused, lost, merged in time or limited anew: Meta never counts one too many', async ({
  database,
  tenant,
}) => {
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('take' as const),
        people: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }),
        fate: fc.constantFrom('accepted', 'refused', 'lost'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 900 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('limit' as const), peopleMax: fc.constantFrom(2, 4, 7) }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const shop = await openShop(database, tenant)
      const meta = new Meta()
      const people = Array.from({ length: 12 }, () => newId())
      let now = systemClock()
      let peopleMax = 4
      const limit = async (): Promise<void> => {
        await record(shop, now, answered(now, ['tier', `TIER_${peopleMax}`]))
      }
      await limit()
      await fillPlaces(database.pool, tenant, shop.channel, () => now)
      for (const one of steps) {
        if (one.kind === 'pass') now = after(now, one.minutes * MINUTE_MS)
        else if (one.kind === 'limit') {
          peopleMax = one.peopleMax
          now = after(now, 1000)
          await limit()
        } else {
          const wishes = one.people.map((nth) => ({ send: newId(), person: people[nth] ?? '' }))
          const { placed } = await database.inTenant(tenant, async (client) =>
            takePlaces(client, tenant, shop.channel, wishes, now),
          )
          const calledAt = instant(now + 20_000) // a call may take as long
          for (const { send, person } of wishes) {
            if (!placed.has(send)) continue
            if (one.fate === 'refused')
              await database.inTenant(tenant, async (client) => returnPlaces(client, tenant, [send]))
            else if (one.fate === 'lost') meta.take(person, Infinity, calledAt)
            else expect(meta.take(person, peopleMax, calledAt)).toBe(true)
          }
        }
      }
      await expectExact(shop)
    }),
    { numRuns: 25 },
  )
})
