/** Codes, what is counted of them, and whose they are. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { mergeByHand } from '#merges/merge-by-hand.ts'
import { undoMerge } from '#merges/undo-merge.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { instant, systemClock } from '#platform/time.ts'
import { test } from '#test/database.ts'
import { openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { createCodeFinder } from './find-code.ts'
import { makeCodes, type CodeWish } from './make-codes.ts'
import { makeCampaignLinks } from './make-links.ts'
import { readClickers, readClicks } from './read-clicks.ts'
import { recordClicks } from './record-clicks.ts'

const NOW = instant(1_793_000_000_000)
const OWNER = { kind: 'user', id: 'u1', name: 'Owner' } as const
const log = pino({ enabled: false })

/** A campaign's link, and people to send it to. */
async function campaignIn(shop: Shop, people: number) {
  const campaign = newId()
  const contacts: string[] = []
  for (let nth = 0; nth < people; nth += 1) contacts.push((await openTalk(shop)).contact)
  const links = await linksOf(shop, campaign, ['https://shop.in/diwali'])
  return { campaign, contacts, link: links[0] ?? '' }
}

const linksOf = async ({ database, tenant }: Shop, campaign: string, urls: readonly string[]) =>
  database.inTenant(tenant, async (client) => makeCampaignLinks(client, tenant, campaign, urls, NOW))

const codesOf = async ({ database, tenant }: Shop, wishes: readonly CodeWish[]) =>
  database.inTenant(tenant, async (client) => makeCodes(client, tenant, wishes, NOW))

const followed = (code: string, at = 0, by: 'person' | 'preview' = 'person') => ({
  code,
  at: instant(NOW + at),
  class: by,
})

async function record(
  { database }: Pick<Shop, 'database'>,
  tenant: TenantId,
  clicks: readonly ReturnType<typeof followed>[],
): Promise<void> {
  const recorder = recordClicks(database, log)
  for (const click of clicks) recorder.add(tenant, click)
  await recorder.close()
}

const rowsOf = async ({ database, tenant }: Shop, code: string) =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ clicks: number; previews: number; at: Date | null; kept: number }>(
      `select clicks, previews, clicked_at as at, (select count(*)::int from link_clicks c where c.tenant_id = k.tenant_id and c.code = k.code) as kept
       from link_codes k where k.tenant_id = $1 and k.code = $2`,
      [tenant, code],
    )
    return rows[0]
  })

describe('codes', () => {
  test('are one for each person and link, in the order asked, and the same when asked again', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const { campaign, contacts, link } = await campaignIn(shop, 3)
    const other = (await linksOf(shop, campaign, ['https://shop.in/other']))[0] ?? ''
    const wishes = [
      ...contacts.map((contact) => ({ link, contact, campaign })),
      ...contacts.map((contact) => ({ link: other, contact, campaign })),
      { link, contact: null, campaign: null },
      { link, contact: contacts[0] ?? '', campaign: null },
    ]
    const codes = await codesOf(shop, wishes)
    expect(new Set(codes).size).toBe(8)
    expect(await codesOf(shop, wishes)).toEqual(codes)
    expect(await codesOf(shop, [...wishes.toReversed(), ...wishes])).toEqual([
      ...codes.toReversed(),
      ...codes,
    ])
    expect(new Set(codes.map((code) => code.slice(0, 2))).size).toBe(1)
  })

  test('are the same for two who ask at once, also the very first of a business', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const { campaign, contacts, link } = await campaignIn(shop, 20)
    const wishes = contacts.map((contact) => ({ link, contact, campaign }))
    const [one, other] = await Promise.all([codesOf(shop, wishes), codesOf(shop, wishes)])
    expect(one).toEqual(other)
  })

  test('are made for hundreds in one statement', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const { campaign, link } = await campaignIn(shop, 0)
    const contacts = Array.from({ length: 500 }, () => newId())
    await database.inTenant(tenant, async (client) =>
      client.query('insert into contacts (tenant_id, id) select $1, unnest($2::uuid[])', [tenant, contacts]),
    )
    const codes = await codesOf(
      shop,
      contacts.map((contact) => ({ link, contact, campaign })),
    )
    expect(new Set(codes).size).toBe(500)
  })

  test('of a campaign’s same address lead through the same link', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const campaign = newId()
    const [first, second, again] = await linksOf(shop, campaign, [
      'https://shop.in/a',
      'https://shop.in/b',
      'https://shop.in/a',
    ])
    expect(again).toBe(first)
    expect(await linksOf(shop, campaign, ['https://shop.in/b'])).toEqual([second])
    expect(await linksOf(shop, newId(), ['https://shop.in/b'])).not.toEqual([second])
  })

  test('made for another business’s link lead nowhere', async ({ database, tenant }) => {
    const [ours, theirs] = [await openShop(database, tenant), await openOtherShop(database)]
    const [mine, yours] = [await campaignIn(ours, 1), await campaignIn(theirs, 1)]
    const [code = ''] = await codesOf(ours, [
      { link: yours.link, contact: mine.contacts[0] ?? '', campaign: null },
    ])
    const find = createCodeFinder(database)
    expect(await find(code, null)).toBeNull()
    expect(await find(code, theirs.tenant)).toBeNull()
  })

  test('lead where they lead, for their own business alone', async ({ database, tenant }) => {
    const [ours, theirs] = [await openShop(database, tenant), await openOtherShop(database)]
    const { campaign, contacts, link } = await campaignIn(ours, 1)
    const [code = ''] = await codesOf(ours, [{ link, contact: contacts[0] ?? '', campaign }])
    const find = createCodeFinder(database)
    expect(await find(code, null)).toEqual({ tenant, url: 'https://shop.in/diwali' })
    expect(await find(code, tenant)).toEqual({ tenant, url: 'https://shop.in/diwali' })
    expect(await find(code, theirs.tenant)).toBeNull()
    expect(await find(`${code.slice(0, 2)}2222222222`, null)).toBeNull()
    expect(await find('2222222222222', null)).toBeNull()
    expect(await find(`${code}' or true --`, null)).toBeNull()
  })
})

describe('clicks', () => {
  test('of people count, the first one as clicked; previews are counted apart', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const { campaign, contacts, link } = await campaignIn(shop, 3)
    const [a = '', b = '', c = ''] = await codesOf(
      shop,
      contacts.map((contact) => ({ link, contact, campaign })),
    )
    await record(shop, tenant, [
      followed(a, 0, 'preview'),
      followed(a, 5000),
      followed(a, 9000),
      followed(b, 1000, 'preview'),
    ])
    await record(shop, tenant, [followed(a, 2000), followed(b, 3000, 'preview')]) // a process that was slower
    expect(await rowsOf(shop, a)).toEqual({ clicks: 3, previews: 1, at: new Date(NOW + 2000), kept: 4 })
    expect(await rowsOf(shop, b)).toEqual({ clicks: 0, previews: 2, at: null, kept: 2 })
    expect(await rowsOf(shop, c)).toEqual({ clicks: 0, previews: 0, at: null, kept: 0 })
    const [clicks, clickers] = await database.inTenant(tenant, async (client) => [
      await readClicks(client, tenant, campaign),
      await readClickers(client, tenant, campaign, contacts),
    ])
    expect(clicks).toEqual({ people: 1, clicks: 3, links: [{ id: link, people: 1, clicks: 3 }] })
    expect(clickers).toEqual(new Map([[contacts[0], NOW + 2000]]))
  })

  test('of a shared link are counted all, and kept one by one only at first', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const { link } = await campaignIn(shop, 0)
    const [code = ''] = await codesOf(shop, [{ link, contact: null, campaign: null }])
    const many = Array.from({ length: 2500 }, (_, nth) => followed(code, nth))
    await record(shop, tenant, many.slice(0, 40))
    await record(shop, tenant, many.slice(40))
    expect(await rowsOf(shop, code)).toEqual({ clicks: 2500, previews: 0, at: new Date(NOW), kept: 50 })
  })

  test('of several businesses come in together, and each is written as its own', async ({
    database,
    tenant,
  }) => {
    const [ours, theirs] = [await openShop(database, tenant), await openOtherShop(database)]
    const codes: string[] = []
    for (const shop of [ours, theirs]) {
      const { link } = await campaignIn(shop, 0)
      codes.push(...(await codesOf(shop, [{ link, contact: null, campaign: null }])))
    }
    const [mine = '', yours = ''] = codes
    const recorder = recordClicks(database, log)
    for (const code of [mine, yours, mine])
      recorder.add(code === mine ? tenant : theirs.tenant, followed(code))
    recorder.add(tenant, followed(yours)) // not theirs to count
    recorder.add(tenant, followed('zzzzzzzzzzzz')) // erased meanwhile
    await recorder.settle()
    expect([(await rowsOf(ours, mine))?.clicks, (await rowsOf(theirs, yours))?.clicks]).toEqual([2, 1])
    await recorder.close()
  })

  test('wait while the database is away, and are written once', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const { link } = await campaignIn(shop, 0)
    const [code = ''] = await codesOf(shop, [{ link, contact: null, campaign: null }])
    let isAway = true
    const failed: number[] = []
    const flaky = {
      ...database,
      inTenant: async <T>(...args: Parameters<typeof database.inTenant<T>>): Promise<T> => {
        if (!isAway) return database.inTenant(...args)
        failed.push(1)
        isAway = false
        throw new Error('connection refused')
      },
    }
    const recorder = recordClicks(flaky, log, 1)
    recorder.add(tenant, followed(code))
    await recorder.settle()
    expect(failed).toEqual([1])
    expect((await rowsOf(shop, code))?.clicks).toBe(1)
    await recorder.close()
  })
})

describe('two contacts that are one', () => {
  test('have each other’s links, and both codes of the same link go on', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const { campaign, contacts, link } = await campaignIn(shop, 2)
    const [winner = '', loser = ''] = contacts.toSorted()
    const wish = { link, campaign }
    const [kept = '', merged = ''] = await codesOf(shop, [
      { ...wish, contact: winner },
      { ...wish, contact: loser },
    ])
    const [alone = ''] = await codesOf(shop, [{ link, campaign: null, contact: loser }])
    const done = await database.inTenant(tenant, async (client) =>
      mergeByHand(client, tenant, OWNER, { id: winner, otherId: loser, now: systemClock() }),
    )
    expect(done).toMatchObject({ ok: true, contact: winner })
    await record(shop, tenant, [followed(merged), followed(kept, 1000), followed(alone, 1000)])
    const read = async () =>
      database.inTenant(tenant, async (client) => ({
        ...(await readClicks(client, tenant, campaign)),
        clickers: [...(await readClickers(client, tenant, campaign, [winner, loser])).keys()],
      }))
    expect(await read()).toMatchObject({ people: 1, clicks: 2, clickers: [winner] })
    expect(await codesOf(shop, [{ ...wish, contact: winner }])).toEqual([kept])

    const merge = done.ok ? done.merge : ''
    await database.inTenant(tenant, async (client) =>
      undoMerge(client, tenant, OWNER, { id: merge, now: systemClock() }),
    )
    expect(await read()).toMatchObject({ people: 2, clicks: 2 })
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query<{ code: string }>(
        'select code from link_codes where tenant_id = $1 and contact_id = $2 order by 1',
        [tenant, loser],
      ),
    )
    expect(rows.map(({ code }) => code)).toEqual([merged, alone].toSorted())
  })
})
