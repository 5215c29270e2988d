import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { addQuickReply, listQuickReplies, QUICK_REPLIES_MAX } from './manage-quick-replies.ts'
import { unknownVariables, type QuickReply, type QuickReplyList } from './shapes.ts'

const test = base.extend<{ api: WebApp; other: Shop }>({
  api: [
    async ({ database }, use) => {
      await database.inTenant(FIRST_TENANT, async (client) => createTenant(client, FIRST_TENANT, 'Shop'))
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  other: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
})

const PATH = '/api/v1/quick-replies'
const ACTOR = { kind: 'user', id: 'm', name: 'Meera' } as const
type Refused = { code: string; errors?: { path: string; message: string }[] }

const make = async <T = QuickReply>(api: WebApp, body: object): Promise<Answer<T>> =>
  api.ask<T>(null, 'POST', PATH, { text: 'x', ...body })
const list = async (api: WebApp): Promise<QuickReply[]> =>
  (await api.ask<QuickReplyList>(null, 'GET', PATH)).body.items

describe('quick replies', () => {
  test('are made, listed by shortcut, changed and deleted, and browsers are told of each change', async ({
    api,
    database,
  }) => {
    const changes = async (): Promise<number> =>
      database.inTenant(FIRST_TENANT, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from events where tenant_id = $1 and entries = '[["quick-replies.changed"]]'`,
          [FIRST_TENANT],
        )
        return rows[0]?.count ?? 0
      })
    const before = await changes()
    const text = 'Hello {{contact.firstName}} ({{contact.name}}), {{agent.name}} of {{shop.name}} here'
    const { status, body: made } = await make(api, { shortcut: 'zz-hello', text: ` ${text}\n` })
    expect([status, made]).toEqual([201, { id: expect.any(String), shortcut: 'zz-hello', text }])
    expect((await make(api, { shortcut: 'aa' })).status).toBe(201)
    const shortcuts = (await list(api)).map(({ shortcut }) => shortcut)
    expect(shortcuts.indexOf('aa')).toBeLessThan(shortcuts.indexOf('zz-hello'))
    const path = `${PATH}/${made.id}`
    expect((await api.ask(null, 'PATCH', path, { text: 'Bye' })).body).toEqual({ ...made, text: 'Bye' })
    expect(await changes()).toBe(before + 3)
    await api.ask(null, 'PATCH', path, { text: 'Bye', shortcut: 'zz-hello' })
    await api.ask(null, 'PATCH', path, {})
    expect(await changes()).toBe(before + 3)
    expect((await api.ask(null, 'DELETE', path)).status).toBe(204)
    expect((await api.ask(null, 'DELETE', path)).status).toBe(404)
    expect(await changes()).toBe(before + 4)
    const { rows } = await database.inTenant(FIRST_TENANT, async (client) =>
      client.query<{ action: string; details: object }>(
        'select action, details from audit_entries where tenant_id = $1 and subject_id = $2 order by seq',
        [FIRST_TENANT, made.id],
      ),
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'quick-reply.created',
      'quick-reply.changed',
      'quick-reply.deleted',
    ])
    expect(JSON.stringify(rows)).not.toContain('Hello')
  })

  test('of one shortcut there is one, whatever the case, in any script', async ({ api }) => {
    const first = await make(api, { shortcut: 'Größe' })
    expect(first.status).toBe(201)
    expect((await make(api, { shortcut: 'माप_1' })).status).toBe(201)
    for (const shortcut of ['größe', 'GRÖßE', 'Gro\u0308ße', 'माप_1']) {
      const twin = await make<Refused>(api, { shortcut })
      expect([shortcut, twin.status, twin.body.code]).toEqual([shortcut, 409, 'shortcut_taken'])
    }
    const second = await make(api, { shortcut: 'size' })
    const renamed = await api.ask(null, 'PATCH', `${PATH}/${second.body.id}`, { shortcut: 'GRÖße' })
    expect([renamed.status, renamed.body.code]).toEqual([409, 'shortcut_taken'])
    const own = await api.ask<QuickReply>(null, 'PATCH', `${PATH}/${first.body.id}`, { shortcut: 'GRÖße' })
    expect([own.status, own.body.shortcut]).toEqual([200, 'GRÖße'])
  })

  test.for<[string, object, string]>([
    ['an empty shortcut', { shortcut: '' }, 'shortcut'],
    ['a space in the shortcut', { shortcut: 'a b' }, 'shortcut'],
    ['a slash in the shortcut', { shortcut: '/a' }, 'shortcut'],
    ['a shortcut of 31 letters', { shortcut: 'x'.repeat(31) }, 'shortcut'],
    ['no text', { shortcut: 'x', text: ' ' }, 'text'],
    ['a text of 4,097 characters', { shortcut: 'x', text: 'x'.repeat(4097) }, 'text'],
  ])('with %s are refused with 400, and the field is named', async ([, body, path], { api }) => {
    const { status, body: problem } = await make<Refused>(api, body)
    expect([status, problem.errors?.map((error) => error.path)]).toEqual([400, [path]])
  })

  test('with a variable that there is not are refused, and it is named', async ({ api }) => {
    const text = 'Hi {{contact.name}}, {{contact.nmae}} and {{ agent.name }}'
    const { status, body } = await make<Refused>(api, { shortcut: 'typo', text })
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'text'])
    expect(body.errors?.[0]?.message).toContain('{{contact.nmae}}, {{ agent.name }}')
    expect((await make(api, { shortcut: 'y', more: 1 })).status).toBe(400)
  })

  test('have an end to their number', async ({ database, tenant }) => {
    const refusal = await database.inTenant(tenant, async (client) => {
      await client.query(
        `insert into quick_replies (tenant_id, id, shortcut, shortcut_key, text)
         select $1, gen_random_uuid(), n::text, n::text, 'x' from generate_series(1, ${QUICK_REPLIES_MAX}) n`,
        [tenant],
      )
      return addQuickReply(client, tenant, ACTOR, { shortcut: 'more', text: 'x' })
    })
    expect(refusal).toEqual({ ok: false, because: 'too_many_quick_replies' })
  })

  test('of another business answer like ones that never were', async ({ api, other }) => {
    const { database, tenant } = other
    const added = await database.inTenant(tenant, async (client) =>
      addQuickReply(client, tenant, ACTOR, { shortcut: 'theirs', text: 'secret' }),
    )
    if (!added.ok) throw new Error(added.because)
    for (const [method, body] of [['PATCH', { text: 'stolen' }], ['DELETE']] as const) {
      const stolen = await api.ask(null, method, `${PATH}/${added.item.id}`, body)
      const random = await api.ask(null, method, `${PATH}/${newId()}`, body)
      expect([stolen.status, stolen.text]).toEqual([404, random.text])
    }
    expect(await list(api)).not.toContainEqual(expect.objectContaining({ shortcut: 'theirs' }))
    expect((await make(api, { shortcut: 'theirs' })).status).toBe(201)
    const theirs = await database.inTenant(tenant, async (client) => listQuickReplies(client, tenant))
    expect(theirs).toEqual([added.item])
  })
})

describe('unknown variables', () => {
  test.for<[string, string[]]>([
    ['no braces', []],
    ['one { brace } each', []],
    ['{{contact.name}}{{shop.name}}', []],
    ['{{x}} and {{x}} and {{y}}', ['{{x}}', '{{y}}']],
    ['{{contact.name', ['{{contact.name']],
    ['{{}}', ['{{}}']],
    ['{{{contact.name}}}', ['{{']],
  ])('in “%s” are found as they were written', ([text, expected]) => {
    expect(unknownVariables(text)).toEqual(expected)
  })
})
