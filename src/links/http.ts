import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Egress } from '#platform/egress.ts'
import { IdParams } from '#platform/id-params.ts'
import { cursorOf, CursorShape } from '#platform/page-cursor.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { checkHostname } from './check-hostname.ts'
import { checkTarget } from './check-target.ts'
import { makeLink } from './make-links.ts'
import { putDomain, readDomain, recordCheck, removeDomain } from './manage-domain.ts'
import { proveDomain } from './prove-domain.ts'
import { findLink, listLinks } from './read-links.ts'
import { oursOf, readPrefixes } from './read-prefixes.ts'
import {
  LinkDomainShape,
  LinkDomainWishShape,
  LinkPrefixesShape,
  NewTrackedLinkShape,
  TrackedLinkDetailShape,
  TrackedLinkPageShape,
  TrackedLinkShape,
  type LinkDomain,
} from './shapes.ts'

export type LinkRoutes = {
  readonly database: Database
  readonly clock: Clock
  /** Where people open us: PUBLIC_URL; null: not set. */
  readonly publicUrl: string | null
  readonly egress: Pick<Egress, 'request'>
  /** With which we show that a name leads here. */
  readonly secret: Buffer
  /** A domain changed. */
  readonly onDomain: () => void
}

const DOMAIN = '/api/v1/links/domain'
const READS = { needs: 'campaigns:read' } as const
const WRITES = { needs: 'campaigns:write' } as const
const SETS = { needs: 'settings:write' } as const

/** Links that tell who followed them, and the business's own domain for them. */
export function linkRoutes(app: FastifyInstance, options: LinkRoutes): void {
  readRoutes(app, options)
  makeRoute(app, options)
  domainRoutes(app, options)
  checkRoute(app, options)
}

function readRoutes(app: FastifyInstance, { database, publicUrl }: LinkRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/links',
    {
      config: READS,
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(100).default(50),
          cursor: CursorShape.optional(),
        }),
        response: { 200: TrackedLinkPageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const items = await database.inTenant(tenant, async (client) => {
        const { current } = await readPrefixes(client, tenant, oursOf(publicUrl, request))
        return listLinks(client, tenant, { prefix: current, limit: limit + 1, before: cursor ?? null })
      })
      const last = items.length > limit ? items[limit - 1] : undefined
      const nextCursor = last === undefined ? null : cursorOf(last.createdAt, last.id)
      return { items: items.slice(0, limit), nextCursor }
    },
  )
  routes.get(
    '/api/v1/links/prefixes',
    { config: READS, schema: { response: { 200: LinkPrefixesShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      const { current, all } = await database.inTenant(tenant, async (client) =>
        readPrefixes(client, tenant, oursOf(publicUrl, request)),
      )
      return { current, all: [...all] }
    },
  )
  routes.get(
    '/api/v1/links/:id',
    { config: READS, schema: { params: IdParams, response: { 200: TrackedLinkDetailShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const found = await database.inTenant(tenant, async (client) => {
        const { current } = await readPrefixes(client, tenant, oursOf(publicUrl, request))
        return findLink(client, tenant, request.params.id, current)
      })
      return found ?? notFound(reply, 'link')
    },
  )
}

function makeRoute(app: FastifyInstance, { database, clock, publicUrl }: LinkRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/links',
    { config: WRITES, schema: { body: NewTrackedLinkShape, response: { 201: TrackedLinkShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const target = checkTarget(request.body.url)
      if (!target.ok) return refuseUrl(reply, target.message)
      const wish = { url: target.url, contact: request.body.contactId ?? null }
      const made = await database.inTenant(tenant, async (client) => {
        const { current } = await readPrefixes(client, tenant, oursOf(publicUrl, request))
        const id = await makeLink(client, tenant, actor, wish, clock())
        return id === null ? null : findLink(client, tenant, id, current)
      })
      return made === null ? notFound(reply, 'contact') : reply.code(201).send(made)
    },
  )
}

function domainRoutes(app: FastifyInstance, { database, publicUrl, onDomain }: LinkRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    DOMAIN,
    { config: { needs: 'settings:read' }, schema: { response: { 200: LinkDomainShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => shown(client, tenant, publicUrl, request))
    },
  )
  routes.put(
    DOMAIN,
    { config: SETS, schema: { body: LinkDomainWishShape, response: { 200: LinkDomainShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = checkHostname(request.body.hostname, publicUrl)
      if (!wish.ok) return refuseHostname(reply, wish.message)
      const set = await database.inTenant(tenant, async (client) =>
        (await putDomain(client, tenant, actor, wish.hostname))
          ? shown(client, tenant, publicUrl, request)
          : null,
      )
      onDomain()
      return set ?? refuseTaken(reply)
    },
  )
  routes.delete(DOMAIN, { config: SETS, schema: { response: { 204: z.null() } } }, async (request, reply) => {
    const { tenant, actor } = accessOf(request)
    const wasThere = await database.inTenant(tenant, async (client) => removeDomain(client, tenant, actor))
    onDomain()
    return wasThere ? reply.code(204).send(null) : notFound(reply, 'short domain')
  })
}

function checkRoute(app: FastifyInstance, options: LinkRoutes): void {
  const { database, clock, publicUrl, egress, secret, onDomain } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    `${DOMAIN}/check`,
    { config: SETS, schema: { response: { 200: LinkDomainShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const domain = await database.inTenant(tenant, async (client) => readDomain(client, tenant))
      if (domain === null) return notFound(reply, 'short domain')
      const { hostname } = domain
      const problem = await proveDomain(egress, secret, hostname)
      const checked = await database.inTenant(tenant, async (client) => {
        await recordCheck(client, tenant, actor, { hostname, problem, now: clock() })
        return shown(client, tenant, publicUrl, request)
      })
      onDomain()
      return checked
    },
  )
}

async function shown(
  client: Client,
  tenant: TenantId,
  publicUrl: string | null,
  request: FastifyRequest,
): Promise<LinkDomain> {
  const { current } = await readPrefixes(client, tenant, oursOf(publicUrl, request))
  return {
    domain: await readDomain(client, tenant),
    prefix: current,
    target: publicUrl === null ? null : new URL(publicUrl).hostname,
  }
}

const refuseUrl = async (reply: FastifyReply, message: string): Promise<FastifyReply> =>
  sendProblem(reply, {
    status: 400,
    code: 'link_url_refused',
    title: 'A link cannot lead to this address',
    errors: [{ path: 'url', message }],
  })

const refuseHostname = async (reply: FastifyReply, message: string): Promise<FastifyReply> =>
  sendProblem(reply, {
    status: 400,
    code: 'link_domain_refused',
    title: 'This cannot be a short domain',
    errors: [{ path: 'hostname', message }],
  })

const refuseTaken = async (reply: FastifyReply): Promise<FastifyReply> =>
  sendProblem(reply, {
    status: 409,
    code: 'link_domain_taken',
    title: 'Another business here uses this domain',
    nextStep: 'Choose another name of your own domain, such as go.shop.in.',
  })
