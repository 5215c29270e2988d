import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import { changeRule, readRule } from './change-rule.ts'
import { addTeam, changeTeam, deleteTeam, listTeams, TEAMS_MAX } from './manage-teams.ts'
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

export type AssignmentRoutes = NamedListParts & { readonly clock: Clock }

/** Who does what: teams, who is there, and how conversations find somebody by themselves. */
export function assignmentRoutes(app: FastifyInstance, options: AssignmentRoutes): void {
  assigneeRoutes(app, options)
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

function teamRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/teams',
    word: 'team',
    reads: 'settings:read',
    writes: 'settings:write',
    shapes: { list: TeamListShape, item: TeamShape, added: NewTeamShape, patch: TeamPatchShape },
    list: listTeams,
    add: addTeam,
    change: changeTeam,
    removeInSteps: deleteTeam,
    problems: {
      team_exists: {
        status: 409,
        title: 'Another team has this name already',
        nextStep: 'Choose another name.',
      },
      too_many_teams: {
        status: 409,
        title: `There are ${TEAMS_MAX} teams already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
      team_in_use: {
        status: 409,
        title: 'New conversations are given to this team by themselves',
        nextStep: 'Choose another team in the settings of automatic assignment first.',
      },
      member_not_found: {
        status: 422,
        title: 'Somebody of these does not work here',
        nextStep: 'Look at the list of members again: it may have changed in the meantime.',
      },
    },
  })
}

function ruleRoutes(app: FastifyInstance, { database, notifier }: AssignmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/assignment',
    { config: { needs: 'settings:read' }, schema: { response: { 200: AssignmentRuleShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => readRule(client, tenant))
    },
  )
  routes.put(
    '/api/v1/assignment',
    {
      config: { needs: 'settings:write' },
      schema: { body: AssignmentRuleShape, response: { 200: AssignmentRuleShape } },
    },
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
