import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Database } from '#platform/db/database.ts'
import { cursorOf, CursorShape } from '#platform/page-cursor.ts'
import type { Clock } from '#platform/time.ts'
import { tenantOf } from '#tenants/access.ts'
import { searchMessages } from './search-messages.ts'
import { HitsShape } from './shapes.ts'

export function searchRoutes(
  app: FastifyInstance,
  {
    database,
    clock,
    explain,
  }: { readonly database: Database; readonly clock: Clock; readonly explain: ExplainFailure },
): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/search',
    {
      config: { needs: 'conversations:read' },
      schema: {
        summary: 'Find messages by their words',
        querystring: z.object({
          q: z.string().min(1).max(200),
          limit: z.coerce.number().int().min(1).max(50).default(20),
          cursor: CursorShape.optional(),
        }),
        response: { 200: HitsShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { q, limit, cursor } = request.query
      const { items, next, isCatchingUp } = await database.inTenant(tenant, async (client) =>
        searchMessages(client, tenant, q, { limit, after: cursor ?? null }, { explain, now: clock() }),
      )
      return {
        items: [...items],
        nextCursor: next === null ? null : cursorOf(next.at, next.id),
        isCatchingUp,
      }
    },
  )
}
