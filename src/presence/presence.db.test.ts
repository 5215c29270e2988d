import { request as httpRequest } from 'node:http'
import { describe, expect } from 'vitest'
import type { PresenceList } from './shapes.ts'
import type { Presence, StreamEvent } from '#realtime/event-shape.ts'
import { newId } from '#platform/ids.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'

/** Two web processes' worth of the program, on one database. */
const test = base.extend<{ one: WebApp; two: WebApp; shop: Shop }>({
  one: [
    async ({ database, adminUrl }, use) => {
      const app = await openWebApp(database, { listenUrl: adminUrl })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  two: [
    async ({ database, adminUrl }, use) => {
      const app = await openWebApp(database, { listenUrl: adminUrl })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [
    async ({ database, one: _one }, use) => use(await openShop(database, FIRST_TENANT)),
    { scope: 'file' },
  ],
})

type Heard = { readonly id: string | null; readonly data: StreamEvent | null }
type Stream = {
  /** The next presence of this conversation that is so. */
  readonly until: (conversation: string, people: Presence['people']) => Promise<Heard>
  readonly all: readonly Heard[]
  readonly close: () => void
}

const nobodyWaits = (): void => {}

/** The stream of events as this person's browser gets it; its first frame has come. */
async function listen(app: WebApp, { cookie }: { readonly cookie: string }): Promise<Stream> {
  const all: Heard[] = []
  let told = nobodyWaits
  const wait = async (isIt: (heard: Heard) => boolean): Promise<Heard> => {
    for (;;) {
      const found = all.find(isIt)
      if (found !== undefined) return found
      await new Promise<void>((done) => (told = done))
    }
  }
  const request = httpRequest(`${app.url}/api/v1/events`, { headers: { cookie } }, (response) => {
    let rest = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/mu.exec(block)?.[1]
        all.push({
          id: /^id: (.*)$/mu.exec(block)?.[1] ?? null,
          data: data === undefined ? null : (JSON.parse(data) as StreamEvent),
        })
      }
      told()
    })
  })
  request.on('error', () => {})
  request.end()
  await wait(({ id }) => id !== null)
  return {
    all,
    until: async (conversation, people) =>
      wait(
        ({ data }) =>
          data?.type === 'presence' &&
          data.data.conversationId === conversation &&
          JSON.stringify(data.data.people) === JSON.stringify(people),
      ),
    close: () => request.destroy(),
  }
}

const say = async (
  app: WebApp,
  who: { readonly cookie: string },
  conversation: string,
  state: string,
): Promise<number> =>
  (await app.ask(who, 'POST', `/api/v1/conversations/${conversation}/presence`, { state, window: 'w' }))
    .status

describe('who is in a conversation', () => {
  test('is told to colleagues in another process, as it changes, and is gone at once when they leave', async ({
    one,
    two,
    shop,
  }) => {
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const [hers, his] = [await one.as(asha), await two.as(ravi)]
    const { conversation } = await openTalk(shop)
    const stream = await listen(two, his)
    expect(await say(one, hers, conversation, 'viewing')).toBe(204)
    await stream.until(conversation, [{ userId: asha, state: 'viewing' }])
    await say(one, hers, conversation, 'typing')
    const typing = await stream.until(conversation, [{ userId: asha, state: 'typing' }])
    expect(typing.id, 'it has no place in the stream').toBeNull()
    const { body } = await two.ask<PresenceList>(his, 'GET', '/api/v1/presence')
    expect(body.items).toContainEqual({
      conversationId: conversation,
      people: [{ userId: asha, state: 'typing' }],
    })
    await say(one, hers, conversation, 'left')
    await stream.until(conversation, [])
    stream.close()
  })

  test('is nobody’s business in another business', async ({ one, two, shop, database }) => {
    const other = await openOtherShop(database)
    const [asha, stranger, boss] = [await hire(shop), await hire(other), await hire(other)]
    const [hers, theirs, watching] = [await one.as(asha), await one.as(stranger), await two.as(boss)]
    const [ours, elsewhere] = [await openTalk(shop), await openTalk(other)]
    const stream = await listen(two, watching)
    expect(await say(one, theirs, ours.conversation, 'viewing')).toBe(404)
    expect(await say(one, theirs, newId(), 'viewing')).toBe(404)
    await say(one, hers, ours.conversation, 'viewing')
    await say(one, theirs, elsewhere.conversation, 'viewing') // the later of the two
    await stream.until(elsewhere.conversation, [{ userId: stranger, state: 'viewing' }])
    expect(stream.all.filter(({ data }) => JSON.stringify(data).includes(ours.conversation))).toEqual([])
    const { body } = await one.ask<PresenceList>(theirs, 'GET', '/api/v1/presence')
    expect(body.items.map(({ conversationId }) => conversationId)).toEqual([elsewhere.conversation])
    stream.close()
  })

  test('leaves no trace in the database', async ({ one, shop, database }) => {
    const hers = await one.as(await hire(shop))
    const { conversation } = await openTalk(shop)
    const rows = async (): Promise<string> =>
      database.inTenant(shop.tenant, async (client) => {
        const { rows: found } = await client.query<{ count: string }>(
          'select (select count(*) from events) + (select count(*) from audit_entries) as count',
        )
        return found[0]?.count ?? ''
      })
    const before = await rows()
    for (const state of ['viewing', 'typing', 'viewing', 'left']) await say(one, hers, conversation, state)
    expect(await rows()).toBe(before)
  })

  test('takes only words that it knows', async ({ one, shop }) => {
    const hers = await one.as(await hire(shop))
    const { conversation } = await openTalk(shop)
    expect(await say(one, hers, conversation, 'sleeping')).toBe(400)
    const odd = { state: 'viewing', window: 'a/b,c' }
    const path = `/api/v1/conversations/${conversation}/presence`
    expect((await one.ask(hers, 'POST', path, odd)).status).toBe(400)
  })
})
