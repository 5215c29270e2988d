import { describe, expect } from 'vitest'
import { explainFailure } from '#outbound/explain-failure.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { expandEvents } from '#realtime/read-events.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { PROCESS_DIGITS } from '#test/ingest.ts'
import { hear, HOUR_MS, openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import type { Label, LabelList } from './label-shapes.ts'
import type { Note, NoteList } from './note-shapes.ts'
import type { Conversation, ConversationCounts, ConversationPage } from './shapes.ts'
import type { Problem } from '#platform/problem-shape.ts'
import { addNote, deleteNote } from './write-notes.ts'

const test = base.extend<{ api: WebApp; shop: Shop; other: Shop }>({
  api: [
    async ({ database }, use) => {
      await database.inTenant(FIRST_TENANT, async (client) => createTenant(client, FIRST_TENANT, 'Shop'))
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

/** A conversation in which something was said. */
async function talk(shop: Shop): Promise<string> {
  const opened = await openTalk(shop)
  await hear(shop, opened)
  return opened.conversation
}

const patch = async <T = Conversation>(api: WebApp, id: string, body: unknown): Promise<Answer<T>> =>
  api.ask<T>(null, 'PATCH', `/api/v1/conversations/${id}`, body)

let labels = 0
async function makeLabel(api: WebApp, more: object = {}): Promise<Label> {
  const body = { name: `Label ${(labels += 1)}`, color: 'blue', ...more }
  const answer = await api.ask<Label>(null, 'POST', '/api/v1/labels', body)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const listLabels = async (api: WebApp): Promise<Label[]> =>
  (await api.ask<LabelList>(null, 'GET', '/api/v1/labels')).body.items

/** All that browsers were told so far, oldest first. */
const told = async ({ database, tenant }: Shop): Promise<EventEntry[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ entries: EventEntry[] }>(
      'select entries from events where tenant_id = $1 order by id',
      [tenant],
    )
    return rows.flatMap(({ entries }) => entries)
  })
const toldBy = async (shop: Shop, work: () => Promise<unknown>): Promise<EventEntry[]> => {
  const before = (await told(shop)).length
  await work()
  return (await told(shop)).slice(before)
}

const audited = async ({ database, tenant }: Shop): Promise<{ action: string; subject: string }[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ action: string; subject: string }>(
      'select action, subject_id as subject from audit_entries where tenant_id = $1 order by seq',
      [tenant],
    )
    return rows
  })

/** A label of another business's. */
async function theirLabel({ database, tenant }: Shop): Promise<string> {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    client.query(`insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, $3, $3, 'red')`, [
      tenant,
      id,
      id,
    ]),
  )
  return id
}

describe('a conversation’s status', () => {
  test('is what a person makes it, and a repetition changes nothing and tells nobody', async ({
    api,
    shop,
  }) => {
    const id = await talk(shop)
    const first = await toldBy(shop, async () => {
      expect((await patch(api, id, { status: 'resolved' })).body).toMatchObject({
        id,
        status: 'resolved',
        snoozedUntil: null,
        resolvedAt: expect.any(Number),
        labelIds: [],
      })
    })
    expect(first).toEqual([['conversation.updated', id]])
    const { resolvedAt } = (await patch(api, id, { status: 'resolved' })).body
    const again = await toldBy(shop, async () => {
      const answer = await patch(api, id, { status: 'resolved' })
      expect(answer.body.resolvedAt).toBe(resolvedAt)
    })
    expect(again).toEqual([])
    expect((await audited(shop)).filter(({ subject }) => subject === id)).toEqual([
      { action: 'conversation.status-changed', subject: id },
    ])
    expect((await patch(api, id, { status: 'pending' })).body).toMatchObject({
      status: 'pending',
      resolvedAt: null,
    })
    expect(await toldBy(shop, async () => patch(api, id, {}))).toEqual([])
  })

  test('snoozed needs a moment in the future, and any other status clears it', async ({ api, shop }) => {
    const id = await talk(shop)
    const until = after(systemClock(), HOUR_MS)
    expect((await patch(api, id, { status: 'snoozed', snoozedUntil: until })).body).toMatchObject({
      status: 'snoozed',
      snoozedUntil: until,
    })
    expect(
      await toldBy(shop, async () => patch(api, id, { status: 'snoozed', snoozedUntil: until })),
    ).toEqual([])
    const later = after(until, HOUR_MS)
    expect((await patch(api, id, { status: 'snoozed', snoozedUntil: later })).body.snoozedUntil).toBe(later)
    expect((await patch(api, id, { status: 'open' })).body).toMatchObject({
      status: 'open',
      snoozedUntil: null,
    })
  })

  test.for<[string, object, string]>([
    ['a snooze without end', { status: 'snoozed' }, 'snoozedUntil'],
    ['a snooze that ends with null', { status: 'snoozed', snoozedUntil: null }, 'snoozedUntil'],
    ['a snooze in the past', { status: 'snoozed', snoozedUntil: 1 }, 'snoozedUntil'],
    ['a snooze beyond all calendars', { status: 'snoozed', snoozedUntil: 9e14 }, 'snoozedUntil'],
    ['an end without a snooze', { snoozedUntil: 9e12 }, 'snoozedUntil'],
    ['a status that there is not', { status: 'closed' }, 'status'],
    ['something that is no label’s id', { labelIds: ['urgent'] }, 'labelIds.0'],
    ['more labels than twenty', { labelIds: Array.from({ length: 21 }, newId) }, 'labelIds'],
  ])('%s is refused with 400, and names the field', async ([, body, path], { api, shop }) => {
    const id = await talk(shop)
    const answer = await patch<Problem>(api, id, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.body.errors?.map((error) => error.path)).toEqual([path])
  })

  test('with a field that we do not know is refused', async ({ api, shop }) => {
    expect((await patch(api, await talk(shop), { assignee: 'me' })).status).toBe(400)
  })
})

describe('lists', () => {
  test('by status and label hold what they should, page by page and without doubles', async ({
    api,
    shop,
  }) => {
    const { id: label } = await makeLabel(api)
    const ids: string[] = []
    for (let nth = 0; nth < 8; nth += 1) ids.push(await talk(shop))
    for (const [nth, id] of ids.entries())
      await patch(api, id, { labelIds: [label], ...(nth % 2 === 0 && { status: 'resolved' }) })
    const list = async (query: string): Promise<string[]> => {
      const found: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: Answer<ConversationPage> = await api.ask(
          null,
          'GET',
          `/api/v1/conversations?limit=3&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        expect(page.status, page.text).toBe(200)
        found.push(...page.body.items.map(({ id }) => id))
        cursor = page.body.nextCursor
      }
      return found
    }
    const newestFirst = ids.toReversed()
    expect(await list(`label=${label}`)).toEqual(newestFirst)
    expect(await list(`label=${label}&status=any`)).toEqual(newestFirst)
    expect(await list(`label=${label}&status=resolved`)).toEqual(
      newestFirst.filter((id) => ids.indexOf(id) % 2 === 0),
    )
    expect(await list(`label=${label}&status=open&q=91${PROCESS_DIGITS}7`)).toEqual(
      newestFirst.filter((id) => ids.indexOf(id) % 2 === 1),
    )
    expect(await list(`label=${label}&status=snoozed`)).toEqual([])
    expect(await list(`label=${newId()}`)).toEqual([])
    expect((await api.ask(null, 'GET', '/api/v1/conversations?status=closed')).status).toBe(400)
  })

  test('are counted by status, and resolved ones are not among the unread', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const ids: string[] = []
    for (let nth = 0; nth < 4; nth += 1) ids.push(await talk(shop))
    const { countConversations } = await import('./read-models.ts')
    const counts = await database.inTenant(tenant, async (client) => {
      await client.query('update conversations set unread_count = 2 where tenant_id = $1 and id = any($2)', [
        tenant,
        ids.slice(0, 2),
      ])
      await client.query(
        `update conversations set status = 'resolved', resolved_at = now() where tenant_id = $1 and id = any($2)`,
        [tenant, ids.slice(1, 3)],
      )
      return countConversations(client, tenant)
    })
    expect(counts).toEqual({ open: 2, pending: 0, snoozed: 0, resolved: 2, unread: 1 })
  })

  test('GET /conversations/counts answers with eleven numbers', async ({ api, shop }) => {
    await talk(shop)
    const { status, body } = await api.ask<ConversationCounts>(null, 'GET', '/api/v1/conversations/counts')
    expect(status).toBe(200)
    expect(Object.keys(body).toSorted()).toEqual(
      [
        'open',
        'pending',
        'resolved',
        'snoozed',
        'unread',
        'mine',
        'unassigned',
        'mentions',
        'bot',
        'closing',
        'late',
      ].toSorted(),
    )
    expect(body.open).toBeGreaterThan(0)
  })
})

describe('labels', () => {
  test('are made, listed by name, changed and counted', async ({ api, shop }) => {
    const label = await makeLabel(api, { name: '  Zari   order ', color: 'pink' })
    expect(label).toEqual({ id: expect.any(String), name: 'Zari order', color: 'pink', conversationCount: 0 })
    const id = await talk(shop)
    await patch(api, id, { labelIds: [label.id, label.id] })
    expect((await listLabels(api)).find((one) => one.id === label.id)?.conversationCount).toBe(1)
    const path = `/api/v1/labels/${label.id}`
    const events = await toldBy(shop, async () => {
      const changed = await api.ask<Label>(null, 'PATCH', path, { color: 'red' })
      expect(changed.body).toEqual({ ...label, color: 'red', conversationCount: 1 })
    })
    expect(events).toEqual([['labels.changed']])
    expect(
      await toldBy(shop, async () => api.ask(null, 'PATCH', path, { color: 'red', name: 'Zari order' })),
    ).toEqual([])
    const names = (await listLabels(api)).map(({ name }) => name)
    expect(names).toEqual(names.toSorted(new Intl.Collator('en', { numeric: true }).compare))
    expect((await audited(shop)).filter(({ subject }) => subject === label.id)).toEqual([
      { action: 'label.created', subject: label.id },
      { action: 'label.changed', subject: label.id },
    ])
  })

  test('of one name there is one, whatever the case, in any script', async ({ api }) => {
    const label = await makeLabel(api, { name: 'ÄRGER' })
    const twin = await api.ask(null, 'POST', '/api/v1/labels', { name: 'ärger', color: 'red' })
    expect([twin.status, twin.body.code]).toEqual([409, 'label_exists'])
    const second = await makeLabel(api, { name: 'Peace' })
    const renamed = await api.ask(null, 'PATCH', `/api/v1/labels/${second.id}`, { name: 'ärger' })
    expect([renamed.status, renamed.body.code]).toEqual([409, 'label_exists'])
    const recased = await api.ask<Label>(null, 'PATCH', `/api/v1/labels/${label.id}`, { name: 'Ärger' })
    expect(recased.body.name).toBe('Ärger')
  })

  test('that two people make at once are one', async ({ api }) => {
    const body = { name: 'At once', color: 'gray' }
    const answers = await Promise.all(
      [1, 2, 3, 4].map(async () => api.ask(null, 'POST', '/api/v1/labels', body)),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409])
  })

  test.for<[string, object, string]>([
    ['no name', { name: ' ', color: 'red' }, 'name'],
    ['a name of 41 characters', { name: 'x'.repeat(41), color: 'red' }, 'name'],
    ['a name with a NUL', { name: 'a\0b', color: 'red' }, 'name'],
    ['a colour of their own', { name: 'x', color: '#ff0000' }, 'color'],
  ])('with %s are refused with 400, and the field is named', async ([, body, path], { api }) => {
    const answer = await api.ask<Problem>(null, 'POST', '/api/v1/labels', body)
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path])
  })

  test('that are deleted come off their conversations, which browsers are told', async ({ api, shop }) => {
    const [label, kept] = [await makeLabel(api), await makeLabel(api)]
    const id = await talk(shop)
    await patch(api, id, { labelIds: [label.id, kept.id] })
    const path = `/api/v1/labels/${label.id}`
    const events = await toldBy(shop, async () =>
      expect((await api.ask(null, 'DELETE', path)).status).toBe(204),
    )
    expect(events).toEqual([['labels.changed'], ['conversation.updated', id]])
    expect((await patch(api, id, {})).body.labelIds).toEqual([kept.id])
    expect((await api.ask(null, 'DELETE', path)).status).toBe(404)
    const gone = await patch<Problem>(api, id, { labelIds: [kept.id, label.id] })
    expect([gone.status, gone.body.code, gone.body.errors?.[0]?.path]).toEqual([
      422,
      'label_not_found',
      'labelIds.1',
    ])
    expect((await patch(api, id, { labelIds: [] })).body.labelIds).toEqual([])
  })
})

describe('notes', () => {
  test('are written, listed oldest first, and deleted', async ({ api, shop }) => {
    const id = await talk(shop)
    const path = `/api/v1/conversations/${id}/notes`
    const write = async (text: string): Promise<Note> => {
      const { status, body } = await api.ask<Note>(null, 'POST', path, { text })
      expect(status).toBe(201)
      return body
    }
    const events = await toldBy(shop, async () => write(' call her back '))
    const second = await write('done')
    const { items } = (await api.ask<NoteList>(null, 'GET', path)).body
    expect(items.map(({ text }) => text)).toEqual(['call her back', 'done'])
    expect(items[0]).toMatchObject({
      conversationId: id,
      author: { kind: 'user', name: 'Owner' },
      at: expect.any(Number),
    })
    expect(events).toEqual([['note.created', items[0]?.id]])
    const deletion = await toldBy(shop, async () =>
      expect((await api.ask(null, 'DELETE', `/api/v1/notes/${second.id}`)).status).toBe(204),
    )
    expect(deletion).toEqual([['note.deleted', second.id, id]])
    expect((await api.ask(null, 'DELETE', `/api/v1/notes/${second.id}`)).status).toBe(404)
    // Nothing of them is in what goes to customers.
    const thread = await api.ask(null, 'GET', `/api/v1/conversations/${id}/messages`)
    expect(thread.text).not.toContain('call her')
  })

  test.for<[string, object]>([
    ['nothing', { text: ' \0 ' }],
    ['more than 4,000 characters', { text: 'x'.repeat(4001) }],
    ['a field that we do not know', { text: 'x', author: 'me' }],
  ])('with %s are refused with 400', async ([, body], { api, shop }) => {
    const path = `/api/v1/conversations/${await talk(shop)}/notes`
    expect((await api.ask(null, 'POST', path, body)).status).toBe(400)
  })

  test('are taken back by whoever wrote them or may change the settings, and by nobody else', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const conversation = await talk(shop)
    const [meera, arif] = ['Meera', 'Arif'].map((name) => ({ kind: 'user' as const, id: name, name }))
    if (meera === undefined || arif === undefined) throw new Error('nobody')
    await database.inTenant(tenant, async (client) => {
      const note = await addNote(client, tenant, meera, { conversation, text: 'mine' }, systemClock())
      const remove = async (actor: typeof meera, mayAll: boolean): Promise<string> =>
        deleteNote(client, tenant, note?.id ?? '', { actor, mayAll })
      expect(await remove(arif, false)).toBe('not_theirs')
      expect(await remove({ ...meera, kind: 'key' as never }, false)).toBe('not_theirs')
      expect(await remove(meera, false)).toBe('deleted')
      expect(await remove(meera, false)).toBe('not_found')
      const second = await addNote(client, tenant, meera, { conversation, text: 'again' }, systemClock())
      expect(await deleteNote(client, tenant, second?.id ?? '', { actor: arif, mayAll: true })).toBe(
        'deleted',
      )
    })
  })
})

describe('another business’s ids', () => {
  test('answer exactly like ids that never were, in every path and in bodies', async ({
    api,
    shop,
    other,
  }) => {
    const theirs = await talk(other)
    const label = await theirLabel(other)
    const note = await other.database.inTenant(other.tenant, async (client) =>
      addNote(
        client,
        other.tenant,
        { kind: 'user', id: 'x', name: 'X' },
        { conversation: theirs, text: 'secret' },
        systemClock(),
      ),
    )
    const ours = await talk(shop)
    const asks = (of: {
      conversation: string
      label: string
      note: string
    }): [string, string, unknown?][] => [
      ['PATCH', `/api/v1/conversations/${of.conversation}`, { status: 'resolved' }],
      ['GET', `/api/v1/conversations/${of.conversation}/notes`],
      ['POST', `/api/v1/conversations/${of.conversation}/notes`, { text: 'x' }],
      ['DELETE', `/api/v1/notes/${of.note}`],
      ['PATCH', `/api/v1/labels/${of.label}`, { name: 'stolen' }],
      ['DELETE', `/api/v1/labels/${of.label}`],
      ['PATCH', `/api/v1/conversations/${ours}`, { labelIds: [of.label] }],
      ['GET', `/api/v1/conversations?label=${of.label}`],
    ]
    const never = asks({ conversation: newId(), label: newId(), note: newId() })
    for (const [nth, [method, path, body]] of asks({
      conversation: theirs,
      label,
      note: note?.id ?? '',
    }).entries()) {
      const stolen = await api.ask(null, method, path, body)
      const random = await api.ask(null, method, never[nth]?.[1] ?? '', never[nth]?.[2])
      expect([stolen.status, stolen.text], `${method} ${path}`).toEqual([random.status, random.text])
      expect(stolen.status).not.toBe(method === 'GET' && path.includes('?') ? 404 : 200)
    }
    expect((await api.ask(null, 'GET', '/api/v1/labels')).text).not.toContain(label)
  })
})

describe('events', () => {
  test('of one moment come as lists first, then what was said and noted, then how conversations stand', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const opened = await openTalk(shop)
    const message = await hear(shop, opened)
    const actor = { kind: 'user' as const, id: 'm', name: 'Meera' }
    const events = await database.inTenant(tenant, async (client) => {
      const { conversation } = opened
      const note = await addNote(client, tenant, actor, { conversation, text: 'look' }, systemClock())
      const gone = newId()
      const entries: EventEntry[] = [
        ['conversation.updated', conversation],
        ['note.deleted', gone, conversation],
        ['note.created', note?.id ?? ''],
        ['message.created', message],
        ['labels.changed'],
        ['quick-replies.changed'],
        ['labels.changed'],
      ]
      await appendEvents(client, tenant, entries)
      const rows = [{ xid: '1', id: '2', at_ms: 3, entries }]
      return expandEvents(client, tenant, rows, explainFailure, systemClock())
    })
    expect(events.map(({ type }) => type)).toEqual([
      'labels.changed',
      'quick-replies.changed',
      'message.created',
      'note.created',
      'note.deleted',
      'conversation.updated',
    ])
    expect(events[3]).toMatchObject({ data: { note: { text: 'look', author: { name: 'Meera' } } } })
    expect(events[5]).toMatchObject({ data: { status: 'open', labelIds: [] } })
  })
})
