import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addLabel,
  changeLabel,
  deleteLabel,
  LABELS_MAX,
  listLabels,
  type LabelRefusal,
} from './manage-labels.ts'
import { LabelListShape, LabelPatchShape, LabelShape, NewLabelShape } from './shapes.ts'

export type LabelRoutes = { readonly database: Database; readonly notifier: Notifier }

const IdParams = z.object({ id: z.uuid() })
const WRITES = { needs: 'settings:write' } as const

/** The list of labels; which of them a conversation has is changed at the conversation. */
export function labelRoutes(app: FastifyInstance, options: LabelRoutes): void {
  listRoute(app, options)
  changeRoutes(app, options)
}

function listRoute(app: FastifyInstance, { database, notifier }: LabelRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/labels',
    { config: { needs: 'settings:read' }, schema: { response: { 200: LabelListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listLabels(client, tenant)) }
    },
  )
  routes.post(
    '/api/v1/labels',
    { config: WRITES, schema: { body: NewLabelShape, response: { 201: LabelShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addLabel(client, tenant, actor, request.body),
      )
      if (!added.ok) return refuse(reply, added.because)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.label)
    },
  )
}

function changeRoutes(app: FastifyInstance, { database, notifier }: LabelRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/labels/:id',
    { config: WRITES, schema: { params: IdParams, body: LabelPatchShape, response: { 200: LabelShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const changed = await database.inTenant(tenant, async (client) =>
        changeLabel(client, tenant, actor, { id, patch }),
      )
      if (!changed.ok) return refuse(reply, changed.because)
      if (changed.isChanged) notifier.notify('events', [tenant])
      return changed.label
    },
  )
  routes.delete(
    '/api/v1/labels/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isDeleted = await database.inTenant(tenant, async (client) =>
        deleteLabel(client, tenant, actor, request.params.id),
      )
      if (!isDeleted) return notFound(reply, 'label')
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

async function refuse(reply: FastifyReply, because: LabelRefusal): Promise<FastifyReply> {
  if (because === 'not_found') return notFound(reply, 'label')
  return sendProblem(
    reply,
    because === 'label_exists'
      ? {
          status: 409,
          code: because,
          title: 'There is a label of this name already',
          nextStep: 'Choose another name.',
        }
      : {
          status: 409,
          code: because,
          title: `There are ${LABELS_MAX} labels already, and no more are possible`,
          nextStep: 'Delete one that nobody needs.',
        },
  )
}
