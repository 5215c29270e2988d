import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { tenantOf } from '#tenants/access.ts'
import type { AuditFilter } from './internal/sql.ts'
import { eachAudit, listAudit, listAuditFilters } from './read-audit.ts'
import { AuditFiltersShape, AuditPageShape, AuditVerdictShape, type AuditVerdict } from './shapes.ts'
import { verifyAudit } from './verify-audit.ts'
import { auditHeader, auditLine } from './write-csv.ts'

const READS = { needs: 'audit:read' } as const

/** NUL is in no text that PostgreSQL keeps. */
const TextShape = z
  .string()
  .max(200)
  .refine((text) => !text.includes('\0'), 'is not a text')
/** The last moment that JavaScript can name. */
const MomentShape = z.coerce.number().int().min(0).max(8.64e15)
const FILTER = {
  action: TextShape.optional(),
  actorId: TextShape.optional(),
  from: MomentShape.optional(),
  to: MomentShape.optional(),
}
/** A place in the list, opaque to clients: the number of the last entry shown. */
const CursorShape = z.string().transform((text, context) => {
  const [, seq] = /^seq:(\d{1,15})$/u.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (seq !== undefined) return Number(seq)
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})
const cursorOf = (seq: number): string => Buffer.from(`seq:${seq}`).toString('base64url')

/** The audit log: read, take away, check. Nothing here writes it. */
export function auditRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  listRoutes(app, database)
  exportRoute(app, database)
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/api/v1/audit/verify',
      { config: READS, schema: { response: { 200: AuditVerdictShape } } },
      async (request): Promise<AuditVerdict> => {
        const tenant = tenantOf(request)
        const verdict = await database.inTenant(tenant, async (client) => verifyAudit(client, tenant))
        return verdict.isWhole
          ? { ...verdict, brokenAt: null, because: null }
          : { ...verdict, entries: verdict.brokenAt - 1 }
      },
    )
}

function listRoutes(app: FastifyInstance, database: Database): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/audit',
    {
      config: READS,
      schema: {
        querystring: z.object({
          ...FILTER,
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
        }),
        response: { 200: AuditPageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const items = await database.inTenant(tenant, async (client) =>
        listAudit(client, tenant, filterOf(request.query), { before: cursor ?? null, limit }),
      )
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(last.seq) }
    },
  )
  routes.get(
    '/api/v1/audit/filters',
    { config: READS, schema: { response: { 200: AuditFiltersShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return database.inTenant(tenant, async (client) => listAuditFilters(client, tenant))
    },
  )
}

function exportRoute(app: FastifyInstance, database: Database): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/audit/export',
    {
      config: READS,
      schema: {
        querystring: z.object({ ...FILTER, format: z.enum(['jsonl', 'csv']).default('jsonl') }),
        response: { 200: z.string().describe('A file: one JSON object a line, or CSV') },
      },
    },
    async (request, reply) => {
      const { format } = request.query
      const lines = exportLines(database, tenantOf(request), filterOf(request.query), format)
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="audit-log.${format}"`)
        .header('cache-control', 'no-store')
        .send(Readable.from(lines) as never) // the schema speaks of the text, and Fastify sends streams as they are
    },
  )
}

async function* exportLines(
  database: Database,
  tenant: TenantId,
  filter: AuditFilter,
  format: 'jsonl' | 'csv',
): AsyncGenerator<string> {
  if (format === 'csv') yield auditHeader()
  for await (const page of eachAudit(database, tenant, filter))
    yield page.map((row) => (format === 'csv' ? auditLine(row) : `${JSON.stringify(row)}\n`)).join('')
}

const filterOf = (query: {
  readonly action?: string | undefined
  readonly actorId?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}): AuditFilter => ({
  action: query.action ?? null,
  actorId: query.actorId ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
})
