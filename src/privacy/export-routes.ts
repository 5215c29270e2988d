import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '#audit/record-audit.ts'
import { IdParams } from '#platform/id-params.ts'
import { newId } from '#platform/ids.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import type { PrivacyRoutes } from './route-parts.ts'
import {
  findOpenExport,
  insertExport,
  selectExport,
  selectExports,
  type ExportRow,
} from './internal/exports-sql.ts'
import { ExportListShape, ExportShape, type PersonExport } from './shapes.ts'

/** All about one person as a file: ask for it, see how far it is, fetch it for seven days. */
export function exportRoutes(app: FastifyInstance, options: PrivacyRoutes): void {
  askRoutes(app, options)
  downloadRoute(app, options)
}

function askRoutes(app: FastifyInstance, { database, clock, notifier }: PrivacyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/contacts/:id/export',
    {
      config: { needs: 'privacy:write' },
      schema: { params: IdParams, response: { 202: ExportShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const contact = request.params.id
      const made = await database.inTenant(tenant, async (client) => {
        const { rowCount } = await client.query(
          'select 1 from contacts where tenant_id = $1 and id = $2 for no key update',
          [tenant, contact],
        )
        if (rowCount === 0) return null
        const open = await findOpenExport(client, tenant, contact)
        if (open !== null) return selectExport(client, tenant, open)
        const id = newId()
        await insertExport(client, tenant, { id, contact, actor, now: clock() })
        const subject = { kind: 'contact', id: contact }
        await recordAudit(client, tenant, actor, {
          action: 'contact.exported',
          subject,
          details: { export: id },
        })
        return selectExport(client, tenant, id)
      })
      if (made === null) return notFound(reply, 'contact')
      notifier.notify('events', [tenant])
      return reply.code(202).send(shownOf(made))
    },
  )
  routes.get(
    '/api/v1/exports',
    {
      config: { needs: 'privacy:read' },
      schema: {
        querystring: z.object({ contactId: z.uuid().optional() }),
        response: { 200: ExportListShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const rows = await database.inTenant(tenant, async (client) =>
        selectExports(client, tenant, request.query.contactId ?? null),
      )
      return { items: rows.map(shownOf) }
    },
  )
  routes.get(
    '/api/v1/exports/:id',
    { config: { needs: 'privacy:read' }, schema: { params: IdParams, response: { 200: ExportShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const row = await database.inTenant(tenant, async (client) =>
        selectExport(client, tenant, request.params.id),
      )
      return row === null ? notFound(reply, 'export') : shownOf(row)
    },
  )
}

function downloadRoute(app: FastifyInstance, { database, storage, clock }: PrivacyRoutes): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/api/v1/exports/:id/download',
      { config: { needs: 'privacy:read' }, schema: { params: IdParams } },
      async (request, reply) => {
        const { tenant, actor } = accessOf(request)
        const { id } = request.params
        const row = await database.inTenant(tenant, async (client) => selectExport(client, tenant, id))
        if (row === null) return notFound(reply, 'export')
        const isOver = row.state === 'expired' || (row.expiresAt !== null && row.expiresAt <= clock())
        const stored = row.storageKey === null || isOver ? null : await storage.get(row.storageKey)
        if (stored === null)
          return sendProblem(reply, {
            status: isOver ? 410 : 409,
            code: isOver ? 'export_expired' : 'export_not_ready',
            title: isOver ? 'This file was kept for seven days and is gone' : 'This file is not made yet',
            nextStep: isOver ? 'Export the contact again.' : 'Ask again in a moment.',
          })
        await database.inTenant(tenant, async (client) =>
          recordAudit(client, tenant, actor, {
            action: 'contact.export-downloaded',
            subject: { kind: 'contact', id: row.contactId },
            details: { export: id },
          }),
        )
        return reply
          .type('application/zip')
          .headers({
            'content-length': stored.bytes,
            'content-disposition': `attachment; filename="contact-${row.contactId}.zip"`,
            'cache-control': 'private, no-store',
          })
          .send(stored.stream)
      },
    )
}

const shownOf = ({ storageKey: _key, attempts: _attempts, ...row }: ExportRow): PersonExport => ({
  ...row,
  download: row.state === 'ready' ? `/api/v1/exports/${row.id}/download` : null,
})
