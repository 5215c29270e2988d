import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import { addDeal, changeDeal, deleteDeal, readDeal, readDeals, type DealResult } from './manage-deals.ts'
import { addStage, changeStage, deleteStage, listStages, STAGES_MAX } from './manage-stages.ts'
import {
  DealPageShape,
  DealPatchShape,
  DealShape,
  DealStageListShape,
  DealStagePatchShape,
  DealStageShape,
  NewDealShape,
  NewDealStageShape,
} from './shapes.ts'

export type DealRoutes = NamedListParts & { readonly clock: Clock }

const READS = { needs: 'deals:read' } as const
const WRITES = { needs: 'deals:write' } as const

/** Deals, and the stages that they go through. */
export function dealRoutes(app: FastifyInstance, options: DealRoutes): void {
  readRoutes(app, options)
  changeRoutes(app, options)
  stageRoutes(app, options)
}

function readRoutes(app: FastifyInstance, { database }: DealRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/deals',
    {
      config: READS,
      schema: { querystring: z.object({ contactId: z.uuid().optional() }), response: { 200: DealPageShape } },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const contact = request.query.contactId ?? null
      return database.inTenant(tenant, async (client) => readDeals(client, tenant, contact))
    },
  )
  routes.get(
    '/api/v1/deals/:id',
    { config: READS, schema: { params: IdParams, response: { 200: DealShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const deal = await database.inTenant(tenant, async (client) => readDeal(client, tenant, id))
      return deal ?? notFound(reply, 'deal')
    },
  )
}

function changeRoutes(app: FastifyInstance, { database, clock, notifier }: DealRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/deals',
    { config: WRITES, schema: { body: NewDealShape, response: { 201: DealShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addDeal(client, tenant, actor, request.body, clock()),
      )
      if (!added.ok) return refuse(reply, added)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.deal)
    },
  )
  routes.patch(
    '/api/v1/deals/:id',
    { config: WRITES, schema: { params: IdParams, body: DealPatchShape, response: { 200: DealShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body }
      const changed = await database.inTenant(tenant, async (client) =>
        changeDeal(client, tenant, actor, wish, clock()),
      )
      if (!changed.ok) return refuse(reply, changed)
      notifier.notify('events', [tenant])
      return changed.deal
    },
  )
  routes.delete(
    '/api/v1/deals/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      if (!(await database.inTenant(tenant, async (client) => deleteDeal(client, tenant, actor, id))))
        return notFound(reply, 'deal')
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

function stageRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/deal-stages',
    word: 'stage',
    reads: 'deals:read',
    writes: 'deals:write',
    shapes: {
      list: DealStageListShape,
      item: DealStageShape,
      added: NewDealStageShape,
      patch: DealStagePatchShape,
    },
    list: listStages,
    add: addStage,
    change: changeStage,
    remove: deleteStage,
    problems: {
      stage_exists: {
        status: 409,
        title: 'There is a stage of this name already',
        nextStep: 'Choose another name.',
      },
      too_many_stages: {
        status: 409,
        title: `There are ${STAGES_MAX} stages already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
      stage_not_empty: {
        status: 409,
        title: 'There are deals in this stage',
        nextStep: 'Move them to another stage first.',
      },
      last_of_its_kind: {
        status: 409,
        title: 'This is the last stage of its kind',
        nextStep: 'Rename it, or make another of its kind first.',
      },
    },
  })
}

async function refuse(
  reply: FastifyReply,
  refusal: Extract<DealResult, { ok: false }>,
): Promise<FastifyReply> {
  if (refusal.because === 'not_found') return notFound(reply, 'deal')
  return sendProblem(reply, {
    status: 400,
    code: 'deals.invalid',
    title: 'Some of this is not valid',
    errors: refusal.errors,
  })
}
