import { describe, expect } from 'vitest'
import type { Label } from '#conversations/label-shapes.ts'
import type { MessagePage } from '#conversations/message-shapes.ts'
import type { Conversation } from '#conversations/shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import type { Macro } from '#macros/shapes.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hire, HOUR_MS, openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import type { BulkDone } from './shapes.ts'

const test = base.extend<{ api: WebApp; shop: Shop; other: Shop }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [
    async ({ database, api: _api }, use) => use(await openShop(database, FIRST_TENANT)),
    { scope: 'file' },
  ],
  other: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
})

const bulk = async <T = BulkDone>(
  api: WebApp,
  ids: readonly string[],
  change: object,
  headers: Record<string, string> = {},
): Promise<Answer<T>> => api.ask<T>(null, 'POST', '/api/v1/conversations/bulk', { ids, change }, headers)
const stateOf = async (api: WebApp, id: string): Promise<Conversation> =>
  (await api.ask<Conversation>(null, 'GET', `/api/v1/conversations/${id}`)).body
const talks = async (shop: Shop, many: number): Promise<string[]> => {
  const ids: string[] = []
  for (let nth = 0; nth < many; nth += 1) ids.push((await openTalk(shop)).conversation)
  return ids
}
let count = 0
const label = async (api: WebApp): Promise<string> =>
  (await api.ask<Label>(null, 'POST', '/api/v1/labels', { name: `Bulk ${(count += 1)}`, color: 'red' })).body
    .id

describe('one change to many conversations', () => {
  test('answers for each what happened, and can be taken back for each as it was', async ({ api, shop }) => {
    const [one, two] = (await talks(shop, 2)) as [string, string]
    await api.ask(null, 'PATCH', `/api/v1/conversations/${one}`, { status: 'resolved' })
    await api.ask(null, 'PATCH', `/api/v1/conversations/${two}`, { status: 'pending' })
    const never = newId()
    const { body } = await bulk(api, [one, two, never, one], {
      kind: 'patch',
      patch: { status: 'resolved' },
    })
    expect(body.items.map(({ id, result }) => [id, result])).toEqual([
      [one, 'unchanged'],
      [two, 'done'],
      [never, 'refused'],
    ])
    expect(body.items[2]?.problem?.code).toBe('not_found')
    const before = body.items[1]?.before
    await bulk(api, [two], { kind: 'each', patches: { [two]: { status: before?.status } } })
    expect((await stateOf(api, two)).status).toBe('pending')
  })

  test('puts labels on and takes them off, whatever else each has', async ({ api, shop }) => {
    const [a, b] = [await label(api), await label(api)]
    const ids = await talks(shop, 2)
    await api.ask(null, 'PATCH', `/api/v1/conversations/${ids[0]}`, { labelIds: [a] })
    await bulk(api, ids, { kind: 'labels', add: [b], remove: [a] })
    for (const id of ids) expect((await stateOf(api, id)).labelIds).toEqual([b])
  })

  test('reads them all', async ({ api, shop, database }) => {
    const ids = await talks(shop, 3)
    await database.inTenant(shop.tenant, async (client) =>
      client.query('update conversations set unread_count = 3 where id = any($1)', [ids]),
    )
    expect((await bulk(api, ids, { kind: 'read' })).status).toBe(200)
    for (const id of ids) expect((await stateOf(api, id)).unreadCount).toBe(0)
  })

  test('refuses another business’s people, teams, labels, macros and conversations', async ({
    api,
    shop,
    other,
  }) => {
    const [id] = (await talks(shop, 1)) as [string]
    for (const [change, status, code] of [
      [{ kind: 'patch', patch: { assigneeId: await hire(other) } }, 422, 'assignee_not_found'],
      [{ kind: 'patch', patch: { teamId: newId() } }, 422, 'team_not_found'],
      [{ kind: 'labels', add: [newId()] }, 422, 'label_not_found'],
      [{ kind: 'macro', macroId: newId() }, 404, 'not_found'],
    ] as const) {
      const answer = await bulk<{ code: string }>(api, [id], change)
      expect([answer.status, answer.body.code]).toEqual([status, code])
    }
    const theirs = (await openTalk(other)).conversation
    const { body } = await bulk(api, [theirs], { kind: 'patch', patch: { status: 'resolved' } })
    expect(body.items[0]).toMatchObject({ result: 'refused', problem: { code: 'not_found' } })
  })

  test('at the same moment by several people leaves each conversation in one of their states', async ({
    api,
    shop,
  }) => {
    const ids = await talks(shop, 12)
    const [a, b] = [await label(api), await label(api)]
    const answers = await Promise.all([
      bulk(api, ids, { kind: 'patch', patch: { status: 'resolved' } }),
      bulk(api, ids.toReversed(), { kind: 'patch', patch: { status: 'pending' } }),
      bulk(api, ids, { kind: 'labels', add: [a] }),
      bulk(api, ids.toReversed(), { kind: 'labels', add: [b] }),
    ])
    for (const { body } of answers)
      expect(body.items.filter(({ result }) => result === 'refused')).toEqual([])
    for (const id of ids) {
      const { status, labelIds } = await stateOf(api, id)
      expect(['resolved', 'pending']).toContain(status)
      expect(labelIds.toSorted()).toEqual([a, b].toSorted())
    }
  })

  test('runs a macro on each: where it may not write, that one stays as it was; a key sends once', async ({
    api,
    shop,
  }) => {
    const [open] = (await talks(shop, 1)) as [string]
    const { conversation: shut } = await openTalk(shop, {
      lastInboundAt: after(systemClock(), -30 * HOUR_MS),
    })
    const macro = await api.ask<Macro>(null, 'POST', '/api/v1/macros', {
      name: 'Thank and close',
      actions: [
        { kind: 'reply', text: 'Thank you' },
        { kind: 'status', status: 'resolved' },
      ],
    })
    const change = { kind: 'macro', macroId: macro.body.id }
    const headers = { 'idempotency-key': newId() }
    const { body } = await bulk(api, [open, shut], change, headers)
    await bulk(api, [open, shut], change, headers)
    expect(body.items.map(({ result, problem }) => [result, problem?.code ?? null])).toEqual([
      ['done', null],
      ['refused', 'outbound.window_closed'],
    ])
    expect((await stateOf(api, shut)).status).toBe('open')
    const said = await api.ask<MessagePage>(null, 'GET', `/api/v1/conversations/${open}/messages`)
    expect(said.body.items.map(({ text }) => text)).toEqual(['Thank you'])
  })

  test('takes 200 at once and no more', async ({ api }) => {
    const ids = Array.from({ length: 201 }, () => newId())
    expect((await bulk(api, ids, { kind: 'read' })).status).toBe(400)
    expect((await bulk(api, ids.slice(1), { kind: 'read' })).status).toBe(200)
  })
})
