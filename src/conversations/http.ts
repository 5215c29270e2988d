import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { IdParams } from '#platform/id-params.ts'
import { cursorOf, CursorShape } from '#platform/page-cursor.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf, userIdOf } from '#tenants/access.ts'
import { changeConversation, type Changed } from './change-conversation.ts'
import type { ConversationView } from './internal/view-sql.ts'
import { labelRoutes } from './labels-http.ts'
import { mentionRoutes } from './mentions-http.ts'
import { noteRoutes } from './notes-http.ts'
import {
  countConversations,
  countViews,
  findConversations,
  listConversations,
  listMessages,
  type ExplainFailure,
} from './read-models.ts'
import { MessagePageShape } from './message-shapes.ts'
import {
  ConversationCountsShape,
  ConversationPageShape,
  ConversationPatchShape,
  ConversationShape,
  CONVERSATION_STATUSES,
  type Conversation,
} from './shapes.ts'

export type ConversationRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly notifier: Notifier
  readonly explain: ExplainFailure
}

/** NUL is in no text that PostgreSQL keeps, so nobody looks for it. */
const SearchShape = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim())
  .pipe(z.string().max(100))
const READS = { needs: 'conversations:read' } as const

export function conversationRoutes(app: FastifyInstance, options: ConversationRoutes): void {
  listRoutes(app, options)
  changeRoute(app, options)
  threadRoute(app, options)
  noteRoutes(app, options)
  mentionRoutes(app, options)
  labelRoutes(app, options)
}

function listRoutes(app: FastifyInstance, { database, clock }: ConversationRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/conversations',
    {
      config: READS,
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: CursorShape.optional(),
          filter: z.enum(['all', 'unread', 'window_open']).default('all'),
          status: z.enum([...CONVERSATION_STATUSES, 'any']).default('any'),
          label: z.uuid().optional(),
          /** `me`: whoever asks; `none`: those that no person has; or a member's id. */
          assignee: z.union([z.enum(['me', 'none']), z.uuid()]).optional(),
          team: z.uuid().optional(),
          /** Only those with a note that names whoever asks. */
          mentioned: z.literal('true').optional(),
          /** Only those whose newest answer came from a program: a greeting, an away reply, whoever answers through the API. */
          answeredBy: z.literal('program').optional(),
          /** Only those in which the customer had the last word and whose window closes within 4 hours, the soonest first. */
          closing: z.literal('true').optional(),
          /** Only those in which what was promised is nearly late (`due`), late (`breached`), or either (`late`), the soonest first. */
          sla: z.enum(['due', 'breached', 'late']).optional(),
          q: SearchShape.optional(),
        }),
        response: { 200: ConversationPageShape },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { limit, cursor, filter, status, label, q } = request.query
      const view = viewOf(request.query, userIdOf(actor))
      if (view === null) return sendProblem(reply, NOT_A_PERSON)
      const search = q === undefined || q === '' ? null : q
      const items = await database.inTenant(tenant, async (client) =>
        listConversations(
          client,
          tenant,
          { limit, after: cursor ?? null, filter, search, status, label: label ?? null, view },
          clock(),
        ),
      )
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(placeIn(view, last), last.id) }
    },
  )
  routes.get(
    '/api/v1/conversations/counts',
    { config: READS, schema: { response: { 200: ConversationCountsShape } } },
    async (request) => {
      const { tenant, actor } = accessOf(request)
      return database.inTenant(tenant, async (client) => ({
        ...(await countConversations(client, tenant)),
        ...(await countViews(client, tenant, userIdOf(actor), clock())),
      }))
    },
  )
  routes.get(
    '/api/v1/conversations/:id',
    { config: READS, schema: { params: IdParams, response: { 200: ConversationShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const [found] = await database.inTenant(tenant, async (client) =>
        findConversations(client, tenant, [id], clock()),
      )
      return found ?? notFound(reply, 'conversation')
    },
  )
}

/** By what a view is sorted. */
const placeIn = (view: ConversationView, { sla, window, orderedAt }: Conversation): number =>
  (view.sla !== undefined ? sla?.dueAt : view.isClosing === true ? window.at : orderedAt) ?? 0

const NOT_A_PERSON: ProblemBody = {
  status: 400,
  code: 'not_a_person',
  title: 'Conversations belong to people, and a key is nobody',
  nextStep: 'Ask for a member by their id.',
}

type Views = {
  readonly assignee?: string | undefined
  readonly team?: string | undefined
  readonly mentioned?: 'true' | undefined
  readonly answeredBy?: 'program' | undefined
  readonly closing?: 'true' | undefined
  readonly sla?: 'due' | 'breached' | 'late' | undefined
}

/** null: what is asked for is somebody's own, and nobody asks. */
function viewOf(
  { assignee, team, mentioned, answeredBy, closing, sla }: Views,
  me: string | null,
): ConversationView | null {
  if (me === null && (assignee === 'me' || mentioned !== undefined)) return null
  return {
    ...(assignee !== undefined && {
      assignee: assignee === 'none' ? null : assignee === 'me' ? me : assignee,
    }),
    ...(team !== undefined && { team }),
    ...(mentioned !== undefined && me !== null && { mentioned: me }),
    ...(answeredBy !== undefined && { isBot: true }),
    ...(closing !== undefined && { isClosing: true }),
    ...(sla !== undefined && { sla }),
  }
}

function changeRoute(app: FastifyInstance, { database, clock, notifier }: ConversationRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().patch(
    '/api/v1/conversations/:id',
    {
      config: { needs: 'conversations:write' },
      schema: { params: IdParams, body: ConversationPatchShape, response: { 200: ConversationShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const {
        params: { id },
        body: patch,
      } = request
      const now = clock()
      const { changed, conversation } = await database.inTenant(tenant, async (client) => {
        const result = await changeConversation(client, tenant, actor, { id, patch }, now)
        const [found] = result.ok ? await findConversations(client, tenant, [result.id], now) : []
        return { changed: result, conversation: found }
      })
      if (!changed.ok) {
        const problem = problemOfChange(changed)
        return problem === null ? notFound(reply, 'conversation') : sendProblem(reply, problem)
      }
      if (changed.isChanged) notifier.notify('events', [tenant])
      return conversation ?? notFound(reply, 'conversation')
    },
  )
}

/** null: there is no such conversation. */
export function problemOfChange(refusal: Exclude<Changed, { ok: true }>): ProblemBody | null {
  if (refusal.because === 'not_found') return null
  if (refusal.because === 'invalid')
    return {
      status: 400,
      code: 'invalid_request',
      title: 'Some of this is not valid',
      errors: [{ path: 'snoozedUntil', message: refusal.message }],
    }
  if (refusal.because === 'no_member' || refusal.because === 'no_team') {
    const isPerson = refusal.because === 'no_member'
    return {
      status: 422,
      code: isPerson ? 'assignee_not_found' : 'team_not_found',
      title: isPerson ? 'This person does not work here' : 'There is no such team',
      nextStep: 'Look at the list again: it may have changed in the meantime.',
      errors: [
        {
          path: isPerson ? 'assigneeId' : 'teamId',
          message: isPerson ? 'is no member' : 'is no team of yours',
        },
      ],
    }
  }
  return {
    status: 422,
    code: 'label_not_found',
    title: 'There is no such label',
    nextStep: 'Look at the list of labels again: somebody may have deleted it.',
    errors: refusal.places.map((place) => ({ path: `labelIds.${place}`, message: 'is no label of yours' })),
  }
}

function threadRoute(app: FastifyInstance, { database, clock, explain }: ConversationRoutes): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/conversations/:id/messages',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          before: CursorShape.optional(),
        }),
        response: { 200: MessagePageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const {
        params: { id },
        query: { limit, before },
      } = request
      const items = await database.inTenant(tenant, async (client) => {
        const [conversation] = await findConversations(client, tenant, [id], clock())
        if (conversation === undefined) return null
        return listMessages(client, tenant, conversation.id, { limit, before: before ?? null }, explain)
      })
      if (items === null) return notFound(reply, 'conversation')
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, nextCursor: last === undefined ? null : cursorOf(last.at, last.id) }
    },
  )
}
