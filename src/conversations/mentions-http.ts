import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import { accessOf, userIdOf } from '#tenants/access.ts'
import type { NoteRoutes } from './notes-http.ts'
import { listUnreadMentions, lookAtMentions } from './read-mentions.ts'
import { UnreadMentionsShape } from './note-shapes.ts'

/** Where somebody wants a colleague to look; of whoever asks, and a key has none. */
export function mentionRoutes(app: FastifyInstance, { database, notifier }: NoteRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/mentions',
    { config: { needs: 'conversations:read' }, schema: { response: { 200: UnreadMentionsShape } } },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      const me = userIdOf(actor)
      if (me === null) return { conversationIds: [] }
      return {
        conversationIds: await database.inTenant(tenant, async (client) =>
          listUnreadMentions(client, tenant, me),
        ),
      }
    },
  )
  routes.post(
    '/api/v1/conversations/:id/mentions/read',
    {
      config: { needs: 'conversations:read' },
      schema: { params: IdParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const conversation = request.params.id
      const result = await database.inTenant(tenant, async (client) =>
        lookAtMentions(client, tenant, { user: userIdOf(actor), conversation }),
      )
      if (result === 'not_found') return notFound(reply, 'conversation')
      if (result === 'looked') notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}
