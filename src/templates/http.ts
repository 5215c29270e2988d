import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { changeRoutes } from './change-http.ts'
import { draftRoutes } from './draft-http.ts'
import { bringForward } from './internal/due-sql.ts'
import { selectAccount } from './internal/library-sql.ts'
import { lintTemplate } from './lint/lint-template.ts'
import type { TemplateParts } from './parts.ts'
import { readLibrary, readTemplateDetail } from './read-library.ts'
import { shownFindings } from './refusal.ts'
import { sampleRoutes } from './sample-http.ts'
import { DefinitionShape, FindingShape, LibraryTemplateShape, TemplateDetailShape } from './shapes.ts'
import { LANGUAGES, templateOf } from './starters/starter.ts'
import { STARTERS } from './starters/starters.ts'
import { readTemplate, type JsonObject } from './template-model.ts'

const READS = { needs: 'templates:read' } as const
const LIST = '/api/v1/templates'
const LIMIT_MAX = 1000

export function templateRoutes(app: FastifyInstance, parts: TemplateParts): void {
  listRoute(app, parts)
  pullRoute(app, parts)
  lintRoutes(app)
  starterRoutes(app)
  detailRoute(app, parts)
  changeRoutes(app, parts)
  draftRoutes(app, parts)
  sampleRoutes(app, parts)
}

/** A place in the list, opaque to clients: base64url of its name, language and id. */
const CursorShape = z.string().transform((text, context) => {
  const read = PlaceShape.safeParse(jsonIn(Buffer.from(text, 'base64url').toString()))
  if (read.success) return { name: read.data[0], language: read.data[1], id: read.data[2] }
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})
const PlaceShape = z.tuple([z.string(), z.string(), z.uuid()])

function jsonIn(text: string): unknown {
  try {
    return text.includes('\\u0000') ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** PostgreSQL keeps no NUL in a text, so nothing holds one. */
const Words = z.string().transform((text) => text.replaceAll('\0', '\uFFFD').toWellFormed())
const Filter = Words.pipe(z.string().min(1).max(100)).optional()
const ListQuery = z.object({
  /** Those of this number's account. */
  channelId: z.uuid().optional(),
  status: Filter,
  category: Filter,
  language: Filter,
  /** Part of the name, or of what is written. */
  q: Words.pipe(z.string().trim().max(200)).optional(),
  cursor: CursorShape.optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_MAX),
})
const ListShape = z.object({ items: z.array(LibraryTemplateShape), nextCursor: z.string().nullable() })

/** By name and language. */
function listRoute(app: FastifyInstance, { database }: TemplateParts): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      LIST,
      { config: READS, schema: { querystring: ListQuery, response: { 200: ListShape } } },
      async (request, reply) => {
        const tenant = tenantOf(request)
        const { channelId, status, category, language, q, cursor, limit } = request.query
        const found = await database.inTenant(tenant, async (client) => {
          const account = channelId === undefined ? null : await selectAccount(client, tenant, channelId)
          if (channelId !== undefined && account === null) return null
          return readLibrary(client, tenant, {
            wabaId: account?.wabaId ?? null,
            ...{ status: status ?? null, category: category ?? null, language: language ?? null },
            q: q === undefined || q === '' ? null : q,
            after: cursor ?? null,
            limit: limit + 1,
          })
        })
        if (found === null) return notFound(reply, 'channel')
        const items = found.slice(0, limit)
        const last = found.length > limit ? items.at(-1) : undefined
        const place = last && JSON.stringify([last.name, last.language, last.id])
        return { items, nextCursor: place === undefined ? null : Buffer.from(place).toString('base64url') }
      },
    )
}

function detailRoute(app: FastifyInstance, { database, clock }: TemplateParts): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    `${LIST}/:id`,
    {
      config: READS,
      schema: { params: IdParams, response: { 200: TemplateDetailShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const detail = await database.inTenant(tenant, async (client) =>
        readTemplateDetail(client, tenant, request.params.id, clock()),
      )
      return detail ?? notFound(reply, 'template')
    },
  )
}

/** Has Meta asked for all templates of this number's account, soon. */
function pullRoute(app: FastifyInstance, { database, clock }: TemplateParts): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    `${LIST}/pull`,
    {
      config: { needs: 'templates:write' },
      schema: { body: z.strictObject({ channelId: z.uuid() }), response: { 202: z.null() } },
    },
    async (request, reply) => {
      const { tenant } = accessOf(request)
      const isOurs = await database.inTenant(tenant, async (client) => {
        const account = await selectAccount(client, tenant, request.body.channelId)
        if (account === null) return false
        await bringForward(client, tenant, account.wabaId, clock())
        return true
      })
      return isOurs ? reply.code(202).send(null) : notFound(reply, 'channel')
    },
  )
}

/** Nothing is stored and Meta is not asked. */
function lintRoutes(app: FastifyInstance): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/templates/lint',
    {
      config: { needs: 'templates:read' },
      schema: {
        body: z.strictObject({ template: DefinitionShape }),
        response: { 200: z.object({ findings: z.array(FindingShape) }) },
      },
    },
    ({ body }) => ({ findings: shownFindings(lintTemplate(readTemplate(body.template as JsonObject))) }),
  )
}

/** Meta's JSON of each, in every language that there is. */
const StarterShape = z.object({
  name: z.string(),
  use: z.string(),
  category: z.string(),
  languages: z.record(z.string(), DefinitionShape),
})

/** Templates to start from; the same for everybody. */
function starterRoutes(app: FastifyInstance): void {
  const items = STARTERS.map((starter) => ({
    ...{ name: starter.name, use: starter.use, category: starter.category },
    languages: Object.fromEntries(
      LANGUAGES.flatMap((language) => {
        const template = templateOf(starter, language)
        return template === null ? [] : [[language, template]]
      }),
    ),
  }))
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/templates/starters',
    {
      config: { needs: 'templates:read' },
      schema: { response: { 200: z.object({ items: z.array(StarterShape) }) } },
    },
    () => ({ items }),
  )
}
