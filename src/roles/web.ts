/** The API, the live events and the web app's files. */
import { createHmac } from 'node:crypto'
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
import { createTokens, listChannels } from '#channels/read-channels.ts'
import { assignmentRoutes } from '#assignment/http.ts'
import { releasePerson } from '#assignment/release.ts'
import { auditRoutes } from '#audit/http.ts'
import { connectionRoutes } from '#connection/http.ts'
import { listAlarms, listAlarmsFor } from '#connection/list-alarms.ts'
import type { MetaParts } from '#connection/parts.ts'
import { bulkRoutes } from '#bulk/http.ts'
import { campaignRoutes } from '#campaigns/http.ts'
import { attributeRoutes } from '#contacts/attribute-routes.ts'
import { contactRoutes } from '#contacts/http.ts'
import { costRoutes } from '#costs/http.ts'
import { conversationRoutes } from '#conversations/http.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Me } from '#channels/me-shape.ts'
import { dealRoutes } from '#deals/http.ts'
import { answerOnce } from '#idempotency/answer-once.ts'
import { createKeyAuthentication } from '#keys/authenticate.ts'
import { keyRoutes } from '#keys/http.ts'
import { linkRoutes } from '#links/http.ts'
import { serveLinks, type LinkServer } from '#links/serve-links.ts'
import { healthRoutes } from '#health/http.ts'
import { importRoutes } from '#imports/http.ts'
import { macroRoutes } from '#macros/http.ts'
import { mediaRoutes } from '#media/http.ts'
import type { Storage } from '#media/storage.ts'
import { mergeRoutes } from '#merges/http.ts'
import { outboundRoutes } from '#outbound/http.ts'
import { accountRoutes } from '#people/account-http.ts'
import { authRoutes } from '#people/auth-http.ts'
import { createPeople, type People, type PeopleOptions } from '#people/people.ts'
import { teamRoutes } from '#people/team-http.ts'
import type { Database } from '#platform/db/database.ts'
import { createNotifier, type Notifier, type Topic } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { createEgress, systemResolver, type Egress, type Resolver } from '#platform/egress.ts'
import { notFound, problemOf, sendProblem } from '#platform/problem.ts'
import type { Secret, Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { createEventHub } from '#realtime/event-hub.ts'
import { presenceRoutes } from '#presence/http.ts'
import { keepPresence } from '#presence/presence.ts'
import { notificationRoutes } from '#push/http.ts'
import { privacyRoutes } from '#privacy/http.ts'
import { quickReplyRoutes } from '#quick-replies/http.ts'
import { eventRoutes } from '#realtime/http.ts'
import { reminderRoutes } from '#reminders/http.ts'
import { serviceRoutes } from '#service/http.ts'
import { searchRoutes } from '#search/http.ts'
import { sequenceRoutes } from '#sequences/http.ts'
import { segmentRoutes } from '#segments/http.ts'
import { templateRoutes } from '#templates/http.ts'
import { accessOf, guardRoutes, tenantOf } from '#tenants/access.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { savedViewRoutes } from '#views/http.ts'
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
  readonly meta: MetaParts
  /** How the addresses of customers' webhooks are looked up; tests bring their own. */
  readonly resolve?: Resolver
  /** How businesses' short domains are looked at; tests bring their own. */
  readonly domainEgress?: Pick<Egress, 'request'>
  readonly phoneUrl: string | null
  /** Where people open us, if that is not this machine: PUBLIC_URL. */
  readonly publicUrl?: string | null
  /** After so many days raw webhooks are forgotten; null: never. */
  readonly keepDeliveriesDays?: number | null
  readonly closers: (() => Promise<void>)[]
  readonly listeners: Map<Topic, (keys: string[]) => void>
  /** How people come in: who may sign up, how mail leaves, and whether there is a demo shop to look around in. */
  readonly signIn: Pick<PeopleOptions, 'mailer' | 'secret' | 'signUp' | 'setupCode' | 'hasDemo'>
  /** Told of each route as it is added: a test holds them against its list. */
  readonly onRoute?: (route: RouteOptions) => void
}

const WEB_FILES = fileURLToPath(new URL('../../web/dist', import.meta.url))

export async function startWeb(options: WebOptions): Promise<{
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** The OpenAPI document. */
  readonly describe: () => object
}> {
  const { database, clock, log, explain, listeners, closers } = options
  // Behind a proxy of ours everybody would have its address, and one who guesses passwords would lock out all.
  const trustProxy = (options.publicUrl ?? null) === null ? false : ['loopback', 'linklocal', 'uniquelocal']
  const app = fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024, trustProxy })
  app.removeContentTypeParser('text/plain') // which a form on any site may send without being asked
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  explainErrors(app, log)
  if (options.onRoute !== undefined) app.addHook('onRoute', options.onRoute)
  const links = openLinks(options)
  secure(app, options.publicUrl ?? null, links.server)
  refuseBrokenTexts(app)
  const notifier = createNotifier(database.pool)
  const people = letPeopleIn(app, options, notifier)
  answerOnce(app, { database, vault: options.vault, clock, log })
  await describeApi(app)
  app.get('/healthz', async () => ({ ok: true }))
  links.routes(app)
  await addRoutes(app, options, people, notifier)
  const hub = createEventHub({ database, explain, clock, log })
  listeners.set('events', hub.wake)
  eventRoutes(app, { hub })
  const presence = keepPresence({ notifier, clock, pass: hub.pass })
  listeners.set('presence', presence.hear)
  presenceRoutes(app, { database, presence })
  await serveFiles(app)
  await app.ready()
  closers.push(async () => {
    presence.close()
    hub.close()
    await app.close()
  })
  return {
    handle: (request, response) => app.routing(request, response),
    describe: () => app.swagger(),
  }
}

/** Short links: what customers get who follow one, and how a business makes them. */
function openLinks(options: WebOptions): {
  readonly server: LinkServer
  readonly routes: (app: FastifyInstance) => void
} {
  const { database, clock, log, closers, resolve = systemResolver, publicUrl = null } = options
  const secret = createHmac('sha256', options.signIn.secret).update('short domains').digest()
  const server = serveLinks({ database, clock, log, secret })
  const egress = createEgress({ resolve })
  closers.push(egress.close, server.close)
  const parts = { database, clock, publicUrl, secret, egress: options.domainEgress ?? egress }
  return {
    server,
    routes: (app) => {
      server.routes(app)
      linkRoutes(app, { ...parts, onDomain: server.forgetHosts })
    },
  }
}

/** Finds out who asks, for all routes that are added after it. */
function letPeopleIn(
  app: FastifyInstance,
  { database, clock, log, signIn, publicUrl }: WebOptions,
  notifier: Notifier,
): People {
  const authenticateKey = createKeyAuthentication(database, clock)
  const release = async (tenant: TenantId, user: string): Promise<unknown> =>
    releasePerson(database, tenant, user)
  const parts = { database, clock, log, notifier, release, publicUrl: publicUrl ?? null }
  const people = createPeople({ ...signIn, ...parts })
  // Whoever shows a key is judged by it alone: a wrong one must not open more than none.
  guardRoutes(app, async (request, reply) =>
    request.headers.authorization === undefined
      ? people.sessions.authenticate(request, reply)
      : authenticateKey(request, reply),
  )
  return people
}

/** Everything that the API can do. */
async function addRoutes(
  app: FastifyInstance,
  options: WebOptions,
  people: People,
  notifier: Notifier,
): Promise<void> {
  const { database, clock, explain, storage, vault, meta, publicUrl = null } = options
  meRoute(app, options)
  authRoutes(app, people)
  accountRoutes(app, people)
  teamRoutes(app, people)
  conversationRoutes(app, { database, clock, notifier, explain })
  quickReplyRoutes(app, { database, notifier })
  savedViewRoutes(app, { database, notifier })
  macroRoutes(app, { database, clock, notifier })
  bulkRoutes(app, { database, clock, notifier })
  assignmentRoutes(app, { database, clock, notifier })
  contactRoutes(app, { database, clock, notifier })
  attributeRoutes(app, { database })
  segmentRoutes(app, { database, clock })
  dealRoutes(app, { database, clock, notifier })
  reminderRoutes(app, { database, clock, notifier })
  serviceRoutes(app, { database, clock, notifier })
  outboundRoutes(app, { database, clock, notifier, explain })
  campaignRoutes(app, { database, clock, notifier, explain, publicUrl })
  sequenceRoutes(app, { database, clock, notifier })
  const appIdOf = async (token: Secret): Promise<string | null> =>
    meta.app?.id ?? (await meta.accounts.inspectToken(null, token)).appId
  const tokenOf = createTokens(database, vault)
  templateRoutes(app, { database, storage, clock, notifier, graph: meta.templates, tokenOf, appIdOf })
  keyRoutes(app, { database, clock })
  searchRoutes(app, { database, clock, explain })
  auditRoutes(app, { database })
  connectionRoutes(app, { database, clock, notifier, vault, meta, publicUrl })
  healthRoutes(app, { database, clock })
  costRoutes(app, { database, clock, vault, graph: meta.costs })
  webhookRoutes(app, { database, clock, vault, resolve: options.resolve ?? systemResolver })
  notificationRoutes(app, { database, clock, vault })
  await mediaRoutes(app, { database, storage })
  mergeRoutes(app, { database, clock, notifier })
  importRoutes(app, { database, storage, clock, notifier })
  const deliveriesDays = options.keepDeliveriesDays ?? null
  privacyRoutes(app, { database, storage, clock, notifier, vault, deliveriesDays })
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
      log.error({ evt: 'web.request-failed', code: problem.code, err: errorText(error) })
    return sendProblem(reply, problem)
  })
}

/** Who asks, for which business, with which numbers, and what they may do. */
function meRoute(app: FastifyInstance, { database, phoneUrl }: WebOptions): void {
  app.get('/api/v1/me', { config: { needs: 'channels:read' } }, async (request): Promise<Me> => {
    const tenant = tenantOf(request)
    const { actor, permissions } = accessOf(request)
    const { name, channels, alarms } = await database.inTenant(tenant, async (client) => ({
      name: await tenantName(client, tenant),
      channels: await listChannels(client, tenant),
      alarms:
        actor.kind === 'user'
          ? await listAlarmsFor(client, tenant, actor.id)
          : await listAlarms(client, tenant),
    }))
    return {
      tenant: { id: tenant, name: name ?? 'My shop' },
      actor,
      channels: channels.map(({ id, displayPhoneNumber, verifiedName, qualityRating, status }) => ({
        id,
        displayPhoneNumber,
        verifiedName,
        qualityRating,
        status,
      })),
      phoneUrl,
      permissions: [...permissions],
      alarms: alarms.map(({ id, channelId, kind, subject, severity, openedAt }) => ({
        ...{ id, channelId, kind, subject, severity, openedAt },
      })),
    }
  })
}

/** No script but ours, no frame around us, nothing from elsewhere. */
function secure(app: FastifyInstance, publicUrl: string | null, links: LinkServer): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'content-security-policy':
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; " +
        "worker-src 'self'; manifest-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    })
    // A key is no cookie: no browser adds one to another site's request by itself. Where nobody looks at it, it is no key.
    const { needs } = request.routeOptions.config
    const isByKey = request.headers.authorization !== undefined && needs !== undefined && needs !== 'public'
    const isOurs = request.url === '/healthz' || isOurHost(request.headers.host, publicUrl)
    // By a business's short domain nobody gets at anything but its links, whatever they show.
    if (!isOurs && (await links.answerFor(request, reply))) return
    if (!isByKey && !isOurs) {
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

/** PostgreSQL keeps no NUL in a text and no half of a surrogate pair in JSON, and nobody means one. */
function refuseBrokenTexts(app: FastifyInstance): void {
  app.addHook('preValidation', async (request, reply) => {
    const path = brokenIn(request.body)
    if (path === null) return
    await sendProblem(reply, {
      status: 400,
      code: 'invalid_request',
      title: 'Some of this is not valid',
      errors: [{ path, message: 'holds U+0000 or half of a surrogate pair' }],
    })
  })
}

const isBroken = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

/** The place of the first text or key that is broken; null: there is none. */
function brokenIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return isBroken(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`
    const found = isBroken(key) ? place : brokenIn(inner, place)
    if (found !== null) return found
  }
  return null
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
