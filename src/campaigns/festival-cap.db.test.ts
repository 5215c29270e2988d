/** On days when everybody sends offers, nobody gets more of them than the rules allow, whoever sends them. */
import { describe, expect } from 'vitest'
import { acceptMessage } from '#outbound/accept-message.ts'
import { newId } from '#platform/ids.ts'
import { OURS, SYSTEM, test } from '#test/campaign-world.ts'
import { fail, type World } from '#test/sender-world.ts'
import type { Talk } from '#test/shop.ts'
import { checkCampaign } from './check-campaign.ts'
import { dayAt } from './festival-calendar.ts'
import { festivalDays, setFestivalDays } from './festival-days.ts'
import { selectCampaign } from './internal/campaigns-sql.ts'
import type { Campaign, Definition } from './shapes.ts'
import { createFeed } from './take-recipients.ts'
import { SHOP_ZONE } from './write-audience.ts'

const CAPPED: Partial<Definition> = { festivalCap: { messages: 1 } }
const isDelivered =
  (count: number) =>
  ({ state, progress }: Campaign): boolean =>
    state === 'completed' && progress?.delivered === count

/** Today is one, by the business's own list. */
async function celebrate({ shop: { database, tenant }, clock }: World): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    const days = await festivalDays(client, tenant, clock())
    const today = { day: dayAt(SHOP_ZONE, clock()), name: 'Our anniversary' }
    await setFestivalDays(
      client,
      tenant,
      SYSTEM,
      [...days.filter(({ day }) => day !== today.day), today],
      clock(),
    )
  })
}
const offer = async ({ shop: { database, tenant }, clock }: World, { conversation }: Talk): Promise<void> =>
  database.inTenant(tenant, async (client) => {
    const template = { name: 'sale', language: 'en', parameters: {} }
    const wish = {
      conversation,
      outgoing: { type: 'template', template } as const,
      key: newId(),
      origin: 'agent',
    }
    const done = await acceptMessage(client, tenant, { ...wish, origin: 'agent' }, clock())
    if (!done.ok) fail(done.because)
  })

describe('on a festival day', () => {
  test('whoever has had an offer, by hand or by a campaign, gets no other one', async ({
    world,
    campaigns,
  }) => {
    await celebrate(world)
    await campaigns.approve('sale')
    const talks = await campaigns.meet(5)
    world.start()
    const first = await campaigns.start(talks.slice(0, 2), CAPPED)
    await campaigns.until(first.id, isDelivered(2))
    await offer(world, talks[2] ?? fail('no talk'))
    const second = await campaigns.start(talks, CAPPED)
    const { progress } = await campaigns.until(second.id, isDelivered(2))
    expect(progress?.skippedBy).toEqual([{ reason: 'festival_cap', count: 3 }])
    await world.until([], () => true)
    for (const talk of talks) expect(world.phone(talk)).toHaveLength(1)
  })

  test('it is said before it begins whom that leaves out, and which days it meets', async ({
    world,
    campaigns,
  }) => {
    await celebrate(world)
    await campaigns.approve('sale')
    const talks = await campaigns.meet(3)
    await offer(world, talks[0] ?? fail('no talk'))
    const { database, tenant } = world.shop
    const { id } = await campaigns.draft({ ...CAPPED, audience: { from: 'everyone' } })
    const check = await database.inTenant(tenant, async (client) => {
      const row = (await selectCampaign(client, tenant, id)) ?? fail('no campaign')
      return checkCampaign(client, tenant, row, OURS, world.clock())
    })
    expect(check.reach).toMatchObject({ audience: 3, festivalCapped: 1, recipients: 2 })
    expect(check.festivals.map(({ name }) => name)).toContain('Our anniversary')
  })

  test('two campaigns through one number give nobody two, and one without the rule is let alone', async ({
    world,
    campaigns,
  }) => {
    await celebrate(world)
    await campaigns.approve('sale')
    const talks = await campaigns.meet(6)
    const ids = [await campaigns.start(talks, CAPPED), await campaigns.start(talks, CAPPED)].map(
      ({ id }) => id,
    )
    for (const id of ids) await campaigns.look(id)
    const { database, tenant, channel } = world.shop
    const feed = createFeed({ database, notifier: { notify: () => {} } })
    expect((await feed({ tenant, channel }, 50, world.clock())).taken).toBe(6)
    const free = await campaigns.start(talks, {})
    await campaigns.look(free.id)
    expect((await feed({ tenant, channel }, 50, world.clock())).taken).toBe(6)
  })
})

describe('the days that count', () => {
  test('are India’s until the business says otherwise, and then its own', async ({ world }) => {
    const { shop, clock } = world
    const { database, tenant } = shop
    const read = async () =>
      database.inTenant(tenant, async (client) => festivalDays(client, tenant, clock()))
    const calendar = await read()
    const [first, ...others] = calendar
    const ours = { day: '2028-01-02', name: 'Our anniversary' }
    await database.inTenant(tenant, async (client) =>
      setFestivalDays(client, tenant, SYSTEM, [...others, ours], clock()),
    )
    const now = await read()
    expect(now).not.toContainEqual(first)
    expect(now.filter(({ day }) => day !== ours.day)).toEqual(others)
    expect(now).toContainEqual(ours)
    await database.inTenant(tenant, async (client) =>
      setFestivalDays(client, tenant, SYSTEM, calendar, clock()),
    )
    expect(await read()).toEqual(calendar)
  })
})
