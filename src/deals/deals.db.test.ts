import { describe, expect } from 'vitest'
import { createKey } from '#keys/create-key.ts'
import { mergeContactRows } from '#contacts/merge-contact-rows.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import type { Deal, DealPage, DealStage, DealStageList } from './shapes.ts'

type Ask = <T = Deal>(
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
    const permissions = ['deals:read', 'deals:write'] as const
    const wish = { name: 'Test', permissions, ratePerMinute: 6000, expiresAt: null }
    const owner = {
      actor: { kind: 'user', id: 'm', name: 'Meera' },
      permissions: permissionsOf('owner'),
    } as const
    const made = await shop.database.inTenant(shop.tenant, async (client) =>
      createKey(client, shop.tenant, owner, wish, systemClock()),
    )
    if (!made.ok) throw new Error(made.because)
    await use(async (method, path, body) => api.ask(made.key.secret, method, `/api/v1${path}`, body))
  },
})

const stagesOf = async (ask: Ask): Promise<DealStage[]> =>
  (await ask<DealStageList>('GET', '/deal-stages')).body.items
const board = async (ask: Ask): Promise<DealPage> => (await ask<DealPage>('GET', '/deals')).body
/** The titles in a stage, from above. */
const titlesIn = async (ask: Ask, stageId: string | undefined): Promise<string[]> =>
  (await board(ask)).items.filter((deal) => deal.stageId === stageId).map(({ title }) => title)

describe('stages', () => {
  test('are there from the beginning, in an order that people change', async ({ ask }) => {
    const [first, second] = await Promise.all([stagesOf(ask), stagesOf(ask)])
    expect(first.map(({ name }) => name)).toEqual([
      'New enquiry',
      'Price sent',
      'In discussion',
      'Won',
      'Lost',
    ])
    expect(second).toEqual(first)
    const made = await ask<DealStage>('POST', '/deal-stages', { name: 'Sample sent' })
    expect(made.status).toBe(201)
    expect((await stagesOf(ask)).map(({ name }) => name).indexOf('Sample sent')).toBe(3)
    await ask('PATCH', `/deal-stages/${made.body.id}`, { beforeId: first[0]?.id, name: 'Sample' })
    await ask('PATCH', `/deal-stages/${first[1]?.id}`, { beforeId: null })
    expect((await stagesOf(ask)).map(({ name }) => name)).toEqual([
      ...['Sample', 'New enquiry', 'In discussion', 'Won', 'Lost', 'Price sent'],
    ])
    expect((await ask('POST', '/deal-stages', { name: 'SAMPLE' })).body.code).toBe('stage_exists')
  })

  test('stay while a deal is in them, and while they are the last of their kind', async ({ ask, shop }) => {
    const [first, , , won] = await stagesOf(ask)
    const { contact } = await openTalk(shop)
    const { body: deal } = await ask('POST', '/deals', { title: 'Sarees', contactId: contact })
    expect((await ask('DELETE', `/deal-stages/${first?.id}`)).body.code).toBe('stage_not_empty')
    expect((await ask('DELETE', `/deal-stages/${won?.id}`)).body.code).toBe('last_of_its_kind')
    await ask('DELETE', `/deals/${deal.id}`)
    expect((await ask('DELETE', `/deal-stages/${first?.id}`)).status).toBe(204)
  })
})

describe('deals', () => {
  test('are made first in their stage, changed, won, lost and deleted', async ({ ask, shop }) => {
    const [open, , , won, lost] = await stagesOf(ask)
    const talk = await openTalk(shop)
    const owner = await hire(shop, { name: 'Ravi' })
    await ask('POST', '/deals', { title: 'Older', contactId: talk.contact, valuePaise: 100 })
    const { status, body: made } = await ask('POST', '/deals', {
      ...{ title: ' 40  sarees ', valuePaise: 12_500_000, contactId: talk.contact, ownerId: owner },
      ...{ conversationId: talk.conversation, expectedCloseOn: '2026-12-01' },
    })
    expect([status, made.title, made.owner?.name, made.conversationId]).toEqual([
      ...[201, '40 sarees', 'Ravi', talk.conversation],
    ])
    expect(made.contact).toEqual({ id: talk.contact, displayName: `+${talk.phone}` })
    expect(await titlesIn(ask, open?.id)).toEqual(['40 sarees', 'Older'])
    expect((await board(ask)).sums).toEqual([{ stageId: open?.id, dealCount: 2, valuePaise: 12_500_100 }])
    const path = `/deals/${made.id}`
    const away = await ask('PATCH', path, { stageId: lost?.id, lostReason: 'Too dear' })
    expect([away.body.lostReason, typeof away.body.closedAt]).toEqual(['Too dear', 'number'])
    const back = await ask('PATCH', path, { stageId: open?.id, ownerId: null })
    expect([back.body.lostReason, back.body.closedAt, back.body.owner]).toEqual([null, null, null])
    expect((await ask('PATCH', path, { stageId: won?.id })).body.expectedCloseOn).toBe('2026-12-01')
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(404)
  })

  test('refuse what is not there, each with its place', async ({ ask }) => {
    const [contactId, stageId] = [newId(), newId()]
    const { body } = await ask('POST', '/deals', { title: 'x', contactId, stageId, ownerId: newId() })
    expect(body.errors?.map(({ path }) => path)).toEqual(['contactId', 'ownerId', 'stageId'])
    expect((await ask('POST', '/deals', { title: 'x', contactId, valuePaise: 0.5 })).status).toBe(400)
  })

  test('keep one order, and lose no move, when many people move many deals at once', async ({
    ask,
    shop,
  }) => {
    const stages = await stagesOf(ask)
    const { contact } = await openTalk(shop)
    const ids: string[] = []
    for (let count = 0; count < 8; count += 1)
      ids.push((await ask('POST', '/deals', { title: `Deal ${count}`, contactId: contact })).body.id)
    const moves = Array.from({ length: 60 }, (_, at) => ({
      id: ids[(at * 5) % 8] ?? '',
      patch: { stageId: stages[at % 2]?.id, beforeId: at % 3 === 0 ? null : ids[(at * 3 + 1) % 8] },
    }))
    const answers = await Promise.all(moves.map(async ({ id, patch }) => ask('PATCH', `/deals/${id}`, patch)))
    expect(answers.map(({ status }) => status)).toEqual(moves.map(() => 200))
    const { items } = await board(ask)
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(new Set(items.map(({ stageId, position }) => `${stageId} ${position}`)).size).toBe(8)
  })

  test('are named in the audit log by their ids alone: it outlives whom they were about', async ({
    ask,
    shop,
  }) => {
    const { contact } = await openTalk(shop)
    const { body: deal } = await ask('POST', '/deals', { title: 'Saree for zqAsha', contactId: contact })
    await ask('PATCH', `/deals/${deal.id}`, { title: 'Two for zqAsha', valuePaise: 1 })
    await ask('DELETE', `/deals/${deal.id}`)
    const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
      client.query<{ entry: string }>(
        `select a::text as entry from audit_entries a where action like 'deal.%'`,
      ),
    )
    expect(rows).toHaveLength(3)
    for (const { entry } of rows) expect(entry).not.toContain('zqAsha')
  })

  test('take both changes when two people change different things of one', async ({ ask, shop }) => {
    const [, second] = await stagesOf(ask)
    const { contact } = await openTalk(shop)
    const { body: deal } = await ask('POST', '/deals', { title: 'Both', contactId: contact })
    await Promise.all([
      ask('PATCH', `/deals/${deal.id}`, { stageId: second?.id }),
      ask('PATCH', `/deals/${deal.id}`, { valuePaise: 700 }),
    ])
    const { body } = await ask('GET', `/deals/${deal.id}`)
    expect([body.stageId, body.valuePaise]).toEqual([second?.id, 700])
  })

  test('are put before the deal that was named, or last, or first where that one has gone', async ({
    ask,
    shop,
  }) => {
    const [one, two] = await stagesOf(ask)
    const { contact } = await openTalk(shop)
    const made: Record<string, string> = {}
    for (const title of ['C', 'B', 'A'])
      made[title] = (await ask('POST', '/deals', { title, contactId: contact })).body.id
    await ask('PATCH', `/deals/${made['C']}`, { beforeId: made['B'] })
    expect(await titlesIn(ask, one?.id)).toEqual(['A', 'C', 'B'])
    await ask('PATCH', `/deals/${made['A']}`, { beforeId: null })
    expect(await titlesIn(ask, one?.id)).toEqual(['C', 'B', 'A'])
    await ask('PATCH', `/deals/${made['B']}`, { stageId: two?.id })
    await ask('PATCH', `/deals/${made['A']}`, { beforeId: made['B'] })
    expect(await titlesIn(ask, one?.id)).toEqual(['A', 'C'])
  })

  test('go on with the contact whom theirs turns out to be', async ({ ask, shop }) => {
    const [loser, winner] = [await openTalk(shop), await openTalk(shop)]
    const { body: deal } = await ask('POST', '/deals', { title: 'Kept', contactId: loser.contact })
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query('delete from conversations where tenant_id = $1 and id = $2', [
        shop.tenant,
        loser.conversation,
      ])
      await mergeContactRows(client, shop.tenant, loser.contact, winner.contact)
    })
    const { items } = (await ask<DealPage>('GET', `/deals?contactId=${winner.contact}`)).body
    expect(items.map(({ id }) => id)).toEqual([deal.id])
  })
})
