import { describe, expect } from 'vitest'
import type { Label } from '#conversations/label-shapes.ts'
import type { MessagePage } from '#conversations/message-shapes.ts'
import type { NoteList } from '#conversations/note-shapes.ts'
import type { Conversation } from '#conversations/shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { hire, HOUR_MS, openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { FIRST_OWNER, openWebApp, type Answer, type Asking, type WebApp } from '#test/web-app.ts'
import type { Macro, MacroDone } from './shapes.ts'

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

let count = 0
const word = (): string => `Word ${(count += 1)}`
async function make(api: WebApp, actions: readonly object[]): Promise<Macro> {
  const answer = await api.ask<Macro>(null, 'POST', '/api/v1/macros', { name: word(), actions })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const label = async (api: WebApp): Promise<string> =>
  (await api.ask<Label>(null, 'POST', '/api/v1/labels', { name: word(), color: 'blue' })).body.id
const run = async <T = MacroDone>(
  api: WebApp,
  macro: Macro,
  conversationId: string,
  { who = null, headers = {} }: { who?: Asking; headers?: Record<string, string> } = {},
): Promise<Answer<T>> =>
  api.ask<T>(who, 'POST', `/api/v1/macros/${macro.id}/run`, { conversationId }, headers)
const stateOf = async (api: WebApp, id: string): Promise<Conversation> =>
  (await api.ask<Conversation>(null, 'GET', `/api/v1/conversations/${id}`)).body
const notesOf = async (api: WebApp, id: string): Promise<string[]> =>
  (await api.ask<NoteList>(null, 'GET', `/api/v1/conversations/${id}/notes`)).body.items.map(
    ({ text }) => text,
  )
const textsOf = async (api: WebApp, id: string): Promise<(string | null)[]> =>
  (await api.ask<MessagePage>(null, 'GET', `/api/v1/conversations/${id}/messages`)).body.items.map(
    ({ text }) => text,
  )

describe('a macro', () => {
  test('does all that it says at once, and tells how the conversation stood before', async ({
    api,
    shop,
  }) => {
    const [worn, fresh] = [await label(api), await label(api)]
    const { conversation } = await openTalk(shop)
    await api.ask(null, 'PATCH', `/api/v1/conversations/${conversation}`, { labelIds: [worn] })
    const macro = await make(api, [
      { kind: 'snooze', hours: 2 },
      { kind: 'assignee', assigneeId: 'me' },
      { kind: 'add-labels', labelIds: [fresh] },
      { kind: 'remove-labels', labelIds: [worn] },
      { kind: 'note', text: 'Call back' },
      { kind: 'reply', text: 'Hello {{contact.name}}, {{agent.name}} here' },
    ])
    const { status, body } = await run(api, macro, conversation)
    expect(status).toBe(200)
    expect(body.before).toMatchObject({ status: 'open', labelIds: [worn], assigneeId: null })
    expect(body.conversation).toMatchObject({ status: 'snoozed', labelIds: [fresh], assigneeId: FIRST_OWNER })
    expect(await notesOf(api, conversation)).toEqual(['Call back'])
    expect(await textsOf(api, conversation)).toEqual(['Hello, Owner here'])
    expect([body.noteId, body.messageId].every((id) => id !== null)).toBe(true)
  })

  test('whose reply may not be sent does nothing at all, and says why', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: after(systemClock(), -30 * HOUR_MS) })
    const macro = await make(api, [
      { kind: 'note', text: 'Never' },
      { kind: 'reply', text: 'Hello' },
      { kind: 'status', status: 'resolved' },
    ])
    const refused = await run<{ code: string }>(api, macro, conversation)
    expect([refused.status, refused.body.code]).toEqual([409, 'outbound.window_closed'])
    expect((await stateOf(api, conversation)).status).toBe('open')
    expect([await notesOf(api, conversation), await textsOf(api, conversation)]).toEqual([[], []])
  })

  test('sends nothing when what comes after the reply is refused', async ({ api, shop, database }) => {
    const left = await hire(shop)
    const { conversation } = await openTalk(shop)
    const macro = await make(api, [
      { kind: 'reply', text: 'Hello' },
      { kind: 'note', text: 'Never' },
      { kind: 'assignee', assigneeId: left },
    ])
    await database.inTenant(shop.tenant, async (client) =>
      client.query('delete from tenant_members where user_id = $1', [left]),
    )
    const refused = await run<{ code: string }>(api, macro, conversation)
    expect([refused.status, refused.body.code]).toEqual([422, 'assignee_not_found'])
    expect([await notesOf(api, conversation), await textsOf(api, conversation)]).toEqual([[], []])
  })

  test('asked for twice with one key is done once', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    const macro = await make(api, [
      { kind: 'reply', text: 'Once' },
      { kind: 'note', text: 'Once' },
    ])
    const headers = { 'idempotency-key': newId() }
    const [first, second] = [
      await run(api, macro, conversation, { headers }),
      await run(api, macro, conversation, { headers }),
    ]
    expect(second.body.messageId).toBe(first.body.messageId)
    expect([await textsOf(api, conversation), await notesOf(api, conversation)]).toEqual([['Once'], ['Once']])
  })

  test('puts labels on beside those that are there, and passes over one that was deleted', async ({
    api,
    shop,
  }) => {
    const [worn, fresh, gone] = [await label(api), await label(api), await label(api)]
    const { conversation } = await openTalk(shop)
    await api.ask(null, 'PATCH', `/api/v1/conversations/${conversation}`, { labelIds: [worn] })
    const macro = await make(api, [{ kind: 'add-labels', labelIds: [fresh, gone] }])
    await api.ask(null, 'DELETE', `/api/v1/labels/${gone}`)
    const { body } = await run(api, macro, conversation)
    expect(body.conversation.labelIds.toSorted()).toEqual([worn, fresh].toSorted())
  })

  test('names only people, teams and labels of the business, and touches only its conversations', async ({
    api,
    other,
  }) => {
    const theirs = await hire(other)
    for (const [action, code] of [
      [{ kind: 'assignee', assigneeId: theirs }, 'assignee_not_found'],
      [{ kind: 'team', teamId: newId() }, 'team_not_found'],
      [{ kind: 'add-labels', labelIds: [newId()] }, 'label_not_found'],
    ] as const) {
      const answer = await api.ask(null, 'POST', '/api/v1/macros', { name: word(), actions: [action] })
      expect([answer.status, answer.body.code]).toEqual([422, code])
    }
    const macro = await make(api, [{ kind: 'status', status: 'resolved' }])
    const [stolen, never] = [
      await run(api, macro, (await openTalk(other)).conversation),
      await run(api, macro, newId()),
    ]
    expect([stolen.status, stolen.text]).toEqual([404, never.text])
  })

  test('is made by those who may change the settings, run by agents, and by no viewer', async ({
    api,
    shop,
  }) => {
    const macro = await make(api, [{ kind: 'assignee', assigneeId: 'me' }])
    const { conversation } = await openTalk(shop)
    const asha = await hire(shop, { role: 'agent' })
    const agent = await api.as(asha)
    expect((await api.ask(agent, 'POST', '/api/v1/macros', { name: word(), actions: [] })).status).toBe(403)
    const ran = await run(api, macro, conversation, { who: agent })
    expect(ran.body.conversation.assigneeId).toBe(asha)
    const viewer = await api.as(await hire(shop, { role: 'viewer' }))
    expect((await run(api, macro, conversation, { who: viewer })).status).toBe(403)
  })

  test('says nothing twice, something at least, and knows its variables', async ({ api }) => {
    for (const actions of [
      [],
      [
        { kind: 'status', status: 'open' },
        { kind: 'snooze', hours: 1 },
      ],
      [{ kind: 'reply', text: '{{order.id}}' }],
      [{ kind: 'snooze', hours: 0 }],
    ])
      expect((await api.ask(null, 'POST', '/api/v1/macros', { name: word(), actions })).status).toBe(400)
    const macro = await make(api, [{ kind: 'status', status: 'open' }])
    const again = await api.ask(null, 'POST', '/api/v1/macros', {
      name: macro.name.toUpperCase(),
      actions: macro.actions,
    })
    expect(again.body.code).toBe('macro_exists')
  })
})
