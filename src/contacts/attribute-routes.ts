import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  addAttribute,
  changeAttribute,
  listAttributes,
  removeAttribute,
  type DefineOutcome,
} from './define-attributes.ts'
import { AttributeChangeShape, AttributeListShape, AttributeShape, NewAttributeShape } from './shapes.ts'

const KeyParams = z.object({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/u) })

/** What a business wants to know about its customers: the fields, not the values. */
export function attributeRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/attributes',
    { config: { needs: 'settings:read' }, schema: { response: { 200: AttributeListShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return {
        items: [...(await database.inTenant(tenant, async (client) => listAttributes(client, tenant)))],
      }
    },
  )
  routes.post(
    '/api/v1/attributes',
    {
      config: { needs: 'settings:write' },
      schema: { body: NewAttributeShape, response: { 201: AttributeShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const outcome = await addAttribute(database, tenant, actor, request.body)
      return outcome.ok ? reply.code(201).send(outcome.attribute) : sendOutcome(reply, outcome)
    },
  )
  routes.patch(
    '/api/v1/attributes/:key',
    {
      config: { needs: 'settings:write' },
      schema: { params: KeyParams, body: AttributeChangeShape, response: { 200: AttributeShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { key } = request.params
      const outcome = await database.inTenant(tenant, async (client) =>
        changeAttribute(client, tenant, actor, key, request.body),
      )
      return outcome.ok ? outcome.attribute : sendOutcome(reply, outcome)
    },
  )
  routes.delete(
    '/api/v1/attributes/:key',
    {
      config: { needs: 'settings:write' },
      schema: { params: KeyParams, response: { 200: z.object({}) } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const isGone = await removeAttribute(database, tenant, actor, request.params.key)
      return isGone ? {} : notFound(reply, 'contact field')
    },
  )
}

async function sendOutcome(
  reply: FastifyReply,
  refused: Exclude<DefineOutcome, { ok: true }>,
): Promise<FastifyReply> {
  switch (refused.because) {
    case 'not_found':
      return notFound(reply, 'contact field')
    case 'taken':
      return sendProblem(reply, {
        status: 409,
        code: 'attributes.taken',
        title: 'There is a contact field with this key already',
        nextStep: 'Choose another key.',
      })
    case 'too_many':
      return sendProblem(reply, {
        status: 409,
        code: 'attributes.too_many',
        title: 'There are 100 contact fields already',
        nextStep: 'Delete one that nobody uses.',
      })
    case 'invalid':
      return sendProblem(reply, {
        status: 400,
        code: 'attributes.invalid',
        title: 'Some of this is not valid',
        errors: refused.errors,
      })
    default:
      return refused satisfies never
  }
}
