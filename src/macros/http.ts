import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findConversations } from '#conversations/read-models.ts'
import { newId } from '#platform/ids.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf } from '#tenants/access.ts'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import { addMacro, changeMacro, deleteMacro, listMacros, MACROS_MAX } from './manage-macros.ts'
import { MacroRefused, runMacro } from './run-macro.ts'
import { runProblem } from './run-problem.ts'
import {
  MacroDoneShape,
  MacroListShape,
  MacroPatchShape,
  MacroRunShape,
  MacroShape,
  NewMacroShape,
} from './shapes.ts'

export type MacroRoutes = NamedListParts & { readonly clock: Clock }

const IdParams = z.object({ id: z.uuid() })

/** What a team does again and again. */
export function macroRoutes(app: FastifyInstance, options: MacroRoutes): void {
  listRoutes(app, options)
  runRoute(app, options)
}

function listRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/macros',
    word: 'macro',
    reads: 'settings:read',
    writes: 'settings:write',
    shapes: { list: MacroListShape, item: MacroShape, added: NewMacroShape, patch: MacroPatchShape },
    list: listMacros,
    add: addMacro,
    change: changeMacro,
    remove: deleteMacro,
    problems: {
      macro_exists: {
        status: 409,
        title: 'There is a macro of this name already',
        nextStep: 'Choose another name.',
      },
      too_many_macros: {
        status: 409,
        title: `There are ${MACROS_MAX} macros already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
      assignee_not_found: {
        status: 422,
        title: 'This person does not work here',
        nextStep: 'Choose somebody else.',
      },
      team_not_found: { status: 422, title: 'There is no such team', nextStep: 'Choose another team.' },
      label_not_found: { status: 422, title: 'There is no such label', nextStep: 'Choose the labels again.' },
    },
  })
}

function runRoute(app: FastifyInstance, { database, clock, notifier }: MacroRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/macros/:id/run',
    {
      config: { needs: 'conversations:write' },
      schema: { params: IdParams, body: MacroRunShape, response: { 200: MacroDoneShape } },
    },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const header = request.headers['idempotency-key']
      const run = {
        conversation: request.body.conversationId,
        macro: request.params.id,
        key: `macro:${typeof header === 'string' ? `${actor.id}:${header}` : newId()}`,
        maySend: permissions.has('messages:send'),
      }
      try {
        const done = await database.inTenant(tenant, async (client) => {
          const result = await runMacro(client, tenant, actor, run, clock())
          const [conversation] = await findConversations(client, tenant, [result.conversation], clock())
          return conversation === undefined ? null : { ...result, conversation }
        })
        if (done === null) return await notFound(reply, 'conversation')
        if (done.isChanged) notifier.notify('events', [tenant])
        if (done.channel !== null) notifier.notify('sends', [done.channel])
        const { conversation, before, noteId, messageId } = done
        return { conversation, before, noteId, messageId }
      } catch (error) {
        if (error instanceof MacroRefused) return sendProblem(reply, runProblem(error.refusal))
        throw error
      }
    },
  )
}
