/** What Meta does to a template while its sends wait: none of them goes out any more. */
import { describe, expect } from 'vitest'
import type { Message } from '#conversations/message-shapes.ts'
import type { Outgoing } from './outgoing-shape.ts'
import { newId } from '#platform/ids.ts'
import type { Simulator } from '#simulator/start.ts'
import { fail, isTaken, test } from '#test/sender-world.ts'
import { putTemplate, type Shop, type Talk } from '#test/shop.ts'
import { acceptMessage } from './accept-message.ts'
import { outgoingAgain } from './retry-message.ts'

type Meta = Simulator['control']

const QUEUED = 40
const offer: Outgoing = { type: 'template', template: { name: 'sale', language: 'en', parameters: {} } }

/** The same template here and at Meta; Meta's id of it. */
async function approve({ shop, meta }: { shop: Shop; meta: Meta }, category: string): Promise<string> {
  const { database, tenant, number } = shop
  const { id } = meta.addTemplate({
    ...{ waba_id: number.wabaId, name: 'sale', language: 'en', category, quality_score: { score: 'GREEN' } },
    components: [{ type: 'BODY', text: 'Everything must go' }],
  })
  await putTemplate(shop, { name: 'sale', body: 'Everything must go', category })
  await database.inTenant(tenant, async (client) =>
    client.query(`update templates set meta_template_id = $2, quality = 'GREEN' where tenant_id = $1`, [
      tenant,
      id,
    ]),
  )
  return id
}

type Sent = { id: string; state: string; attempts: number; dispatching_at: Date | null }
const sendsOf = async ({ database, tenant }: Shop, ids: readonly string[]): Promise<Sent[]> =>
  database.inTenant(
    tenant,
    async (client) =>
      (
        await client.query<Sent>(
          'select id, state, attempts, dispatching_at from sends where tenant_id = $1 and id = any($2::uuid[])',
          [tenant, ids],
        )
      ).rows,
  )

const isHalted = async ({ database, tenant }: Shop): Promise<boolean> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query(
      'select from templates where tenant_id = $1 and halted_at is not null',
      [tenant],
    )
    return rows.length > 0
  })

const isOver = (message: Message): boolean => isTaken(message) || message.state === 'failed'

describe('a template that Meta', () => {
  test.for<{ what: string; because: RegExp; category: string; act: (meta: Meta, id: string) => unknown }>([
    {
      what: 'pauses',
      because: /paused/u,
      category: 'MARKETING',
      act: (meta, id) => meta.pauseTemplate(id, 'FIRST_PAUSE'),
    },
    {
      what: 'disables',
      because: /disabled/u,
      category: 'UTILITY',
      act: (meta) => meta.setTemplateStatus('sale', 'en', 'DISABLED'),
    },
    {
      what: 'archives',
      because: /archived/u,
      category: 'MARKETING',
      act: (meta) => meta.setTemplateStatus('sale', 'en', 'ARCHIVED'),
    },
    {
      what: 'moves to marketing',
      because: /another category/u,
      category: 'UTILITY',
      act: (meta, id) => meta.setTemplateCategory(id, 'MARKETING'),
    },
    {
      what: 'finds to be of lower quality',
      because: /quality/u,
      category: 'MARKETING',
      act: (meta, id) => meta.setTemplateQuality(id, 'YELLOW'),
    },
  ])(
    '$what: from the moment that we know, nothing that waits is sent, and each says why',
    async ({ because, category, act }, { world }) => {
      const { shop, meta } = world
      const id = await approve(world, category)
      const talks: Talk[] = []
      for (let nth = 0; nth < QUEUED; nth += 1) talks.push(await world.meet())
      const ids: string[] = []
      for (const talk of talks) ids.push(await world.say(talk, offer))
      const [answered] = talks
      world.start({ rate: 10 })
      await world.until(ids.slice(0, 3), isTaken)
      act(meta, id)
      // Working off webhooks, until the halt is known.
      for (let looks = 0; !(await isHalted(shop)); looks += 1) {
        if (looks > 500) fail('the halt was never heard of')
        await world.until([], () => true)
      }
      const knownAt = world.clock()
      const free = await world.say(answered ?? fail('nobody'), 'your parcel is here')
      // Far sooner than at ten a second: what is not sent holds nobody up.
      const done = await world.until([...ids, free], isOver)
      const sends = await sendsOf(shop, ids)
      for (const { attempts, dispatching_at: at } of sends)
        if (attempts > 0) expect(at?.getTime() ?? Infinity).toBeLessThanOrEqual(knownAt)
      const halted = done.filter(({ failure }) => failure?.code === 'outbound.template_halted')
      expect(halted.length).toBeGreaterThan(QUEUED / 3)
      expect(halted.every(({ failure }) => because.test(failure?.title ?? ''))).toBe(true)
      expect((await world.attempts(halted.map((message) => message.id))).every((count) => count === 0)).toBe(
        true,
      )
      expect(isTaken(done.at(-1) ?? fail('no answer'))).toBe(true)
      const arrived = talks.filter((talk) => world.phone(talk).includes('Everything must go'))
      expect(arrived.length).toBe(done.slice(0, QUEUED).filter(isTaken).length)
    },
  )
})

describe('a template that was halted', () => {
  test('goes out when a person sends it again, once it is approved; before that they are refused', async ({
    world,
  }) => {
    const { shop, meta } = world
    const { database, tenant } = shop
    const id = await approve(world, 'MARKETING')
    const talk = await world.meet()
    const sale = await world.say(talk, offer)
    meta.pauseTemplate(id, 'FIRST_PAUSE')
    for (let looks = 0; !(await isHalted(shop)); looks += 1) {
      if (looks > 500) fail('the halt was never heard of')
      await world.until([], () => true)
    }
    world.start()
    const [failed] = await world.until([sale], ({ state }) => state === 'failed')
    expect(failed?.failure?.code).toBe('outbound.template_halted')
    const again = async (): Promise<Awaited<ReturnType<typeof acceptMessage>>> =>
      database.inTenant(tenant, async (client) => {
        const said = (await outgoingAgain(client, tenant, sale)) ?? fail('nothing to say again')
        return acceptMessage(client, tenant, { ...said, key: newId(), origin: 'agent' }, world.clock())
      })
    expect(await again()).toMatchObject({ because: 'template_not_approved', status: 'PAUSED' })
    meta.unpauseTemplate(id)
    await world.until([], () => true)
    await world.pass(10_000)
    const isBack = async (): Promise<boolean> => (await again()).ok
    for (let looks = 0; !(await isBack()); looks += 1) {
      if (looks > 500) fail('the end of the pause was never heard of')
      await world.until([], () => true)
    }
    await world.pass(0)
    for (let looks = 0; !world.phone(talk).includes('Everything must go'); looks += 1) {
      if (looks > 500) fail('it was never sent')
      await world.until([sale], () => true)
    }
  })

  test('and one that is not there any more are no reason to stop anything else', async ({ world }) => {
    const { shop } = world
    const { database, tenant } = shop
    await approve(world, 'UTILITY')
    const talk = await world.meet()
    const gone = await world.say(talk, offer)
    const free = await world.say(talk, 'hello')
    await database.inTenant(tenant, async (client) =>
      client.query('delete from templates where tenant_id = $1', [tenant]),
    )
    world.start()
    const [failed, said] = await world.until([gone, free], isOver)
    expect(failed?.failure?.title).toMatch(/deleted/u)
    expect(said === undefined ? false : isTaken(said)).toBe(true)
  })
})

test('an offer that ended while it waited is not sent', async ({ world }) => {
  const { shop } = world
  const limited_time_offer = { text: 'Ends soon', has_expiration: true }
  await putTemplate(shop, { name: 'sale', body: 'Hurry', category: 'MARKETING' })
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query('update templates set components = components || $2::jsonb where tenant_id = $1', [
      shop.tenant,
      JSON.stringify([{ type: 'LIMITED_TIME_OFFER', limited_time_offer }]),
    ]),
  )
  const offerExpiresAt = world.clock() + 60 * 60 * 1000
  const talk = await world.meet()
  const id = await world.say(talk, {
    type: 'template',
    template: { name: 'sale', language: 'en', parameters: {}, offerExpiresAt },
  })
  await world.pass(2 * 60 * 60 * 1000)
  world.start()
  const [failed] = await world.until([id], ({ state }) => state === 'failed')
  expect(failed?.failure).toMatchObject({ code: 'outbound.offer_expired', side: 'business' })
  expect(world.phone(talk)).toEqual([])
})
