/**
 * On whose behalf a request is made. Every route says in its `config` what it needs; one hook finds out who asks, and answers
 * 401 or 403 before the route sees anything. A route takes the tenant from here, never from what the client sends.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Permission } from './permissions.ts'

/** Who asks: a person by their session, a program by its key; or Harkara itself, by a job. Named in the audit log. */
export type Actor = { readonly kind: 'user' | 'key' | 'system'; readonly id: string; readonly name: string }

export type Access = {
  readonly tenant: TenantId
  readonly actor: Actor
  readonly permissions: ReadonlySet<Permission>
}

/** We know who asks, and still say no: too often, for instance. */
export type Refusal = { readonly refused: ProblemBody; readonly headers: Readonly<Record<string, string>> }

/** Finds out who asks; null: nobody whom we know. The reply is there for headers that every answer carries. */
export type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<Access | Refusal | null>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one must be allowed to do; `public`: anybody may ask. A route under /api that says neither is refused. */
    needs?: Permission | 'public'
  }
  interface FastifyRequest {
    access: Access | null
  }
}

/** For routes that need a permission: there the hook has seen to it that somebody asks. */
export function accessOf(request: FastifyRequest): Access {
  if (request.access === null) throw new Error('a public route asked who asks')
  return request.access
}

export const tenantOf = (request: FastifyRequest): TenantId => accessOf(request).tenant

/** Guards all routes that are added after it. */
export function guardRoutes(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('access', null)
  app.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api/') && config?.needs === undefined)
      throw new Error(`the route ${url} does not say what it needs`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const { needs } = request.routeOptions.config
    if (needs === undefined || needs === 'public') return
    const found = await authenticate(request, reply)
    if (found !== null && 'refused' in found) {
      await sendProblem(reply.headers(found.headers), found.refused)
      return
    }
    request.access = found
    if (found === null)
      await sendProblem(reply.header('www-authenticate', 'Bearer'), {
        status: 401,
        code: 'not_signed_in',
        title: 'Nobody is signed in',
        nextStep: 'Sign in, or send an API key as “Authorization: Bearer …”.',
      })
    else if (!found.permissions.has(needs))
      await sendProblem(reply, {
        status: 403,
        code: 'not_allowed',
        title: `This needs the permission ${needs}`,
        nextStep: 'Ask an owner or admin of your team.',
      })
  })
}
