/** The API, the live events and the web app's files. */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { fastify, type FastifyInstance, type RouteOptions } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { listChannels } from '#channels/read-channels.ts'
import { auditRoutes } from '#audit/http.ts'
import { attributeRoutes } from '#contacts/attribute-routes.ts'
import { contactRoutes } from '#contacts/http.ts'
import { conversationRoutes } from '#conversations/http.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Me } from '#conversations/shapes.ts'
import { createKeyAuthentication } from '#keys/authenticate.ts'
import { keyRoutes } from '#keys/http.ts'
import { mediaRoutes } from '#media/http.ts'
import type { Storage } from '#media/storage.ts'
import { outboundRoutes } from '#outbound/http.ts'
import type { Database } from '#platform/db/database.ts'
import { createNotifier, type Topic } from '#platform/db/notifications.ts'
import type { Log } from '#platform/log.ts'
import { systemResolver, type Resolver } from '#platform/egress.ts'
import { notFound, problemOf, sendProblem } from '#platform/problem.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { createEventHub } from '#realtime/event-hub.ts'
import { quickReplyRoutes } from '#quick-replies/http.ts'
import { eventRoutes } from '#realtime/http.ts'
import { searchRoutes } from '#search/http.ts'
import { templateRoutes } from '#templates/http.ts'
import { accessOf, guardRoutes, tenantOf, type Access } from '#tenants/access.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { webhookRoutes } from '#webhooks/http.ts'
import { describeApi } from './describe-api.ts'
import { isOurHost } from './is-our-host.ts'

export type WebOptions = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
  readonly explain: ExplainFailure
  readonly vault: Vault
  /** How the addresses of customers' webhooks are looked up; tests bring their own. */
  readonly resolve?: Resolver
  readonly phoneUrl: string | null
  /** Where people open us, if that is not this machine: PUBLIC_URL. */
  readonly publicUrl?: string | null
  readonly closers: (() => Promise<void>)[]
  readonly listeners: Map<Topic, (keys: string[]) => void>
  /** Told of each route as it is added: a test holds them against its list. */
  readonly onRoute?: (route: RouteOptions) => void
}

/** Without sign-in whoever reaches us is the owner of the one business; we are bound to 127.0.0.1. */
const FIRST_OWNER: Access = {
  tenant: FIRST_TENANT,
  actor: { kind: 'user', id: FIRST_TENANT, name: 'Owner' },
  permissions: permissionsOf('owner'),
}

const WEB_FILES = fileURLToPath(new URL('../../web/dist', import.meta.url))

export async function startWeb(options: WebOptions): Promise<{
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** The OpenAPI document. */
  readonly describe: () => object
}> {
  const { database, clock, log, explain, storage, listeners, closers } = options
  const app = fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 })
  app.removeContentTypeParser('text/plain') // which a form on any site may send without being asked
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  explainErrors(app, log)
  if (options.onRoute !== undefined) app.addHook('onRoute', options.onRoute)
  secure(app, options.publicUrl ?? null)
  const authenticateKey = createKeyAuthentication(database, clock)
  // Whoever shows a key is judged by it alone: a wrong one must not open more than none.
  guardRoutes(app, async (request, reply) =>
    request.headers.authorization === undefined ? FIRST_OWNER : authenticateKey(request, reply),
  )
  await describeApi(app)
  app.get('/healthz', async () => ({ ok: true }))
  meRoute(app, options)
  const notifier = createNotifier(database.pool)
  conversationRoutes(app, { database, clock, notifier, explain })
  quickReplyRoutes(app, { database, notifier })
  contactRoutes(app, { database, clock, notifier })
  attributeRoutes(app, { database })
  outboundRoutes(app, { database, clock, notifier, explain })
  templateRoutes(app, { database })
  keyRoutes(app, { database, clock })
  searchRoutes(app, { database, clock, explain })
  auditRoutes(app, { database })
  webhookRoutes(app, { database, clock, vault: options.vault, resolve: options.resolve ?? systemResolver })
  await mediaRoutes(app, { database, storage })
  const hub = createEventHub({ database, explain, clock, log })
  listeners.set('events', hub.wake)
  eventRoutes(app, { hub })
  await serveFiles(app)
  await app.ready()
  closers.push(async () => {
    hub.close()
    await app.close()
  })
  return {
    handle: (request, response) => app.routing(request, response),
    describe: () => app.swagger(),
  }
}

/** What is refused or breaks becomes problem+json; what is our fault is logged. */
function explainErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error, _request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = error.validation.map(({ instancePath, message }) => ({
        path: instancePath.replace(/^\//u, '').replaceAll('/', '.'),
        message: message ?? 'is not valid',
      }))
      return sendProblem(reply, {
        status: 400,
        code: 'invalid_request',
        title: 'Some of this is not valid',
        errors,
      })
    }
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error({
        evt: 'web.request-failed',
        code: problem.code,
        err: error instanceof Error ? error.message : String(error),
      })
    return sendProblem(reply, problem)
  })
}

/** Who asks, for which business, with which numbers, and what they may do. */
function meRoute(app: FastifyInstance, { database, phoneUrl }: WebOptions): void {
  app.get('/api/v1/me', { config: { needs: 'channels:read' } }, async (request): Promise<Me> => {
    const tenant = tenantOf(request)
    const { name, channels } = await database.inTenant(tenant, async (client) => ({
      name: await tenantName(client, tenant),
      channels: await listChannels(client, tenant),
    }))
    return {
      tenant: { id: tenant, name: name ?? 'My shop' },
      channels: channels.map(({ id, displayPhoneNumber, verifiedName, qualityRating, status }) => ({
        id,
        displayPhoneNumber,
        verifiedName,
        qualityRating,
        status,
      })),
      phoneUrl,
      permissions: [...accessOf(request).permissions],
    }
  })
}

/** No script but ours, no frame around us, nothing from elsewhere. */
function secure(app: FastifyInstance, publicUrl: string | null): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'content-security-policy':
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; " +
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    })
    // A key is no cookie: no browser adds one to another site's request by itself.
    const isByKey = request.headers.authorization !== undefined
    if (!isByKey && request.url !== '/healthz' && !isOurHost(request.headers.host, publicUrl)) {
      await sendProblem(reply, {
        status: 421,
        code: 'wrong_host',
        title: 'Harkara does not go by this name',
        nextStep: 'Set PUBLIC_URL to the address at which you open it.',
      })
      return
    }
    // Without sign-in, the browser's word on who asks is what keeps other sites out.
    const site = request.headers['sec-fetch-site']
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    // On a plain http address browsers do not say it, but then the origin can be compared.
    const isForeign =
      site === undefined ? hasForeignOrigin(request.headers) : /^(cross|same)-site$/u.test(site)
    if (changes && isForeign && !isByKey)
      await sendProblem(reply, {
        status: 403,
        code: 'cross_site',
        title: 'Other sites may not change anything here',
      })
  })
}

/** Whether the browser names another origin than the host that it asks; programs name none. */
function hasForeignOrigin({ origin, host }: IncomingMessage['headers']): boolean {
  return origin !== undefined && URL.parse(origin)?.host !== host
}

async function serveFiles(app: FastifyInstance): Promise<void> {
  if (!existsSync(WEB_FILES)) {
    app.setNotFoundHandler(async (_request, reply) => notFound(reply, 'page'))
    app.get('/', async (_request, reply) =>
      reply.type('text/plain').send('The web app is not built: npm run build'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: WEB_FILES,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/')
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+($|\?)/u.test(request.url)
    return isPage ? reply.header('cache-control', 'no-cache').sendFile('index.html') : notFound(reply, 'page')
  })
}
