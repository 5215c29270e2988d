import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PresenceListShape } from './shapes.ts'
import type { Database } from '#platform/db/database.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { selectConversation } from './internal/sql.ts'
import { PRESENCE_STATES } from './presence-board.ts'
import { WINDOW, type PresenceKeeper } from './presence.ts'

export type PresenceRoutes = { readonly database: Database; readonly presence: PresenceKeeper }

const READS = { needs: 'conversations:read' } as const

/** POST /api/v1/conversations/:id/presence: said again every 15 s, since it holds for 30. */
const PresenceWordShape = z.strictObject({
  state: z.enum(PRESENCE_STATES),
  /** Which of the person's windows says so; each is in one conversation at a time. */
  window: z.string().regex(WINDOW, 'must be 1 to 40 letters, digits, “-” or “_”').default('only'),
})

/** Who is looking at a conversation, and who is writing in it. */
export function presenceRoutes(app: FastifyInstance, { database, presence }: PresenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/presence',
    { config: READS, schema: { response: { 200: PresenceListShape } } },
    async (request) => ({ items: presence.list(tenantOf(request)) }),
  )
  routes.post(
    '/api/v1/conversations/:id/presence',
    { config: READS, schema: { params: IdParams, body: PresenceWordShape, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const asked = request.params.id.toLowerCase()
      const isPerson = actor.kind === 'user'
      // Whoever renews what we know costs no query.
      const conversation =
        isPerson && presence.isIn(tenant, asked, actor.id)
          ? asked
          : await database.inTenant(tenant, async (client) => selectConversation(client, tenant, asked))
      if (conversation === null) return notFound(reply, 'conversation')
      if (!isPerson)
        return sendProblem(reply, {
          status: 400,
          code: 'not_a_person',
          title: 'People look at conversations, and a key is nobody',
          nextStep: 'Do it in the web app.',
        })
      presence.say({ tenant, conversation, user: actor.id, ...request.body })
      return reply.code(204).send(null)
    },
  )
}
