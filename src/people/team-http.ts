/** Who works for the business: see them, invite, change roles, take out. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { changeRole, mayRemove, removeMember, type MemberRefusal } from './change-members.ts'
import { mailFaultOf, mailWords } from './internal/mail-words.ts'
import { selectRole } from './internal/sql.ts'
import { invitePerson, listInvitations, revokeInvitation, type InviteRefusal } from './invite-people.ts'
import { originOf, type People } from './people.ts'
import { listMembers } from './read-members.ts'
import {
  InvitationListShape,
  InviteShape,
  MemberListShape,
  MemberPatchShape,
  NewInvitationShape,
} from './shapes.ts'

const DONE = z.null().describe('Done')

export function teamRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, sessions, notifier } = people
  routes.get(
    '/api/v1/members',
    { config: { needs: 'team:read' }, schema: { response: { 200: MemberListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listMembers(client, tenant)) }
    },
  )
  routes.patch(
    '/api/v1/members/:id',
    {
      config: { needs: 'team:write' },
      schema: { params: IdParams, body: MemberPatchShape, response: { 204: DONE } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const changed = await database.inTenant(tenant, async (client) =>
        changeRole(client, tenant, actor, id, request.body.role),
      )
      sessions.forget(id)
      notifier.notify('events', [tenant])
      return changed.ok ? reply.code(204).send(null) : refuseMember(reply, changed)
    },
  )
  routes.delete(
    '/api/v1/members/:id',
    // Everybody may leave; whom else one may take out is asked further in.
    { config: { needs: 'team:read' }, schema: { params: IdParams, response: { 204: DONE } } },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const { id } = request.params
      if (id !== actor.id && !permissions.has('team:write')) return sendProblem(reply, NOT_ALLOWED)
      const may = await database.inTenant(tenant, async (client) => mayRemove(client, tenant, actor, id))
      if (!may.ok) return refuseMember(reply, may)
      await people.release(tenant, id)
      const removed = await database.inTenant(tenant, async (client) =>
        removeMember(client, tenant, actor, id),
      )
      sessions.forget(id)
      notifier.notify('events', [tenant])
      return removed.ok ? reply.code(204).send(null) : refuseMember(reply, removed)
    },
  )
  invitationRoutes(app, people)
}

function invitationRoutes(app: FastifyInstance, people: People): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, clock } = people
  routes.get(
    '/api/v1/invitations',
    { config: { needs: 'team:write' }, schema: { response: { 200: InvitationListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return {
        items: await database.inTenant(tenant, async (client) => listInvitations(client, tenant, clock())),
      }
    },
  )
  routes.post(
    '/api/v1/invitations',
    { config: { needs: 'team:write' }, schema: { body: InviteShape, response: { 201: NewInvitationShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const made = await database.inTenant(tenant, async (client) => {
        const role = actor.kind === 'user' ? await selectRole(client, tenant, actor.id) : null
        return {
          ...(await invitePerson(client, tenant, { actor, role }, request.body, clock())),
          business: (await tenantName(client, tenant)) ?? '',
        }
      })
      if (!made.ok) return sendProblem(reply, INVITE_PROBLEMS[made.because])
      const url = `${originOf(people, request)}/join/${made.secret}`
      const words = mailWords(request.headers['accept-language']).invitation(actor.name, made.business, url)
      const isMailed = await people.mailer.send({ to: made.invitation.email, ...words }).then(
        () => people.mailer.folder === null,
        (error: unknown) => {
          people.log.error({ evt: 'mail.not-sent', err: mailFaultOf(error) })
          return false
        },
      )
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...made.invitation, url, isMailed })
    },
  )
  routes.delete(
    '/api/v1/invitations/:id',
    { config: { needs: 'team:write' }, schema: { params: IdParams, response: { 204: DONE } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isThere = await database.inTenant(tenant, async (client) =>
        revokeInvitation(client, tenant, actor, request.params.id, clock()),
      )
      return isThere ? reply.code(204).send(null) : notFound(reply, 'invitation')
    },
  )
}

const refuseMember = async (reply: FastifyReply, { because }: MemberRefusal): Promise<FastifyReply> =>
  because === 'not_found' ? notFound(reply, 'member') : sendProblem(reply, MEMBER_PROBLEMS[because])

const NOT_ALLOWED: ProblemBody = {
  status: 403,
  code: 'not_allowed',
  title: 'This needs the permission team:write',
  nextStep: 'Ask an owner or admin of your team.',
}
const NOT_YOURS: ProblemBody = {
  status: 403,
  code: 'not_yours_to_give',
  title: 'Nobody gives or takes a role above their own',
  nextStep: 'Ask an owner of your team.',
}
const MEMBER_PROBLEMS: Readonly<Record<Exclude<MemberRefusal['because'], 'not_found'>, ProblemBody>> = {
  not_yours_to_give: NOT_YOURS,
  last_owner: {
    status: 409,
    code: 'last_owner',
    title: 'A business needs an owner',
    nextStep: 'Make somebody else an owner first.',
  },
}
const INVITE_PROBLEMS: Readonly<Record<InviteRefusal['because'], ProblemBody>> = {
  not_yours_to_give: NOT_YOURS,
  already_member: {
    status: 409,
    code: 'already_member',
    title: 'Whoever has this address is in your team already',
    nextStep: 'Change their role in the list of the team.',
  },
  too_many: {
    status: 409,
    code: 'too_many_invitations',
    title: 'There are 200 open invitations already',
    nextStep: 'Take back those that nobody will use.',
  },
}
