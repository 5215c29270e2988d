/** In which order and how fast messages go to Meta, whatever Meta and the senders do meanwhile. */
import { describe, expect } from 'vitest'
import { fail, isTaken, test, type World } from '#test/sender-world.ts'
import { putTemplate } from '#test/shop.ts'

const MINUTE_MS = 60_000

/** Starts a slow sender; what it called, in order. */
function startRecording(world: World): readonly string[] {
  const called: string[] = []
  world.start({
    rate: 20,
    through: (dispatch) => async (number, send, isOurs) => (
      called.push(send.id),
      dispatch(number, send, isOurs)
    ),
  })
  return called
}

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
    const called = startRecording(world)
    await world.until(ids, ({ state }) => state !== 'queued' && state !== 'dispatching')
    const [marketing, utility, authentication, answer] = ids
    expect(called).toEqual([authentication, answer, utility, marketing])
  })

  test('lets a reply wait for no campaign: what stands before it in its conversation goes first', async ({
    world,
  }) => {
    await putTemplate(world.shop, { name: 'offer', body: 'An offer', category: 'MARKETING' })
    const offer = { type: 'template', template: { name: 'offer', language: 'en', parameters: {} } } as const
    const ids: string[] = []
    for (let nth = 0; nth < 30; nth += 1) ids.push(await world.say(await world.meet(), offer))
    const talk = await world.meet()
    const before = await world.say(talk, offer)
    const reply = await world.say(talk, 'an answer')
    const another = await world.say(talk, 'and another one')
    const called = startRecording(world)
    await world.until(
      [...ids, before, reply, another],
      ({ state }) => state !== 'queued' && state !== 'dispatching',
    )
    expect(called.filter((id) => [before, reply, another].includes(id))).toEqual([before, reply, another])
    expect(called.indexOf(before)).toBe(0)
    expect(called.indexOf(another)).toBeLessThan(20)
    expect(new Set(called).size).toBe(called.length)
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
    world.meta.updateNumber(world.shop.number.phoneNumberId, { messagesPerSecond: 40 })
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
      rate: 1000,
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
