import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { exportContacts } from '#contacts/export-contacts.ts'
import { findContacts } from '#contacts/read-contacts.ts'
import { ContactPageShape } from '#contacts/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import { IdParams } from '#platform/id-params.ts'
import { isId } from '#platform/ids.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addSegment,
  changeSegment,
  checkTree,
  countTree,
  deleteSegment,
  findSegment,
  listSegments,
  SEGMENTS_MAX,
  type SegmentRefusal,
} from './manage-segments.ts'
import {
  CountedTreeShape,
  NewSegmentShape,
  SegmentCountShape,
  SegmentListShape,
  SegmentPatchShape,
  SegmentShape,
} from './shapes.ts'
import { nextMembers, treeOf } from './walk-members.ts'

export type SegmentRoutes = { readonly database: Database; readonly clock: Clock }

const READS = { needs: 'segments:read' } as const
const WRITES = { needs: 'segments:write' } as const

/** Saved filters over contacts: the list of them, how many are in one, who they are, and them as a file. */
export function segmentRoutes(app: FastifyInstance, options: SegmentRoutes): void {
  listRoutes(app, options)
  changeRoutes(app, options)
  memberRoutes(app, options)
  exportRoute(app, options)
}

function listRoutes(app: FastifyInstance, { database, clock }: SegmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/segments',
    { config: READS, schema: { response: { 200: SegmentListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listSegments(client, tenant)) }
    },
  )
  routes.get(
    '/api/v1/segments/:id',
    { config: READS, schema: { params: IdParams, response: { 200: SegmentShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const segment = await database.inTenant(tenant, async (client) => findSegment(client, tenant, id))
      return segment ?? notFound(reply, 'segment')
    },
  )
  routes.post(
    '/api/v1/segments/count',
    { config: READS, schema: { body: CountedTreeShape, response: { 200: SegmentCountShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const counted = await database.inTenant(tenant, async (client) => {
        const checked = await checkTree(client, tenant, request.body.tree)
        return checked.ok
          ? { ...checked, ...(await countTree(client, tenant, checked.tree, clock())) }
          : checked
      })
      if (!counted.ok) return refuse(reply, { ok: false, because: 'invalid', errors: counted.errors })
      return { count: counted.count, isCounting: counted.isCounting }
    },
  )
}

function changeRoutes(app: FastifyInstance, { database, clock }: SegmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/segments',
    { config: WRITES, schema: { body: NewSegmentShape, response: { 201: SegmentShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addSegment(client, tenant, actor, request.body, clock()),
      )
      return added.ok ? reply.code(201).send(added.segment) : refuse(reply, added)
    },
  )
  routes.patch(
    '/api/v1/segments/:id',
    {
      config: WRITES,
      schema: { params: IdParams, body: SegmentPatchShape, response: { 200: SegmentShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body }
      const changed = await database.inTenant(tenant, async (client) =>
        changeSegment(client, tenant, actor, wish, clock()),
      )
      return changed.ok ? changed.segment : refuse(reply, changed)
    },
  )
  routes.delete(
    '/api/v1/segments/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isDeleted = await database.inTenant(tenant, async (client) =>
        deleteSegment(client, tenant, actor, request.params.id),
      )
      return isDeleted ? reply.code(204).send(null) : notFound(reply, 'segment')
    },
  )
}

/** The id of the last contact of a page, opaque to clients. */
const CursorShape = z.string().transform((text, context) => {
  const id = Buffer.from(text, 'base64url').toString()
  if (isId(id)) return id
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})

function memberRoutes(app: FastifyInstance, { database, clock }: SegmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/segments/:id/contacts',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
        }),
        response: { 200: ContactPageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const page = await database.inTenant(tenant, async (client) => {
        const segment = await findSegment(client, tenant, request.params.id)
        if (segment === null) return null
        const place = { from: 'newest', afterId: cursor ?? null, limit } as const
        const ids = await nextMembers(client, tenant, treeOf(segment), place, clock())
        return { ids, items: await findContacts(client, tenant, ids) }
      })
      if (page === null) return notFound(reply, 'segment')
      const last = page.ids.length < limit ? undefined : page.ids.at(-1)
      return {
        items: [...page.items],
        nextCursor: last === undefined ? null : Buffer.from(last).toString('base64url'),
      }
    },
  )
}

function exportRoute(app: FastifyInstance, { database, clock }: SegmentRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/segments/:id/export.csv',
    { config: { needs: 'contacts:export' }, schema: { params: IdParams } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const now = clock()
      const segment = await database.inTenant(tenant, async (client) =>
        findSegment(client, tenant, request.params.id),
      )
      if (segment === null) return notFound(reply, 'segment')
      const tree = treeOf(segment)
      const { id, name } = segment
      return reply
        .type('text/csv; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="segment-${new Date(now).toISOString().slice(0, 10)}.csv"`,
        )
        .header('cache-control', 'no-store')
        .send(
          Readable.from(
            exportContacts(database, tenant, actor, {
              next: async (client, afterId, limit) =>
                nextMembers(client, tenant, tree, { from: 'oldest', afterId, limit }, now),
              audit: { action: 'segment.exported', subject: { kind: 'segment', id }, details: { name } },
            }),
          ),
        )
    },
  )
}

async function refuse(reply: FastifyReply, refusal: SegmentRefusal): Promise<FastifyReply> {
  switch (refusal.because) {
    case 'not_found':
      return notFound(reply, 'segment')
    case 'invalid':
      return sendProblem(reply, {
        status: 400,
        code: 'segments.invalid',
        title: 'Some of these conditions are not valid',
        nextStep: 'Each error says where in the tree it is.',
        errors: refusal.errors,
      })
    case 'segment_exists':
      return sendProblem(reply, {
        status: 409,
        code: 'segment_exists',
        title: 'There is a segment of this name already',
        nextStep: 'Choose another name.',
      })
    case 'too_many_segments':
      return sendProblem(reply, {
        status: 409,
        code: 'too_many_segments',
        title: `There are ${SEGMENTS_MAX} segments already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      })
    default:
      return refusal satisfies never
  }
}
