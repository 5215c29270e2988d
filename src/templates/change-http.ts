import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { accessOf } from '#tenants/access.ts'
import { archiveTemplate, deleteTemplate, unarchiveTemplate, unpauseTemplate } from './change-template.ts'
import { copyTemplate } from './manage-drafts.ts'
import type { TemplateParts } from './parts.ts'
import { sendRefusal } from './refusal.ts'
import { DraftShape } from './shapes.ts'

const WRITES = { needs: 'templates:write' } as const
const ONE = '/api/v1/templates/:id'
const CHANGES = { unpause: unpauseTemplate, archive: archiveTemplate, unarchive: unarchiveTemplate }

/** What is done to a template that Meta has. */
export function changeRoutes(app: FastifyInstance, parts: TemplateParts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.delete(
    ONE,
    {
      config: WRITES,
      schema: {
        params: IdParams,
        /** `all`: in every language that there is of this name. */
        querystring: z.object({ languages: z.enum(['one', 'all']).default('one') }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, allLanguages: request.query.languages === 'all' }
      const done = await deleteTemplate(parts, tenant, actor, wish)
      return done.ok ? reply.code(204).send(null) : sendRefusal(reply, done)
    },
  )
  for (const [verb, change] of Object.entries(CHANGES))
    routes.post(
      `${ONE}/${verb}`,
      { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
      async (request, reply) => {
        const { tenant, actor } = accessOf(request)
        const done = await change(parts, tenant, actor, request.params.id)
        return done.ok ? reply.code(204).send(null) : sendRefusal(reply, done)
      },
    )
  routes.post(
    `${ONE}/copy`,
    {
      config: WRITES,
      schema: {
        params: IdParams,
        body: z.strictObject({ channelId: z.uuid() }),
        response: { 201: DraftShape },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { database, clock, notifier } = parts
      const wish = { id: request.params.id, channelId: request.body.channelId }
      const made = await database.inTenant(tenant, async (client) =>
        copyTemplate(client, tenant, actor, wish, clock()),
      )
      if (!made.ok) return sendRefusal(reply, made)
      notifier.notify('events', [tenant])
      return reply.code(201).send(made.draft)
    },
  )
}
