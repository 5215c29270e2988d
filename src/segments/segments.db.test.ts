/** Segments over HTTP, and what messages come to. */
import { describe, expect } from 'vitest'
import type { ContactPage } from '#contacts/shapes.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { test as base } from '#test/database.ts'
import { keyOf } from '#test/keys.ts'
import { hear, openOtherShop, openTalk, putTemplate, type Shop, type Talk } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { countActivity } from './count-activity.ts'
import type { Segment, SegmentCount } from './shapes.ts'
import { walkMembers } from './walk-members.ts'

type Ask = <T = Segment>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<Answer<T & { code: string; errors?: { path: string; message: string }[] }>>
const test = base.extend<{ api: WebApp; shop: Shop; ask: Ask }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => use(await openOtherShop(database)),
  ask: async ({ api, shop }, use) => {
    const { secret } = await keyOf(shop.database, shop.tenant, [
      'segments:read',
      'segments:write',
      'contacts:export',
      'contacts:read',
    ])
    await use(async (method, path, body) => api.ask(secret, method, `/api/v1/segments${path}`, body))
  },
})

const countAll = async (shop: Shop): Promise<void> => {
  while (await countActivity(shop.database, shop.tenant));
}

describe('segments', () => {
  const recent = { kind: 'wrote', days: 7 }

  test('are made, listed by name, changed, counted and deleted', async ({ ask, shop }) => {
    await openTalk(shop)
    await openTalk(shop, { lastInboundAt: null })
    const { status, body: made } = await ask('POST', '', { name: ' Wrote  lately ', tree: recent })
    expect([status, made.name, made.tree]).toEqual([201, 'Wrote lately', recent])
    await ask('POST', '', { name: 'All of India', tree: { kind: 'country', country: 'IN' } })
    const { items } = (await ask<{ items: Segment[] }>('GET', '')).body
    expect(items.map(({ name }) => name)).toEqual(['All of India', 'Wrote lately'])
    expect((await ask('POST', '', { name: 'WROTE LATELY', tree: recent })).body.code).toBe('segment_exists')
    const changed = await ask('PATCH', `/${made.id}`, { tree: { kind: 'not', of: recent } })
    expect([changed.body.name, changed.body.tree]).toEqual(['Wrote lately', { kind: 'not', of: recent }])
    const count = await ask<SegmentCount>('POST', '/count', { tree: recent })
    expect(count.body).toMatchObject({ count: 1, isCounting: false })
    expect((await ask('GET', `/${made.id}`)).body.id).toBe(made.id)
    expect((await ask('DELETE', `/${made.id}`)).status).toBe(204)
    expect((await ask('DELETE', `/${made.id}`)).status).toBe(404)
  })

  test('say where in the tree something is wrong, also if it speaks of what is not there', async ({
    ask,
  }) => {
    const of = [
      recent,
      { kind: 'wrote', days: -1 },
      { kind: 'attribute', key: 'nowhere', op: 'set' },
      { kind: 'label', labelId: newId() },
    ]
    const shape = await ask('POST', '/count', { tree: { kind: 'all', of } })
    expect([shape.status, shape.body.code]).toEqual([400, 'segments.invalid'])
    expect(shape.body.errors?.map(({ path }) => path)).toEqual(['tree.of.1.days'])
    const known = await ask('POST', '/count', {
      tree: { kind: 'all', of: of.filter((one) => !('days' in one && one.days === -1)) },
    })
    expect(known.body.errors?.map(({ path }) => path)).toEqual(['tree.of.1.key', 'tree.of.2.labelId'])
  })

  test('show their people page by page and as a file, and let others walk over them', async ({
    ask,
    shop,
  }) => {
    const talks: Talk[] = []
    for (let count = 0; count < 5; count += 1) talks.push(await openTalk(shop))
    const stranger = await openTalk(shop, { lastInboundAt: null })
    const { body: made } = await ask('POST', '', { name: 'Lately', tree: recent })
    const met: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/${made.id}/contacts?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body }: { body: ContactPage } = await ask<ContactPage>('GET', path)
      met.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor
    }
    const expected = talks.map(({ contact }) => contact)
    expect(met).toEqual(expected.toReversed())
    const { text } = await ask('GET', `/${made.id}/export.csv`)
    expect(text.trim().split('\n')).toHaveLength(6)
    expect(text).not.toContain(stranger.phone ?? '-')
    const walked: string[] = []
    const tree = { kind: 'wrote', days: 7 } as const
    for await (const batch of walkMembers(shop.database, shop.tenant, tree, systemClock(), 2))
      walked.push(...batch)
    expect(walked).toEqual(expected)
  })
})

const activityOf = async ({ database, tenant }: Shop, { contact }: Talk) =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ message_count: number; last_outbound_at: Date | null }>(
      'select message_count, last_outbound_at from contact_activity where tenant_id = $1 and contact_id = $2',
      [tenant, contact],
    )
    return rows[0]
  })
const tell = async ({ database, tenant }: Shop, message: string) =>
  database.inTenant(tenant, async (client) => appendEvents(client, tenant, [['message.created', message]]))

describe('what messages come to', () => {
  test('is counted for older messages first, then by what the events tell, and never twice', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk)
    await countAll(shop)
    expect(await activityOf(shop, talk)).toEqual({ message_count: 1, last_outbound_at: null })
    await tell(shop, await hear(shop, talk))
    await countAll(shop)
    await countAll(shop)
    expect((await activityOf(shop, talk))?.message_count).toBe(2)
  })

  test('leaves a segment that asks about it told that it is not complete yet', async ({ ask, shop }) => {
    await putTemplate(shop, { name: 'x', body: 'y' })
    const asked = { tree: { kind: 'messages', atLeast: 1 } }
    expect((await ask<SegmentCount>('POST', '/count', asked)).body.isCounting).toBe(true)
    await countAll(shop)
    expect((await ask<SegmentCount>('POST', '/count', asked)).body.isCounting).toBe(false)
  })
})
