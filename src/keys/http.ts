import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { instant, type Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { createKey, LIVE_KEYS_MAX, type KeyRefusal } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'
import { ApiKeyListShape, CreateApiKeyShape, NewApiKeyShape } from './shapes.ts'

export type KeyRoutes = { readonly database: Database; readonly clock: Clock }

/** API keys: see them, make one, revoke one. */
export function keyRoutes(app: FastifyInstance, { database, clock }: KeyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/keys',
    { config: { needs: 'keys:read' }, schema: { response: { 200: ApiKeyListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listKeys(client, tenant)) }
    },
  )
  routes.post(
    '/api/v1/keys',
    {
      config: { needs: 'keys:write' },
      schema: { body: CreateApiKeyShape, response: { 201: NewApiKeyShape } },
    },
    async (request, reply) => {
      const access = accessOf(request)
      const { expiresAt, ...wish } = request.body
      const expiry = expiresAt === null || expiresAt === undefined ? null : instant(expiresAt)
      const made = await database.inTenant(access.tenant, async (client) =>
        createKey(client, access.tenant, access, { ...wish, expiresAt: expiry }, clock()),
      )
      if (!made.ok) return refuse(reply, made)
      return reply.code(201).header('cache-control', 'no-store').send(made.key)
    },
  )
  routes.delete(
    '/api/v1/keys/:id',
    {
      config: { needs: 'keys:write' },
      schema: { params: IdParams, response: { 204: z.null().describe('Revoked') } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const isThere = await database.inTenant(tenant, async (client) =>
        revokeKey(client, tenant, actor, id, clock()),
      )
      return isThere ? reply.code(204).send(null) : notFound(reply, 'key')
    },
  )
}

const refuse = async (reply: FastifyReply, refusal: KeyRefusal): Promise<FastifyReply> =>
  sendProblem(reply, problemOfRefusal(refusal))

function problemOfRefusal(refusal: KeyRefusal): ProblemBody {
  if (refusal.because === 'not_yours_to_give')
    return {
      status: 403,
      code: 'not_yours_to_give',
      title: `You cannot give what you do not have: ${refusal.permissions.join(', ')}`,
      nextStep: 'Leave it out, or ask an owner or admin of your team to make this key.',
    }
  if (refusal.because === 'already_expired')
    return {
      status: 400,
      code: 'invalid_request',
      title: 'Some of this is not valid',
      errors: [{ path: 'expiresAt', message: 'must be in the future' }],
    }
  return {
    status: 409,
    code: 'too_many_keys',
    title: `There are ${LIVE_KEYS_MAX} API keys already`,
    nextStep: 'Revoke those that nobody uses, then make this one.',
  }
}
