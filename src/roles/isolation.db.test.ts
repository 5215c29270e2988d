/**
 * Two tenants, each with a key, and every route that there is: nobody reaches what is another's, and nobody does what their key
 * does not allow. A route that is added without a row in `test/isolation-rows.ts` fails the test, so that nobody forgets to ask.
 */
import { describe, expect } from 'vitest'
import { z } from 'zod'
import { newKeyText } from '#keys/key-text.ts'
import { GRANTABLE } from '#keys/shapes.ts'
import { newId } from '#platform/ids.ts'
import { ROLES, type Permission } from '#tenants/permissions.ts'
import { test as base } from '#test/database.ts'
import { FIELDS, QUERIES, ROWS, type Do, type Make } from '#test/isolation-rows.ts'
import { keyOf } from '#test/keys.ts'
import { hire, openOtherShop, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'

/** Ids that Meta gives. */
const METAS = /\b(?:wabaId|phoneNumberId)$/u

/** The fields of a schema that take an id, by their names: they are UUIDs, or are called so. */
function idsIn(node: JsonSchema, name = ''): string[] {
  const isId = node.format === 'uuid' || /^(?:id|replyTo|\w*Ids?)$/u.test(name)
  const inner = [
    ...(node.anyOf ?? []),
    ...(node.oneOf ?? []),
    ...(node.allOf ?? []),
    ...[node.items ?? []].flat(),
  ]
  return [
    ...(isId && !METAS.test(name) ? [name] : []),
    ...inner.flatMap((one) => idsIn(one, name)),
    ...Object.entries(node.properties ?? {}).flatMap(([key, one]) => idsIn(one, key)),
  ]
}
type JsonSchema = {
  readonly format?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

/** What a tenant has, as one word for each table: whoever changes anything changes a word. */
async function stateOf({ database, tenant }: Shop): Promise<Readonly<Record<string, string>>> {
  return database.inTenant(tenant, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
         and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
         and c.relname <> 'api_keys' order by 1`, // when a key was used last stands there
    )
    const words = tables.map(
      ({ name }) =>
        `select '${name}' as name, md5(string_agg(t::text, ',' order by t::text)) as word from ${name} t where tenant_id = $1`,
    )
    const { rows } = await client.query<{ name: string; word: string | null }>(words.join(' union all '), [
      tenant,
    ])
    return Object.fromEntries(rows.map(({ name, word: one }) => [name, one ?? '']))
  })
}

/** What a list wants to know before it answers. */
const QUESTIONS: Readonly<Record<string, (shop: Shop) => string>> = {
  '/api/v1/templates': ({ channel }) => `?channelId=${channel}`,
  '/api/v1/search': () => '?q=hello',
}

type Route = {
  readonly method: string
  readonly url: string
  readonly needs: Permission | 'session' | 'public' | undefined
  /** The fields of its body and its query that take an id. */
  readonly fields: readonly string[]
}
type App = WebApp & { readonly routes: readonly Route[] }

const test = base.extend<{ app: App; ours: Shop; theirs: Shop }>({
  app: [
    async ({ database }, use) => {
      const routes: Route[] = []
      const app = await openWebApp(database, {
        onRoute: ({ method, url, config, schema }) => {
          const fields = [schema?.body, schema?.querystring].flatMap((part) =>
            part instanceof z.ZodType
              ? idsIn(z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
              : [],
          )
          for (const one of [method].flat())
            if (one !== 'HEAD' && url.startsWith('/api/'))
              routes.push({ method: one, url, needs: config?.needs, fields })
        },
      })
      await use({ ...app, routes })
      await app.close()
    },
    { scope: 'file' },
  ],
  ours: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
  theirs: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
})

/** Makes things as whoever has the key. */
const doWith =
  (app: WebApp, secret: string): Do =>
  async (method, path, body) => {
    const { status, text } = await app.ask(secret, method, path, body)
    expect(status, `${method} ${path} ${text}`).toBe(201)
    return JSON.parse(text) as Awaited<ReturnType<Do>>
  }

const nameOf = ({ method, url }: Route): string => `${method} ${url}`
const guarded = ({ routes }: App): Route[] => routes.filter(({ needs }) => needs !== 'public')
const filled = ({ url }: Route, id: string): string => url.replaceAll(/:\w+/gu, id).replaceAll('*', id)

describe('another tenant’s thing', () => {
  test('has a row here for every route that names one', ({ app }) => {
    const named = app.routes.filter((route) => route.url.includes(':')).map(nameOf)
    expect(named.toSorted()).toEqual(Object.keys(ROWS).toSorted())
    expect(app.routes.length).toBeGreaterThan(15)
  })

  test('is answered for exactly as one that never was, whatever one may do oneself', async ({
    app,
    database,
    ours,
    theirs,
  }) => {
    const [mine, yours] = [
      await keyOf(database, ours.tenant, GRANTABLE),
      await keyOf(database, theirs.tenant, GRANTABLE),
    ]
    const asThem = doWith(app, yours.secret)
    const owner = await app.as(await hire(ours, { role: 'owner' }))
    for (const [name, row] of Object.entries({ ...ROWS, ...QUERIES })) {
      const [method = '', route = ''] = name.split(' ')
      const { needs } = app.routes.find((one) => nameOf(one) === name) ?? {}
      const isForPeople = needs === 'keys:write' || needs === 'session' // which no key may
      const ask = async (id: string) => {
        const path = /:\w+/u.test(route) ? route.replace(/:\w+/u, id) : `${route}${id}`
        return app.ask(isForPeople ? owner : mine.secret, method, path, row.body)
      }
      const id = await row.make(theirs, asThem)
      expect(id, name).not.toBe('')
      const [stolen, never] = [await ask(id), await ask(row.never ?? newId())]
      expect(stolen.status, `${name} ${stolen.text}`).toBe(404)
      expect([stolen.status, stolen.text, stolen.headers.get('content-type')], name).toEqual([
        never.status,
        never.text,
        never.headers.get('content-type'),
      ])
    }
  })

  test('is answered for as one that never was to people of every role, who may do more or less', async ({
    app,
    database,
    ours,
    theirs,
  }) => {
    const asThem = doWith(app, (await keyOf(database, theirs.tenant, GRANTABLE)).secret)
    const ids = new Map<string, string>()
    for (const [name, row] of Object.entries(ROWS)) ids.set(name, await row.make(theirs, asThem))
    for (const role of ROLES) {
      const browser = await app.as(await hire(ours, { role }))
      for (const [name, row] of Object.entries(ROWS)) {
        const [method = '', route = ''] = name.split(' ')
        const ask = async (id: string) => app.ask(browser, method, route.replace(/:\w+/u, id), row.body)
        const [stolen, never] = [await ask(ids.get(name) ?? ''), await ask(row.never ?? newId())]
        expect([403, 404], `${role} ${name} ${stolen.text}`).toContain(stolen.status)
        expect([stolen.status, stolen.text], `${role} ${name}`).toEqual([never.status, never.text])
      }
    }
  })

  test('has a row here for every field of a body or a query that names one', ({ app }) => {
    const named = guarded(app).flatMap((route) => route.fields.map((name) => `${nameOf(route)} ${name}`))
    // What a record of any kind holds has a row without a schema.
    const rows = Object.keys(FIELDS).filter((name) => !/tree\.|interactive$/u.test(name))
    expect([...new Set(named)].toSorted()).toEqual(rows.toSorted())
    expect(rows.length).toBeGreaterThan(30)
  })

  test('is refused in a body as one that never was, and changes nothing for anybody', async ({
    app,
    database,
    ours,
    theirs,
  }) => {
    const [mine, yours] = [
      await keyOf(database, ours.tenant, GRANTABLE),
      await keyOf(database, theirs.tenant, GRANTABLE),
    ]
    const [asUs, asThem] = [doWith(app, mine.secret), doWith(app, yours.secret)]
    const owner = await app.as(await hire(ours, { role: 'owner' }))
    await app.ask(owner, 'GET', '/api/v1/me') // opens the business in this browser
    for (const [name, { make, of, body: around, isPlace, isTied }] of Object.entries(FIELDS)) {
      const [method = '', route = '', field = ''] = name.split(' ')
      const own = async (one: Make): Promise<string> => one(ours, asUs)
      const path = of === undefined ? route : route.replace(/:\w+/u, await own(of))
      const filledIn = await around?.(own)
      const who =
        app.routes.find((one) => nameOf(one) === `${method} ${route}`)?.needs === 'session'
          ? owner
          : mine.secret
      const ask = async (id: string) => {
        const file = new FormData()
        if (method === 'POST')
          file.append('file', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'a.pdf')
        const query = `${path}?${field}=${id}`
        const answer = await (filledIn === undefined
          ? app.ask(who, method, query, method === 'POST' ? file : undefined)
          : app.ask(who, method, path, filledIn(id)))
        return { status: answer.status, text: answer.text.replaceAll(id, 'the id') }
      }
      const id = await make(theirs, asThem)
      const before = [await stateOf(ours), await stateOf(theirs)]
      const [stolen, never] = [await ask(id), await ask(newId())]
      expect(stolen.status, `${name} ${stolen.text}`).not.toBe(500)
      if (isPlace === true) {
        expect(stolen.status, `${name} ${stolen.text}`).toBe(never.status)
        expect(await stateOf(theirs), name).toEqual(before[1])
        continue
      }
      expect(stolen, name).toEqual(never)
      expect(await stateOf(theirs), name).toEqual(before[1])
      if (method === 'GET') continue // files that leave are written to our own audit log
      expect(await stateOf(ours), name).toEqual(before[0])
      expect([400, 404, 409, 422], `${name} ${stolen.text}`).toContain(stolen.status)
      // The request is refused for the id alone: one of ours it takes.
      if (isTied !== true) expect((await ask(await own(make))).status, name).toBeLessThan(300)
    }
  })

  test('is in no list, no count and no file', async ({ app, database, ours, theirs }) => {
    const [mine, yours] = [
      await keyOf(database, ours.tenant, GRANTABLE),
      await keyOf(database, theirs.tenant, GRANTABLE),
    ]
    const foreign = [theirs.tenant, theirs.channel, theirs.number.phoneNumberId, yours.id] as string[]
    for (const make of new Set(Object.values(ROWS).map((row) => row.make)))
      foreign.push(await make(theirs, doWith(app, yours.secret)))
    const browser = await app.as(await hire(ours, { role: 'owner' }))
    const lists = guarded(app).filter(({ method, url }) => method === 'GET' && !url.includes(':'))
    for (const { url, needs } of lists) {
      if (url === '/api/v1/events') continue // has no end; what it tells is tested where it is made
      const who = needs === 'session' ? browser : mine.secret
      const { status, text } = await app.ask(who, 'GET', `${url}${QUESTIONS[url]?.(ours) ?? ''}`)
      expect(status, `${url} ${text}`).toBe(200)
      for (const one of foreign) expect(text, url).not.toContain(one)
    }
  })
})

describe('every route', () => {
  test('says what it needs', ({ app }) => {
    expect(app.routes.filter(({ needs }) => needs === undefined)).toEqual([])
  })

  test('is closed to a key without permissions', async ({ app, database, ours }) => {
    const { secret } = await keyOf(database, ours.tenant, [])
    for (const route of guarded(app)) {
      const answer = await app.ask(secret, route.method, filled(route, newId()))
      const code = route.needs === 'session' ? 'people_only' : 'not_allowed'
      expect([answer.status, answer.body.code], nameOf(route)).toEqual([403, code])
    }
  })

  test('is closed to a browser in which nobody is signed in, and to one with a made-up cookie', async ({
    app,
  }) => {
    const cookies = ['', `harkara.session_token=${newId()}.${'A'.repeat(43)}%3D`, 'harkara.session_token=x']
    for (const route of guarded(app))
      for (const cookie of cookies) {
        const answer = await app.ask({ cookie }, route.method, filled(route, newId()))
        expect([answer.status, answer.body.code], nameOf(route)).toEqual([401, 'not_signed_in'])
      }
  })

  test('is closed to a person without a business, but for what is about themselves', async ({
    app,
    ours,
  }) => {
    const user = await hire(ours)
    await ours.database.inTenant(ours.tenant, async (client) =>
      client.query('delete from tenant_members where tenant_id = $1 and user_id = $2', [ours.tenant, user]),
    )
    const browser = await app.as(user)
    for (const route of guarded(app)) {
      if (route.needs === 'session') continue
      const answer = await app.ask(browser, route.method, filled(route, newId()))
      expect([answer.status, answer.body.code], nameOf(route)).toEqual([403, 'no_business'])
    }
  })

  test('is closed to a key that has every permission but the one', async ({ app, database, ours }) => {
    const secrets = new Map<string, string>()
    for (const route of guarded(app)) {
      const { needs } = route
      if (needs === undefined || needs === 'public' || needs === 'session') continue
      const others = GRANTABLE.filter((one) => one !== needs)
      const secret = secrets.get(needs) ?? (await keyOf(database, ours.tenant, others)).secret
      secrets.set(needs, secret)
      const answer = await app.ask(secret, route.method, filled(route, newId()))
      expect([answer.status, answer.body.code], nameOf(route)).toEqual([403, 'not_allowed'])
    }
  })

  test('is closed to a key that there is not, that was mistyped, and to any other form of proof', async ({
    app,
    database,
    ours,
  }) => {
    const { secret } = await keyOf(database, ours.tenant, GRANTABLE)
    const bad = [`Bearer ${secret.slice(0, -2)}`, `Bearer ${newKeyText().text}`, 'Basic b3duZXI6', '']
    for (const route of guarded(app))
      for (const authorization of bad) {
        const answer = await app.ask(null, route.method, filled(route, newId()), undefined, { authorization })
        expect([answer.status, answer.body.code], nameOf(route)).toEqual([401, 'not_signed_in'])
      }
  })

  test('that only reads opens to a key with its one permission', async ({ app, database, ours }) => {
    for (const path of ['/api/v1/conversations', '/api/v1/audit', '/api/v1/keys', '/api/v1/me']) {
      const needs = app.routes.find(({ url, method }) => url === path && method === 'GET')?.needs
      if (needs === undefined || needs === 'public' || needs === 'session')
        throw new Error(`${path} needs nothing`)
      const { secret } = await keyOf(database, ours.tenant, [needs])
      expect((await app.ask(secret, 'GET', path)).status, path).toBe(200)
    }
  })
})
