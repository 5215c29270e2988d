import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf } from '#tenants/access.ts'
import { changeMany } from './change-many.ts'
import { BulkDoneShape, BulkShape } from './shapes.ts'

export type BulkRoutes = { readonly database: Database; readonly clock: Clock; readonly notifier: Notifier }

/** One change to many conversations; what became of each is in the answer. */
export function bulkRoutes(app: FastifyInstance, { database, clock, notifier }: BulkRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/conversations/bulk',
    {
      config: { needs: 'conversations:write' },
      schema: { body: BulkShape, response: { 200: BulkDoneShape } },
    },
    async (request, reply) => {
      const access = accessOf(request)
      const header = request.headers['idempotency-key']
      const onDone = (channel: string | null): void => {
        notifier.notify('events', [access.tenant])
        if (channel !== null) notifier.notify('sends', [channel])
      }
      const key = typeof header === 'string' ? header : null
      const done = await changeMany(database, access, { ...request.body, key, onDone }, clock)
      return done.ok ? { items: done.items } : sendProblem(reply, done.problem)
    },
  )
}
