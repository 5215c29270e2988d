import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { accessOf } from '#tenants/access.ts'
import {
  addView,
  changeView,
  deleteView,
  listViews,
  VIEWS_MAX,
  type Keeper,
  type ViewRefusal,
} from './manage-views.ts'
import { NewSavedViewShape, SavedViewListShape, SavedViewPatchShape, SavedViewShape } from './shapes.ts'

export type SavedViewRoutes = { readonly database: Database; readonly notifier: Notifier }

const IdParams = z.object({ id: z.uuid() })
/** One's own are kept by whoever may look; the team's ask for more, see `Keeper`. */
const READS = { needs: 'conversations:read' } as const

const keeperOf = (request: FastifyRequest): Keeper => {
  const { actor, permissions } = accessOf(request)
  return { actor, mayShare: permissions.has('settings:write') }
}

/** Ways of looking at the inbox that are kept under a name. */
export function savedViewRoutes(app: FastifyInstance, { database, notifier }: SavedViewRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/saved-views',
    { config: READS, schema: { response: { 200: SavedViewListShape } } },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      return { items: await database.inTenant(tenant, async (client) => listViews(client, tenant, actor)) }
    },
  )
  routes.post(
    '/api/v1/saved-views',
    { config: READS, schema: { body: NewSavedViewShape, response: { 201: SavedViewShape } } },
    async (request, reply) => {
      const { tenant } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addView(client, tenant, keeperOf(request), request.body),
      )
      if (!added.ok) return refuse(reply, added.because)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.view)
    },
  )
  routes.patch(
    '/api/v1/saved-views/:id',
    {
      config: READS,
      schema: { params: IdParams, body: SavedViewPatchShape, response: { 200: SavedViewShape } },
    },
    async (request, reply) => {
      const { tenant } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const changed = await database.inTenant(tenant, async (client) =>
        changeView(client, tenant, keeperOf(request), { id, patch }),
      )
      if (!changed.ok) return refuse(reply, changed.because)
      notifier.notify('events', [tenant])
      return changed.view
    },
  )
  routes.delete(
    '/api/v1/saved-views/:id',
    { config: READS, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant } = accessOf(request)
      const refused = await database.inTenant(tenant, async (client) =>
        deleteView(client, tenant, keeperOf(request), request.params.id),
      )
      if (refused !== null) return refuse(reply, refused)
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

const PROBLEMS: Readonly<Record<Exclude<ViewRefusal, 'not_found'>, Omit<ProblemBody, 'code'>>> = {
  not_a_person: {
    status: 400,
    title: 'A view of one’s own belongs to a person, and a key is nobody',
    nextStep: 'Make it one of the team’s: isShared.',
  },
  not_allowed: {
    status: 403,
    title: 'The team’s views are kept by those who may change the settings',
    nextStep: 'Keep it for yourself, or ask an owner or admin of your team.',
  },
  view_exists: {
    status: 409,
    title: 'There is a view of this name already',
    nextStep: 'Choose another name.',
  },
  too_many_views: {
    status: 409,
    title: `There are ${VIEWS_MAX} views already, and no more are possible`,
    nextStep: 'Delete one that nobody needs.',
  },
  label_not_found: {
    status: 422,
    title: 'There is no such label',
    nextStep: 'Look at the list of labels again: somebody may have deleted it.',
  },
  team_not_found: {
    status: 422,
    title: 'There is no such team',
    nextStep: 'Look at the list of teams again: somebody may have deleted it.',
  },
}

const refuse = async (reply: FastifyReply, because: ViewRefusal): Promise<FastifyReply> =>
  because === 'not_found'
    ? notFound(reply, 'saved view')
    : sendProblem(reply, { code: because, ...PROBLEMS[because] })
