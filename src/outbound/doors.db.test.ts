/** Marketing through Meta's Marketing Messages API, and what happens where Meta wants it elsewhere: each arrives once all the same. */
import { describe, expect } from 'vitest'
import type { Outgoing } from './outgoing-shape.ts'
import { isTaken, test, type World } from '#test/sender-world.ts'
import { putTemplate, type Talk } from '#test/shop.ts'

const template = (name: string): Outgoing => ({
  type: 'template',
  template: { name, language: 'en', parameters: {} },
})

/** One of each category, here and at Meta. */
async function approve({ shop, meta }: World): Promise<void> {
  for (const [name, category] of [
    ['sale', 'MARKETING'],
    ['parcel', 'UTILITY'],
  ] as const) {
    meta.addTemplate({
      ...{ waba_id: shop.number.wabaId, name, language: 'en', category, quality_score: { score: 'GREEN' } },
      components: [{ type: 'BODY', text: name }],
    })
    await putTemplate(shop, { name, body: name, category })
  }
}

/** Starts a sender; the doors that were knocked at, in order. */
function start(world: World, isForMarketing: boolean | null): (string | undefined)[] {
  const doors: (string | undefined)[] = []
  world.start({
    isForMarketing,
    through: (dispatch) => async (number, send, isOurs, door) => {
      doors.push(door)
      return dispatch(number, send, isOurs, door)
    },
  })
  return doors
}

const arrived = (world: World, talks: readonly Talk[]): (string | null)[][] =>
  talks.map((talk) => world.phone(talk))

describe('marketing', () => {
  test('of an account that is onboarded goes through the Marketing Messages API, and nothing else does', async ({
    world,
  }) => {
    await approve(world)
    world.meta.setMarketing(world.shop.number.wabaId, { onboarding: 'ONBOARDED', isOffMessages: true })
    const [asha, noor] = [await world.meet(), await world.meet()]
    const ids = [await world.say(asha, template('sale')), await world.say(noor, template('parcel'))]
    const doors = start(world, true)
    await world.until(ids, ({ state }) => state === 'delivered')
    expect(doors.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ...['marketing_messages', 'messages'],
    ])
    expect(await world.attempts(ids)).toEqual([1, 1])
    expect(arrived(world, [asha, noor])).toEqual([['sale'], ['parcel']])
  })

  test('that Meta takes nowhere but there (131063) goes there, once, and the next ones at once', async ({
    world,
  }) => {
    await approve(world)
    world.meta.setMarketing(world.shop.number.wabaId, { onboarding: 'ONBOARDED', isOffMessages: true })
    const talks = [await world.meet(), await world.meet()]
    const doors = start(world, null)
    const first = await world.say(talks[0] as Talk, template('sale'))
    await world.until([first], isTaken)
    expect(doors).toEqual(['messages', 'marketing_messages'])
    await world.until([await world.say(talks[1] as Talk, template('sale'))], isTaken)
    expect(doors).toEqual(['messages', 'marketing_messages', 'marketing_messages'])
    expect(arrived(world, talks)).toEqual([['sale'], ['sale']])
  })

  test('of an account that is onboarded no more goes the ordinary way', async ({ world }) => {
    await approve(world)
    const talk = await world.meet()
    const doors = start(world, true)
    await world.until([await world.say(talk, template('sale'))], isTaken)
    expect(doors).toEqual(['marketing_messages', 'messages'])
    expect(world.phone(talk)).toEqual(['sale'])
  })

  test('that may go through neither door fails, and says what to do', async ({ world }) => {
    await approve(world)
    world.meta.setMarketing(world.shop.number.wabaId, { isOffMessages: true })
    const talk = await world.meet()
    const doors = start(world, false)
    const [failed] = await world.until(
      [await world.say(talk, template('sale'))],
      ({ state }) => state === 'failed',
    )
    expect(failed?.failure).toMatchObject({ code: 'whatsapp.131063', side: 'business' })
    expect(failed?.failure?.nextStep).toMatch(/Marketing Messages API/u)
    expect(doors).toEqual(['messages'])
  })
})
