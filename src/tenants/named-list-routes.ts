/** The API of a short list that a business gives names to: read whole, and added to, changed and deleted from one by one. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { accessOf, type Access, type Actor } from './access.ts'
import type { ListRefusal, ListResult } from './named-lists.ts'
import type { Permission } from './permissions.ts'

export type NamedListParts = { readonly database: Database; readonly notifier: Notifier }

export type NamedList<Item, New, Patch, Because extends string> = {
  /** One of them is at `<path>/:id`. */
  readonly path: `/api/v1/${string}`
  /** What one of them is called. */
  readonly word: string
  readonly reads: Permission
  readonly writes: Permission
  readonly shapes: {
    readonly list: z.ZodType<{ items: Item[] }>
    readonly item: z.ZodType<Item>
    readonly added: z.ZodType<New>
    readonly patch: z.ZodType<Patch>
  }
  readonly list: (client: Client, tenant: TenantId, actor: Actor) => Promise<Item[]>
  readonly add: Operation<New, ListResult<Item, Because>>
  readonly change: Operation<{ readonly id: string; readonly patch: Patch }, ListResult<Item, Because>>
  readonly problems: Readonly<Record<Because, Omit<ProblemBody, 'code' | 'errors'>>>
} & (
  | { readonly remove: Operation<string, WhyNot<Because>> }
  /** For what takes several transactions. */
  | { readonly removeInSteps: Steps<WhyNot<Because>> }
)

type WhyNot<Because extends string> = ListRefusal<Because>['because'] | null
type Operation<Wish, Result> = (
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: Wish,
  permissions: Access['permissions'],
) => Promise<Result>
type Steps<Result> = (database: Database, tenant: TenantId, actor: Actor, id: string) => Promise<Result>

const IdParams = z.object({ id: z.uuid() })

export function namedListRoutes<Item, New, Patch, Because extends string>(
  app: FastifyInstance,
  { database, notifier }: NamedListParts,
  list: NamedList<Item, New, Patch, Because>,
): void {
  const { path, shapes } = list
  const reads = { needs: list.reads }
  const writes = { needs: list.writes }
  const refuse = async (reply: FastifyReply, { because, errors }: Omit<ListRefusal<Because>, 'ok'>) =>
    because === 'not_found'
      ? notFound(reply, list.word)
      : sendProblem(reply, { code: because, ...list.problems[because], errors })
  app.get(path, { config: reads, schema: { response: { 200: shapes.list } } }, async (request) => {
    const { tenant, actor } = accessOf(request)
    return { items: await database.inTenant(tenant, async (client) => list.list(client, tenant, actor)) }
  })
  app.post(
    path,
    { config: writes, schema: { body: shapes.added, response: { 201: shapes.item } } },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const added = await database.inTenant(tenant, async (client) =>
        // Fastify's types do not see through type parameters; the shapes see to it that this is one.
        list.add(client, tenant, actor, request.body as New, permissions),
      )
      if (!added.ok) return refuse(reply, added)
      notifier.notify('events', [tenant])
      return reply.code(201).send(added.item)
    },
  )
  app.patch<{ Params: { id: string } }>(
    `${path}/:id`,
    { config: writes, schema: { params: IdParams, body: shapes.patch, response: { 200: shapes.item } } },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body as Patch }
      const changed = await database.inTenant(tenant, async (client) =>
        list.change(client, tenant, actor, wish, permissions),
      )
      if (!changed.ok) return refuse(reply, changed)
      if (changed.isChanged) notifier.notify('events', [tenant])
      return changed.item
    },
  )
  app.delete<{ Params: { id: string } }>(
    `${path}/:id`,
    { config: writes, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor, permissions } = accessOf(request)
      const { id } = request.params
      const because = await ('remove' in list
        ? database.inTenant(tenant, async (client) => list.remove(client, tenant, actor, id, permissions))
        : list.removeInSteps(database, tenant, actor, id))
      if (because !== null) return refuse(reply, { because })
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}
