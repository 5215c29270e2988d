/** The API, the live events and the web app's files. */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { fastify, type FastifyInstance } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { listChannels } from '#channels/read-channels.ts'
import { conversationRoutes } from '#conversations/http.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Me } from '#conversations/shapes.ts'
import { mediaRoutes } from '#media/http.ts'
import type { Storage } from '#media/storage.ts'
import { outboundRoutes } from '#outbound/http.ts'
import type { Database } from '#platform/db/database.ts'
import { createNotifier, type Topic } from '#platform/db/notifications.ts'
import type { Log } from '#platform/log.ts'
import { notFound, problemOf, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { createEventHub } from '#realtime/event-hub.ts'
import { eventRoutes } from '#realtime/http.ts'
import { templateRoutes } from '#templates/http.ts'
import { guardRoutes, tenantOf, type Access } from '#tenants/access.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { permissionsOf } from '#tenants/permissions.ts'

export type WebOptions = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
  readonly explain: ExplainFailure
  readonly phoneUrl: string | null
  readonly closers: (() => Promise<void>)[]
  readonly listeners: Map<Topic, (keys: string[]) => void>
}

/** Without sign-in whoever reaches us is the owner of the one business; we are bound to 127.0.0.1. */
const FIRST_OWNER: Access = {
  tenant: FIRST_TENANT,
  actor: { kind: 'user', id: FIRST_TENANT, name: 'Owner' },
  permissions: permissionsOf('owner'),
}

const WEB_FILES = fileURLToPath(new URL('../../web/dist', import.meta.url))

export async function startWeb(
  options: WebOptions,
): Promise<{ readonly handle: (request: IncomingMessage, response: ServerResponse) => void }> {
  const { database, clock, log, explain, phoneUrl, storage, listeners, closers } = options
  const app = fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 })
  app.removeContentTypeParser('text/plain') // which a form on any site may send without being asked
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
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
  secure(app)
  guardRoutes(app, async () => FIRST_OWNER)
  app.get('/healthz', async () => ({ ok: true }))
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
    }
  })
  const notifier = createNotifier(database.pool)
  conversationRoutes(app, { database, clock, explain })
  outboundRoutes(app, { database, clock, notifier, explain })
  templateRoutes(app, { database })
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
  return { handle: (request, response) => app.routing(request, response) }
}

/** No script but ours, no frame around us, nothing from elsewhere. */
function secure(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'content-security-policy':
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; " +
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    })
    // Without sign-in, the browser's word on who asks is what keeps other sites out.
    const site = request.headers['sec-fetch-site']
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    // On a plain http address browsers do not say it, but then the origin can be compared.
    const isForeign =
      site === undefined ? hasForeignOrigin(request.headers) : /^(cross|same)-site$/u.test(site)
    if (changes && isForeign)
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
