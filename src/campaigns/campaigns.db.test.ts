/** A campaign from its draft to its last message: through the sender, to Meta's stand-in, and back by webhooks. */
import { describe, expect } from 'vitest'
import { recordConsents } from '#consent/record-consents.ts'
import { after, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import { OURS, SYSTEM, test } from '#test/campaign-world.ts'
import type { Shop, Talk } from '#test/shop.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign, startCampaign } from './change-state.ts'
import type { Campaign } from './shapes.ts'
import { createFeed } from './take-recipients.ts'

const NO_PAYMENT = {
  outcome: 'refused',
  error: {
    ...{ code: 131042, subcode: null, message: 'Business eligibility payment issue', details: null },
    ...{ httpStatus: 400, isTransient: false, retryAfterMs: null, traceId: null },
  },
} as const

const isOver = ({ state }: Campaign): boolean => state === 'completed'
const isDelivered =
  (count: number) =>
  (campaign: Campaign): boolean =>
    isOver(campaign) && campaign.progress?.delivered === count

const sayStop = async ({ database, tenant }: Shop, { contact }: Talk, at: Instant): Promise<unknown> =>
  database.inTenant(tenant, async (client) =>
    recordConsents(client, tenant, [
      {
        contact,
        ...{ purpose: 'marketing', state: 'withdrawn', source: 'message', cause: 'stop', evidence: {} },
        at,
      },
    ]),
  )

describe('a campaign', () => {
  test('reaches everybody once, and says of everybody else why not', async ({ world, campaigns }) => {
    const { database, tenant } = world.shop
    await campaigns.approve('sale')
    const talks = await campaigns.meet(12)
    const [stopped, nameless, ...others] = talks as [Talk, Talk, ...Talk[]]
    await sayStop(world.shop, stopped, world.clock())
    await database.inTenant(tenant, async (client) =>
      client.query('delete from contact_identities where tenant_id = $1 and contact_id = $2', [
        ...[tenant, nameless.contact],
      ]),
    )
    world.start()
    const { id } = await campaigns.start(talks)
    const { progress } = await campaigns.until(id, isDelivered(10))
    expect(progress).toMatchObject({ audience: 12, skipped: 2, sent: 10, failed: 0, waiting: 0, queued: 0 })
    expect(progress?.skippedBy.map(({ reason }) => reason).toSorted()).toEqual(['no_address', 'suppressed'])
    for (const talk of others) expect(world.phone(talk)).toEqual(['Everything must go'])
    for (const talk of [stopped, nameless]) expect(world.phone(talk)).toEqual([])
  })

  test('says to each their own words, and skips whom it does not know them of', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('sale', 'Dear {{1}}, your code is {{2}} today')
    const talks = await campaigns.meet(3)
    world.start()
    const { id } = await campaigns.start(
      talks,
      {
        messages: [
          {
            ...{ name: 'sale', language: 'en', parameters: { 1: 'friend' } },
            variables: { 2: { from: 'column', name: 'Code' } },
          },
        ],
      },
      { words: (nth) => (nth === 0 ? { Other: 'x' } : { Code: `A${nth}`, Other: 'y' }) },
    )
    const { progress } = await campaigns.until(id, isDelivered(2))
    expect(progress?.skippedBy).toEqual([{ reason: 'words_missing', count: 1 }])
    expect(talks.map((talk) => world.phone(talk))).toEqual([
      [],
      ['Dear friend, your code is A1 today'],
      ['Dear friend, your code is A2 today'],
    ])
  })

  test('that is paused takes nobody any more, and goes on where it was', async ({ world, campaigns }) => {
    const { database, tenant } = world.shop
    await campaigns.approve('sale')
    const talks = await campaigns.meet(40)
    let rate = 4
    world.start({ rate: () => rate })
    const { id } = await campaigns.start(talks)
    await campaigns.until(id, ({ progress }) => (progress?.sent ?? 0) > 0)
    await database.inTenant(tenant, async (client) =>
      pauseCampaign(client, tenant, SYSTEM, id, world.clock()),
    )
    const paused = await campaigns.until(id, ({ progress }) => progress?.queued === 0)
    expect([paused.state, paused.pausedBecause]).toMatchObject(['paused', { by: 'person', name: 'Test' }])
    expect(paused.progress?.waiting).toBeGreaterThan(10)
    await world.pass(HOUR_MS / 4)
    expect((await campaigns.look(id)).progress).toMatchObject({
      waiting: paused.progress?.waiting,
      queued: 0,
    })
    rate = 1000 // what is left need not take its time
    await database.inTenant(tenant, async (client) =>
      resumeCampaign(client, tenant, SYSTEM, { id, ours: OURS }, world.clock()),
    )
    await campaigns.until(id, isOver)
    for (const talk of talks) expect(world.phone(talk)).toEqual(['Everything must go'])
  })

  test('from whose number Meta takes nothing says why instead of when it will be done, and goes on by itself', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('sale')
    const talks = await campaigns.meet(20)
    let isHeld = true
    world.start({
      through: (dispatch) => async (number, send, isOurs) =>
        isHeld && isOurs() ? NO_PAYMENT : dispatch(number, send, isOurs),
    })
    const { id } = await campaigns.start(talks)
    await campaigns.until(id, ({ progress }) => (progress?.queued ?? 0) > 0)
    await world.pass(30_000)
    const { plan } = await campaigns.until(id, (campaign) => campaign.plan?.hold?.metaCode === 131042)
    expect(plan).toMatchObject({ endsAt: null, hold: { side: 'business' } })
    isHeld = false
    await world.pass(60_000)
    await campaigns.until(id, isOver)
    for (const talk of talks) expect(world.phone(talk)).toEqual(['Everything must go'])
  })

  test('that is cancelled leaves out whoever had not been taken', async ({ world, campaigns }) => {
    const { database, tenant } = world.shop
    await campaigns.approve('sale')
    const talks = await campaigns.meet(40)
    world.start({ rate: 4 })
    const { id } = await campaigns.start(talks)
    await campaigns.until(id, ({ progress }) => (progress?.sent ?? 0) > 0)
    await database.inTenant(tenant, async (client) =>
      cancelCampaign(client, tenant, SYSTEM, id, world.clock()),
    )
    const { progress } = await campaigns.until(
      id,
      (campaign) => campaign.progress?.waiting === 0 && campaign.progress.queued === 0,
    )
    expect(progress?.skippedBy[0]?.reason).toBe('cancelled')
    expect(progress?.skipped).toBeGreaterThan(10)
    expect(talks.filter((talk) => world.phone(talk).length > 0)).toHaveLength(progress?.sent ?? -1)
  })

  test('never costs more than its budget, and says that it stopped for it', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const talks = await campaigns.meet(20)
    world.start()
    const { id } = await campaigns.start(talks, { budget: '5.00' })
    const paused = await campaigns.until(id, ({ state }) => state === 'paused')
    expect(paused.pausedBecause).toMatchObject({ by: 'budget' })
    expect(paused.progress?.sent).toBe(5) // 0.8631 each in India
    expect(Number(paused.progress?.spent) + Number(paused.progress?.reserved)).toBeLessThanOrEqual(5)
  })

  test('lets nobody have more offers than the cap', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const talks = await campaigns.meet(4)
    world.start()
    const first = await campaigns.start(talks.slice(0, 2))
    await campaigns.until(first.id, isDelivered(2))
    const second = await campaigns.start(talks, { frequencyCap: { messages: 1, days: 7 } })
    const { progress } = await campaigns.until(second.id, isDelivered(2))
    expect(progress?.skippedBy).toEqual([{ reason: 'recently_contacted', count: 2 }])
  })

  test('takes nobody in the quiet hours of where they live, and says when they end', async ({
    world,
    campaigns,
  }) => {
    const { database, tenant, channel } = world.shop
    await campaigns.approve('sale')
    const talks = await campaigns.meet(3)
    const india = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', timeStyle: 'short' })
    const quietHours = {
      from: india.format(after(world.clock(), -HOUR_MS)),
      to: india.format(after(world.clock(), HOUR_MS)),
    }
    const { id } = await campaigns.start(talks, { quietHours })
    await campaigns.look(id)
    const feed = createFeed({ database, notifier: { notify: () => {} } })
    const now = world.clock()
    const { taken, nextAt } = await feed({ tenant, channel }, 10, now)
    expect(taken).toBe(0)
    expect((nextAt ?? 0) - now).toBeLessThanOrEqual(HOUR_MS)
    expect((nextAt ?? 0) - now).toBeGreaterThan(HOUR_MS - 2 * 60_000)
    expect((await feed({ tenant, channel }, 10, nextAt ?? instant(0))).taken).toBe(3)
  })

  test('shares a number evenly with another one, and leaves it what it cannot use', async ({
    world,
    campaigns,
  }) => {
    const { database, tenant, channel } = world.shop
    await campaigns.approve('sale')
    const [one, other] = [
      await campaigns.start(await campaigns.meet(30)),
      await campaigns.start(await campaigns.meet(8)),
    ]
    for (const { id } of [one, other]) await campaigns.look(id)
    const feed = createFeed({ database, notifier: { notify: () => {} } })
    await feed({ tenant, channel }, 10, world.clock())
    const taken = async (id: string): Promise<number> => (await campaigns.look(id)).progress?.queued ?? -1
    expect([await taken(one.id), await taken(other.id)]).toEqual([5, 5])
    await feed({ tenant, channel }, 20, world.clock())
    expect([await taken(one.id), await taken(other.id)]).toEqual([22, 8])
  })

  test('holds some out, tries its messages, and gives the rest the one that did best', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('plain', 'Come in')
    await campaigns.approve('dear', 'Do come in')
    const talks = await campaigns.meet(60)
    world.start()
    const { id } = await campaigns.start(talks, {
      messages: ['plain', 'dear'].map((name) => ({ name, language: 'en', parameters: {} })),
      ...{ holdOutPercent: 10, test: { percent: 40, winner: 'replied', afterMinutes: 10 } },
    })
    const tried = await campaigns.until(
      id,
      ({ progress }) =>
        (progress?.delivered ?? 0) > 5 && progress?.queued === 0 && progress.sent === progress.delivered,
    )
    expect(tried.winner).toBeNull()
    expect(tried.progress?.waiting).toBeGreaterThan(10)
    for (const talk of talks)
      if (world.phone(talk).includes('Do come in'))
        world.meta.act(await customerOf(world.meta, talk), world.shop.number.phoneNumberId, {
          ...{ type: 'text', body: 'I am coming' },
        })
    await campaigns.until(id, ({ progress }) => (progress?.replied ?? 0) > 0)
    await world.pass(12 * 60_000)
    const done = await campaigns.until(id, isOver)
    expect(done.winner).toBe(1)
    const words = talks.flatMap((talk) => world.phone(talk))
    expect(words.filter((word) => word === 'Do come in').length).toBeGreaterThan(words.length / 2)
    expect(done.progress?.skippedBy.map(({ reason }) => reason)).toEqual(['held_out'])
    expect(words).toHaveLength(done.progress?.sent ?? -1)
  })

  test('with gaps does not start, and says where they are', async ({ world, campaigns }) => {
    const { database, tenant } = world.shop
    const { id } = await campaigns.draft({ audience: null, messages: [] })
    const refused = await database.inTenant(tenant, async (client) =>
      startCampaign(client, tenant, SYSTEM, { id, startsAt: null, ours: OURS }, world.clock()),
    )
    expect(refused).toMatchObject({
      ...{ ok: false, because: 'has_problems' },
      problems: [{ code: 'no_audience' }, { code: 'no_message' }],
    })
  })
})

const customerOf = async (
  meta: { state: () => { customers: readonly { id: string; phone: string | null }[] } },
  { phone }: Talk,
): Promise<string> => meta.state().customers.find((one) => one.phone === phone)?.id ?? ''
