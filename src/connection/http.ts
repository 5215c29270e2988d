import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import { Secret } from '#platform/secrets.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { changeNumber } from './change-number.ts'
import { checkHealth } from './check-health.ts'
import { disconnectNumber } from './disconnect-number.ts'
import { selectNumbers } from './internal/sql.ts'
import type { ConnectionParts } from './parts.ts'
import { sendRefusal, type Refused } from './refusal.ts'
import {
  BeginSignupShape,
  ChangeNumberShape,
  ConnectedNumberListShape,
  ConnectedNumberShape,
  ConnectFromSignupShape,
  ConnectNumberShape,
  FinishSignupShape,
  HealthShape,
  SignupShape,
  SignupUrlShape,
} from './shapes.ts'
import { beginSignup, connectFromSignup, connectPractice, finishSignup } from './signup.ts'
import { subscribeAgain } from './subscribe-again.ts'
import { takeUpNumber, type TakenUp } from './take-up-number.ts'

export type ConnectionRoutes = ConnectionParts & {
  /** Where people open us; null: by the address that they use. */
  readonly publicUrl: string | null
}

const READS = { needs: 'channels:read' } as const
const WRITES = { needs: 'channels:write' } as const
const LIST = '/api/v1/channels'
const ONE = `${LIST}/:id`
/** The web app's page that Meta's dialog leads back to. */
const SIGNUP_PAGE = '/settings/channels'

/** The tenant's numbers: connecting them, changing them, how they fare, giving them up. */
export function connectionRoutes(app: FastifyInstance, options: ConnectionRoutes): void {
  numberReads(app, options)
  numberWrites(app, options)
  numberRepairs(app, options)
  signupRoutes(app, options)
}

function numberReads(app: FastifyInstance, parts: ConnectionRoutes): void {
  const { database, meta } = parts
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    LIST,
    { config: READS, schema: { response: { 200: ConnectedNumberListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      const items = await database.inTenant(tenant, async (client) => selectNumbers(client, tenant))
      const missing = [
        ...(meta.app === null ? ['META_APP_ID'] : []),
        ...(meta.configId === null ? ['META_CONFIG_ID'] : []),
      ]
      const signup = { isAvailable: missing.length === 0, missing }
      return { items, signup, hasPractice: meta.practiceToken !== null }
    },
  )
  routes.get(
    ONE,
    { config: READS, schema: { params: IdParams, response: { 200: ConnectedNumberShape } } },
    async (request, reply) =>
      (await findNumber(parts, tenantOf(request), request.params.id)) ?? notFound(reply, 'number'),
  )
  routes.get(
    `${ONE}/health`,
    { config: READS, schema: { params: IdParams, response: { 200: HealthShape } } },
    async (request, reply) =>
      (await checkHealth(parts, tenantOf(request), request.params.id)) ?? notFound(reply, 'number'),
  )
}

async function findNumber({ database }: ConnectionParts, tenant: TenantId, id: string) {
  const [number] = await database.inTenant(tenant, async (client) => selectNumbers(client, tenant, id))
  return number
}

function numberWrites(app: FastifyInstance, parts: ConnectionRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    LIST,
    { config: WRITES, schema: { body: ConnectNumberShape, response: { 201: ConnectedNumberShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { accessToken, pin = null, ...ids } = request.body
      const wish = { ...ids, pin, accessToken: new Secret(accessToken), via: 'token' } as const
      return answerTaken(parts, tenant, reply, await takeUpNumber(parts, tenant, actor, wish))
    },
  )
  routes.post(
    `${LIST}/practice`,
    { config: WRITES, schema: { response: { 201: ConnectedNumberShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      return answerTaken(parts, tenant, reply, await connectPractice(parts, tenant, actor))
    },
  )
  routes.patch(
    ONE,
    {
      config: WRITES,
      schema: { params: IdParams, body: ChangeNumberShape, response: { 200: ConnectedNumberShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { params, body } = request
      const changed = await changeNumber(parts, tenant, actor, params.id, body)
      if (!changed.ok) return sendRefusal(reply, changed)
      return (await findNumber(parts, tenant, params.id)) ?? notFound(reply, 'number')
    },
  )
}

function numberRepairs(app: FastifyInstance, parts: ConnectionRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    `${ONE}/subscribe`,
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const done = await subscribeAgain(parts, tenant, actor, request.params.id)
      return done.ok ? reply.code(204).send(null) : sendRefusal(reply, done)
    },
  )
  routes.post(
    `${ONE}/disconnect`,
    {
      config: WRITES,
      schema: { params: IdParams, response: { 200: z.object({ isUnsubscribed: z.boolean() }) } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const done = await disconnectNumber(parts, tenant, actor, request.params.id)
      return done.ok ? { isUnsubscribed: done.isUnsubscribed } : sendRefusal(reply, done)
    },
  )
}

function signupRoutes(app: FastifyInstance, parts: ConnectionRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    `${LIST}/embedded-signup/start`,
    { config: WRITES, schema: { body: BeginSignupShape, response: { 201: SignupUrlShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const origin = parts.publicUrl ?? `http://${request.headers.host ?? 'localhost'}`
      const redirectUri = new URL(SIGNUP_PAGE, origin).href
      const { isCoexistence } = request.body
      const begun = await beginSignup(parts, tenant, actor, { redirectUri, isCoexistence })
      return begun.ok ? reply.code(201).send({ url: begun.url }) : sendRefusal(reply, begun)
    },
  )
  routes.post(
    `${LIST}/embedded-signup`,
    { config: WRITES, schema: { body: FinishSignupShape, response: { 201: SignupShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const finished = await finishSignup(parts, tenant, actor, request.body)
      if (!finished.ok) return sendRefusal(reply, finished)
      return reply.code(201).send({ id: finished.id, numbers: finished.numbers })
    },
  )
  routes.post(
    `${LIST}/embedded-signup/connect`,
    { config: WRITES, schema: { body: ConnectFromSignupShape, response: { 201: ConnectedNumberShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      return answerTaken(parts, tenant, reply, await connectFromSignup(parts, tenant, actor, request.body))
    },
  )
}

async function answerTaken(
  parts: ConnectionParts,
  tenant: TenantId,
  reply: FastifyReply,
  taken: TakenUp | Refused,
): Promise<FastifyReply> {
  if (!taken.ok) return sendRefusal(reply, taken)
  return reply.code(201).send(await findNumber(parts, tenant, taken.id))
}
