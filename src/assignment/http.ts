import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { changeRule, readRule } from './change-rule.ts'
import { addTeam, changeTeam, deleteTeam, listTeams, TEAMS_MAX, type TeamRefusal } from './manage-teams.ts'
import { changeAvailability, readAssignees } from './read-assignees.ts'
import {
  AssigneesShape,
  AssignmentRuleShape,
  AvailabilityShape,
  NewTeamShape,
  TeamListShape,
  TeamPatchShape,
  TeamShape,
} from './shapes.ts'

export type AssignmentRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
}

const IdParams = z.object({ id: z.uuid() })
const READS = { needs: 'settings:read' } as const
const WRITES = { needs: 'settings:write' } as const

/** Who does what: teams, who is there, and how conversations find somebody by themselves. */
export function assignmentRoutes(app: FastifyInstance, options: AssignmentRoutes): void {
  assigneeRoutes(app, options)
  teamListRoutes(app, options)
  teamRoutes(app, options)
  ruleRoutes(app, options)
}

function assigneeRoutes(app: FastifyInstance, { database, clock, notifier }: AssignmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/assignees',
    { config: { needs: 'conversations:read' }, schema: { response: { 200: AssigneesShape } } },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      return database.inTenant(tenant, async (client) => readAssignees(client, tenant, actor))
    },
  )
  routes.put(
    '/api/v1/me/availability',
    {
      config: { needs: 'conversations:write' },
      schema: { body: AvailabilityShape, response: { 200: AvailabilityShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { isAvailable } = request.body
      const changed = await database.inTenant(tenant, async (client) =>
        changeAvailability(client, tenant, actor, { isAvailable, now: clock() }),
      )
      if (changed === null)
        return sendProblem(reply, {
          status: 409,
          code: 'not_a_member',
          title: 'Only members can be available or away',
          nextStep: 'Sign in as yourself.',
        })
      if (changed.isChanged) notifier.notify('events', [tenant])
      return { isAvailable }
    },
  )
}

function teamListRoutes(app: FastifyInstance, { database, notifier }: AssignmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/teams',
    { config: READS, schema: { response: { 200: TeamListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listTeams(client, tenant)) }
    },
  )
  routes.post(
    '/api/v1/teams',
    { config: WRITES, schema: { body: NewTeamShape, response: { 201: TeamShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addTeam(client, tenant, actor, request.body),
      )
      if (!added.ok) return refuse(reply, added)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.team)
    },
  )
}

function teamRoutes(app: FastifyInstance, { database, notifier }: AssignmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/teams/:id',
    { config: WRITES, schema: { params: IdParams, body: TeamPatchShape, response: { 200: TeamShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const changed = await database.inTenant(tenant, async (client) =>
        changeTeam(client, tenant, actor, { id, patch }),
      )
      if (!changed.ok) return refuse(reply, changed)
      if (changed.isChanged) notifier.notify('events', [tenant])
      return changed.team
    },
  )
  routes.delete(
    '/api/v1/teams/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const result = await deleteTeam(database, tenant, actor, request.params.id)
      if (result !== 'deleted') return refuse(reply, { ok: false, because: result })
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

function ruleRoutes(app: FastifyInstance, { database, notifier }: AssignmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/assignment',
    { config: READS, schema: { response: { 200: AssignmentRuleShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => readRule(client, tenant))
    },
  )
  routes.put(
    '/api/v1/assignment',
    { config: WRITES, schema: { body: AssignmentRuleShape, response: { 200: AssignmentRuleShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const rule = await database.inTenant(tenant, async (client) =>
        changeRule(client, tenant, actor, request.body),
      )
      if (rule === null)
        return sendProblem(reply, {
          status: 422,
          code: 'team_not_found',
          title: 'There is no such team',
          nextStep: 'Look at the list of teams again: somebody may have deleted it.',
          errors: [{ path: 'teamId', message: 'is no team of yours' }],
        })
      notifier.notify('events', [tenant])
      return rule
    },
  )
}

async function refuse(reply: FastifyReply, refusal: TeamRefusal): Promise<FastifyReply> {
  if (refusal.because === 'not_found') return notFound(reply, 'team')
  return sendProblem(
    reply,
    refusal.because === 'no_member' ? strangersProblem(refusal.places) : TEAM_PROBLEMS[refusal.because],
  )
}

const TEAM_PROBLEMS = {
  team_exists: {
    status: 409,
    code: 'team_exists',
    title: 'Another team has this name already',
    nextStep: 'Choose another name.',
  },
  too_many_teams: {
    status: 409,
    code: 'too_many_teams',
    title: `There are ${TEAMS_MAX} teams already, and no more are possible`,
    nextStep: 'Delete one that nobody needs.',
  },
  team_in_use: {
    status: 409,
    code: 'team_in_use',
    title: 'New conversations are given to this team by themselves',
    nextStep: 'Choose another team in the settings of automatic assignment first.',
  },
} as const

const strangersProblem = (places: readonly number[]): ProblemBody => ({
  status: 422,
  code: 'member_not_found',
  title: 'Somebody of these does not work here',
  nextStep: 'Look at the list of members again: it may have changed in the meantime.',
  errors: places.map((place) => ({ path: `memberIds.${place}`, message: 'is no member of yours' })),
})
