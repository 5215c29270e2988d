/** Signing up, in and out. These routes are open to everybody; each says for itself who may do what. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { tenantId } from '#platform/db/tenant-id.ts'
import { sendProblem, type ProblemBody } from '#platform/problem.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { acceptInvitation, previewInvitation } from './invite-people.ts'
import { askOf, callAuth } from './internal/call-auth.ts'
import { resetToken } from './internal/create-auth.ts'
import { mailFaultOf, mailWords } from './internal/mail-words.ts'
import {
  FOR_SOMEBODY_ELSE,
  INVITED_ONLY,
  LINK_OVER,
  NO_DEMO,
  TOO_MANY,
  WRONG_SETUP_CODE,
} from './internal/problems.ts'
import { selectRole, selectTenantsOf } from './internal/sql.ts'
import { openBusiness, takeFirstBusiness } from './open-business.ts'
import { isFirstRun, ownOriginOf, type People } from './people.ts'
import { listMembers } from './read-members.ts'
import {
  DemoSignInShape,
  ForgottenShape,
  InvitationPreviewShape,
  ResetShape,
  SessionStateShape,
  SignedInShape,
  SignInShape,
  SignUpShape,
  TwoFactorCodeShape,
  type Business,
  type SessionState,
} from './shapes.ts'

const PUBLIC = { config: { needs: 'public' } } as const
const DONE = z.null().describe('Done')

export function authRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { auth, clock } = people
  routes.get(
    '/api/v1/auth/session',
    { ...PUBLIC, schema: { response: { 200: SessionStateShape } } },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      return sessionState(people, request, reply)
    },
  )
  routes.post(
    '/api/v1/auth/sign-up',
    { ...PUBLIC, schema: { body: SignUpShape, response: { 201: SignedInShape } } },
    async (request, reply) => {
      const { name, email, password, businessName, invitation, setupCode } = request.body
      if (!people.attempts.take(null, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const refusal = await maySignUp(people, { email, businessName, invitation, setupCode })
      if (refusal !== null) return sendProblem(reply, refusal)
      const isFirst = await isFirstRun(people.database)
      const made = await callAuth(reply, async () =>
        auth.api.signUpEmail({ ...askOf(request), body: { name, email, password }, returnHeaders: true }),
      )
      if (made === null) return reply
      const person = { id: made.response.user.id, name, email }
      if (invitation !== undefined) {
        const accepted = await acceptInvitation(people.database, invitation, person, clock())
        if (accepted.ok) people.notifier.notify('events', [accepted.tenant])
      } else if (businessName !== undefined) {
        const taken = isFirst ? await takeFirstBusiness(people.database, person, businessName) : null
        if (taken === null) await openBusiness(people.database, person, businessName)
      }
      return reply.code(201).send({ next: 'ready' })
    },
  )
  signInRoutes(app, people)
  passwordRoutes(app, people)
  routes.get(
    '/api/v1/auth/invitation',
    {
      ...PUBLIC,
      schema: {
        querystring: z.object({ invitation: z.string().min(1).max(100) }),
        response: { 200: InvitationPreviewShape },
      },
    },
    async (request, reply) => {
      const { invitation } = request.query
      const found = await previewInvitation(people.database, invitation, clock())
      return found === null ? sendProblem(reply, LINK_OVER) : found
    },
  )
}

function signInRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { auth, attempts, clock } = people
  routes.post(
    '/api/v1/auth/sign-in',
    { ...PUBLIC, schema: { body: SignInShape, response: { 200: SignedInShape } } },
    async (request, reply) => {
      const { email, password, isRemembered } = request.body
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const body = { email, password, rememberMe: isRemembered }
      const signedIn = await callAuth(reply, async () =>
        auth.api.signInEmail({ ...askOf(request), body, returnHeaders: true }),
      )
      if (signedIn === null) return reply
      attempts.forgive(email)
      return { next: 'twoFactorRedirect' in signedIn.response ? 'two_factor' : 'ready' } as const
    },
  )
  routes.post(
    '/api/v1/auth/two-factor',
    { ...PUBLIC, schema: { body: TwoFactorCodeShape, response: { 200: SignedInShape } } },
    async (request, reply) => {
      const { code, isBackupCode, isTrusted } = request.body
      if (!attempts.take(null, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const asked = {
        ...askOf(request),
        body: { code, trustDevice: isTrusted },
        returnHeaders: true,
      } as const
      const verified = await callAuth<unknown>(reply, async () =>
        isBackupCode ? auth.api.verifyBackupCode(asked) : auth.api.verifyTOTP(asked),
      )
      return verified === null ? reply : ({ next: 'ready' } as const)
    },
  )
  routes.post(
    '/api/v1/auth/sign-out',
    { ...PUBLIC, schema: { response: { 204: DONE } } },
    async (request, reply) => {
      const asker = await people.sessions.authenticate(request, reply)
      await callAuth(reply, async () => auth.api.signOut({ ...askOf(request), returnHeaders: true }))
      const id = asker?.person?.id
      if (id !== undefined) people.sessions.forget(id)
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/api/v1/auth/demo',
    { ...PUBLIC, schema: { body: DemoSignInShape, response: { 200: SignedInShape } } },
    async (request, reply) => {
      if (!isDemoOffered(people, request)) return sendProblem(reply, NO_DEMO)
      const signedIn = await callAuth(reply, async () =>
        auth.api.signInDemo({ ...askOf(request), body: request.body, returnHeaders: true }),
      )
      if (signedIn === null) return reply
      return signedIn.response.isThere ? ({ next: 'ready' } as const) : sendProblem(reply, NO_DEMO)
    },
  )
}

function passwordRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { auth, attempts, clock, log, mailer } = people
  routes.post(
    '/api/v1/auth/password/forgot',
    { ...PUBLIC, schema: { body: ForgottenShape, response: { 202: DONE } } },
    async (request, reply) => {
      const { email } = request.body
      if (!attempts.take(email, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const words = mailWords(request.headers['accept-language'])
      // The answer neither says nor shows by its time whether somebody has this address.
      const mail = (token: string): void => {
        const url = `${ownOriginOf(people, request)}/reset-password?token=${encodeURIComponent(token)}`
        mailer.send({ to: email, ...words.reset(url) }).catch((error: unknown) => {
          log.error({ evt: 'mail.not-sent', err: mailFaultOf(error) })
        })
      }
      await resetToken.run(mail, async () => auth.api.requestPasswordReset({ body: { email } }))
      return reply.code(202).send(null)
    },
  )
  routes.post(
    '/api/v1/auth/password/reset',
    { ...PUBLIC, schema: { body: ResetShape, response: { 204: DONE } } },
    async (request, reply) => {
      const { token, password } = request.body
      if (!attempts.take(null, request.ip, clock())) return sendProblem(reply, TOO_MANY)
      const done = await callAuth(reply, async () =>
        auth.api.resetPassword({ body: { token, newPassword: password }, returnHeaders: true }),
      )
      return done === null ? reply : reply.code(204).send(null)
    },
  )
}

async function sessionState(
  people: People,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionState> {
  const { database, signUp, setupCode, mailer } = people
  const asker =
    request.headers.authorization === undefined ? await people.sessions.authenticate(request, reply) : null
  const person = asker?.person ?? null
  const isFirst = (person === null || person.isDemo) && (await isFirstRun(database))
  return {
    person:
      person === null
        ? null
        : {
            id: person.id,
            name: person.name,
            email: person.email,
            hasTwoFactor: person.hasTwoFactor,
            isDemo: person.isDemo,
          },
    tenantId: asker?.access?.tenant ?? null,
    businesses: person === null ? [] : await businessesOf(people, person.id),
    isFirstRun: isFirst,
    signUp: isFirst ? 'open' : signUp,
    needsSetupCode: isFirst && setupCode !== null,
    demo: isDemoOffered(people, request) ? await demoColleagues(people) : [],
    mailFolder: isFromHere(people, request) ? mailer.folder : null,
  }
}

async function businessesOf({ database }: People, user: string): Promise<Business[]> {
  const businesses: Business[] = []
  for (const id of await selectTenantsOf(database.pool, user)) {
    const tenant = tenantId(id)
    const [name, role] = await database.inTenant(tenant, async (client) => [
      await tenantName(client, tenant),
      await selectRole(client, tenant, user),
    ])
    if (name !== null && role !== null) businesses.push({ id, name, role })
  }
  return businesses
}

const demoColleagues = async ({ database }: People): Promise<SessionState['demo']> => {
  const members = await database.inTenant(FIRST_TENANT, async (client) => listMembers(client, FIRST_TENANT))
  return members.filter(({ isDemo }) => isDemo).map(({ id, name, role }) => ({ id, name, role }))
}

const isLoopback = (ip: string): boolean => /^(?:127\.|::1$|::ffff:127\.)/u.test(ip)
/** Behind a proxy everybody seems to come from this machine; then there is a PUBLIC_URL, or the proxy says that it is one. */
const isFromHere = ({ publicUrl }: People, { ip, headers }: FastifyRequest): boolean =>
  publicUrl === null &&
  isLoopback(ip) &&
  ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].every((name) => !(name in headers))
const isDemoOffered = (people: People, request: FastifyRequest): boolean =>
  people.hasDemo && isFromHere(people, request)

type Wish = {
  readonly email: string
  readonly businessName: string | undefined
  readonly invitation: string | undefined
  readonly setupCode: string | undefined
}

/** Null: they may. */
async function maySignUp(people: People, wish: Wish): Promise<ProblemBody | null> {
  if (wish.invitation !== undefined) {
    const found = await previewInvitation(people.database, wish.invitation, people.clock())
    if (found === null) return LINK_OVER
    return found.email === wish.email ? null : FOR_SOMEBODY_ELSE
  }
  if (wish.businessName === undefined)
    return {
      status: 400,
      code: 'invalid_request',
      title: 'Some of this is not valid',
      errors: [{ path: 'businessName', message: 'is needed without an invitation' }],
    }
  if (await isFirstRun(people.database))
    return people.setupCode === null || isSame(wish.setupCode ?? '', people.setupCode)
      ? null
      : WRONG_SETUP_CODE
  return people.signUp === 'open' ? null : INVITED_ONLY
}

const isSame = (given: string, wanted: string): boolean =>
  Buffer.byteLength(given) === Buffer.byteLength(wanted) &&
  timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
