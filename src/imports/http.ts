import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Storage } from '#media/storage.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { exportErrors, listImports, readImport } from './read-imports.ts'
import { ImportDetailShape, ImportListShape, ImportPlanShape } from './shapes.ts'
import { cancelImport, startImport } from './start-import.ts'
import { uploadImport, type UploadRefusal } from './upload-import.ts'

export type ImportRoutes = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly notifier: Notifier
}

const NEEDS = { needs: 'contacts:import' } as const
const FILENAME_CHARS_MAX = 200

/** Contacts from a file: bring it, say what its columns are, watch it being worked off. Multipart is registered by `mediaRoutes`. */
export function importRoutes(app: FastifyInstance, options: ImportRoutes): void {
  uploadRoute(app, options)
  readRoutes(app, options)
  changeRoutes(app, options)
}

function uploadRoute(app: FastifyInstance, { database, storage, clock }: ImportRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/imports',
    { config: NEEDS, schema: { response: { 201: ImportDetailShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const file = request.isMultipart() ? await request.file() : undefined
      if (file === undefined)
        return sendProblem(reply, {
          status: 400,
          code: 'import_no_file',
          title: 'No file was sent',
          nextStep: 'Send the CSV file as multipart/form-data.',
        })
      const { file: stream } = file
      const outcome = await uploadImport({ database, storage, clock }, tenant, actor, {
        ...{ stream, isCut: () => stream.truncated, filename: nameOf(file.filename) },
      })
      if (!outcome.ok) return sendProblem(reply, UPLOAD_PROBLEMS[outcome.because])
      const made = await database.inTenant(tenant, async (client) => readImport(client, tenant, outcome.id))
      return made === null ? notFound(reply, 'import') : reply.code(201).send(made)
    },
  )
}

const AGAIN = 'Open it in your spreadsheet, save it as CSV (UTF-8), and choose it again.'
const UPLOAD_PROBLEMS: Readonly<Record<UploadRefusal, ProblemBody>> = {
  import_too_large: {
    status: 413,
    code: 'import_too_large',
    title: 'The file is larger than 100 MB',
    nextStep: 'Divide it, and import one part after the other.',
  },
  import_not_csv: {
    status: 415,
    code: 'import_not_csv',
    title: 'This is no CSV file',
    nextStep: AGAIN,
  },
  import_empty: {
    status: 400,
    code: 'import_empty',
    title: 'There are no contacts in this file',
    nextStep: 'Choose a file with one contact in each row.',
  },
  import_too_wide: {
    status: 400,
    code: 'import_too_wide',
    title: 'The file has more than 500 columns',
    nextStep: 'Take away those that are not needed, and choose it again.',
  },
  import_broken: {
    status: 400,
    code: 'import_broken',
    title: 'The file cannot be read: a quotation mark is probably never closed',
    nextStep: AGAIN,
  },
}

/** The last part of what the browser calls it, without characters that nobody can see. */
function nameOf(given: string): string {
  const shown = given.toWellFormed().replaceAll(/\p{Cc}/gu, '')
  const name = shown.split(/[/\\]/u).at(-1)?.trim() ?? ''
  return name === '' ? 'contacts.csv' : name.slice(-FILENAME_CHARS_MAX)
}

function readRoutes(app: FastifyInstance, { database }: ImportRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/imports',
    { config: NEEDS, schema: { response: { 200: ImportListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listImports(client, tenant)) }
    },
  )
  routes.get(
    '/api/v1/imports/:id',
    { config: NEEDS, schema: { params: IdParams, response: { 200: ImportDetailShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const found = await database.inTenant(tenant, async (client) => readImport(client, tenant, id))
      return found ?? notFound(reply, 'import')
    },
  )
  routes.get(
    '/api/v1/imports/:id/errors.csv',
    { config: NEEDS, schema: { params: IdParams } },
    async (request, reply) => {
      const lines = await exportErrors(database, tenantOf(request), request.params.id)
      if (lines === null) return notFound(reply, 'import')
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rows-not-imported.csv"')
        .header('cache-control', 'no-store')
        .send(Readable.from(lines))
    },
  )
}

function changeRoutes(app: FastifyInstance, options: ImportRoutes): void {
  const { database, storage, clock, notifier } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/imports/:id/start',
    {
      config: NEEDS,
      schema: { params: IdParams, body: ImportPlanShape, response: { 200: ImportDetailShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const { outcome, made } = await database.inTenant(tenant, async (client) => ({
        outcome: await startImport(client, tenant, actor, { id, plan: request.body, now: clock() }),
        made: await readImport(client, tenant, id),
      }))
      if (!outcome.ok && outcome.because === 'invalid')
        return sendProblem(reply, {
          status: 400,
          code: 'import_invalid',
          title: 'Some of this is not valid',
          nextStep: 'Put right what is named, and start it again.',
          errors: outcome.errors,
        })
      if (!outcome.ok && outcome.because === 'import_started_already')
        return sendProblem(reply, {
          status: 409,
          code: outcome.because,
          title: 'This file is being imported already, or it was',
          nextStep: 'To import it again, choose the file again.',
        })
      if (!outcome.ok || made === null) return notFound(reply, 'import')
      notifier.notify('events', [tenant])
      return made
    },
  )
  routes.post(
    '/api/v1/imports/:id/cancel',
    { config: NEEDS, schema: { params: IdParams, response: { 200: ImportDetailShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const { outcome, made } = await database.inTenant(tenant, async (client) => ({
        outcome: await cancelImport(client, tenant, actor, { id, now: clock() }),
        made: await readImport(client, tenant, id),
      }))
      if (!outcome.ok && outcome.because === 'import_over')
        return sendProblem(reply, {
          status: 409,
          code: outcome.because,
          title: 'This import is over already',
          nextStep: 'Look at its result in the list of imports.',
        })
      if (!outcome.ok || made === null) return notFound(reply, 'import')
      if (!outcome.wasStarted) await storage.remove(outcome.storageKey)
      notifier.notify('events', [tenant])
      return made
    },
  )
}
