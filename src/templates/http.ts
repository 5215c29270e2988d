import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { TemplateShape } from '#conversations/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import { notFound } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import { listTemplates } from './find-template.ts'
import { parametersOf } from './render-template.ts'

export function templateRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/templates',
    {
      config: { needs: 'templates:read' },
      schema: {
        querystring: z.object({ channelId: z.uuid() }),
        response: { 200: z.object({ items: z.array(TemplateShape) }) },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { channelId } = request.query
      const templates = await database.inTenant(tenant, async (client) =>
        listTemplates(client, tenant, channelId),
      )
      if (templates === null) return notFound(reply, 'channel')
      return {
        items: templates.map((template) => ({
          ...template,
          components: template.components.map((component) => ({ ...component })),
          parameters: parametersOf(template.components),
        })),
      }
    },
  )
}
