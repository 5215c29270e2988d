import { describe, expect } from 'vitest'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, openShop, type Shop } from '#test/shop.ts'
import { openWebApp, type Asking, type WebApp } from '#test/web-app.ts'
import { addTeam } from '#assignment/manage-teams.ts'
import { newId } from '#platform/ids.ts'
import type { SavedView, SavedViewList } from './shapes.ts'

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

const PATH = '/api/v1/saved-views'
const list = async (api: WebApp, who: Asking): Promise<SavedView[]> =>
  (await api.ask<SavedViewList>(who, 'GET', PATH)).body.items
const names = async (api: WebApp, who: Asking): Promise<string[]> =>
  (await list(api, who)).map(({ name }) => name)
const keep = async (api: WebApp, who: Asking, body: object): Promise<SavedView> => {
  const answer = await api.ask<SavedView>(who, 'POST', PATH, { filters: {}, ...body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

describe('a saved view', () => {
  test('of one’s own is seen, changed and deleted by nobody else; the team’s by everybody, after them', async ({
    api,
    shop,
  }) => {
    const [asha, ravi] = [await api.as(await hire(shop)), await api.as(await hire(shop))]
    const own = await keep(api, asha, { name: 'Unread, mine', filters: { view: 'mine', filter: 'unread' } })
    const shared = await keep(api, null, { name: 'Everything', isShared: true, filters: { status: 'any' } })
    expect(await list(api, asha)).toEqual([own, shared])
    expect(await list(api, ravi)).toEqual([shared])
    for (const [method, body] of [['PATCH', { name: 'x' }] as const, ['DELETE', undefined] as const])
      expect((await api.ask(ravi, method, `${PATH}/${own.id}`, body)).status).toBe(404)
    await api.ask(null, 'DELETE', `${PATH}/${shared.id}`)
  })

  test('of the team’s is made and changed only by those who may change the settings', async ({
    api,
    shop,
  }) => {
    const agent = await api.as(await hire(shop, { role: 'agent' }))
    const made = await api.ask(agent, 'POST', PATH, { name: 'Ours', isShared: true, filters: {} })
    expect([made.status, made.body.code]).toEqual([403, 'not_allowed'])
    const shared = await keep(api, null, { name: 'Ours', isShared: true })
    for (const [method, body] of [['PATCH', { name: 'x' }] as const, ['DELETE', undefined] as const])
      expect((await api.ask(agent, method, `${PATH}/${shared.id}`, body)).status).toBe(403)
    expect((await api.ask(null, 'DELETE', `${PATH}/${shared.id}`)).status).toBe(204)
  })

  test('stands where it was put, and has its name to itself', async ({ api, shop }) => {
    const asha = await api.as(await hire(shop))
    for (const name of ['One', 'Two', 'Three']) await keep(api, asha, { name })
    const three = (await list(api, asha)).at(-1)
    await api.ask(asha, 'PATCH', `${PATH}/${three?.id}`, { place: 0 })
    expect(await names(api, asha)).toEqual(['Three', 'One', 'Two'])
    const again = await api.ask(asha, 'POST', PATH, { name: ' one ', filters: {} })
    expect([again.status, again.body.code]).toEqual([409, 'view_exists'])
    const renamed = await api.ask(asha, 'PATCH', `${PATH}/${three?.id}`, { name: 'TWO' })
    expect(renamed.body.code).toBe('view_exists')
  })

  test('narrows to labels and teams of the business alone', async ({ api, shop, other, database }) => {
    const theirs = await database.inTenant(other.tenant, async (client) =>
      addTeam(client, other.tenant, { kind: 'user', id: '1', name: 'x' }, { name: 'Theirs', memberIds: [] }),
    )
    const team = theirs.ok ? theirs.item.id : ''
    const asha = await api.as(await hire(shop))
    for (const [filters, code] of [
      [{ view: `team:${team}` }, 'team_not_found'],
      [{ view: `team:${newId()}` }, 'team_not_found'],
      [{ label: newId() }, 'label_not_found'],
    ] as const) {
      const answer = await api.ask(asha, 'POST', PATH, { name: 'X', filters })
      expect([answer.status, answer.body.code]).toEqual([422, code])
    }
    expect((await api.ask(asha, 'POST', PATH, { name: 'X', filters: { view: 'everybody' } })).status).toBe(
      400,
    )
  })

  test('goes with whoever leaves', async ({ api, shop, database }) => {
    const user = await hire(shop)
    await keep(api, await api.as(user), { name: 'Gone soon' })
    const count = await database.inTenant(shop.tenant, async (client) => {
      await client.query('delete from tenant_members where user_id = $1', [user])
      return (await client.query('select from saved_views where user_id = $1', [user])).rowCount
    })
    expect(count).toBe(0)
  })
})
