import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findConversations } from '#conversations/read-models.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { newId } from '#platform/ids.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addMacro,
  changeMacro,
  deleteMacro,
  listMacros,
  MACROS_MAX,
  type MacroRefusal,
} from './manage-macros.ts'
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

export type MacroRoutes = { readonly database: Database; readonly clock: Clock; readonly notifier: Notifier }

const IdParams = z.object({ id: z.uuid() })
const WRITES = { needs: 'settings:write' } as const

/** What a team does again and again. */
export function macroRoutes(app: FastifyInstance, options: MacroRoutes): void {
  listRoutes(app, options)
  changeRoutes(app, options)
  runRoute(app, options)
}

function listRoutes(app: FastifyInstance, { database, notifier }: MacroRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/macros',
    { config: { needs: 'settings:read' }, schema: { response: { 200: MacroListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listMacros(client, tenant)) }
    },
  )
  routes.post(
    '/api/v1/macros',
    { config: WRITES, schema: { body: NewMacroShape, response: { 201: MacroShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        addMacro(client, tenant, actor, request.body),
      )
      if (!added.ok) return refuse(reply, added.because)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.macro)
    },
  )
}

function changeRoutes(app: FastifyInstance, { database, notifier }: MacroRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/macros/:id',
    { config: WRITES, schema: { params: IdParams, body: MacroPatchShape, response: { 200: MacroShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const changed = await database.inTenant(tenant, async (client) =>
        changeMacro(client, tenant, actor, { id, patch }),
      )
      if (!changed.ok) return refuse(reply, changed.because)
      notifier.notify('events', [tenant])
      return changed.macro
    },
  )
  routes.delete(
    '/api/v1/macros/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isDeleted = await database.inTenant(tenant, async (client) =>
        deleteMacro(client, tenant, actor, request.params.id),
      )
      if (!isDeleted) return notFound(reply, 'macro')
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
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

const gone = (what: string, nextStep: string): Omit<ProblemBody, 'code'> => ({
  status: 422,
  title: what,
  nextStep,
})
const PROBLEMS: Readonly<Record<Exclude<MacroRefusal, 'not_found'>, Omit<ProblemBody, 'code'>>> = {
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
  assignee_not_found: gone('This person does not work here', 'Choose somebody else.'),
  team_not_found: gone('There is no such team', 'Choose another team.'),
  label_not_found: gone('There is no such label', 'Choose the labels again.'),
}

const refuse = async (reply: FastifyReply, because: MacroRefusal): Promise<FastifyReply> =>
  because === 'not_found'
    ? notFound(reply, 'macro')
    : sendProblem(reply, { code: because, ...PROBLEMS[because] })
