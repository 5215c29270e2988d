/** What people do about themselves: name, password, second factor, their sessions, and which business they have open. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { tenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { personOf } from '#tenants/access.ts'
import { FOR_SOMEBODY_ELSE, LINK_OVER, TOO_MANY } from './internal/problems.ts'
import { acceptInvitation } from './invite-people.ts'
import { askOf, callAuth } from './internal/call-auth.ts'
import {
  deleteProofs,
  deleteSession,
  deleteSessionsBut,
  selectRole,
  selectSessions,
  updateSessionTenant,
} from './internal/sql.ts'
import { openBusiness } from './open-business.ts'
import type { People } from './people.ts'
import {
  AcceptShape,
  BackupCodesShape,
  ChangePasswordShape,
  ConfirmTwoFactorShape,
  OpenBusinessShape,
  PasswordShape,
  ProfilePatchShape,
  SessionListShape,
  SwitchShape,
  TwoFactorSetupShape,
} from './shapes.ts'

const SESSION = { config: { needs: 'session' } } as const
const DONE = z.null().describe('Done')

export function accountRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { auth, sessions } = people
  routes.patch(
    '/api/v1/me/profile',
    { ...SESSION, schema: { body: ProfilePatchShape, response: { 204: DONE } } },
    async (request, reply) => {
      const { id } = personOf(request)
      const done = await callAuth(reply, async () =>
        auth.api.updateUser({ ...askOf(request), body: { name: request.body.name }, returnHeaders: true }),
      )
      sessions.forget(id)
      return done === null ? reply : reply.code(204).send(null)
    },
  )
  routes.put(
    '/api/v1/me/password',
    {
      ...SESSION,
      schema: {
        body: ChangePasswordShape,
        response: { 204: DONE.describe('Changed; all other sessions of this person have ended') },
      },
    },
    async (request, reply) => {
      const { id, email, isDemo } = personOf(request)
      if (isDemo) return sendProblem(reply, MADE_UP)
      if (!people.attempts.take(email, request.ip, people.clock())) return sendProblem(reply, TOO_MANY)
      const { current, password } = request.body
      const body = { currentPassword: current, newPassword: password, revokeOtherSessions: true }
      const done = await callAuth(reply, async () =>
        auth.api.changePassword({ ...askOf(request), body, returnHeaders: true }),
      )
      if (done === null) return reply
      await deleteProofs(people.database.pool, id)
      people.attempts.forgive(email)
      sessions.forget(id)
      return reply.code(204).send(null)
    },
  )
  twoFactorRoutes(app, people)
  sessionRoutes(app, people)
  businessRoutes(app, people)
}

function twoFactorRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { auth, attempts, clock, sessions } = people
  routes.post(
    '/api/v1/me/two-factor',
    { ...SESSION, schema: { body: PasswordShape, response: { 200: TwoFactorSetupShape } } },
    async (request, reply) => {
      const { email, isDemo } = personOf(request)
      if (isDemo) return sendProblem(reply, MADE_UP)
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const made = await callAuth(reply, async () =>
        auth.api.enableTwoFactor({ ...askOf(request), body: request.body, returnHeaders: true }),
      )
      if (made === null) return reply
      const setup = made.response
      if (setup.method !== 'totp') throw new Error('a second factor that we did not ask for')
      const secret = new URL(setup.totpURI).searchParams.get('secret') ?? ''
      void reply.header('cache-control', 'no-store')
      return { uri: setup.totpURI, secret, backupCodes: setup.backupCodes }
    },
  )
  routes.post(
    '/api/v1/me/two-factor/confirm',
    {
      ...SESSION,
      schema: { body: ConfirmTwoFactorShape, response: { 204: DONE.describe('It is on from now on') } },
    },
    async (request, reply) => {
      const { id, email, sessionId } = personOf(request)
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const done = await callAuth(reply, async () =>
        auth.api.verifyTOTP({ ...askOf(request), body: request.body, returnHeaders: true }),
      )
      if (done === null) return reply
      await endOthers(people, id, sessionId, newTokenIn(done.headers))
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/api/v1/me/two-factor/disable',
    { ...SESSION, schema: { body: PasswordShape, response: { 204: DONE } } },
    async (request, reply) => {
      const { id, email } = personOf(request)
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const done = await callAuth(reply, async () =>
        auth.api.disableTwoFactor({ ...askOf(request), body: request.body, returnHeaders: true }),
      )
      sessions.forget(id)
      if (done === null) return reply
      await deleteProofs(people.database.pool, id)
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/api/v1/me/two-factor/backup-codes',
    { ...SESSION, schema: { body: PasswordShape, response: { 200: BackupCodesShape } } },
    async (request, reply) => {
      const { email } = personOf(request)
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const made = await callAuth(reply, async () =>
        auth.api.generateBackupCodes({ ...askOf(request), body: request.body, returnHeaders: true }),
      )
      if (made === null) return reply
      void reply.header('cache-control', 'no-store')
      return { backupCodes: made.response.backupCodes }
    },
  )
}

/** Whoever was signed in before the second factor was on proved less than is asked for now. */
async function endOthers(
  { database, sessions }: People,
  user: string,
  session: string,
  token: string | undefined,
): Promise<void> {
  await deleteSessionsBut(database.pool, user, session, token)
  await deleteProofs(database.pool, user)
  sessions.forget(user)
}

/** better-auth puts a new session in the place of the one that asked, and its token, signed, into a cookie. */
const newTokenIn = (headers: Headers): string | undefined =>
  /session_token=([^.;]+)\./u.exec(headers.getSetCookie().join('\n'))?.[1]

function sessionRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, clock, sessions } = people
  routes.get(
    '/api/v1/me/sessions',
    { ...SESSION, schema: { response: { 200: SessionListShape } } },
    async (request) => {
      const { id, sessionId } = personOf(request)
      const rows = await selectSessions(database.pool, id, clock())
      return { items: rows.map((row) => ({ ...row, isThis: row.id === sessionId })) }
    },
  )
  routes.delete(
    '/api/v1/me/sessions/:id',
    { ...SESSION, schema: { params: IdParams, response: { 204: DONE } } },
    async (request, reply) => {
      const { id } = personOf(request)
      const isThere = await deleteSession(database.pool, id, request.params.id)
      sessions.forget(id)
      return isThere ? reply.code(204).send(null) : notFound(reply, 'session')
    },
  )
  routes.delete(
    '/api/v1/me/sessions',
    { ...SESSION, schema: { response: { 204: DONE.describe('All but this one have ended') } } },
    async (request, reply) => {
      const { id, sessionId } = personOf(request)
      await deleteSessionsBut(database.pool, id, sessionId)
      sessions.forget(id)
      return reply.code(204).send(null)
    },
  )
}

function businessRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, clock, sessions } = people
  routes.put(
    '/api/v1/me/business',
    { ...SESSION, schema: { body: SwitchShape, response: { 204: DONE } } },
    async (request, reply) => {
      const { id, sessionId } = personOf(request)
      const tenant = tenantId(request.body.tenantId)
      const role = await database.inTenant(tenant, async (client) => selectRole(client, tenant, id))
      if (role === null) return notFound(reply, 'business')
      await updateSessionTenant(database.pool, sessionId, tenant)
      sessions.forget(id)
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/api/v1/me/businesses',
    { ...SESSION, schema: { body: OpenBusinessShape, response: { 201: z.object({ id: z.string() }) } } },
    async (request, reply) => {
      const person = personOf(request)
      if (person.isDemo) return sendProblem(reply, MADE_UP)
      if (people.signUp !== 'open') return sendProblem(reply, NOT_HERE)
      const tenant = await openBusiness(database, person, request.body.name)
      await updateSessionTenant(database.pool, person.sessionId, tenant)
      sessions.forget(person.id)
      return reply.code(201).send({ id: tenant })
    },
  )
  routes.post(
    '/api/v1/me/invitations/accept',
    { ...SESSION, schema: { body: AcceptShape, response: { 204: DONE } } },
    async (request, reply) => {
      const person = personOf(request)
      const accepted = await acceptInvitation(database, request.body.invitation, person, clock())
      if (!accepted.ok)
        return sendProblem(reply, accepted.because === 'link_expired' ? LINK_OVER : FOR_SOMEBODY_ELSE)
      people.notifier.notify('events', [accepted.tenant])
      await updateSessionTenant(database.pool, person.sessionId, accepted.tenant)
      sessions.forget(person.id)
      return reply.code(204).send(null)
    },
  )
}

const MADE_UP: ProblemBody = {
  status: 403,
  code: 'demo_person',
  title: 'You are looking around as a made-up colleague',
  nextStep: 'Sign up to have an account and a business of your own.',
}
const NOT_HERE: ProblemBody = {
  status: 403,
  code: 'invited_only',
  title: 'New businesses are not opened here',
  nextStep: 'Ask whoever runs this installation: SIGN_UP=open allows it.',
}
