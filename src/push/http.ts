import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf } from '#tenants/access.ts'
import { changeSettings, readNotifications, subscribe, unsubscribe } from './manage-notifications.ts'
import { NewSubscriptionShape, NotificationsShape, SettingsPatchShape, SettingsShape } from './shapes.ts'

export type NotificationRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
}

/** What the one who asks wants to be told of, and the browsers that are woken for it. */
export function notificationRoutes(
  app: FastifyInstance,
  { database, clock, vault }: NotificationRoutes,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/notifications',
    { config: { needs: 'conversations:read' }, schema: { response: { 200: NotificationsShape } } },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      return database.inTenant(tenant, async (client) =>
        readNotifications(client, tenant, actor.id, vault, clock()),
      )
    },
  )
  routes.patch(
    '/api/v1/notifications',
    {
      config: { needs: 'conversations:read' },
      schema: { body: SettingsPatchShape, response: { 200: SettingsShape } },
    },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      return database.inTenant(tenant, async (client) =>
        changeSettings(client, tenant, actor.id, request.body),
      )
    },
  )
  subscriptionRoutes(app, { database, clock })
}

function subscriptionRoutes(
  app: FastifyInstance,
  { database, clock }: Omit<NotificationRoutes, 'vault'>,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/push-subscriptions',
    {
      config: { needs: 'conversations:read' },
      schema: { body: NewSubscriptionShape, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const made = await database.inTenant(tenant, async (client) =>
        subscribe(client, tenant, actor.id, request.body, clock()),
      )
      if (made.ok) return reply.code(201).send({ id: made.id })
      return sendProblem(reply, {
        status: 400,
        code: 'push.bad_keys',
        title: 'These are not the keys of a browser',
        nextStep: 'Send what PushSubscription.toJSON() gives, unchanged.',
      })
    },
  )
  routes.delete(
    '/api/v1/push-subscriptions/:id',
    {
      config: { needs: 'conversations:read' },
      schema: { params: IdParams, response: { 204: z.null().describe('Forgotten') } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isThere = await database.inTenant(tenant, async (client) =>
        unsubscribe(client, tenant, actor.id, request.params.id),
      )
      return isThere ? reply.code(204).send(null) : notFound(reply, 'subscription')
    },
  )
}
