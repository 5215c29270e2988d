/** A number that has room is given more, beside what it says and without keeping that waiting. */
import { expect } from 'vitest'
import { test as base } from '#test/database.ts'
import { eventually, forgetNumbers, queueSends, sendsOf, startSending, taken } from '#test/sending.ts'
import { openShop, openTalk, type Shop } from '#test/shop.ts'
import type { Feed } from './feed.ts'
import type { Sender } from './sender.ts'

type World = {
  readonly shop: Shop
  /** Conversations, in each of which one more may be said. */
  readonly talks: (count: number) => Promise<string[]>
  readonly start: (
    ...given: Parameters<typeof startSending> extends [unknown, ...infer Rest] ? Rest : never
  ) => Sender
}

const test = base.extend<{ world: World }>({
  world: async ({ database, tenant }, use) => {
    const shop = await openShop(database, tenant)
    const senders: Sender[] = []
    await use({
      shop,
      talks: async (count) => {
        const talks: string[] = []
        for (let nth = 0; nth < count; nth += 1) talks.push((await openTalk(shop)).conversation)
        return talks
      },
      start: (dispatch, options) => {
        const sender = startSending([shop], dispatch, options)
        senders.push(sender)
        return sender
      },
    })
    await Promise.all(senders.map(async (sender) => sender.close()))
    await forgetNumbers([shop])
  },
})

/** Gives out these conversations, each once. */
const feedOf = (shop: Shop, conversations: string[]): { feed: Feed; asked: number[] } => {
  const asked: number[] = []
  return {
    asked,
    feed: async (_number, wanted) => {
      asked.push(wanted)
      const now = conversations.splice(0, wanted)
      if (now.length > 0) await queueSends(shop, now)
      return { taken: now.length, nextAt: null }
    },
  }
}

test('a number that has nothing to say is given what it can say in two seconds, and all of it is said', async ({
  world: { shop, talks, start },
}) => {
  const { feed, asked } = feedOf(shop, await talks(30))
  const called: string[] = []
  start(async (_number, { id }) => (called.push(id), taken(id)), { feed, number: { throughputMps: 10 } })
  expect(await eventually(async () => (await sendsOf(shop)).length === 30)).toBe(true)
  expect(await eventually(async () => (await sendsOf(shop)).every(({ state }) => state === 'accepted'))).toBe(
    true,
  )
  expect(new Set(called).size).toBe(30)
  expect(called.length).toBe(30)
  expect(Math.max(...asked)).toBeLessThanOrEqual(20)
})

test('what waits already is counted: a full queue is not fed', async ({ world: { shop, talks, start } }) => {
  await queueSends(shop, await talks(40))
  const { feed, asked } = feedOf(shop, await talks(10))
  let calls = 0
  start(async (_number, { id }) => ((calls += 1), taken(id)), { feed, number: { throughputMps: 10 } })
  expect(await eventually(() => calls >= 10)).toBe(true)
  expect(asked).toEqual([])
  expect(await eventually(async () => (await sendsOf(shop)).length === 50)).toBe(true)
})

test('a number is never fed twice at a time, nor while it is held or closing, and an error is tried again', async ({
  world: { shop, talks, start },
}) => {
  const conversations = await talks(12)
  let atOnce = 0
  let most = 0
  let errors = 0
  let isHeld = false
  let fedWhileHeld = 0
  const feed: Feed = async (_number, wanted) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    if (isHeld) fedWhileHeld += 1
    await new Promise((done) => setTimeout(done, 20))
    atOnce -= 1
    if (errors === 0) {
      errors += 1
      throw new Error('the database was away')
    }
    const now = conversations.splice(0, Math.min(wanted, 4))
    if (now.length > 0) await queueSends(shop, now)
    return { taken: now.length, nextAt: null }
  }
  let calls = 0
  const sender = start(
    async (_number, { id }) => {
      calls += 1
      if (calls < 4) return taken(id)
      isHeld = true
      return {
        outcome: 'refused',
        error: {
          ...{ code: 190, subcode: null, message: 'expired', details: null, httpStatus: 401 },
          ...{ isTransient: false, retryAfterMs: null, traceId: null },
        },
      }
    },
    { feed, number: { throughputMps: 5 } },
  )
  expect(await eventually(() => isHeld)).toBe(true)
  await new Promise((done) => setTimeout(done, 100)) // what was asked before may end
  fedWhileHeld = 0
  for (let nth = 0; nth < 20; nth += 1) {
    sender.wake([])
    await new Promise((done) => setTimeout(done, 20))
  }
  expect({ errors, most, fedWhileHeld }).toEqual({ errors: 1, most: 1, fedWhileHeld: 0 })
  await sender.close()
  sender.wake([])
  expect(atOnce).toBe(0)
})

test('a feed that hangs keeps no reply waiting', async ({ world: { shop, talks, start } }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<null>()
  let isAsked = false
  const feed: Feed = async () => {
    isAsked = true
    await released
    return { taken: 0, nextAt: null }
  }
  const sender = start(async (_number, { id }) => taken(id), { feed })
  expect(await eventually(() => isAsked)).toBe(true)
  await queueSends(shop, await talks(5), { class: 1 })
  sender.wake([shop.channel])
  expect(await eventually(async () => (await sendsOf(shop)).every(({ state }) => state === 'accepted'))).toBe(
    true,
  )
  release(null)
})

test('the moment that a feed names wakes it', async ({ world: { shop, talks, start } }) => {
  const conversations = await talks(1)
  const asked: number[] = []
  const feed: Feed = async (_number, _wanted, now) => {
    asked.push(now)
    if (asked.length < 2) return { taken: 0, nextAt: (now + 300) as typeof now }
    const [talk] = conversations.splice(0, 1)
    if (talk !== undefined) await queueSends(shop, [talk])
    return { taken: talk === undefined ? 0 : 1, nextAt: null }
  }
  start(async (_number, { id }) => taken(id), { feed })
  expect(await eventually(async () => (await sendsOf(shop)).some(({ state }) => state === 'accepted'))).toBe(
    true,
  )
  const [first, second] = asked as [number, number]
  expect(second - first).toBeGreaterThanOrEqual(300)
})
