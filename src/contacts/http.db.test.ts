import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { mergeContactRows } from './merge-contact-rows.ts'
import type { Attribute, ContactDetail, ContactPage } from './shapes.ts'

type Problem = { readonly code: string; readonly errors?: readonly { path: string; message: string }[] }
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
  shop: async ({ database, api }, use) => {
    expect(api.url).toContain('http')
    await use(await openShop(database, FIRST_TENANT))
  },
  other: async ({ database }, use) => use(await openOtherShop(database)),
})

const get = async <T>(api: WebApp, path: string) => api.ask<T>(null, 'GET', `/api/v1${path}`)
const ask = async <T>(api: WebApp, method: string, path: string, body?: unknown) =>
  api.ask<T & Problem>(null, method, `/api/v1${path}`, body)
const call = async (shop: Shop, contact: string, name: string): Promise<unknown> =>
  shop.database.inTenant(shop.tenant, async (client) =>
    client.query('update contacts set profile_name = $2, profile_name_at = now() where id = $1', [
      contact,
      name,
    ]),
  )

describe('the list', () => {
  test('is paged by newest and by name, and finds by name, number and wish', async ({ api, shop }) => {
    const mark = newId().slice(-8)
    const people = []
    for (const name of ['Chitra', 'asha', 'Bhavna', 'आशा', 'Deepa']) {
      const talk = await openTalk(shop)
      await call(shop, talk.contact, `${mark} ${name}`)
      people.push(talk)
    }
    const walk = async (query: string) => {
      const names: (string | null)[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const { status, body }: { status: number; body: ContactPage } = await get<ContactPage>(
          api,
          `/contacts?limit=2&q=${mark}&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        expect(status).toBe(200)
        names.push(...body.items.map(({ displayName }) => displayName?.replace(`${mark} `, '') ?? null))
        cursor = body.nextCursor
      }
      return names
    }
    expect(await walk('sort=newest')).toEqual(['Deepa', 'आशा', 'Bhavna', 'asha', 'Chitra'])
    expect(await walk('sort=name')).toEqual(['asha', 'Bhavna', 'Chitra', 'Deepa', 'आशा'])
    const [first] = people
    const byPhone = await get<ContactPage>(api, `/contacts?q=%2B${first?.phone}`)
    expect(byPhone.body.items.map(({ id }) => id)).toEqual([first?.contact])
    await ask(api, 'POST', `/contacts/${first?.contact}/consents`, {
      purpose: 'marketing',
      state: 'withdrawn',
    })
    expect(await walk('suppressed=true')).toEqual(['Chitra'])
    expect(await walk('suppressed=false')).toEqual(['Deepa', 'आशा', 'Bhavna', 'asha'])
    expect((await get(api, '/contacts?cursor=x')).status).toBe(400)
  })
})

describe('a contact', () => {
  test('shows names, identities, consents and conversations; a grant and a withdrawal are recorded with who and why', async ({
    api,
    shop,
    database,
  }) => {
    const talk = await openTalk(shop, { bsuid: `IN.${newId()}` })
    await call(shop, talk.contact, 'Asha')
    const path = `/contacts/${talk.contact}`
    const withdrawn = await ask<ContactDetail>(api, 'POST', `${path}/consents`, {
      purpose: 'marketing',
      state: 'withdrawn',
      note: 'Asked on the phone',
    })
    expect(withdrawn.status).toBe(201)
    expect(withdrawn.body).toMatchObject({
      isSuppressed: true,
      conversationIds: [talk.conversation],
      suppressions: [{ purpose: 'marketing', source: 'agent' }],
      consents: [{ state: 'withdrawn', note: 'Asked on the phone', actor: 'Owner', source: 'agent' }],
      names: [{ source: 'profile', value: 'Asha' }],
    })
    expect(withdrawn.body.identities.map(({ kind }) => kind).toSorted()).toEqual(['bsuid', 'phone'])
    const conversation = await get<{ contact: { isSuppressed: boolean } }>(
      api,
      `/conversations/${talk.conversation}`,
    )
    expect(conversation.body.contact.isSuppressed).toBe(true)
    await ask(api, 'POST', `${path}/consents`, { purpose: 'marketing', state: 'granted' })
    const { body } = await get<ContactDetail>(api, path)
    expect(body.isSuppressed).toBe(false)
    expect(body.consents.map(({ state }) => state)).toEqual(['granted', 'withdrawn'])
    const { rows } = await database.inTenant(FIRST_TENANT, async (client) =>
      client.query('select action from audit_entries where subject_id = $1 order by seq', [talk.contact]),
    )
    expect(rows.map(({ action }) => action)).toEqual(['consent.withdrawn', 'consent.granted'])
    expect(
      (await ask(api, 'POST', `${path}/consents`, { purpose: 'marketing', state: 'maybe' })).status,
    ).toBe(400)
    expect(
      (await ask(api, 'POST', `${path}/consents`, { purpose: 'marketing', state: 'granted', oops: 1 }))
        .status,
    ).toBe(400)
  })

  test('of another tenant is like one that never was', async ({ api, other }) => {
    const talk = await openTalk(other)
    for (const id of [talk.contact, newId()]) {
      expect((await get(api, `/contacts/${id}`)).status).toBe(404)
      expect((await ask(api, 'PATCH', `/contacts/${id}`, { name: 'Mine' })).status).toBe(404)
      const consent = { purpose: 'marketing', state: 'withdrawn' }
      expect((await ask(api, 'POST', `/contacts/${id}/consents`, consent)).status).toBe(404)
    }
    const { body } = await get<ContactPage>(api, `/contacts?q=${talk.phone}`)
    expect(body.items).toEqual([])
  })
})

describe('contact fields', () => {
  test('are defined once, checked by their type, and leave with their values', async ({ api, shop }) => {
    const { contact } = await openTalk(shop)
    const path = `/contacts/${contact}`
    const fields: readonly Omit<Attribute, 'choices'>[] = [
      { key: 'city', label: 'City', type: 'text' },
      { key: 'points', label: 'Points', type: 'number' },
      { key: 'birthday', label: 'Birthday', type: 'date' },
      { key: 'vip', label: 'VIP', type: 'boolean' },
    ]
    for (const field of fields) expect((await ask(api, 'POST', '/attributes', field)).status).toBe(201)
    const size = { key: 'size', label: 'Size', type: 'choice', choices: ['S', 'M'] }
    expect((await ask(api, 'POST', '/attributes', { ...size, choices: undefined })).status).toBe(400)
    expect((await ask(api, 'POST', '/attributes', size)).status).toBe(201)
    expect((await ask(api, 'POST', '/attributes', size)).body.code).toBe('attributes.taken')
    expect((await ask(api, 'POST', '/attributes', { ...size, key: 'Größe' })).status).toBe(400)
    const wrong = { points: 'many', birthday: '2026-02-30', vip: 'yes', size: 'XL', shoe: 1, city: 5 }
    const refused = await ask(api, 'PATCH', path, { attributes: wrong })
    expect([refused.status, refused.body.code]).toEqual([400, 'contacts.invalid'])
    expect(refused.body.errors?.map((error) => error.path).toSorted()).toEqual(
      Object.keys(wrong)
        .map((key) => `attributes.${key}`)
        .toSorted(),
    )
    const right = { city: 'Pune', points: -5, birthday: '2000-02-29', vip: false, size: 'M' }
    const { body } = await ask<ContactDetail>(api, 'PATCH', path, { name: 'Asha tai', attributes: right })
    expect(body).toMatchObject({ displayName: 'Asha tai', givenName: 'Asha tai', attributes: right })
    const less = await ask<ContactDetail>(api, 'PATCH', path, { attributes: { points: null } })
    expect(less.body.attributes).not.toHaveProperty('points')
    await ask(api, 'PATCH', '/attributes/size', { label: 'Kurta size', choices: ['S', 'M', 'L'] })
    const { body: list } = await get<{ items: Attribute[] }>(api, '/attributes')
    expect(list.items.find(({ key }) => key === 'size')).toEqual({
      ...{ key: 'size', label: 'Kurta size', type: 'choice', choices: ['S', 'M', 'L'] },
    })
    for (const { key } of list.items)
      expect((await ask(api, 'DELETE', `/attributes/${key}`)).status).toBe(200)
    expect((await ask(api, 'DELETE', '/attributes/size')).status).toBe(404)
    expect((await get<ContactDetail>(api, path)).body.attributes).toEqual({})
    await ask(api, 'POST', '/attributes', { key: 'city', label: 'City', type: 'number' })
    expect((await get<ContactDetail>(api, path)).body.attributes).toEqual({})
    await ask(api, 'DELETE', '/attributes/city')
  })

  test('and the team’s name follow a merge', async ({ api, shop, database }) => {
    const [loser, winner] = [(await openTalk(shop)).contact, (await openTalk(shop)).contact]
    await ask(api, 'POST', '/attributes', { key: 'shoe', label: 'Shoe', type: 'text' })
    await ask(api, 'PATCH', `/contacts/${loser}`, { name: 'Asha', attributes: { shoe: '38' } })
    await ask(api, 'POST', `/contacts/${loser}/consents`, { purpose: 'marketing', state: 'withdrawn' })
    await database.inTenant(FIRST_TENANT, async (client) => {
      await client.query('delete from conversations where contact_id = $1', [loser])
      await mergeContactRows(client, FIRST_TENANT, loser, winner)
    })
    const { body } = await get<ContactDetail>(api, `/contacts/${winner}`)
    expect(body).toMatchObject({ givenName: 'Asha', attributes: { shoe: '38' }, isSuppressed: true })
    await ask(api, 'DELETE', '/attributes/shoe')
  })
})

test('the export is a file that a spreadsheet cannot run, with everybody’s wish, and nobody else’s people', async ({
  api,
  shop,
  other,
  database,
}) => {
  const talk = await openTalk(shop)
  await call(shop, talk.contact, '=HYPERLINK("http://evil","x")')
  await ask(api, 'POST', `/contacts/${talk.contact}/consents`, { purpose: 'marketing', state: 'withdrawn' })
  const stranger = await openTalk(other)
  await database.inTenant(FIRST_TENANT, async (client) => {
    await client.query(
      `insert into contacts (tenant_id, id, profile_name) select $1, gen_random_uuid(), 'many ' || n from generate_series(1, 1200) n`,
      [FIRST_TENANT],
    )
  })
  const { status, text, headers } = await get(api, '/contacts/export.csv')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toContain('attachment')
  const lines = text.trimEnd().split('\r\n')
  const line = lines.find((one) => one.includes(talk.phone ?? '-'))
  expect(line).toMatch(/^"'=HYPERLINK/u)
  expect(line).toContain('"withdrawn"')
  expect(lines.filter((one) => one.includes('many '))).toHaveLength(1200)
  expect(text).not.toContain(stranger.phone)
})
