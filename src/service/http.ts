import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { cursorOf, CursorShape } from '#platform/page-cursor.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { changeSetting } from './change-settings.ts'
import { exportRatings, listRatings, summariseRatings } from './read-ratings.ts'
import { readSettings, type Part, type Settings } from './read-settings.ts'
import {
  AwayReplyShape,
  BusinessHoursShape,
  CsatSettingsShape,
  RatingPageShape,
  RatingSummaryShape,
  ReplyTargetsShape,
} from './shapes.ts'

export type ServiceRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
}

/** When a business is open, what it promises, what it says while it is closed, and what customers thought of it. */
export function serviceRoutes(app: FastifyInstance, options: ServiceRoutes): void {
  settingRoutes(app, options, 'hours', '/api/v1/business-hours', BusinessHoursShape)
  settingRoutes(app, options, 'targets', '/api/v1/reply-targets', ReplyTargetsShape)
  settingRoutes(app, options, 'away', '/api/v1/away-reply', AwayReplyShape)
  settingRoutes(app, options, 'csat', '/api/v1/csat-settings', CsatSettingsShape)
  ratingRoutes(app, options)
}

function settingRoutes<P extends Part>(
  app: FastifyInstance,
  { database, notifier }: ServiceRoutes,
  part: P,
  url: string,
  shape: z.ZodType<Settings[P]>,
): void {
  app.get(
    url,
    { config: { needs: 'settings:read' }, schema: { response: { 200: shape } } },
    async (request): Promise<unknown> => {
      const tenant = tenantOf(request)
      const settings = await database.inTenant(tenant, async (client) => readSettings(client, tenant))
      return settings[part]
    },
  )
  app.put(
    url,
    { config: { needs: 'settings:write' }, schema: { body: shape, response: { 200: shape } } },
    async (request): Promise<unknown> => {
      const { tenant, actor } = accessOf(request)
      const wish = request.body as Settings[P] // the shape has checked it
      await database.inTenant(tenant, async (client) => changeSetting(client, tenant, actor, part, wish))
      notifier.notify('events', [tenant])
      return wish
    },
  )
}

const FILTER = {
  contactId: z.uuid().optional(),
  /** Who had the conversation, or resolved it. */
  agentId: z.uuid().optional(),
  rating: z.coerce.number().int().min(1).max(5).optional(),
}
const filterOf = (query: {
  readonly contactId?: string | undefined
  readonly agentId?: string | undefined
  readonly rating?: number | undefined
}) => ({ contact: query.contactId ?? null, agent: query.agentId ?? null, rating: query.rating ?? null })

function ratingRoutes(app: FastifyInstance, { database, clock }: ServiceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/csat',
    {
      config: { needs: 'conversations:read' },
      schema: {
        querystring: z.object({
          ...FILTER,
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
        }),
        response: { 200: RatingPageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const filter = { ...filterOf(request.query), after: cursor ?? null, limit }
      const items = await database.inTenant(tenant, async (client) => listRatings(client, tenant, filter))
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(last.ratedAt, last.id) }
    },
  )
  routes.get(
    '/api/v1/csat/summary',
    {
      config: { needs: 'conversations:read' },
      schema: {
        querystring: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
        response: { 200: RatingSummaryShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) =>
        summariseRatings(client, tenant, request.query.days, clock()),
      )
    },
  )
  routes.get(
    '/api/v1/csat/export',
    {
      config: { needs: 'contacts:export' },
      schema: {
        querystring: z.object(FILTER),
        response: { 200: z.string().describe('A CSV file') },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const lines = exportRatings(database, tenant, actor, filterOf(request.query))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="ratings.csv"')
        .header('cache-control', 'no-store')
        .send(Readable.from(lines) as never) // the schema speaks of the text, and Fastify sends streams as they are
    },
  )
}
