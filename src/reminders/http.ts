import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addReminder,
  changeReminder,
  deleteReminder,
  listReminders,
  type ReminderResult,
} from './manage-reminders.ts'
import { NewReminderShape, ReminderListShape, ReminderPatchShape, ReminderShape } from './shapes.ts'

export type ReminderRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
}

const WRITES = { needs: 'deals:write' } as const

/** Reminders: what is to come back to the top of the list, and when. */
export function reminderRoutes(app: FastifyInstance, { database, clock, notifier }: ReminderRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/reminders',
    {
      config: { needs: 'deals:read' },
      schema: {
        querystring: z.object({ conversationId: z.uuid().optional(), dealId: z.uuid().optional() }),
        response: { 200: ReminderListShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const wanted = {
        conversationId: request.query.conversationId ?? null,
        dealId: request.query.dealId ?? null,
      }
      return {
        items: await database.inTenant(tenant, async (client) => listReminders(client, tenant, wanted)),
      }
    },
  )
  routes.post(
    '/api/v1/reminders',
    { config: WRITES, schema: { body: NewReminderShape, response: { 201: ReminderShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addReminder(client, tenant, actor, request.body, clock()),
      )
      if (!added.ok) return refuse(reply, added)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.reminder)
    },
  )
  routes.patch(
    '/api/v1/reminders/:id',
    {
      config: WRITES,
      schema: { params: IdParams, body: ReminderPatchShape, response: { 200: ReminderShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body }
      const changed = await database.inTenant(tenant, async (client) =>
        changeReminder(client, tenant, actor, wish, clock()),
      )
      if (!changed.ok) return refuse(reply, changed)
      notifier.notify('events', [tenant])
      return changed.reminder
    },
  )
  routes.delete(
    '/api/v1/reminders/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      if (!(await database.inTenant(tenant, async (client) => deleteReminder(client, tenant, actor, id))))
        return notFound(reply, 'reminder')
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

async function refuse(
  reply: FastifyReply,
  refusal: Extract<ReminderResult, { ok: false }>,
): Promise<FastifyReply> {
  if (refusal.because === 'not_found') return notFound(reply, 'reminder')
  return sendProblem(reply, {
    status: 400,
    code: 'reminders.invalid',
    title: 'Some of this is not valid',
    errors: refusal.errors,
  })
}
