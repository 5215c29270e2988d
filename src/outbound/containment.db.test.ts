/** What Meta holds against one number, or one pair, holds up nothing else; and what waits says why, and goes once it may. */
import { describe, expect } from 'vitest'
import type { Failure } from '#conversations/message-shapes.ts'
import { SECOND_MS, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import {
  eventually,
  forgetNumbers,
  leapingClock,
  queueSends,
  sendsOf,
  startSending,
  taken,
} from '#test/sending.ts'
import { openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import type { Answer } from './decide-outcome.ts'
import type { Dispatch } from './dispatch.ts'
import { explainFailure } from './explain-failure.ts'
import { readHold } from './read-hold.ts'
import { recordNamed } from './record-outcomes.ts'
import type { Sender } from './sender.ts'

type World = {
  /** The number that is in trouble, and one of another business in the same process. */
  readonly shop: Shop
  readonly other: Shop
  readonly talks: (shop: Shop, count: number) => Promise<string[]>
  readonly start: (dispatch: Dispatch) => Sender
  readonly clock: () => Instant
  readonly leap: (ms: number) => void
}

const test = base.extend<{ world: World }>({
  world: async ({ database, tenant }, use) => {
    const { clock, leap } = leapingClock()
    const [shop, other] = [await openShop(database, tenant), await openOtherShop(database)]
    const senders: Sender[] = []
    await use({
      ...{ shop, other, clock, leap },
      talks: async (where, count) => {
        const talks: string[] = []
        for (let nth = 0; nth < count; nth += 1) talks.push((await openTalk(where)).conversation)
        return talks
      },
      start: (dispatch) => {
        const sender = startSending([shop, other], dispatch, { clock })
        senders.push(sender)
        return sender
      },
    })
    await Promise.all(senders.map(async (sender) => sender.close()))
    await forgetNumbers([shop, other])
  },
})

const refusal = (code: number, httpStatus = 400): Answer => ({
  outcome: 'refused',
  error: {
    ...{ code, subcode: null, message: 'no', details: null, httpStatus },
    ...{ isTransient: false, retryAfterMs: null, traceId: null },
  },
})

const areAll = async (shop: Shop, state: string): Promise<boolean> =>
  (await sendsOf(shop)).every((send) => send.state === state)

const holdOf = async ({ database, tenant, channel }: Shop): Promise<Failure | null> =>
  database.inTenant(tenant, async (client) => readHold(client, tenant, channel))

describe('a number', () => {
  test.for([
    { what: 'whose token has expired', code: 190, side: 'business', callsMax: 40, isHold: true },
    {
      what: 'whose account has no payment method',
      code: 131042,
      side: 'business',
      callsMax: 40,
      isHold: true,
    },
    { what: 'that is restricted', code: 368, side: 'business', callsMax: 40, isHold: true },
    { what: 'whose account is locked', code: 131031, side: 'business', callsMax: 40, isHold: true },
    { what: 'for which Meta fails', code: 131000, side: 'meta', callsMax: 40, isHold: false },
    { what: 'that Meta upgrades at this moment', code: 131057, side: 'meta', callsMax: 40, isHold: false },
    { what: 'that is too fast for Meta', code: 130429, side: 'harkara', callsMax: 400, isHold: false },
  ])(
    '$what keeps its queue and says why, keeps no other number waiting, and says everything once when it may',
    async ({ code, side, callsMax, isHold }, { world }) => {
      const { shop, other, talks, leap } = world
      await queueSends(shop, await talks(shop, 60), { class: 3, now: world.clock() })
      await queueSends(other, await talks(other, 20), { class: 3, now: world.clock() })
      let isStorm = true
      let refused = 0
      const said = new Map<string, number>()
      const sender = world.start(async ({ channel }, send, isOurs) => {
        if (!isOurs()) return { outcome: 'not_sent', reason: 'outbound.lease_over' }
        if (channel === shop.channel && isStorm) {
          refused += 1
          return refusal(code)
        }
        said.set(send.id, (said.get(send.id) ?? 0) + 1)
        return taken(send.id)
      })
      expect(await eventually(() => refused > 0)).toBe(true)
      expect(await eventually(async () => areAll(other, 'accepted'))).toBe(true)
      const [reply] = await queueSends(other, await talks(other, 1), { class: 1, now: world.clock() })
      sender.wake([other.channel])
      expect(await eventually(() => said.has(reply ?? ''))).toBe(true)
      expect(
        await eventually(async () => (await sendsOf(shop)).some(({ error }) => error?.code === code)),
      ).toBe(true)
      const waiting = await sendsOf(shop)
      expect(waiting.every(({ state }) => state === 'queued' || state === 'dispatching')).toBe(true)
      const told = explainFailure(waiting.find(({ error }) => error?.code === code)?.error ?? null)
      expect(told?.side).toBe(side)
      expect(told?.title.length).toBeGreaterThan(10)
      expect(told?.nextStep.length).toBeGreaterThan(10)
      expect(refused).toBeLessThan(callsMax)
      expect(await holdOf(shop)).toEqual(isHold ? told : null)
      expect(await holdOf(other)).toBeNull()
      isStorm = false
      const isDone = await eventually(async () => {
        leap(20 * SECOND_MS)
        sender.wake([])
        await new Promise((done) => setTimeout(done, 50))
        return areAll(shop, 'accepted')
      }, 20_000)
      expect(isDone).toBe(true)
      expect([...said.values()].every((times) => times === 1)).toBe(true)
      expect(said.size).toBe(81)
      expect(await holdOf(shop)).toBeNull()
    },
  )

  test('whose answers are lost goes on without them once a status says that Meta has what it was given', async ({
    world,
  }) => {
    const { shop, talks } = world
    const ids = await queueSends(shop, await talks(shop, 30), { now: world.clock() })
    const called: string[] = []
    const sender = world.start(async (_number, send, isOurs) => {
      isOurs()
      called.push(send.id)
      return { outcome: 'unknown', reason: 'egress.no_answer' }
    })
    // As statuses do, of each that was called.
    const isAllCalled = await eventually(async () => {
      const named = called.map((id) => ({ id, wamid: `wamid.${id}`, at: world.clock() }))
      if (named.length > 0)
        await shop.database.inTenant(shop.tenant, async (client) => recordNamed(client, shop.tenant, named))
      sender.wake([shop.channel])
      return called.length === ids.length && areAll(shop, 'accepted')
    }, 20_000)
    expect(isAllCalled).toBe(true)
    expect(new Set(called).size).toBe(ids.length)
  })

  test('of which no answer comes stops after a few: the rest of its queue is not risked', async ({
    world,
  }) => {
    const { shop, other, talks } = world
    await queueSends(shop, await talks(shop, 60), { now: world.clock() })
    await queueSends(other, await talks(other, 20), { now: world.clock() })
    let calls = 0
    world.start(async ({ channel }, send, isOurs) => {
      isOurs()
      if (channel !== shop.channel) return taken(send.id)
      calls += 1
      return { outcome: 'unknown', reason: 'egress.no_answer' }
    })
    expect(await eventually(async () => areAll(other, 'accepted'))).toBe(true)
    expect(await eventually(async () => (await sendsOf(shop)).some(({ state }) => state === 'unknown'))).toBe(
      true,
    )
    expect(calls).toBeLessThan(60)
    expect((await sendsOf(shop)).some(({ state }) => state === 'queued')).toBe(true)
  })
})

test('a pair that gets too much (131056) waits 4, 16, 64 seconds, and nobody else of the number does', async ({
  world,
}) => {
  const { shop, talks, clock, leap } = world
  const [hot, ...others] = (await talks(shop, 12)) as [string, ...string[]]
  const [first, second] = await queueSends(shop, [hot, hot], { class: 1, now: clock() })
  await queueSends(shop, others, { class: 1, now: clock() })
  let refusals = 4
  const said: string[] = []
  const sender = world.start(async (_number, send, isOurs) => {
    isOurs()
    if (send.conversation === hot && refusals > 0) {
      refusals -= 1
      return refusal(131056)
    }
    said.push(send.id)
    return taken(send.id)
  })
  const waitOf = async (): Promise<number> =>
    ((await sendsOf(shop)).find(({ id }) => id === first)?.due_at.getTime() ?? 0) - clock()
  expect(await eventually(() => said.length === 11)).toBe(true)
  for (const seconds of [4, 16, 64]) {
    expect(
      await eventually(async () => {
        sender.wake([])
        return (await waitOf()) > (seconds - 2) * SECOND_MS
      }),
    ).toBe(true)
    expect(await waitOf()).toBeLessThanOrEqual(seconds * SECOND_MS)
    leap(seconds * SECOND_MS)
  }
  expect(
    await eventually(() => {
      sender.wake([])
      return said.length === 13
    }),
  ).toBe(true)
  expect(said.slice(-2)).toEqual([first, second])
})

test('Meta that answers slowly keeps no reply waiting for a campaign, of its own number or of another', async ({
  world,
}) => {
  const { shop, other, talks } = world
  await queueSends(shop, await talks(shop, 60), { class: 3, now: world.clock() })
  const { promise: slow, resolve: answer } = Promise.withResolvers<null>()
  let campaign = 0
  const replied: string[] = []
  const sender = world.start(async (_number, send, isOurs) => {
    isOurs()
    if (send.class > 1) {
      campaign += 1
      await slow
    } else replied.push(send.id)
    return taken(send.id)
  })
  try {
    expect(await eventually(() => campaign > 10)).toBe(true)
    const replies = [
      ...(await queueSends(shop, await talks(shop, 5), { class: 1, now: world.clock() })),
      ...(await queueSends(other, await talks(other, 5), { class: 0, now: world.clock() })),
    ]
    sender.wake([])
    expect(await eventually(() => replied.length === 10)).toBe(true)
    expect(replied.toSorted()).toEqual(replies.toSorted())
  } finally {
    answer(null)
  }
})

test('a number that Meta made faster is faster within moments, without being asked anew', async ({
  world,
}) => {
  const { shop, other, talks } = world
  await queueSends(shop, await talks(shop, 80), { now: world.clock() })
  let throughputMps = 5
  let said = 0
  const sender = startSending(
    [shop, other],
    async (_number, send, isOurs) => {
      isOurs()
      said += 1
      return taken(send.id)
    },
    { clock: world.clock, mps: () => throughputMps },
  )
  expect(await eventually(() => said >= 3)).toBe(true)
  throughputMps = 500
  expect(await eventually(async () => areAll(shop, 'accepted'), 8000)).toBe(true)
  await sender.close()
})

test('numbers that nobody describes any more keep no other number waiting', async ({ database, world }) => {
  const { shop, talks, clock } = world
  const gone: Shop[] = []
  for (let nth = 0; nth < 5; nth += 1) gone.push(await openOtherShop(database))
  await queueSends(shop, await talks(shop, 3), { now: clock() })
  // Theirs come first, and more of them than are taken over at a time.
  await database.pool.query('delete from number_leases where channel_id = $1', [shop.channel])
  await database.pool.query('insert into number_leases (channel_id, tenant_id) values ($1, $2)', [
    ...[shop.channel, shop.tenant],
  ])
  const asked: string[] = []
  const sender = startSending([shop], async (_number, send, isOurs) => (isOurs(), taken(send.id)), {
    clock,
    onDescribe: (channel) => asked.push(channel),
  })
  const isSaid = await eventually(async () => areAll(shop, 'accepted'))
  await sender.close()
  await forgetNumbers(gone)
  expect(isSaid).toBe(true)
  expect(asked.filter((channel) => channel === gone[0]?.channel).length).toBeLessThan(20)
})
