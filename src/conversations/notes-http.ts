import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { holdMembers } from './internal/inbox-sql.ts'
import { NewNoteShape, NoteListShape, NoteShape } from './note-shapes.ts'
import { addNote, deleteNote, listNotes } from './write-notes.ts'

export type NoteRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
}

const WRITES = { needs: 'conversations:write' } as const

/** What the team says among itself; nothing here is ever sent. */
export function noteRoutes(app: FastifyInstance, { database, clock, notifier }: NoteRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/conversations/:id/notes',
    {
      config: { needs: 'conversations:read' },
      schema: { params: IdParams, response: { 200: NoteListShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const items = await database.inTenant(tenant, async (client) =>
        listNotes(client, tenant, request.params.id, clock()),
      )
      return items === null ? notFound(reply, 'conversation') : { items }
    },
  )
  routes.post(
    '/api/v1/conversations/:id/notes',
    { config: WRITES, schema: { params: IdParams, body: NewNoteShape, response: { 201: NoteShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: { text, mentions: named = [] },
      } = request
      const mentions = [...new Set(named.map((user) => user.toLowerCase()))].toSorted()
      const note = await database.inTenant(tenant, async (client) => {
        const known = await holdMembers(client, tenant, mentions)
        if (known.size < mentions.length) return 'no_member' as const
        return addNote(client, tenant, actor, { conversation: id, text, mentions }, clock())
      })
      if (note === 'no_member')
        return sendProblem(reply, {
          status: 422,
          code: 'mention_not_found',
          title: 'Somebody named in the note does not work here',
          nextStep: 'Take their name out, or choose it again from the list.',
        })
      if (note === null) return notFound(reply, 'conversation')
      notifier.notify('events', [tenant])
      return reply.code(201).send(note)
    },
  )
  routes.delete(
    '/api/v1/notes/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const mayAll = permissions.has('settings:write')
      const result = await database.inTenant(tenant, async (client) =>
        deleteNote(client, tenant, request.params.id, { actor, mayAll }),
      )
      if (result === 'not_found') return notFound(reply, 'note')
      if (result === 'not_theirs')
        return sendProblem(reply, {
          status: 403,
          code: 'not_the_author',
          title: 'Somebody else wrote this note',
          nextStep: 'Ask them, or an owner or admin of your team, to delete it.',
        })
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}
