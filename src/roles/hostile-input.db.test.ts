/**
 * Everything that a client may send to any route, made hostile: columns of tables as fields that no route names, SQL and half of
 * everything in every parameter and every text. Routes and their fields are read from the API's description, so a new route is
 * attacked as soon as it is there.
 */
import { Client } from 'pg'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, openTalk, hire, type Shop } from '#test/shop.ts'
import { openWebApp, type Asking, type WebApp } from '#test/web-app.ts'
import { describedApi } from './described-api.ts'

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly required?: readonly string[]
}
type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
type Route = { readonly method: string; readonly path: string } & Operation

const described = (await describedApi()) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}
/** Has no end, and no body. */
const ENDLESS = '/api/v1/events'
/** Ends the session that the attack is made with. */
const ENDS_US = ['/api/v1/auth/sign-out', '/api/v1/me/sessions', '/api/v1/me/sessions/{id}']
const ROUTES: readonly Route[] = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    ...operation,
  })),
)
const nameOf = ({ method, path }: Route): string => `${method} ${path}`
const bodyOf = ({ requestBody }: Route): Schema | null => {
  const schema = requestBody?.content['application/json']?.schema
  return schema === undefined ? null : resolved(schema)
}
const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : (described.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {})

const HOSTILE: readonly string[] = [
  `'; drop table tenants; --`,
  `' or '1'='1`,
  `1) or true; select pg_sleep(9); --`,
  `\\'; select 1 --`,
  `%' or 1=1 --`,
  `$1`,
  `{"$gt": ""}`,
  'nul\u0000nul',
  'half \uD83D of a pair',
  'x'.repeat(3000),
  '-1',
  'NaN',
  '99999999999999999999999999',
  '../../../etc/passwd',
  '%s%s%n',
  '__proto__',
  `<script>alert(1)</script>`,
]

const test = base.extend<{ app: WebApp; shop: Shop; owner: Asking }>({
  app: [
    async ({ database }, use) => {
      const app = await openWebApp(database, { resolve: async () => ['203.0.113.1'] })
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
  owner: [
    async ({ app, shop }, use) => {
      await openTalk(shop)
      await use(await app.as(await hire(shop, { role: 'owner' })))
    },
    { scope: 'file' },
  ],
})

const filled = (path: string, value: string): string =>
  path.replaceAll(/\{\w+\}/gu, encodeURIComponent(value.toWellFormed()))

/** Something of this shape in which every text is `text`. */
function shaped(given: Schema, text: string, depth = 0): unknown {
  const schema = resolved(given)
  if (depth > 6) return text
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice !== undefined) return shaped(choice[0] ?? {}, text, depth + 1)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties !== undefined)
    return Object.fromEntries(
      Object.entries(schema.properties ?? { [text]: {} }).map(([key, inner]) => [
        key,
        shaped(inner, text, depth + 1),
      ]),
    )
  if (type === 'array') return [shaped(schema.items ?? {}, text, depth + 1)]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (schema.format === 'uuid') return newId()
  return text
}

/** Whether every object of it says that it takes no field but its own. */
function isClosed(given: Schema): boolean {
  const schema = resolved(given)
  const choice = schema.anyOf ?? schema.oneOf
  if (choice !== undefined) return choice.every((one) => one.type === 'null' || isClosed(one))
  return schema.type !== 'object' || schema.additionalProperties === false
}

describe('every route that takes a body', () => {
  const taking = ROUTES.filter((route) => bodyOf(route) !== null)

  test('takes no field that it does not name', () => {
    expect(taking.length).toBeGreaterThan(15)
    const open = taking.filter((route) => !isClosed(bodyOf(route) ?? {})).map(nameOf)
    expect(open).toEqual([])
  })

  test('refuses each column of each table that it does not name, whatever else the body says', async ({
    app,
    owner,
    adminUrl,
  }) => {
    const admin = new Client({ connectionString: adminUrl })
    await admin.connect()
    const { rows } = await admin.query<{ name: string }>(
      `select distinct column_name as name from information_schema.columns where table_schema = 'public'`,
    )
    await admin.end()
    const columns = rows.flatMap(({ name }) => [
      name,
      name.replaceAll(/_(\w)/gu, (_all, letter: string) => letter.toUpperCase()),
    ])
    expect(columns).toContain('tenantId')
    for (const route of taking) {
      const schema = bodyOf(route) ?? {}
      const named = new Set(
        [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) =>
          Object.keys(resolved(one).properties ?? {}),
        ),
      )
      const extra = Object.fromEntries(
        columns.filter((name) => !named.has(name)).map((name) => [name, newId()]),
      )
      const body = { ...(shaped(schema, 'hello') as object), ...extra }
      const { status, text } = await app.ask(owner, route.method, filled(route.path, newId()), body)
      expect([400, 404, 409, 413], `${nameOf(route)} ${text.slice(0, 200)}`).toContain(status)
      expect(status, nameOf(route)).not.toBe(200)
    }
  })

  test('answers hostile texts in every field with a refusal or as texts, and never breaks', async ({
    app,
    owner,
  }) => {
    for (const route of taking) {
      if (ENDS_US.includes(route.path)) continue
      for (const text of HOSTILE) {
        const body = shaped(bodyOf(route) ?? {}, text)
        const answer = await app.ask(owner, route.method, filled(route.path, newId()), body)
        expect(
          answer.status,
          `${nameOf(route)} ${text.slice(0, 40)} ${answer.text.slice(0, 300)}`,
        ).toBeLessThan(500)
      }
    }
  })
})

describe('every parameter', () => {
  test('of a path and of a query is data and nothing else', async ({ app, owner, database, shop }) => {
    for (const route of ROUTES) {
      if (route.path === ENDLESS || ENDS_US.includes(route.path)) continue
      const [inPath, inQuery] = ['path', 'query'].map((place) =>
        (route.parameters ?? []).filter((parameter) => parameter.in === place),
      )
      for (const text of HOSTILE) {
        const asked: string[] = []
        if (inPath !== undefined && inPath.length > 0) asked.push(filled(route.path, text))
        for (const { name } of inQuery ?? []) {
          const required = (inQuery ?? []).filter((one) => one.required === true && one.name !== name)
          const query = new URLSearchParams([
            ...required.map((one): [string, string] => [one.name, newId()]),
            [name, text.toWellFormed()],
          ])
          asked.push(`${filled(route.path, newId())}?${query.toString()}`)
        }
        for (const path of asked) {
          const answer = await app.ask(owner, route.method, path)
          expect(answer.status, `${nameOf(route)} ${path} ${answer.text.slice(0, 300)}`).toBeLessThan(500)
          expect(answer.text, path).not.toMatch(/syntax error|pg_|relation "/u)
        }
      }
    }
    const { rows } = await database.inTenant(shop.tenant, async (client) =>
      client.query('select name from tenants where tenant_id = $1', [shop.tenant]),
    )
    expect(rows).toHaveLength(1)
  })
})
