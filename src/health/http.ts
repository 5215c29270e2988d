import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { cursorOf, CursorShape } from '#platform/page-cursor.ts'
import { notFound } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { listSegments } from '#segments/manage-segments.ts'
import { treeOf } from '#segments/walk-members.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { dismiss, selectChannel, selectEvents } from './internal/quality-sql.ts'
import { readQuality, type QualityWish } from './read-quality.ts'
import { HealthEventPageShape, QualityShape } from './shapes.ts'
import { watchedSegments } from './watch-segments.ts'

export type HealthRoutes = {
  readonly database: Database
  readonly clock: Clock
}

const READS = { needs: 'channels:read' } as const
const ONE = '/api/v1/channels/:id'
const PAGE_MAX = 100
/** Whose customers' messages are counted as well. */
const QualityQuery = z.strictObject({ segmentId: z.uuid().optional() })

/** How numbers fare: what holds, what happened, and what to do. */
export function healthRoutes(app: FastifyInstance, { database, clock }: HealthRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    `${ONE}/quality`,
    {
      config: READS,
      schema: { params: IdParams, querystring: QualityQuery, response: { 200: QualityShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { segmentId = null } = request.query
      const user = actor.kind === 'user' ? actor.id : null
      const found = await database.inTenant(tenant, async (client) => {
        const segment = segmentId === null ? null : await segmentOf(client, tenant, segmentId)
        if (segmentId !== null && segment === null) return 'segment'
        const wish = { user, segment }
        return (await readQuality(client, tenant, request.params.id, wish, clock())) ?? 'number'
      })
      return typeof found === 'string' ? notFound(reply, found) : found
    },
  )
  routes.get(
    `${ONE}/health-events`,
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.strictObject({
          cursor: CursorShape.optional(),
          limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
        }),
        response: { 200: HealthEventPageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const { cursor = null, limit } = request.query
      const found = await database.inTenant(tenant, async (client) =>
        (await selectChannel(client, tenant, id)) === null
          ? null
          : selectEvents(client, tenant, id, cursor, limit + 1),
      )
      if (found === null) return notFound(reply, 'number')
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        items,
        nextCursor: found.length > limit && last !== undefined ? cursorOf(last.at, last.id) : null,
      }
    },
  )
  // For this person alone: nothing is changed for anybody else, so whoever sees the alarm may put it away.
  routes.post(
    '/api/v1/health-alerts/:id/dismiss',
    { config: READS, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isThere = await database.inTenant(tenant, async (client) =>
        dismiss(client, tenant, request.params.id, actor.id, clock()),
      )
      if (!isThere) return notFound(reply, 'alert')
      return reply.code(204).send(null)
    },
  )
}

async function segmentOf(client: Client, tenant: TenantId, id: string): Promise<QualityWish['segment']> {
  const all = await listSegments(client, tenant)
  const segment = all.find((one) => one.id === id.toLowerCase())
  if (segment === undefined) return null
  const isWatched = watchedSegments(all).some((one) => one.id === segment.id)
  return { id: segment.id, tree: treeOf(segment), isWatched }
}
