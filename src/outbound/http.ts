import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findMessagesById, type ExplainFailure } from '#conversations/read-models.ts'
import { OutgoingShape } from './outgoing-shape.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { newId } from '#platform/ids.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { tenantOf } from '#tenants/access.ts'
import { acceptMessage, type MessageRequest } from './accept-message.ts'
import { markConversationRead, showTyping } from './mark-read.ts'
import { refusalProblem } from './refusal-problem.ts'
import { outgoingAgain } from './retry-message.ts'

export type OutboundRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
  readonly explain: ExplainFailure
}

/** Saying things, saying them again, reading and typing. */
export function outboundRoutes(app: FastifyInstance, options: OutboundRoutes): void {
  messageRoutes(app, options)
  readRoutes(app, options)
}

function messageRoutes(app: FastifyInstance, options: OutboundRoutes): void {
  const { database, clock, notifier } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const accept = async (tenant: TenantId, request: MessageRequest, reply: FastifyReply): Promise<unknown> => {
    const accepted = await database.inTenant(tenant, async (client) =>
      acceptMessage(client, tenant, request, clock()),
    )
    if (!accepted.ok) return sendProblem(reply, refusalProblem(accepted))
    notifier.notify('sends', [accepted.channel])
    notifier.notify('events', [tenant])
    const [message] = await database.inTenant(tenant, async (client) =>
      findMessagesById(client, tenant, [accepted.id], options.explain),
    )
    // A reaction is no message of its own.
    return reply.code(accepted.isRepetition ? 200 : 201).send(message ?? {})
  }
  routes.post(
    '/api/v1/conversations/:id/messages',
    {
      config: { needs: 'messages:send', idempotency: 'own' },
      schema: {
        params: IdParams,
        headers: z.object({ 'idempotency-key': z.string().min(8).max(255).optional() }),
        body: OutgoingShape,
      },
    },
    async (request, reply) => {
      const {
        params: { id },
        body,
        headers,
      } = request
      const key = headers['idempotency-key'] ?? newId()
      return accept(tenantOf(request), { conversation: id, outgoing: body, key, origin: 'agent' }, reply)
    },
  )
  routes.post(
    '/api/v1/messages/:id/retry',
    {
      config: { needs: 'messages:send', idempotency: 'own' },
      schema: {
        params: IdParams,
        headers: z.object({ 'idempotency-key': z.string().min(8).max(255).optional() }),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const {
        params: { id },
        headers,
      } = request
      const again = await database.inTenant(tenant, async (client) => outgoingAgain(client, tenant, id))
      if (again === null) return notFound(reply, 'failed message')
      const key = headers['idempotency-key'] ?? `retry:${id}`
      return accept(tenant, { ...again, key, origin: 'agent' }, reply)
    },
  )
}

function readRoutes(app: FastifyInstance, { database, clock, notifier }: OutboundRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/conversations/:id/read',
    { config: { needs: 'conversations:write' }, schema: { params: IdParams } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const read = await database.inTenant(tenant, async (client) =>
        markConversationRead(client, tenant, id, clock()),
      )
      if (read === null) return notFound(reply, 'conversation')
      if (read.channel !== null) notifier.notify('sends', [read.channel])
      notifier.notify('events', [tenant])
      return {}
    },
  )
  routes.post(
    '/api/v1/conversations/:id/typing',
    { config: { needs: 'conversations:write' }, schema: { params: IdParams } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const typing = await database.inTenant(tenant, async (client) =>
        showTyping(client, tenant, id, clock()),
      )
      if (typing === null) return notFound(reply, 'conversation')
      if (typing.channel !== null) notifier.notify('sends', [typing.channel])
      return {}
    },
  )
}
