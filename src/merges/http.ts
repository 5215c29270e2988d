import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { readContact } from '#contacts/read-contacts.ts'
import { ContactDetailShape } from '#contacts/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { mergeByHand, type MergeOutcome } from './merge-by-hand.ts'
import { MergeListShape, NewMergeShape } from './shapes.ts'
import { listMerges, undoMerge, type UndoOutcome } from './undo-merge.ts'

export type MergeRoutes = { readonly database: Database; readonly clock: Clock; readonly notifier: Notifier }

const WRITES = { needs: 'contacts:write' } as const

/** Contacts that a person makes one, and the way back. */
export function mergeRoutes(app: FastifyInstance, { database, clock, notifier }: MergeRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/contacts/:id/merges',
    { config: { needs: 'contacts:read' }, schema: { params: IdParams, response: { 200: MergeListShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      return database.inTenant(tenant, async (client) =>
        (await readContact(client, tenant, id)) === null
          ? notFound(reply, 'contact')
          : { items: await listMerges(client, tenant, id, clock()) },
      )
    },
  )
  routes.post(
    '/api/v1/contacts/:id/merge',
    {
      config: WRITES,
      schema: { params: IdParams, body: NewMergeShape, response: { 200: ContactDetailShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { ...request.body, id: request.params.id, now: clock() }
      const { outcome, contact } = await database.inTenant(tenant, async (client) => {
        const merged = await mergeByHand(client, tenant, actor, wish)
        return {
          outcome: merged,
          contact: merged.ok ? await readContact(client, tenant, merged.contact) : null,
        }
      })
      if (!outcome.ok) return refuseMerge(reply, outcome)
      if (contact === null) return notFound(reply, 'contact')
      notifier.notify('events', [tenant])
      return contact
    },
  )
  routes.post(
    '/api/v1/contacts/merges/:id/undo',
    { config: WRITES, schema: { params: IdParams, response: { 200: ContactDetailShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const { outcome, contact } = await database.inTenant(tenant, async (client) => {
        const undone = await undoMerge(client, tenant, actor, { id, now: clock() })
        return {
          outcome: undone,
          contact: undone.ok ? await readContact(client, tenant, undone.contact) : null,
        }
      })
      if (!outcome.ok)
        return outcome.because === 'not_found'
          ? notFound(reply, 'merge')
          : sendProblem(reply, UNDO_PROBLEMS[outcome.because])
      if (contact === null) return notFound(reply, 'contact')
      notifier.notify('events', [tenant])
      return contact
    },
  )
}

async function refuseMerge(
  reply: FastifyReply,
  outcome: Extract<MergeOutcome, { ok: false }>,
): Promise<FastifyReply> {
  if (outcome.because === 'not_found') return notFound(reply, 'contact')
  if (outcome.because === 'invalid')
    return sendProblem(reply, {
      status: 400,
      code: 'contacts.invalid',
      title: 'Some of this is not valid',
      errors: outcome.errors,
    })
  return sendProblem(
    reply,
    outcome.because === 'merge_same'
      ? {
          status: 400,
          code: outcome.because,
          title: 'This is the same contact',
          nextStep: 'Choose another contact to merge it with.',
        }
      : {
          status: 400,
          code: outcome.because,
          title: 'A group cannot be merged',
          nextStep: 'Choose two people.',
        },
  )
}

type UndoRefusal = Exclude<Extract<UndoOutcome, { ok: false }>['because'], 'not_found'>
const UNDO_PROBLEMS: Readonly<Record<UndoRefusal, ProblemBody>> = {
  merge_undone: {
    status: 409,
    code: 'merge_undone',
    title: 'This merge was undone already',
    nextStep: 'Look for the other contact in the list.',
  },
  merge_too_old: {
    status: 409,
    code: 'merge_too_old',
    title: 'A merge can be undone for 30 days only',
    nextStep: 'Change what is wrong about the contact by hand.',
  },
  merge_overtaken: {
    status: 409,
    code: 'merge_overtaken',
    title: 'This contact was merged once more since',
    nextStep: 'Undo the later merge first, if a person made it.',
  },
  merge_confirmed: {
    status: 409,
    code: 'merge_confirmed',
    title: 'WhatsApp has said since that the two are one person',
    nextStep: 'Nothing needs to be done: they stay one contact.',
  },
}
