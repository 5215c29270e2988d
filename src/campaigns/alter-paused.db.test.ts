/** A campaign that was paused: its rules, its people and its rest. */
import { describe, expect } from 'vitest'
import { recordWords } from '#health/record-words.ts'
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#platform/time.ts'
import { OURS, SYSTEM, test, type Campaigns } from '#test/campaign-world.ts'
import { fail, type World } from '#test/sender-world.ts'
import type { Talk } from '#test/shop.ts'
import { lookForNew, takeBack, takeOut } from './alter-paused.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign, startCampaign } from './change-state.ts'
import { addCampaign, changeCampaign } from './manage-campaigns.ts'
import { putRecipients } from './put-recipients.ts'
import type { Campaign, CampaignPatch, Definition } from './shapes.ts'
import { createFeed } from './take-recipients.ts'

const isOver = ({ state }: Campaign): boolean => state === 'completed'
const SILENT = { notify: () => {} }

/** Some have been taken, and then it was paused. */
async function paused(
  { shop: { database, tenant, channel }, clock }: World,
  campaigns: Campaigns,
  {
    talks,
    taken,
    definition = {},
  }: { talks: readonly Talk[]; taken: number; definition?: Partial<Definition> },
): Promise<Campaign> {
  const { id } = await campaigns.start(talks, definition)
  await campaigns.look(id)
  const feed = createFeed({ database, notifier: SILENT })
  expect((await feed({ tenant, channel }, taken, clock())).taken).toBe(taken)
  await database.inTenant(tenant, async (client) => pauseCampaign(client, tenant, SYSTEM, id, clock()))
  return campaigns.look(id)
}
const patch = async ({ shop: { database, tenant }, clock }: World, id: string, change: CampaignPatch) =>
  database.inTenant(tenant, async (client) =>
    changeCampaign(client, tenant, SYSTEM, { id, patch: change }, clock()),
  )
const resume = async ({ shop: { database, tenant }, clock }: World, id: string) =>
  database.inTenant(tenant, async (client) =>
    resumeCampaign(client, tenant, SYSTEM, { id, ours: OURS }, clock()),
  )

const message = (name: string) => ({ name, language: 'en', parameters: { 1: 'friend', 2: 'A1' } })

describe('a paused campaign', () => {
  test('takes other rules and other words, but no other template', async ({ world, campaigns }) => {
    await campaigns.approve('sale', 'Dear {{1}}, your code is {{2}} today')
    await campaigns.approve('other')
    const talks = await campaigns.meet(4)
    const { id, definition } = await paused(world, campaigns, {
      ...{ talks, taken: 2, definition: { messages: [message('sale')] } },
    })
    const rules = { quietHours: null, budget: '500', expiresAt: world.clock() + DAY_MS, isGuarded: true }
    const words = [{ ...message('sale'), parameters: { 1: 'neighbour', 2: 'A1' } }]
    const changed = await patch(world, id, { definition: { ...definition, ...rules, messages: words } })
    expect(changed).toMatchObject({ ok: true, campaign: { state: 'paused', definition: { budget: '500' } } })
    for (const fixed of [
      { messages: [message('other')] },
      { messages: [] },
      { audience: { from: 'everyone' } as const },
      { holdOutPercent: 10 },
    ])
      expect(await patch(world, id, { definition: { ...definition, ...fixed } })).toMatchObject({
        ...{ ok: false, because: 'fixed' },
      })
    world.start()
    expect(await resume(world, id)).toEqual({ ok: true })
    await campaigns.until(id, isOver)
    const heard = talks
      .flatMap((talk) => world.phone(talk))
      .toSorted((one, other) => `${one}`.localeCompare(`${other}`))
    expect(heard).toEqual([
      ...['Dear friend, your code is A1 today', 'Dear friend, your code is A1 today'],
      ...['Dear neighbour, your code is A1 today', 'Dear neighbour, your code is A1 today'],
    ])
  })

  test('goes on with a larger budget after it stopped for the smaller one', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const talks = await campaigns.meet(8)
    world.start()
    const { id } = await campaigns.start(talks, { budget: '3.00' })
    const stopped = await campaigns.until(id, ({ state }) => state === 'paused')
    await patch(world, id, { definition: { ...stopped.definition, budget: '20.00' } })
    await resume(world, id)
    const { progress } = await campaigns.until(id, isOver)
    expect(progress?.sent).toBe(8)
  })

  test('takes people in and lets them go, and those who have it keep it', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const { database, tenant } = world.shop
    const talks = await campaigns.meet(6)
    const late = (await campaigns.meet(1))[0] ?? fail('no talk')
    const { id } = await paused(world, campaigns, { talks, taken: 2 })
    const gone = await waiting(world, id, talks)
    const out = async (contact: string, change: typeof takeOut) =>
      database.inTenant(tenant, async (client) =>
        change(client, tenant, SYSTEM, { id, contact }, world.clock()),
      )
    const [first, second] = gone as [Talk, Talk, ...Talk[]]
    for (const { contact } of [first, second]) expect(await out(contact, takeOut)).toEqual({ ok: true })
    expect(await out(second.contact, takeBack)).toEqual({ ok: true })
    const taken = talks.find((talk) => !gone.includes(talk)) ?? fail('nobody was taken')
    expect(await out(taken.contact, takeOut)).toMatchObject({ because: 'not_waiting', state: 'taken' })
    expect(await out(late.contact, takeOut)).toMatchObject({ because: 'recipient_not_found' })
    const put = await putRecipients({ database, notifier: SILENT, clock: world.clock }, tenant, id, [
      { contactId: late.contact },
    ])
    expect(put).toMatchObject({ ok: true, added: { added: 1 } })
    expect((await campaigns.look(id)).progress).toMatchObject({
      audience: 7,
      waiting: 4,
      skipped: 1,
      queued: 2,
    })
    world.start()
    await resume(world, id)
    await campaigns.until(id, isOver)
    for (const talk of [...talks, late]) expect(world.phone(talk)).toHaveLength(talk === first ? 0 : 1)
  })

  test('finds who joined its audience since, and leaves the others as they are', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('sale')
    const { database, tenant } = world.shop
    await campaigns.meet(4)
    const { id } = await paused(world, campaigns, {
      ...{ talks: [], taken: 2, definition: { audience: { from: 'everyone' } } },
    })
    await campaigns.meet(3)
    const looked = await database.inTenant(tenant, async (client) =>
      lookForNew(client, tenant, SYSTEM, id, world.clock()),
    )
    expect(looked).toEqual({ ok: true })
    const found = await campaigns.until(id, ({ isLookingAgain }) => !isLookingAgain)
    expect([found.state, found.progress]).toMatchObject(['paused', { audience: 7, waiting: 5, queued: 2 }])
    world.start()
    await resume(world, id)
    expect((await campaigns.until(id, isOver)).progress?.sent).toBe(7)
  })
})

describe('the rest of a campaign', () => {
  test('is who had not got it when it was cancelled, and nobody gets both', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const { database, tenant, channel } = world.shop
    const talks = await campaigns.meet(5)
    const { id } = await paused(world, campaigns, { talks, taken: 2 })
    const rest = await database.inTenant(tenant, async (client) =>
      addCampaign(
        ...([client, tenant, SYSTEM] as const),
        {
          ...{ name: 'The rest', channelId: channel },
          definition: {
            ...(await campaigns.look(id)).definition,
            audience: { from: 'campaign', campaignId: id, who: 'waiting' },
          },
        },
        world.clock(),
      ),
    )
    if (!rest.ok) throw new Error(rest.because)
    const start = async () =>
      database.inTenant(tenant, async (client) =>
        startCampaign(
          client,
          tenant,
          SYSTEM,
          { id: rest.campaign.id, startsAt: null, ours: OURS },
          world.clock(),
        ),
      )
    expect(await start()).toMatchObject({ ok: false, problems: [{ code: 'earlier_goes_on' }] })
    await database.inTenant(tenant, async (client) =>
      cancelCampaign(client, tenant, SYSTEM, id, world.clock()),
    )
    world.start()
    expect(await start()).toEqual({ ok: true })
    await campaigns.until(id, ({ progress }) => progress?.waiting === 0 && progress.queued === 0)
    const { progress } = await campaigns.until(rest.campaign.id, isOver)
    expect(progress).toMatchObject({ audience: 3, sent: 3 })
    await campaigns.until(id, ({ progress: first }) => first?.delivered === 2)
    for (const talk of talks) expect(world.phone(talk)).toEqual(['Everything must go'])
  })
})

describe('a guarded campaign', () => {
  test('stops when Meta’s webhook says that its number is flagged', async ({ world, campaigns }) => {
    await campaigns.approve('sale')
    const { id } = await campaigns.start(await campaigns.meet(3), { isGuarded: true })
    await campaigns.look(id)
    world.meta.updateNumber(world.shop.number.phoneNumberId, { qualityRating: 'RED' })
    const stopped = await campaigns.until(id, ({ state }) => state === 'paused')
    expect(stopped.pausedBecause).toMatchObject({ by: 'guard', kind: 'number_quality', now: 'RED' })
  })

  test('has Meta asked about its number twice a minute, and stops at YELLOW, of which no webhook tells', async ({
    world: { shop, clock },
    campaigns,
  }) => {
    const { database, tenant, channel } = shop
    await campaigns.approve('sale')
    await database.pool.query(`update channel_routes set health_due_at = $2 where channel_id = $1`, [
      ...[channel, new Date(after(clock(), HOUR_MS))],
    ])
    const said = async (to: string): Promise<number> =>
      database.inTenant(tenant, async (client) =>
        recordWords(client, tenant, channel, clock(), {
          ...{ at: clock(), words: [{ kind: 'quality', subject: '', to, data: {} }] },
        }),
      )
    await said('GREEN')
    const { id } = await campaigns.start(await campaigns.meet(3), { isGuarded: true })
    await campaigns.look(id)
    const { rows } = await database.pool.query<{ soon: boolean }>(
      'select health_due_at <= $2 as soon from channel_routes where channel_id = $1',
      [channel, new Date(after(clock(), MINUTE_MS / 2))],
    )
    expect(rows).toEqual([{ soon: true }])
    expect((await campaigns.look(id)).state).toBe('running')
    await said('YELLOW')
    expect((await campaigns.look(id)).pausedBecause).toMatchObject({
      ...{ by: 'guard', kind: 'number_quality', before: 'GREEN', now: 'YELLOW' },
    })
  })
})

async function waiting(
  { shop: { database, tenant } }: World,
  id: string,
  talks: readonly Talk[],
): Promise<Talk[]> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ contact: string }>(
      `select contact_id as contact from campaign_recipients where tenant_id = $1 and campaign_id = $2 and state = 'waiting'`,
      [tenant, id],
    ),
  )
  return talks.filter(({ contact }) => rows.some((row) => row.contact === contact))
}
