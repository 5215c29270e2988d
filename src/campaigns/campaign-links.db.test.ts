/** Buttons of a campaign that lead through short links: a code for each, and who followed it. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { createCodeFinder } from '#links/find-code.ts'
import { recordClicks } from '#links/record-clicks.ts'
import type { Database } from '#platform/db/database.ts'
import { OURS, SYSTEM, test } from '#test/campaign-world.ts'
import type { Shop, Talk } from '#test/shop.ts'
import { startCampaign } from './change-state.ts'
import { checkCampaign } from './check-campaign.ts'
import { selectCampaign } from './internal/campaigns-sql.ts'
import { previewCampaign, testCampaign } from './preview-campaign.ts'
import { putRecipients } from './put-recipients.ts'
import { listRecipients } from './read-recipients.ts'
import type { Campaign, CampaignMessage, Definition } from './shapes.ts'
import { createFeed } from './take-recipients.ts'

const SILENT = { notify: () => {} }
const OWN_BUTTON = `${OURS}/r/{{1}}`
const TARGET = 'https://shop.in/diwali?from=whatsapp'

const linked = (links: CampaignMessage['links'], name = 'sale'): Pick<Definition, 'messages'> => ({
  messages: [{ name, language: 'en', parameters: {}, ...(links !== undefined && { links }) }],
})
const TO_TARGET = linked({ button_0: { url: TARGET } })

const isOver =
  (delivered: number) =>
  ({ state, progress }: Campaign): boolean =>
    state === 'completed' && progress?.delivered === delivered

/** The codes that people got, as Meta was given them. */
const codesSent = async ({ database, tenant }: Shop): Promise<ReadonlyMap<string, string>> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ contact: string; code: string }>(
      `select c.contact_id as contact, p ->> 'text' as code from sends s join conversations c on c.tenant_id = $1 and c.id = s.conversation_id,
         jsonb_path_query(s.payload, '$.template.components[*] ? (@.type == "button").parameters[*]') p where s.tenant_id = $1`,
      [tenant],
    )
    return new Map(rows.map(({ contact, code }) => [contact, code]))
  })

const codesMade = async ({ database, tenant }: Shop, campaign: string): Promise<string[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      'select code from link_codes where tenant_id = $1 and campaign_id = $2',
      [tenant, campaign],
    )
    return rows.map(({ code }) => code)
  })

async function follow(
  { database, tenant }: Shop,
  code: string | undefined,
  by: 'person' | 'preview' = 'person',
): Promise<void> {
  const recorder = recordClicks(database, pino({ enabled: false }))
  recorder.add(tenant, { code: code ?? '', at: Date.now() as never, class: by })
  await recorder.close()
}

const recipients = async ({ database, tenant }: Shop, id: string, state: string): Promise<string[]> => {
  const page = await database.inTenant(tenant, async (client) =>
    listRecipients(client, tenant, { id, state, reason: null, after: null }),
  )
  return (page?.items ?? []).map(({ contactId }) => contactId).toSorted()
}

const idsOf = (talks: readonly Talk[]): string[] => talks.map(({ contact }) => contact).toSorted()

describe('a button that leads through a short link', () => {
  test('has a code of its own for each, which leads where it was said', async ({ world, campaigns }) => {
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
    const talks = await campaigns.meet(5)
    world.start()
    const { id } = await campaigns.start(talks, TO_TARGET)
    await campaigns.until(id, isOver(5))
    const codes = await codesSent(world.shop)
    expect([...codes.keys()].toSorted()).toEqual(idsOf(talks))
    expect(new Set(codes.values()).size).toBe(5)
    expect([...codes.values()].toSorted()).toEqual((await codesMade(world.shop, id)).toSorted())
    const find = createCodeFinder(world.shop.database)
    for (const code of codes.values())
      expect(await find(code, null)).toEqual({ tenant: world.shop.tenant, url: TARGET })
  })

  test('leads each where their own words say, and skips whom they are not known of', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
    const talks = await campaigns.meet(3)
    world.start()
    const { id } = await campaigns.start(
      talks,
      linked({
        button_0: {
          url: 'https://shop.in/o/{{order}}?to={{who}}',
          variables: { who: { from: 'contact', field: 'phone' } },
        },
      }),
      { words: (nth) => (nth === 2 ? { other: 'x' } : { order: `a/${nth} &` }) },
    )
    const { progress } = await campaigns.until(id, isOver(2))
    expect(progress?.skippedBy).toEqual([{ reason: 'words_missing', count: 1 }])
    const codes = await codesSent(world.shop)
    const find = createCodeFinder(world.shop.database)
    const urls = await Promise.all(
      talks.slice(0, 2).map(async ({ contact }) => (await find(codes.get(contact) ?? '', null))?.url),
    )
    expect(urls).toEqual(
      talks.slice(0, 2).map(({ phone }, nth) => `https://shop.in/o/a%2F${nth}%20%26?to=%2B${phone}`),
    )
  })

  test('tells who followed it: they count once, previews do not, and can be written to again', async ({
    world,
    campaigns,
  }) => {
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
    const talks = await campaigns.meet(4)
    const [one, two, looked, quiet] = talks as [Talk, Talk, Talk, Talk]
    world.start()
    const { id } = await campaigns.start(talks, TO_TARGET)
    await campaigns.until(id, isOver(4))
    const codes = await codesSent(world.shop)
    for (const { contact } of [one, two, one]) await follow(world.shop, codes.get(contact))
    await follow(world.shop, codes.get(looked.contact), 'preview')
    const { progress } = await campaigns.look(id)
    expect(progress).toMatchObject({ sent: 4, clicked: 2, byMessage: [{ message: 0, clicked: 2 }] })
    expect(await recipients(world.shop, id, 'clicked')).toEqual(idsOf([one, two]))

    const { database, tenant } = world.shop
    const reached = async (who: 'clicked' | 'not_clicked') => {
      const again = await campaigns.start([], {
        ...{ audience: { from: 'campaign', campaignId: id, who } },
        ...linked(undefined, 'plain'),
      })
      await campaigns.until(again.id, isOver(2))
      const { rows } = await database.inTenant(tenant, async (client) =>
        client.query<{ contact: string }>(
          'select contact_id as contact from campaign_recipients where tenant_id = $1 and campaign_id = $2 order by 1',
          [tenant, again.id],
        ),
      )
      return rows.map(({ contact }) => contact)
    }
    await campaigns.approve('plain')
    expect(await reached('clicked')).toEqual(idsOf([one, two]))
    expect(await reached('not_clicked')).toEqual(idsOf([looked, quiet]))
  })

  test('is neither doubled nor lost when the feeder dies in the middle', async ({ world, campaigns }) => {
    const { database, tenant, channel } = world.shop
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
    const talks = await campaigns.meet(12)
    const { id } = await campaigns.start(talks, TO_TARGET)
    await campaigns.look(id)
    const dying: Database = {
      ...database,
      inTenant: async (one, work) =>
        database.inTenant(one, async (client) => {
          await work(client)
          throw new Error('killed before the commit')
        }),
    }
    const wish = { tenant, channel }
    await expect(createFeed({ database: dying, notifier: SILENT })(wish, 12, world.clock())).rejects.toThrow(
      'killed',
    )
    expect(await codesMade(world.shop, id)).toEqual([])
    const feed = createFeed({ database, notifier: SILENT })
    expect((await feed(wish, 7, world.clock())).taken).toBe(7)
    await expect(createFeed({ database: dying, notifier: SILENT })(wish, 5, world.clock())).rejects.toThrow(
      'killed',
    )
    expect((await feed(wish, 12, world.clock())).taken).toBe(5)
    const sent = await codesSent(world.shop)
    expect([...sent.keys()].toSorted()).toEqual(idsOf(talks))
    expect([...sent.values()].toSorted()).toEqual((await codesMade(world.shop, id)).toSorted())
  })

  test('is shown with where it leads, and a test of it counts for nobody', async ({ world, campaigns }) => {
    const { database, tenant } = world.shop
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
    const talks = await campaigns.meet(2)
    const [colleague] = talks as [Talk]
    const { id } = await campaigns.draft(TO_TARGET)
    const wishes = talks.map(({ contact }) => ({ contactId: contact }))
    await putRecipients({ database, notifier: SILENT, clock: world.clock }, tenant, id, wishes)
    const preview = await database.inTenant(tenant, async (client) =>
      previewCampaign(client, tenant, { id, contact: null }, world.clock()),
    )
    expect(preview?.items.map(({ links, problem }) => ({ links, problem }))).toEqual(
      talks.map(() => ({ links: [{ place: 'button_0', button: 'Open', url: TARGET }], problem: null })),
    )
    const tried = await database.inTenant(tenant, async (client) =>
      testCampaign(client, tenant, { id, contacts: [colleague.contact], message: 0 }, world.clock()),
    )
    expect(tried?.items).toMatchObject([{ ok: true }])
    const code = (await codesSent(world.shop)).get(colleague.contact)
    expect((await createCodeFinder(database)(code ?? '', null))?.url).toBe(TARGET)
    await follow(world.shop, code)
    expect(await codesMade(world.shop, id)).toEqual([])
    const started = await database.inTenant(tenant, async (client) =>
      startCampaign(client, tenant, SYSTEM, { id, startsAt: null, ours: OURS }, world.clock()),
    )
    expect(started).toEqual({ ok: true })
    world.start()
    expect((await campaigns.until(id, isOver(2))).progress?.clicked).toBe(0)
  })
})

describe('where a button leads', () => {
  const wrong = [
    ['is not said', undefined, 'link_missing'],
    ['is empty', { button_0: { url: ' ' } }, 'link_missing'],
    ['is no address', { button_0: { url: 'shop.in' } }, 'link_wrong'],
    ['is a private network', { button_0: { url: 'http://192.168.1.1/' } }, 'link_wrong'],
    ['is a short link', { button_0: { url: `${OURS}/r/aB7kMq9TzR4x` } }, 'link_in_circle'],
    ['has a word in the name of the site', { button_0: { url: 'https://{{a}}.in/' } }, 'link_word_in_host'],
    ['has a word that nothing fills', { button_0: { url: 'https://a.in/{{a}}' } }, 'link_word_missing'],
    ['is said of no button', { button_3: { url: TARGET } }, 'word_unknown'],
  ] as const
  for (const [what, links, code] of wrong)
    test(`keeps a campaign from starting when it ${what}`, async ({ world, campaigns }) => {
      const { database, tenant } = world.shop
      await campaigns.approve('sale', 'Everything must go', 'MARKETING', OWN_BUTTON)
      const { id } = await campaigns.draft({ audience: { from: 'everyone' }, ...linked(links) })
      const check = await database.inTenant(tenant, async (client) => {
        const campaign = await selectCampaign(client, tenant, id)
        return campaign && checkCampaign(client, tenant, campaign, OURS, world.clock())
      })
      expect(check?.problems.map((one) => one.code)).toContain(code)
    })

  test('cannot be said of a button that does not lead through the business’s short links', async ({
    world,
    campaigns,
  }) => {
    const { database, tenant } = world.shop
    await campaigns.approve('sale', 'Everything must go', 'MARKETING', 'https://elsewhere.in/r/{{1}}')
    const { id } = await campaigns.draft({ audience: { from: 'everyone' }, ...TO_TARGET })
    const refused = await database.inTenant(tenant, async (client) =>
      startCampaign(client, tenant, SYSTEM, { id, startsAt: null, ours: OURS }, world.clock()),
    )
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'link_elsewhere' }] })
  })
})
