import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Resolver } from '#platform/egress.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Vault } from '#platform/secrets.ts'
import { instant, type Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { checkUrl } from './check-url.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  ENDPOINTS_MAX,
  findEndpoint,
  listEndpoints,
  rotateSecret,
} from './manage-endpoints.ts'
import {
  findMessage,
  listMessages,
  replay,
  replayAllFailed,
  sendTest,
  type NotQueued,
} from './manage-messages.ts'
import {
  NewWebhookEndpointShape,
  WEBHOOK_MESSAGE_STATES,
  WebhookEndpointChangeShape,
  WebhookEndpointListShape,
  WebhookEndpointShape,
  WebhookEndpointWithSecretShape,
  WebhookMessageDetailShape,
  WebhookMessagePageShape,
  WebhookMessageShape,
} from './shapes.ts'

export type WebhookRoutes = {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly resolve: Resolver
}

const READS = { needs: 'webhooks:read' } as const
const WRITES = { needs: 'webhooks:write' } as const
const ONE = '/api/v1/webhook-endpoints/:id'
/** A place in the list, opaque to clients: base64url of a number. */
const CursorShape = z.string().transform((text, context) => {
  const seq = Buffer.from(text, 'base64url').toString()
  if (/^\d{1,18}$/u.test(seq)) return seq
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})

/** Outgoing webhooks: endpoints, what was told to them, and telling it again. */
export function webhookRoutes(app: FastifyInstance, options: WebhookRoutes): void {
  endpointReads(app, options)
  endpointWrites(app, options)
  endpointActions(app, options)
  messageReads(app, options)
  messageReplays(app, options)
}

function endpointReads(app: FastifyInstance, { database, clock }: WebhookRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/webhook-endpoints',
    { config: READS, schema: { response: { 200: WebhookEndpointListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      const items = await database.inTenant(tenant, async (client) => listEndpoints(client, tenant, clock()))
      return { items }
    },
  )
  routes.get(
    ONE,
    { config: READS, schema: { params: IdParams, response: { 200: WebhookEndpointShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const found = await database.inTenant(tenant, async (client) =>
        findEndpoint(client, tenant, request.params.id, clock()),
      )
      return found ?? notFound(reply, 'webhook endpoint')
    },
  )
}

function endpointWrites(app: FastifyInstance, options: WebhookRoutes): void {
  const { database, vault, clock, resolve } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/webhook-endpoints',
    {
      config: WRITES,
      schema: { body: NewWebhookEndpointShape, response: { 201: WebhookEndpointWithSecretShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wrong = await checkUrl(request.body.url, resolve)
      if (wrong !== null) return refuseUrl(reply, wrong)
      const made = await database.inTenant(tenant, async (client) =>
        createEndpoint(client, tenant, actor, request.body, vault, clock()),
      )
      if (made !== null) return reply.code(201).send(made)
      return sendProblem(reply, {
        status: 409,
        code: 'too_many_webhook_endpoints',
        title: `There can be ${ENDPOINTS_MAX} webhook endpoints`,
        nextStep: 'Delete one that is not needed any more.',
      })
    },
  )
  routes.patch(
    ONE,
    {
      config: WRITES,
      schema: { params: IdParams, body: WebhookEndpointChangeShape, response: { 200: WebhookEndpointShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { params, body } = request
      const wrong = body.url === undefined ? null : await checkUrl(body.url, resolve)
      if (wrong !== null) return refuseUrl(reply, wrong)
      const changed = await database.inTenant(tenant, async (client) =>
        changeEndpoint(client, tenant, actor, params.id, body, clock()),
      )
      return changed ?? notFound(reply, 'webhook endpoint')
    },
  )
  routes.delete(
    ONE,
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wasThere = await database.inTenant(tenant, async (client) =>
        deleteEndpoint(client, tenant, actor, request.params.id, clock()),
      )
      return wasThere ? reply.code(204).send(null) : notFound(reply, 'webhook endpoint')
    },
  )
}

function endpointActions(app: FastifyInstance, { database, vault, clock }: WebhookRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    `${ONE}/rotate-secret`,
    { config: WRITES, schema: { params: IdParams, response: { 200: WebhookEndpointWithSecretShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const rotated = await database.inTenant(tenant, async (client) =>
        rotateSecret(client, tenant, actor, request.params.id, vault, clock()),
      )
      return rotated ?? notFound(reply, 'webhook endpoint')
    },
  )
  routes.post(
    `${ONE}/test`,
    { config: WRITES, schema: { params: IdParams, response: { 201: WebhookMessageShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const queued = await database.inTenant(tenant, async (client) =>
        sendTest(client, tenant, actor, request.params.id, clock()),
      )
      if (typeof queued === 'string') return refuseToQueue(reply, queued, 'webhook endpoint')
      return reply.code(201).send(queued)
    },
  )
}

function messageReads(app: FastifyInstance, { database, clock }: WebhookRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    `${ONE}/messages`,
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
          state: z.enum(WEBHOOK_MESSAGE_STATES).optional(),
        }),
        response: { 200: WebhookMessagePageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { limit, cursor, state } = request.query
      const page = await database.inTenant(tenant, async (client) => {
        const place = { limit, before: cursor ?? null, state: state ?? null }
        return listMessages(client, tenant, request.params.id, place, clock())
      })
      if (page === null) return notFound(reply, 'webhook endpoint')
      const { items, last } = page
      return { items, nextCursor: last === null ? null : Buffer.from(last).toString('base64url') }
    },
  )
  routes.get(
    '/api/v1/webhook-messages/:id',
    { config: READS, schema: { params: IdParams, response: { 200: WebhookMessageDetailShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const found = await database.inTenant(tenant, async (client) =>
        findMessage(client, tenant, request.params.id),
      )
      return found ?? notFound(reply, 'webhook message')
    },
  )
}

function messageReplays(app: FastifyInstance, { database, clock }: WebhookRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/webhook-messages/:id/replay',
    { config: WRITES, schema: { params: IdParams, response: { 200: WebhookMessageDetailShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const queued = await database.inTenant(tenant, async (client) =>
        replay(client, tenant, actor, request.params.id, clock()),
      )
      return typeof queued === 'string' ? refuseToQueue(reply, queued, 'webhook message') : queued
    },
  )
  routes.post(
    `${ONE}/replay-failed`,
    {
      config: WRITES,
      schema: {
        params: IdParams,
        /** A moment in milliseconds; what happened from then on and was not taken is told again. */
        body: z.strictObject({ since: z.number().int().min(0).max(8_640_000_000_000_000) }),
        response: { 200: z.object({ queued: z.number(), hasMore: z.boolean() }) },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { params, body } = request
      const queued = await database.inTenant(tenant, async (client) =>
        replayAllFailed(client, tenant, actor, params.id, instant(body.since), clock()),
      )
      return typeof queued === 'string' ? refuseToQueue(reply, queued, 'webhook endpoint') : queued
    },
  )
}

const refuseUrl = async (reply: FastifyReply, message: string): Promise<FastifyReply> =>
  sendProblem(reply, {
    status: 400,
    code: 'webhook_url_refused',
    title: 'Webhooks cannot be sent to this address',
    errors: [{ path: 'url', message }],
  })

const refuseToQueue = async (reply: FastifyReply, because: NotQueued, what: string): Promise<FastifyReply> =>
  because === 'unknown'
    ? notFound(reply, what)
    : sendProblem(reply, {
        status: 409,
        code: 'webhook_endpoint_disabled',
        title: 'This webhook endpoint is switched off',
        nextStep: 'Enable it again first.',
      })
