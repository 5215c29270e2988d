import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { isId } from '#platform/ids.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { addConsent, changeContact } from './change-contact.ts'
import { exportContacts } from './export-contacts.ts'
import { listContacts, readContact } from './read-contacts.ts'
import { ContactChangeShape, ContactDetailShape, ContactPageShape, NewConsentShape } from './shapes.ts'

export type ContactRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
}

/** A place in the list, opaque to clients: base64url of `[name, id]`. */
const CursorShape = z.string().transform((text, context) => {
  const place = z.tuple([z.string(), z.string()]).safeParse(jsonOf(Buffer.from(text, 'base64url').toString()))
  if (place.success && isId(place.data[1]) && !place.data[0].includes('\0'))
    return { name: place.data[0], id: place.data[1] }
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})
const cursorOf = (name: string, id: string): string =>
  Buffer.from(JSON.stringify([name, id])).toString('base64url')
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
/** NUL is in no text that PostgreSQL keeps; nobody types the "@" of a username into a name. */
const SearchShape = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim().replace(/^@/u, ''))
  .pipe(z.string().max(100))

/** The people whom a business knows: a list, one of them, what the team writes down, and all of them as a file. */
export function contactRoutes(app: FastifyInstance, options: ContactRoutes): void {
  listRoutes(app, options)
  exportRoute(app, options)
  changeRoutes(app, options)
}

function listRoutes(app: FastifyInstance, { database }: ContactRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/contacts',
    {
      config: { needs: 'contacts:read' },
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
          sort: z.enum(['newest', 'name']).default('newest'),
          q: SearchShape.optional(),
          suppressed: z.enum(['true', 'false']).optional(),
        }),
        response: { 200: ContactPageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor, sort, q, suppressed } = request.query
      const query = {
        ...{ limit, sort, after: cursor ?? null, search: q === undefined || q === '' ? null : q },
        isSuppressed: suppressed === undefined ? null : suppressed === 'true',
      }
      const found = await database.inTenant(tenant, async (client) => listContacts(client, tenant, query))
      const last = found.length < limit ? undefined : found.at(-1)
      return {
        items: found.map(({ summary }) => summary),
        nextCursor: last === undefined ? null : cursorOf(last.place, last.summary.id),
      }
    },
  )
  routes.get(
    '/api/v1/contacts/:id',
    {
      config: { needs: 'contacts:read' },
      schema: { params: IdParams, response: { 200: ContactDetailShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const contact = await database.inTenant(tenant, async (client) => readContact(client, tenant, id))
      return contact ?? notFound(reply, 'contact')
    },
  )
}

function exportRoute(app: FastifyInstance, { database, clock }: ContactRoutes): void {
  app.get('/api/v1/contacts/export.csv', { config: { needs: 'contacts:export' } }, async (request, reply) => {
    const { tenant, actor } = accessOf(request)
    const day = new Date(clock()).toISOString().slice(0, 10)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="contacts-${day}.csv"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(exportContacts(database, tenant, actor)))
  })
}

function changeRoutes(app: FastifyInstance, { database, clock, notifier }: ContactRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/contacts/:id',
    {
      config: { needs: 'contacts:write' },
      schema: { params: IdParams, body: ContactChangeShape, response: { 200: ContactDetailShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const { outcome, contact } = await database.inTenant(tenant, async (client) => ({
        outcome: await changeContact(client, tenant, actor, id, request.body),
        contact: await readContact(client, tenant, id),
      }))
      if (!outcome.ok && outcome.because === 'invalid')
        return sendProblem(reply, {
          status: 400,
          code: 'contacts.invalid',
          title: 'Some of this is not valid',
          errors: outcome.errors,
        })
      if (!outcome.ok || contact === null) return notFound(reply, 'contact')
      notifier.notify('events', [tenant])
      return contact
    },
  )
  routes.post(
    '/api/v1/contacts/:id/consents',
    {
      config: { needs: 'contacts:write' },
      schema: { params: IdParams, body: NewConsentShape, response: { 201: ContactDetailShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const { outcome, contact } = await database.inTenant(tenant, async (client) => ({
        outcome: await addConsent(client, tenant, actor, id, request.body, clock()),
        contact: await readContact(client, tenant, id),
      }))
      if (!outcome.ok && outcome.because === 'unknown_notice')
        return sendProblem(reply, {
          status: 400,
          code: 'unknown_notice',
          title: 'No privacy notice with this version was published',
          nextStep: 'Leave the version out to record the current one, or publish the notice first.',
        })
      if (!outcome.ok || contact === null) return notFound(reply, 'contact')
      notifier.notify('events', [tenant])
      return reply.code(201).send(contact)
    },
  )
}
