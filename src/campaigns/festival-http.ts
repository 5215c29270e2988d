/** The days on which a business counts offers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Database } from '#platform/db/database.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { festivalDays, setFestivalDays } from './festival-days.ts'
import { FestivalDaysShape, NewFestivalDaysShape } from './shapes.ts'

export function festivalRoutes(
  app: FastifyInstance,
  { database, clock }: { readonly database: Database; readonly clock: Clock },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/festival-days',
    { config: { needs: 'campaigns:read' }, schema: { response: { 200: FestivalDaysShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return {
        items: await database.inTenant(tenant, async (client) => festivalDays(client, tenant, clock())),
      }
    },
  )
  routes.put(
    '/api/v1/festival-days',
    {
      config: { needs: 'campaigns:write' },
      schema: { body: NewFestivalDaysShape, response: { 200: FestivalDaysShape } },
    },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      const { items } = request.body
      return {
        items: await database.inTenant(tenant, async (client) =>
          setFestivalDays(client, tenant, actor, items, clock()),
        ),
      }
    },
  )
}
