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

/** The person; null: a program, which has nothing of its own. */
export const userIdOf = ({ kind, id }: Actor): string | null => (kind === 'user' ? id : null)

export type Access = {
  readonly tenant: TenantId
  readonly actor: Actor
  readonly permissions: ReadonlySet<Permission>
}

/** Somebody who has signed in, whichever business they work for. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly hasTwoFactor: boolean
  /** A made-up colleague of the demo shop. */
  readonly isDemo: boolean
  readonly sessionId: string
}

/** Who asks. A program has no person; a person without a business has no access. */
export type Asker = { readonly access: Access | null; readonly person: Person | null }

/** We know who asks, and still say no: too often, for instance. */
export type Refusal = { readonly refused: ProblemBody; readonly headers: Readonly<Record<string, string>> }

/** Finds out who asks; null: nobody whom we know. The reply is there for headers that every answer carries. */
export type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<Asker | Refusal | null>

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What one must be allowed to do. `session`: a person who is signed in, about themselves; `public`: anybody may ask. A
     * route under /api that says none of these is refused.
     */
    needs?: Permission | 'session' | 'public'
  }
  interface FastifyRequest {
    access: Access | null
    person: Person | null
  }
}

/** For routes that need a permission: there the hook has seen to it that somebody asks. */
export function accessOf(request: FastifyRequest): Access {
  if (request.access === null) throw new Error('a public route asked who asks')
  return request.access
}

/** For routes that need a session. */
export function personOf(request: FastifyRequest): Person {
  if (request.person === null) throw new Error('a route without a session asked who is signed in')
  return request.person
}

export const tenantOf = (request: FastifyRequest): TenantId => accessOf(request).tenant

/** Guards all routes that are added after it. */
export function guardRoutes(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('access', null)
  app.decorateRequest('person', null)
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
    const refusal = refusalOf(found, needs)
    if (refusal !== null) {
      if (refusal.status === 401) void reply.header('www-authenticate', 'Bearer')
      await sendProblem(reply, refusal)
      return
    }
    request.access = found?.access ?? null
    request.person = found?.person ?? null
  })
}

function refusalOf(asker: Asker | null, needs: Permission | 'session'): ProblemBody | null {
  if (asker === null)
    return {
      status: 401,
      code: 'not_signed_in',
      title: 'Nobody is signed in',
      nextStep: 'Sign in, or send an API key as “Authorization: Bearer …”.',
    }
  if (needs === 'session')
    return asker.person === null
      ? {
          status: 403,
          code: 'people_only',
          title: 'Only people who are signed in may do this, API keys may not',
          nextStep: 'Do it in the web app.',
        }
      : null
  if (asker.access === null)
    return {
      status: 403,
      code: 'no_business',
      title: 'You belong to no business here',
      nextStep: 'Open one of your own, or ask your team for an invitation.',
    }
  if (asker.access.permissions.has(needs)) return null
  return {
    status: 403,
    code: 'not_allowed',
    title: `This needs the permission ${needs}`,
    nextStep: 'Ask an owner or admin of your team.',
  }
}
