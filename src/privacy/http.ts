import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { addNotice, currentNotice, listNotices } from '#consent/notices.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { instant } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { receiptRoutes } from './receipt-routes.ts'
import type { PrivacyRoutes } from './route-parts.ts'
import { exportRoutes } from './export-routes.ts'
import { readTimeline } from './read-timeline.ts'
import { previewErasure, requestErasure } from './request-erasure.ts'
import { changeRetention, listDue, readRetention } from './retention.ts'
import {
  DueShape,
  EraseShape,
  ErasurePreviewShape,
  NewNoticeShape,
  NoticeListShape,
  RetentionChangeShape,
  RetentionShape,
  TimelinePageShape,
} from './shapes.ts'

/** What people may ask of a business: all about themselves, their erasure, an end by age, what they were told; and a contact’s timeline. */
export function privacyRoutes(app: FastifyInstance, options: PrivacyRoutes): void {
  exportRoutes(app, options)
  eraseRoutes(app, options)
  receiptRoutes(app, options)
  retentionRoutes(app, options)
  noticeRoutes(app, options)
  timelineRoute(app, options)
}

function eraseRoutes(app: FastifyInstance, { database, clock, notifier }: PrivacyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/contacts/:id/erasure-preview',
    {
      config: { needs: 'privacy:read' },
      schema: { params: IdParams, response: { 200: ErasurePreviewShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const preview = await database.inTenant(tenant, async (client) =>
        previewErasure(client, tenant, request.params.id),
      )
      return preview ?? notFound(reply, 'contact')
    },
  )
  routes.post(
    '/api/v1/contacts/:id/erase',
    {
      config: { needs: 'privacy:write' },
      schema: { params: IdParams, body: EraseShape, response: { 202: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const isConfirmed = request.body.confirm.toLowerCase() === id.toLowerCase()
      const erasure = await database.inTenant(tenant, async (client) => {
        if (isConfirmed) return requestErasure(client, tenant, actor, id, { cause: 'request', now: clock() })
        return (await previewErasure(client, tenant, id)) === null ? null : ''
      })
      if (erasure === null) return notFound(reply, 'contact')
      if (!isConfirmed)
        return sendProblem(reply, {
          status: 400,
          code: 'not_confirmed',
          title: 'Nothing was erased: the confirmation is not this contact’s id',
          nextStep: 'Send the contact’s id as “confirm”. It cannot be undone.',
        })
      notifier.notify('events', [tenant])
      return reply.code(202).send({ id: erasure })
    },
  )
}

function retentionRoutes(app: FastifyInstance, { database, clock, deliveriesDays }: PrivacyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/privacy/retention',
    { config: { needs: 'privacy:read' }, schema: { response: { 200: RetentionShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => readRetention(client, tenant, deliveriesDays))
    },
  )
  routes.put(
    '/api/v1/privacy/retention',
    {
      config: { needs: 'privacy:write' },
      schema: { body: RetentionChangeShape, response: { 200: RetentionShape } },
    },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      await database.inTenant(tenant, async (client) =>
        changeRetention(client, tenant, actor, request.body, clock()),
      )
      return database.inTenant(tenant, async (client) => readRetention(client, tenant, deliveriesDays))
    },
  )
  routes.get(
    '/api/v1/privacy/due',
    {
      config: { needs: 'privacy:read' },
      schema: {
        querystring: z.object({ days: z.coerce.number().int().min(30).max(3650).default(365) }),
        response: { 200: DueShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => listDue(client, tenant, request.query.days, clock()))
    },
  )
}

function noticeRoutes(app: FastifyInstance, { database, clock }: PrivacyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const list = async (tenant: ReturnType<typeof tenantOf>) =>
    database.inTenant(tenant, async (client) => {
      const current = await currentNotice(client, tenant, clock())
      const items = await listNotices(client, tenant)
      return {
        items: items.map((item) => ({
          ...item,
          texts: [...item.texts],
          isCurrent: item.version === current,
        })),
      }
    })
  routes.get(
    '/api/v1/privacy/notices',
    { config: { needs: 'privacy:read' }, schema: { response: { 200: NoticeListShape } } },
    async (request) => list(tenantOf(request)),
  )
  routes.post(
    '/api/v1/privacy/notices',
    {
      config: { needs: 'privacy:write' },
      schema: { body: NewNoticeShape, response: { 201: NoticeListShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { version, validFrom, texts } = request.body
      const languages = new Set(texts.map(({ language }) => language))
      const odd = texts.findIndex(({ text }) => text.includes('\0') || !text.isWellFormed())
      if (languages.size < texts.length || odd >= 0)
        return sendProblem(reply, {
          status: 400,
          code: 'invalid_request',
          title: 'Some of this is not valid',
          errors: [
            odd >= 0
              ? { path: `texts.${odd}.text`, message: 'has characters that are none' }
              : { path: 'texts', message: 'has a language twice' },
          ],
        })
      const now = clock()
      const isAdded = await database.inTenant(tenant, async (client) =>
        addNotice(client, tenant, actor, { version, texts, validFrom: instant(validFrom ?? now) }, now),
      )
      if (!isAdded)
        return sendProblem(reply, {
          status: 409,
          code: 'notice_exists',
          title: `The notice ${version} was published already, and what was published does not change`,
          nextStep: 'Publish the new text under a new version.',
        })
      return reply.code(201).send(await list(tenant))
    },
  )
}

/** A place in the timeline, opaque to clients: base64url of `[moment, key]`. */
const TimelineCursor = z.string().transform((text, context) => {
  const place = z
    .tuple([z.number(), z.string().max(200)])
    .safeParse(jsonOf(Buffer.from(text, 'base64url').toString()))
  if (place.success && !place.data[1].includes('\0')) return { at: place.data[0], key: place.data[1] }
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function timelineRoute(app: FastifyInstance, { database }: PrivacyRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/contacts/:id/timeline',
    {
      config: { needs: 'contacts:read' },
      schema: {
        params: IdParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(100).default(30),
          cursor: TimelineCursor.optional(),
        }),
        response: { 200: TimelinePageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const items = await database.inTenant(tenant, async (client) =>
        readTimeline(client, tenant, request.params.id, { before: cursor ?? null, limit }),
      )
      if (items === null) return notFound(reply, 'contact')
      const last = items.length < limit ? undefined : items.at(-1)
      const nextCursor =
        last === undefined ? null : Buffer.from(JSON.stringify([last.at, last.id])).toString('base64url')
      return { items: [...items], nextCursor }
    },
  )
}
