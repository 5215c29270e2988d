/** Alarms about one segment's customers: when they ring, for whom, and how people are told. */
import { describe, expect } from 'vitest'
import { listAlarms } from '#connection/list-alarms.ts'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import type { Mail } from '#platform/mail.ts'
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import type { Tree } from '#segments/conditions.ts'
import { addSegment, changeSegment, deleteSegment } from '#segments/manage-segments.ts'
import { test as base } from '#test/database.ts'
import { alarmsOf, countAll, NOW, sendTemplate, stranger, type SentTemplate } from '#test/health.ts'
import { hire, openOtherShop, type Shop, type Talk } from '#test/shop.ts'
import { mailAlarms } from './mail-alarms.ts'
import { readQuality } from './read-quality.ts'
import { numberNews } from './tell-webhooks.ts'
import { saysWhoPeopleAre, SEGMENTS_WATCHED_MAX, watchedSegments, watchSegments } from './watch-segments.ts'
import { watchSignals } from './watch-signals.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})

const ACTOR = { kind: 'user', id: newId(), name: 'Owner' } as const
const OLD: Tree = { kind: 'phone', prefix: '9199' }
const HAVE_READ: Tree = { kind: 'template', name: 'offer', outcome: 'read', days: 30 }

async function keep(shop: Shop, name: string, tree: Tree, now = NOW): Promise<string> {
  const made = await shop.database.inTenant(shop.tenant, async (client) =>
    addSegment(client, shop.tenant, ACTOR, { name, tree }, now),
  )
  if (!made.ok) throw new Error(made.because)
  return made.segment.id
}

/** Somebody in the segment of numbers that begin with 9199. */
async function oldCustomer(shop: Shop): Promise<Talk> {
  const talk = await stranger(shop)
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(`update contact_identities set value = '9199' || substr(value, 5) where contact_id = $1`, [
      talk.contact,
    ]),
  )
  return talk
}

async function send(shop: Shop, talk: Talk, count: number, sent: SentTemplate): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) await sendTemplate(shop, talk, sent)
}

/** A crowd to whom all goes well, and old customers of whom every third cannot be reached. */
async function failing(shop: Shop): Promise<void> {
  await send(shop, await stranger(shop), 180, {})
  const old = await oldCustomer(shop)
  await send(shop, old, 17, { failure: 131_000 })
  await send(shop, old, 43, {})
  await countAll(shop)
}

const watch = async (
  { database, tenant }: { database: Database; tenant: Shop['tenant'] },
  now: Instant = NOW,
) => watchSegments(database, tenant, now)

describe('an alarm about a segment', () => {
  test('rings for those who fare much worse where no template and no number explains it, once', async ({
    shop,
  }) => {
    await keep(shop, 'Old customers', OLD)
    await keep(shop, 'Everybody', { kind: 'country', country: 'IN' })
    await failing(shop)
    expect(await watchSignals(shop.database, shop.tenant, NOW)).toBe(0)
    expect([await watch(shop), await watch(shop)]).toEqual([1, 0])
    expect(await alarmsOf(shop)).toEqual(['failed_rate segment:Old customers'])
    // The watch over templates leaves it alone.
    expect(await watchSignals(shop.database, shop.tenant, NOW)).toBe(0)
    const quality = await shop.database.inTenant(shop.tenant, async (client) =>
      readQuality(client, shop.tenant, shop.channel, { user: null, segment: null }, NOW),
    )
    expect(quality).toMatchObject({
      level: 'watch',
      reason: { key: 'segment_apart', data: { segment: 'Old customers', signal: 'failed_rate', of: 60 } },
    })
    expect(await watch(shop, after(NOW, 2 * DAY_MS))).toBe(1)
    expect(await alarmsOf(shop)).toEqual([])
  })

  test('is told by mail and to customers’ systems with the segment’s name', async ({ shop }) => {
    const { database, tenant } = shop
    const owner = await hire(shop, { role: 'owner' })
    await database.pool.query('update users set is_demo = false where id = $1', [owner])
    await keep(shop, 'Old customers', OLD)
    await failing(shop)
    await watch(shop)
    const mails: Mail[] = []
    const mailer = { folder: null, send: async (mail: Mail) => void mails.push(mail) }
    const parts = { database, clock: () => NOW, log: { error: () => {} }, mailer, publicUrl: null }
    await mailAlarms(parts, tenant)
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Segment “Old customers”: Many more messages to these customers fail'),
    ])
    const news = await database.inTenant(tenant, async (client) => {
      const [alarm] = await listAlarms(client, tenant)
      return numberNews(client, tenant, [['number.alarm', alarm?.id ?? '']])
    })
    expect(news).toMatchObject([
      {
        type: 'number.alarm',
        data: { kind: 'failed_rate', subject: 'segment:Old customers', details: { hits: 17, of: 60 } },
      },
    ])
  })

  test('is not rung where a template’s alarm already says it', async ({ shop }) => {
    await keep(shop, 'Old customers', OLD)
    await failing(shop)
    const old = await oldCustomer(shop)
    await send(shop, old, 30, { failure: 131_000, template: 'bad' })
    await send(shop, old, 30, { template: 'bad' })
    await countAll(shop)
    await watchSignals(shop.database, shop.tenant, NOW)
    expect(await watch(shop)).toBe(0)
    expect(await alarmsOf(shop)).toEqual(['failed_rate bad/en'])
  })

  test('compares with the same people’s week before: those who always read little ring for nothing', async ({
    shop,
  }) => {
    await keep(shop, 'Old customers', OLD)
    const [old, others] = [await oldCustomer(shop), await stranger(shop)]
    const long = after(NOW, -3 * DAY_MS)
    const lately = after(NOW, -6 * HOUR_MS)
    await send(shop, others, 100, { at: lately, readAt: after(lately, 5000) })
    await send(shop, old, 200, { at: long })
    await send(shop, old, 20, { at: long, readAt: after(long, 5000) })
    await send(shop, old, 60, { at: lately })
    await send(shop, old, 5, { at: lately, readAt: after(lately, 5000) })
    await countAll(shop)
    expect(await watch(shop)).toBe(0)
    const good = await openOtherShop(shop.database)
    await keep(good, 'Old customers', OLD)
    const reader = await oldCustomer(good)
    await send(good, reader, 220, { at: long, readAt: after(long, 5000) })
    await send(good, reader, 65, { at: lately })
    await countAll(good)
    expect(await watch(good)).toBe(1)
    expect(await alarmsOf(good)).toEqual(['read_rate segment:Old customers'])
  })

  test('ends with its segment, and with its conditions', async ({ shop }) => {
    const { database, tenant } = shop
    const id = await keep(shop, 'Old customers', OLD)
    await failing(shop)
    await watch(shop)
    await database.inTenant(tenant, async (client) =>
      changeSegment(client, tenant, ACTOR, { id, patch: { tree: HAVE_READ } }, NOW),
    )
    expect(await watch(shop)).toBe(1)
    expect(await alarmsOf(shop)).toEqual([])
    await database.inTenant(tenant, async (client) =>
      changeSegment(client, tenant, ACTOR, { id, patch: { name: 'The old ones', tree: OLD } }, NOW),
    )
    expect(await watch(shop)).toBe(1)
    expect(await alarmsOf(shop)).toEqual(['failed_rate segment:The old ones'])
    await database.inTenant(tenant, async (client) => deleteSegment(client, tenant, ACTOR, id))
    expect(await watch(shop)).toBe(1)
    expect(await alarmsOf(shop)).toEqual([])
  })
})

describe('the segments that are watched', () => {
  test('are those whose conditions say who people are, not what became of messages', () => {
    const label: Tree = { kind: 'label', labelId: newId() }
    expect(saysWhoPeopleAre({ kind: 'all', of: [OLD, { kind: 'not', of: label }] })).toBe(true)
    expect(saysWhoPeopleAre({ kind: 'any', of: [OLD, { kind: 'not', of: HAVE_READ }] })).toBe(false)
    for (const kind of ['suppressed', 'consented'] as const)
      expect(saysWhoPeopleAre({ kind, purpose: 'marketing' })).toBe(false)
    expect(saysWhoPeopleAre({ kind: 'wrote', days: 7 })).toBe(false)
  })

  test('are the ones that were changed last', () => {
    const segments = Array.from({ length: SEGMENTS_WATCHED_MAX + 5 }, (_, nth) => ({
      ...{ id: String(nth), name: `s${nth}`, tree: OLD, createdAt: 0, changedAt: nth },
    }))
    const ids = watchedSegments([
      ...segments,
      { ...(segments[0] as (typeof segments)[0]), tree: { kind: '?' } },
    ])
    expect(ids.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: SEGMENTS_WATCHED_MAX }, (_, nth) => SEGMENTS_WATCHED_MAX + 4 - nth),
    )
  })
})
