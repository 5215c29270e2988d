import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { isId } from '#platform/ids.ts'
import { notFound } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { tenantOf } from '#tenants/access.ts'
import { findConversations, listConversations, listMessages, type ExplainFailure } from './read-models.ts'
import { ConversationPageShape, ConversationShape, MessagePageShape } from './shapes.ts'

export type ConversationRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly explain: ExplainFailure
}

/** A place in a list, opaque to clients: base64url of `<moment>:<id>`. */
const CursorShape = z.string().transform((text, context) => {
  const [, at, id] = /^(\d{1,15}):(.*)$/u.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at !== undefined && id !== undefined && isId(id)) return { at: Number(at), id }
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})
const cursorOf = (at: number, id: string): string => Buffer.from(`${at}:${id}`).toString('base64url')
/** NUL is in no text that PostgreSQL keeps, so nobody looks for it. */
const SearchShape = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim())
  .pipe(z.string().max(100))
const IdParams = z.object({ id: z.uuid() })
const READS = { needs: 'conversations:read' } as const

export function conversationRoutes(app: FastifyInstance, options: ConversationRoutes): void {
  listRoutes(app, options)
  threadRoute(app, options)
}

function listRoutes(app: FastifyInstance, { database, clock }: ConversationRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/conversations',
    {
      config: READS,
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
          filter: z.enum(['all', 'unread', 'window_open']).default('all'),
          q: SearchShape.optional(),
        }),
        response: { 200: ConversationPageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor, filter, q } = request.query
      const search = q === undefined || q === '' ? null : q
      const items = await database.inTenant(tenant, async (client) =>
        listConversations(client, tenant, { limit, after: cursor ?? null, filter, search }, clock()),
      )
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(last.lastMessageAt ?? 0, last.id) }
    },
  )
  routes.get(
    '/api/v1/conversations/:id',
    { config: READS, schema: { params: IdParams, response: { 200: ConversationShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const [found] = await database.inTenant(tenant, async (client) =>
        findConversations(client, tenant, [id], clock()),
      )
      return found ?? notFound(reply, 'conversation')
    },
  )
}

function threadRoute(app: FastifyInstance, { database, clock, explain }: ConversationRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/conversations/:id/messages',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          before: CursorShape.optional(),
        }),
        response: { 200: MessagePageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const {
        params: { id },
        query: { limit, before },
      } = request
      const items = await database.inTenant(tenant, async (client) => {
        const [conversation] = await findConversations(client, tenant, [id], clock())
        if (conversation === undefined) return null
        return listMessages(client, tenant, conversation.id, { limit, before: before ?? null }, explain)
      })
      if (items === null) return notFound(reply, 'conversation')
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(last.at, last.id) }
    },
  )
}
