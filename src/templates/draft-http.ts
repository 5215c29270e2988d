import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { selectAccount } from './internal/library-sql.ts'
import { changeDraft, createDraft, deleteDraft, listDrafts, readDraft } from './manage-drafts.ts'
import type { TemplateParts } from './parts.ts'
import { sendRefusal } from './refusal.ts'
import { DraftPatchShape, DraftShape, NewDraftShape, SubmittedShape } from './shapes.ts'
import { submitDraft } from './submit-draft.ts'

const READS = { needs: 'templates:read' } as const
const WRITES = { needs: 'templates:write' } as const
const LIST = '/api/v1/template-drafts'
const ONE = `${LIST}/:id`

/** Templates that are being written. */
export function draftRoutes(app: FastifyInstance, parts: TemplateParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
  submitRoute(app, parts)
}

function readRoutes(app: FastifyInstance, { database }: TemplateParts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    LIST,
    {
      config: READS,
      schema: {
        querystring: z.object({ channelId: z.uuid().optional() }),
        response: { 200: z.object({ items: z.array(DraftShape) }) },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { channelId = null } = request.query
      const items = await database.inTenant(tenant, async (client) =>
        channelId !== null && (await selectAccount(client, tenant, channelId)) === null
          ? null
          : listDrafts(client, tenant, channelId),
      )
      return items === null ? notFound(reply, 'channel') : { items }
    },
  )
  routes.get(
    ONE,
    { config: READS, schema: { params: IdParams, response: { 200: DraftShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const draft = await database.inTenant(tenant, async (client) =>
        readDraft(client, tenant, request.params.id),
      )
      return draft ?? notFound(reply, 'draft')
    },
  )
}

function writeRoutes(app: FastifyInstance, { database, clock, notifier }: TemplateParts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    LIST,
    { config: WRITES, schema: { body: NewDraftShape, response: { 201: DraftShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { channelId, templateId = null } = request.body
      const wish = { channelId, templateId, definition: request.body.definition as JsonObject }
      const made = await database.inTenant(tenant, async (client) =>
        createDraft(client, tenant, actor, wish, clock()),
      )
      if (!made.ok) return sendRefusal(reply, made)
      notifier.notify('events', [tenant])
      return reply.code(201).send(made.draft)
    },
  )
  routes.patch(
    ONE,
    { config: WRITES, schema: { params: IdParams, body: DraftPatchShape, response: { 200: DraftShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { revision } = request.body
      const patch = { id: request.params.id, definition: request.body.definition as JsonObject, revision }
      const changed = await database.inTenant(tenant, async (client) =>
        changeDraft(client, tenant, actor, patch, clock()),
      )
      if (!changed.ok) return sendRefusal(reply, changed)
      notifier.notify('events', [tenant])
      return changed.draft
    },
  )
  routes.delete(
    ONE,
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const done = await database.inTenant(tenant, async (client) =>
        deleteDraft(client, tenant, actor, request.params.id, clock()),
      )
      if (!done.ok) return sendRefusal(reply, done)
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

/** 200: Meta has it; 202: nobody knows yet, and the next pull finds out. */
function submitRoute(app: FastifyInstance, parts: TemplateParts): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    `${ONE}/submit`,
    {
      config: WRITES,
      schema: {
        params: IdParams,
        /** The revision that was looked at: 409 `draft_changed` if another is stored. */
        body: z.strictObject({ revision: z.int().optional() }),
        response: { 200: SubmittedShape, 202: SubmittedShape },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, revision: request.body.revision }
      const done = await submitDraft(parts, tenant, actor, wish)
      if (!done.ok) return sendRefusal(reply, done)
      const { state, templateId } = done
      return reply.code(state === 'submitted' ? 200 : 202).send({ state, templateId })
    },
  )
}
