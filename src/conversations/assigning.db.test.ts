import { describe, expect } from 'vitest'
import { addTeam } from '#assignment/manage-teams.ts'
import { createKey } from '#keys/create-key.ts'
import { GRANTABLE } from '#keys/shapes.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock, type Instant } from '#platform/time.ts'
import type { EventEntry } from '#realtime/append-events.ts'
import { expandEvents } from '#realtime/read-events.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { test as base } from '#test/database.ts'
import { hear, hire, HOUR_MS, openOtherShop, openTalk, type NewTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import type { ConversationView } from './internal/view-sql.ts'
import { listUnreadMentions, lookAtMentions } from './read-mentions.ts'
import { countViews, listConversations } from './read-models.ts'
import type { Note } from './note-shapes.ts'
import type { Conversation, ConversationPage } from './shapes.ts'
import type { Problem } from '#platform/problem-shape.ts'
import { deleteNote } from './write-notes.ts'

/** A shop of its own for each test, and a key to it. */
const test = base.extend<{ app: WebApp; shop: Shop & { readonly key: string } }>({
  app: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => {
    const shop = await openOtherShop(database)
    const owner = {
      actor: { kind: 'user', id: newId(), name: 'O' },
      permissions: permissionsOf('owner'),
    } as const
    const wish = { name: 'Key', permissions: GRANTABLE, ratePerMinute: 6000, expiresAt: null }
    const made = await database.inTenant(shop.tenant, async (client) =>
      createKey(client, shop.tenant, owner, wish, systemClock()),
    )
    if (!made.ok) throw new Error(made.because)
    await use({ ...shop, key: made.key.secret })
  },
})

const NOW = systemClock()
const hoursAgo = (hours: number): Instant => after(NOW, -hours * HOUR_MS)

async function talk(shop: Shop, options: NewTalk & { readonly saidAt?: Instant } = {}): Promise<string> {
  const opened = await openTalk(shop, options)
  const at = options.saidAt ?? options.lastInboundAt ?? undefined
  await hear(shop, opened, { ...(at !== undefined && { at }) })
  return opened.conversation
}

const patch = async <T = Conversation>(
  app: WebApp,
  key: string,
  id: string,
  body: object,
): Promise<Answer<T>> => app.ask<T>(key, 'PATCH', `/api/v1/conversations/${id}`, body)

async function makeTeam({ database, tenant }: Shop): Promise<string> {
  const actor = { kind: 'user', id: newId(), name: 'O' } as const
  const made = await database.inTenant(tenant, async (client) =>
    addTeam(client, tenant, actor, { name: newId(), memberIds: [] }),
  )
  if (!made.ok) throw new Error(made.because)
  return made.item.id
}

const list = async ({ database, tenant }: Shop, view: ConversationView, limit = 50): Promise<string[]> =>
  database.inTenant(tenant, async (client) => {
    const all = { limit, after: null, filter: 'all', search: null } as const
    return (await listConversations(client, tenant, { ...all, view }, NOW)).map(({ id }) => id)
  })

const told = async ({ database, tenant }: Shop): Promise<EventEntry[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ entries: EventEntry[] }>(
      'select entries from events where tenant_id = $1 order by id',
      [tenant],
    )
    return rows.flatMap(({ entries }) => entries)
  })

describe('a conversation', () => {
  test('is given to a person and a team, goes from one to the other, and is taken away; each is told and audited', async ({
    app,
    shop,
  }) => {
    const [asha, ravi, team] = [await hire(shop), await hire(shop), await makeTeam(shop)]
    const id = await talk(shop)
    const before = (await told(shop)).length
    const first = await patch(app, shop.key, id, { assigneeId: asha, teamId: team.toUpperCase() })
    expect([first.status, first.body.assigneeId, first.body.teamId]).toEqual([200, asha, team])
    expect((await patch(app, shop.key, id, { assigneeId: ravi })).body).toMatchObject({
      assigneeId: ravi,
      teamId: team,
    })
    await patch(app, shop.key, id, { assigneeId: ravi, teamId: team }) // as it is
    const last = await patch(app, shop.key, id, { assigneeId: null, teamId: null })
    expect(last.body).toMatchObject({ assigneeId: null, teamId: null, status: 'open' })
    expect((await told(shop)).slice(before)).toEqual([1, 2, 3].map(() => ['conversation.updated', id]))
    const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
      client.query<{ details: object }>(
        `select details from audit_entries where tenant_id = $1 and action = 'conversation.assigned' order by seq`,
        [shop.tenant],
      ),
    )
    expect(rows.map(({ details }) => details)).toEqual([
      { from: { assigneeId: null, teamId: null }, to: { assigneeId: asha, teamId: team } },
      { from: { assigneeId: asha, teamId: team }, to: { assigneeId: ravi, teamId: team } },
      { from: { assigneeId: ravi, teamId: team }, to: { assigneeId: null, teamId: null } },
    ])
  })

  test('is not given to somebody or a team of another business, nor to one that never was; and nothing else changes', async ({
    app,
    shop,
    database,
  }) => {
    const other = await openOtherShop(database)
    const id = await talk(shop)
    for (const [field, code, theirs] of [
      ['assigneeId', 'assignee_not_found', await hire(other)],
      ['teamId', 'team_not_found', await makeTeam(other)],
    ] as const) {
      const stolen = await patch<Problem>(app, shop.key, id, { [field]: theirs, status: 'resolved' })
      const never = await patch<Problem>(app, shop.key, id, { [field]: newId(), status: 'resolved' })
      expect([stolen.status, stolen.body.code, stolen.body.errors?.[0]?.path]).toEqual([422, code, field])
      expect(stolen.text).toBe(never.text)
    }
    const { body } = await app.ask<Conversation>(shop.key, 'GET', `/api/v1/conversations/${id}`)
    expect(body).toMatchObject({ assigneeId: null, teamId: null, status: 'open' })
  })
})

describe('views', () => {
  test('show one person’s, nobody’s and one team’s conversations, and count the open ones', async ({
    app,
    shop,
  }) => {
    const [asha, team] = [await hire(shop), await makeTeam(shop)]
    const [mine, done, free] = [await talk(shop), await talk(shop), await talk(shop)]
    await patch(app, shop.key, mine, { assigneeId: asha })
    await patch(app, shop.key, done, { assigneeId: asha, teamId: team, status: 'resolved' })
    expect(new Set(await list(shop, { assignee: asha }))).toEqual(new Set([mine, done]))
    expect(await list(shop, { assignee: null })).toEqual([free])
    expect(await list(shop, { team })).toEqual([done])
    const ask = async (query: string) => {
      const { body } = await app.ask<ConversationPage>(shop.key, 'GET', `/api/v1/conversations?${query}`)
      return body.items.map(({ id }) => id)
    }
    expect(await ask(`assignee=${asha}&status=open`)).toEqual([mine])
    expect(await ask('assignee=none&status=open')).toEqual([free])
    expect(await ask(`team=${team}&status=resolved`)).toEqual([done])
    expect(await ask(`assignee=${newId()}`)).toEqual([])
    for (const own of ['assignee=me', 'mentioned=true']) {
      const refused = await app.ask(shop.key, 'GET', `/api/v1/conversations?${own}`)
      expect([refused.status, refused.body.code]).toEqual([400, 'not_a_person'])
    }
    const { database, tenant } = shop
    const counts = async (me: string | null) =>
      database.inTenant(tenant, async (client) => countViews(client, tenant, me, NOW))
    expect(await counts(asha)).toEqual({ mine: 1, unassigned: 1, mentions: 0, bot: 0, closing: 0, late: 0 })
    expect(await counts(null)).toEqual({ mine: 0, unassigned: 1, mentions: 0, bot: 0, closing: 0, late: 0 })
  })

  test('show whose window closes within 4 hours and who had the last word, the soonest first, page by page', async ({
    app,
    shop,
  }) => {
    const third = await talk(shop, { lastInboundAt: hoursAgo(20.5) })
    const first = await talk(shop, { lastInboundAt: hoursAgo(23.5) })
    await talk(shop, { lastInboundAt: hoursAgo(19.5) }) // has time
    await talk(shop, { lastInboundAt: hoursAgo(24.5) }) // too late
    await talk(shop, { lastInboundAt: hoursAgo(23), saidAt: hoursAgo(1) }) // answered
    const answered = { lastReferralAt: hoursAgo(70), referralAnsweredAt: hoursAgo(69) }
    const second = await talk(shop, { ...answered, lastInboundAt: hoursAgo(70) }) // an answered ad: 72 hours
    await talk(shop, {
      ...answered,
      lastReferralAt: hoursAgo(30),
      referralAnsweredAt: hoursAgo(29),
      lastInboundAt: hoursAgo(23),
    })
    await talk(shop, {
      lastReferralAt: hoursAgo(70),
      referralAnsweredAt: hoursAgo(40),
      lastInboundAt: hoursAgo(70),
    })
    expect(await list(shop, { isClosing: true })).toEqual([first, second, third])
    const { database, tenant } = shop
    const counts = await database.inTenant(tenant, async (client) => countViews(client, tenant, null, NOW))
    expect(counts.closing).toBe(3)
    const pages: string[] = []
    let cursor: string | null = null
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`
      const page: Answer<ConversationPage> = await app.ask(
        shop.key,
        'GET',
        `/api/v1/conversations?closing=true&limit=1${more}`,
      )
      pages.push(...page.body.items.map(({ id }) => id))
      cursor = page.body.nextCursor
    } while (cursor !== null)
    expect(pages).toEqual([first, second, third])
  })
})

const writeNote = async <T = Note>(app: WebApp, shop: { key: string }, id: string, mentions: string[]) =>
  app.ask<T>(shop.key, 'POST', `/api/v1/conversations/${id}/notes`, { text: 'look, @Asha', mentions })
const unread = async ({ database, tenant }: Shop, user: string): Promise<string[]> =>
  database.inTenant(tenant, async (client) => listUnreadMentions(client, tenant, user))

describe('mentions', () => {
  test('are told with the note, stay unread until that person looks, and are theirs alone', async ({
    app,
    shop,
  }) => {
    const { database, tenant } = shop
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const [id, quiet] = [await talk(shop), await talk(shop)]
    const note = await writeNote(app, shop, id, [asha.toUpperCase(), asha])
    expect([note.status, note.body.mentions]).toEqual([201, [asha]])
    expect((await writeNote(app, shop, quiet, [])).body.mentions).toEqual([])
    expect([await unread(shop, asha), await unread(shop, ravi)]).toEqual([[id], []])
    expect([await list(shop, { mentioned: asha }), await list(shop, { mentioned: ravi })]).toEqual([[id], []])
    const counts = await database.inTenant(tenant, async (client) => countViews(client, tenant, asha, NOW))
    expect(counts.mentions).toBe(1)
    const look = async (user: string | null) =>
      database.inTenant(tenant, async (client) => lookAtMentions(client, tenant, { user, conversation: id }))
    expect([await look(ravi), await look(null), await look(asha), await look(asha)]).toEqual([
      'nothing_new',
      'nothing_new',
      'looked',
      'nothing_new',
    ])
    expect(await unread(shop, asha)).toEqual([])
    expect(await list(shop, { mentioned: asha })).toEqual([id])
    const events = await database.inTenant(tenant, async (client) =>
      expandEvents(
        client,
        tenant,
        [
          {
            xid: '1',
            id: '1',
            at_ms: 0,
            entries: [
              ['note.created', note.body.id],
              ['mentions.read', asha, id],
            ],
          },
        ],
        explainFailure,
        NOW,
      ),
    )
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['mentions.read', { userId: asha, conversationId: id }],
      ['note.created', { note: note.body }],
    ])
    expect((await told(shop)).at(-1)).toEqual(['mentions.read', asha, id])
  })

  test('go with the note, and with the member', async ({ app, shop }) => {
    const { database, tenant } = shop
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const id = await talk(shop)
    const note = await writeNote(app, shop, id, [asha])
    await writeNote(app, shop, id, [ravi])
    const actor = { kind: 'user', id: newId(), name: 'O' } as const
    await database.inTenant(tenant, async (client) => {
      await deleteNote(client, tenant, note.body.id, { actor, mayAll: true })
      await client.query('delete from tenant_members where tenant_id = $1 and user_id = $2', [tenant, ravi])
    })
    expect([await unread(shop, asha), await unread(shop, ravi)]).toEqual([[], []])
  })

  test('of somebody of another business are refused, and the note with them', async ({
    app,
    shop,
    database,
  }) => {
    const stranger = await hire(await openOtherShop(database))
    const id = await talk(shop)
    const stolen = await writeNote<Problem>(app, shop, id, [stranger])
    const never = await writeNote<Problem>(app, shop, id, [newId()])
    expect([stolen.status, stolen.body.code]).toEqual([422, 'mention_not_found'])
    expect(stolen.text).toBe(never.text)
    const notes = await app.ask<{ items: Note[] }>(shop.key, 'GET', `/api/v1/conversations/${id}/notes`)
    expect(notes.body.items).toEqual([])
  })

  test('of a key there are none', async ({ app, shop }) => {
    const id = await talk(shop)
    const read = await app.ask(shop.key, 'POST', `/api/v1/conversations/${id}/mentions/read`)
    expect(read.status).toBe(204)
    expect((await app.ask(shop.key, 'GET', '/api/v1/mentions')).body).toEqual({ conversationIds: [] })
    const missing = await app.ask(shop.key, 'POST', `/api/v1/conversations/${newId()}/mentions/read`)
    expect(missing.status).toBe(404)
  })
})
