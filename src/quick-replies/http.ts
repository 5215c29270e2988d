import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addQuickReply,
  changeQuickReply,
  deleteQuickReply,
  listQuickReplies,
  QUICK_REPLIES_MAX,
  type QuickReplyRefusal,
} from './manage-quick-replies.ts'
import { NewQuickReplyShape, QuickReplyListShape, QuickReplyPatchShape, QuickReplyShape } from './shapes.ts'

export type QuickReplyRoutes = { readonly database: Database; readonly notifier: Notifier }

const IdParams = z.object({ id: z.uuid() })
const WRITES = { needs: 'settings:write' } as const

/** What a team says again and again. */
export function quickReplyRoutes(app: FastifyInstance, options: QuickReplyRoutes): void {
  listRoutes(app, options)
  changeRoutes(app, options)
}

function listRoutes(app: FastifyInstance, { database, notifier }: QuickReplyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/quick-replies',
    { config: { needs: 'settings:read' }, schema: { response: { 200: QuickReplyListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listQuickReplies(client, tenant)) }
    },
  )
  routes.post(
    '/api/v1/quick-replies',
    { config: WRITES, schema: { body: NewQuickReplyShape, response: { 201: QuickReplyShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addQuickReply(client, tenant, actor, request.body),
      )
      if (!added.ok) return refuse(reply, added.because)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.reply)
    },
  )
}

function changeRoutes(app: FastifyInstance, { database, notifier }: QuickReplyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/quick-replies/:id',
    {
      config: WRITES,
      schema: { params: IdParams, body: QuickReplyPatchShape, response: { 200: QuickReplyShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const changed = await database.inTenant(tenant, async (client) =>
        changeQuickReply(client, tenant, actor, { id, patch }),
      )
      if (!changed.ok) return refuse(reply, changed.because)
      if (changed.isChanged) notifier.notify('events', [tenant])
      return changed.reply
    },
  )
  routes.delete(
    '/api/v1/quick-replies/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isDeleted = await database.inTenant(tenant, async (client) =>
        deleteQuickReply(client, tenant, actor, request.params.id),
      )
      if (!isDeleted) return notFound(reply, 'quick reply')
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

async function refuse(reply: FastifyReply, because: QuickReplyRefusal): Promise<FastifyReply> {
  if (because === 'not_found') return notFound(reply, 'quick reply')
  return sendProblem(
    reply,
    because === 'shortcut_taken'
      ? {
          status: 409,
          code: because,
          title: 'Another quick reply has this shortcut already',
          nextStep: 'Choose another shortcut.',
        }
      : {
          status: 409,
          code: because,
          title: `There are ${QUICK_REPLIES_MAX} quick replies already, and no more are possible`,
          nextStep: 'Delete one that nobody needs.',
        },
  )
}
