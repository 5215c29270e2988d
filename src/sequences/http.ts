import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import { isRace } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import { enrolByHand, listEnrolments, takeOut } from './enrol.ts'
import {
  addSequence,
  changeSequence,
  copySequence,
  deleteSequence,
  turnOff,
  turnOn,
  type SequenceResult,
} from './manage-sequences.ts'
import { findSequence, listSequences } from './read-sequences.ts'
import { listEventNames, recordEvent } from './record-event.ts'
import { refuse } from './refusal-problem.ts'
import {
  ENROLMENT_STATES,
  EnrolledShape,
  EnrolmentPageShape,
  EventNamesShape,
  EventTakenShape,
  NewEnrolmentShape,
  NewEventShape,
  NewSequenceShape,
  SequencePageShape,
  SequencePatchShape,
  SequenceShape,
} from './shapes.ts'

export type SequenceRoutes = {
  readonly database: Database
  readonly notifier: Notifier
  readonly clock: Clock
}

const READS = { needs: 'campaigns:read' } as const
const WRITES = { needs: 'campaigns:write' } as const

/** Several messages to one person, one after the other: written, turned on, and who is in it; and what happens elsewhere that begins and ends them. */
export function sequenceRoutes(app: FastifyInstance, options: SequenceRoutes): void {
  readRoutes(app, options)
  writeRoutes(app, options)
  stateRoutes(app, options)
  enrolmentRoutes(app, options)
  eventRoutes(app, options)
}

function readRoutes(app: FastifyInstance, { database, clock }: SequenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/sequences',
    {
      config: READS,
      schema: {
        querystring: z.object({ cursor: z.uuid().optional() }),
        response: { 200: SequencePageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { cursor: before = null } = request.query
      return database.inTenant(tenant, async (client) => listSequences(client, tenant, before, clock()))
    },
  )
  routes.get(
    '/api/v1/sequences/:id',
    { config: READS, schema: { params: IdParams, response: { 200: SequenceShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const sequence = await database.inTenant(tenant, async (client) =>
        findSequence(client, tenant, id, clock()),
      )
      return sequence ?? notFound(reply, 'sequence')
    },
  )
}

type Made = (
  tenant: TenantId,
  reply: FastifyReply,
  make: (client: Client) => Promise<SequenceResult>,
  status?: 200 | 201,
) => Promise<FastifyReply>

/** Answers with what was made or changed, and tells those who watch. */
const answerMade =
  ({ database, notifier }: SequenceRoutes): Made =>
  async (tenant, reply, make, status = 200) => {
    const result = await database.inTenant(tenant, make)
    if (!result.ok) return refuse(reply, result)
    notifier.notify('events', [tenant])
    return reply.code(status).send(result.sequence)
  }

function writeRoutes(app: FastifyInstance, options: SequenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, notifier, clock } = options
  const made = answerMade(options)
  routes.post(
    '/api/v1/sequences',
    { config: WRITES, schema: { body: NewSequenceShape, response: { 201: SequenceShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { body } = request
      return made(tenant, reply, async (client) => addSequence(client, tenant, actor, body, clock()), 201)
    },
  )
  routes.patch(
    '/api/v1/sequences/:id',
    {
      config: WRITES,
      schema: { params: IdParams, body: SequencePatchShape, response: { 200: SequenceShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body }
      return made(tenant, reply, async (client) => changeSequence(client, tenant, actor, wish, clock()))
    },
  )
  routes.delete(
    '/api/v1/sequences/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const done = await database.inTenant(tenant, async (client) =>
        deleteSequence(client, tenant, actor, id, clock()),
      )
      if (!done.ok) return refuse(reply, done)
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

function stateRoutes(app: FastifyInstance, options: SequenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { clock } = options
  const made = answerMade(options)
  const schema = { params: IdParams }
  const moves = { 'turn-on': turnOn, 'turn-off': turnOff }
  for (const [word, move] of Object.entries(moves))
    routes.post(
      `/api/v1/sequences/:id/${word}`,
      { config: WRITES, schema: { ...schema, response: { 200: SequenceShape } } },
      async (request, reply) => {
        const { tenant, actor } = accessOf(request)
        const { id } = request.params
        return made(tenant, reply, async (client) => move(client, tenant, actor, id, clock()))
      },
    )
  routes.post(
    '/api/v1/sequences/:id/copy',
    { config: WRITES, schema: { ...schema, response: { 201: SequenceShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      return made(tenant, reply, async (client) => copySequence(client, tenant, actor, id, clock()), 201)
    },
  )
}

function enrolmentRoutes(app: FastifyInstance, { database, notifier, clock }: SequenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const Query = z.object({
    state: z.enum(ENROLMENT_STATES).optional(),
    reason: z.string().max(80).optional(),
    cursor: z.uuid().optional(),
  })
  routes.get(
    '/api/v1/sequences/:id/enrolments',
    {
      config: READS,
      schema: { params: IdParams, querystring: Query, response: { 200: EnrolmentPageShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { state = null, reason = null, cursor: before = null } = request.query
      const wish = { id: request.params.id, state, reason, before }
      const page = await database.inTenant(tenant, async (client) => listEnrolments(client, tenant, wish))
      return page ?? notFound(reply, 'sequence')
    },
  )
  routes.post(
    '/api/v1/sequences/:id/enrolments',
    {
      config: WRITES,
      schema: {
        params: IdParams,
        body: NewEnrolmentShape,
        response: { 200: EnrolledShape, 201: EnrolledShape },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, wish: request.body }
      const done = await retried(async () =>
        database.inTenant(tenant, async (client) => enrolByHand(client, tenant, actor, wish, clock())),
      )
      if (!done.ok) return refuse(reply, done)
      notifier.notify('events', [tenant])
      const { id, contact: contactId, isNew } = done
      return reply.code(isNew ? 201 : 200).send({ id, contactId, isNew })
    },
  )
  routes.delete(
    '/api/v1/sequence-enrolments/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const done = await database.inTenant(tenant, async (client) =>
        takeOut(client, tenant, actor, id, clock()),
      )
      if (!done.ok)
        return done.because === 'not_found' ? notFound(reply, 'person in a sequence') : refuse(reply, done)
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

function eventRoutes(app: FastifyInstance, { database, notifier, clock }: SequenceRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/events',
    {
      config: WRITES,
      schema: { body: NewEventShape, response: { 200: EventTakenShape, 201: EventTakenShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const done = await retried(async () =>
        database.inTenant(tenant, async (client) => recordEvent(client, tenant, request.body, clock())),
      )
      if (!done.ok) return refuse(reply, done)
      notifier.notify('events', [tenant])
      return reply.code(done.taken.isNew ? 201 : 200).send(done.taken)
    },
  )
  routes.get(
    '/api/v1/event-names',
    { config: READS, schema: { response: { 200: EventNamesShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      return { items: await database.inTenant(tenant, async (client) => listEventNames(client, tenant)) }
    },
  )
}

/** Somebody who makes the same contact at the same moment has made it the next time. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let nth = 0; ; nth += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isRace(error) || nth === TRIES_MAX) throw error
    }
  }
}
const TRIES_MAX = 5
