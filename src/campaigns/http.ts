import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ExplainFailure } from '#conversations/read-models.ts'
import { oursOf } from '#links/read-prefixes.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf, tenantOf } from '#tenants/access.ts'
import {
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
  type StateRefusal,
  type StateResult,
} from './change-state.ts'
import { alterRoutes } from './alter-http.ts'
import { checkCampaign } from './check-campaign.ts'
import { festivalRoutes } from './festival-http.ts'
import { selectCampaign } from './internal/campaigns-sql.ts'
import {
  addCampaign,
  changeCampaign,
  copyCampaign,
  deleteCampaign,
  findCampaign,
  listCampaigns,
  retryCampaign,
  type CampaignRefusal,
  type CampaignResult,
} from './manage-campaigns.ts'
import { previewCampaign, testCampaign } from './preview-campaign.ts'
import { clearRecipients, putFile, putRecipients, type PutRefusal } from './put-recipients.ts'
import { createWatch } from './watch-campaign.ts'
import { listRecipients, writeRecipients } from './read-recipients.ts'
import {
  AddedShape,
  CAMPAIGN_STATES,
  CampaignPageShape,
  CampaignPatchShape,
  CampaignShape,
  CheckShape,
  NewCampaignShape,
  NewRecipientsShape,
  PreviewShape,
  RecipientPageShape,
  RetryShape,
  StartShape,
  TestSendShape,
  TestSentShape,
} from './shapes.ts'

export type CampaignRoutes = {
  readonly database: Database
  readonly notifier: Notifier
  readonly clock: Clock
  readonly explain: ExplainFailure
  /** Where people open us: PUBLIC_URL; null: not set. */
  readonly publicUrl: string | null
}

const READS = { needs: 'campaigns:read' } as const
const WRITES = { needs: 'campaigns:write' } as const

/** One message to many people: written, started, watched, and what came of it. */
export function campaignRoutes(app: FastifyInstance, options: CampaignRoutes): void {
  listRoutes(app, options)
  draftRoutes(app, options)
  copyRoutes(app, options)
  lookRoutes(app, options)
  stateRoutes(app, options)
  recipientRoutes(app, options)
  putRoutes(app, options)
  alterRoutes(app, options)
  festivalRoutes(app, options)
}

function listRoutes(app: FastifyInstance, { database, clock }: CampaignRoutes): void {
  const watchCampaign = createWatch()
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const Query = z.object({ state: z.enum(CAMPAIGN_STATES).optional(), cursor: z.uuid().optional() })
  routes.get(
    '/api/v1/campaigns',
    { config: READS, schema: { querystring: Query, response: { 200: CampaignPageShape } } },
    async (request) => {
      const tenant = tenantOf(request)
      const { state = null, cursor: before = null } = request.query
      return database.inTenant(tenant, async (client) => listCampaigns(client, tenant, { state, before }))
    },
  )
  routes.get(
    '/api/v1/campaigns/:id',
    { config: READS, schema: { params: IdParams, response: { 200: CampaignShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const campaign = await database.inTenant(tenant, async (client) =>
        watchCampaign(client, tenant, id, clock()),
      )
      return campaign ?? notFound(reply, 'campaign')
    },
  )
}

type Made = (
  tenant: TenantId,
  reply: FastifyReply,
  make: (client: Client) => Promise<CampaignResult>,
  status: 200 | 201,
) => Promise<FastifyReply>

/** Answers with what was made or changed, and tells those who watch. */
const answerMade =
  ({ database, notifier }: CampaignRoutes): Made =>
  async (tenant, reply, make, status) => {
    const result = await database.inTenant(tenant, make)
    if (!result.ok) return refuse(reply, result)
    notifier.notify('events', [tenant])
    return reply.code(status).send(result.campaign)
  }

function draftRoutes(app: FastifyInstance, routesOf: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { database, notifier, clock } = routesOf
  const made = answerMade(routesOf)
  routes.post(
    '/api/v1/campaigns',
    { config: WRITES, schema: { body: NewCampaignShape, response: { 201: CampaignShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      return made(
        tenant,
        reply,
        async (client) => addCampaign(client, tenant, actor, request.body, clock()),
        201,
      )
    },
  )
  routes.patch(
    '/api/v1/campaigns/:id',
    {
      config: WRITES,
      schema: { params: IdParams, body: CampaignPatchShape, response: { 200: CampaignShape } },
    },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, patch: request.body }
      return made(tenant, reply, async (client) => changeCampaign(client, tenant, actor, wish, clock()), 200)
    },
  )
  routes.delete(
    '/api/v1/campaigns/:id',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const done = await database.inTenant(tenant, async (client) =>
        deleteCampaign(client, tenant, actor, id),
      )
      if (!done.ok) return refuse(reply, done)
      notifier.notify('events', [tenant])
      return reply.code(204).send(null)
    },
  )
}

function copyRoutes(app: FastifyInstance, routesOf: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const { clock } = routesOf
  const made = answerMade(routesOf)
  routes.post(
    '/api/v1/campaigns/:id/copy',
    { config: WRITES, schema: { params: IdParams, response: { 201: CampaignShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      return made(tenant, reply, async (client) => copyCampaign(client, tenant, actor, id, clock()), 201)
    },
  )
  routes.post(
    '/api/v1/campaigns/:id/retry',
    { config: WRITES, schema: { params: IdParams, body: RetryShape, response: { 201: CampaignShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const wish = { id: request.params.id, code: request.body.code }
      return made(tenant, reply, async (client) => retryCampaign(client, tenant, actor, wish, clock()), 201)
    },
  )
}

function lookRoutes(app: FastifyInstance, { database, notifier, clock, publicUrl }: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/campaigns/:id/check',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({ startsAt: z.coerce.number().int().min(0).max(8.64e15).optional() }),
        response: { 200: CheckShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const check = await database.inTenant(tenant, async (client) => {
        const campaign = await selectCampaign(client, tenant, request.params.id)
        const ours = oursOf(publicUrl, request)
        // As if it began then; else when it was scheduled to, or now.
        const startsAt = request.query.startsAt ?? campaign?.startsAt ?? null
        return campaign === null
          ? null
          : checkCampaign(client, tenant, { ...campaign, startsAt }, ours, clock())
      })
      return check ?? notFound(reply, 'campaign')
    },
  )
  routes.get(
    '/api/v1/campaigns/:id/preview',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: z.object({ contact: z.uuid().optional() }),
        response: { 200: PreviewShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const wish = { id: request.params.id, contact: request.query.contact ?? null }
      const preview = await database.inTenant(tenant, async (client) =>
        previewCampaign(client, tenant, wish, clock()),
      )
      return preview ?? notFound(reply, 'campaign')
    },
  )
  routes.post(
    '/api/v1/campaigns/:id/test',
    {
      config: WRITES,
      schema: { params: IdParams, body: TestSendShape, response: { 200: TestSentShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { contactIds: contacts, message } = request.body
      const wish = { id: request.params.id, contacts, message }
      const sent = await database.inTenant(tenant, async (client) =>
        testCampaign(client, tenant, wish, clock()),
      )
      if (sent === null) return notFound(reply, 'campaign, message in it, or contact')
      notifier.notify('sends', [sent.channel])
      notifier.notify('events', [tenant])
      return { items: sent.items }
    },
  )
}

function stateRoutes(app: FastifyInstance, { database, notifier, clock, publicUrl }: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const moved = async (
    tenant: TenantId,
    reply: FastifyReply,
    id: string,
    move: (client: Client) => Promise<StateResult>,
  ) => {
    const result = await database.inTenant(tenant, async (client) => {
      const done = await move(client)
      return done.ok ? { ...done, campaign: await findCampaign(client, tenant, id) } : done
    })
    if (!result.ok) return refuseMove(reply, result)
    notifier.notify('events', [tenant])
    if (result.campaign === null) return notFound(reply, 'campaign')
    notifier.notify('sends', [result.campaign.channelId])
    return result.campaign
  }
  const schema = { params: IdParams, response: { 200: CampaignShape } }
  routes.post(
    '/api/v1/campaigns/:id/start',
    { config: WRITES, schema: { ...schema, body: StartShape } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { startsAt } = request.body
      const wish = { id: request.params.id, startsAt, ours: oursOf(publicUrl, request) }
      return moved(tenant, reply, wish.id, async (client) =>
        startCampaign(client, tenant, actor, wish, clock()),
      )
    },
  )
  routes.post('/api/v1/campaigns/:id/resume', { config: WRITES, schema }, async (request, reply) => {
    const { tenant, actor } = accessOf(request)
    const wish = { id: request.params.id, ours: oursOf(publicUrl, request) }
    return moved(tenant, reply, wish.id, async (client) =>
      resumeCampaign(client, tenant, actor, wish, clock()),
    )
  })
  const moves = { pause: pauseCampaign, cancel: cancelCampaign }
  for (const [word, move] of Object.entries(moves))
    routes.post(`/api/v1/campaigns/:id/${word}`, { config: WRITES, schema }, async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      return moved(tenant, reply, id, async (client) => move(client, tenant, actor, id, clock()))
    })
}

const Filter = z.object({ state: z.string().max(20).optional(), reason: z.string().max(60).optional() })

function recipientRoutes(app: FastifyInstance, { database, explain }: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/campaigns/:id/recipients',
    {
      config: READS,
      schema: {
        params: IdParams,
        querystring: Filter.extend({ cursor: z.uuid().optional() }),
        response: { 200: RecipientPageShape },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { state = null, reason = null, cursor: after = null } = request.query
      const wish = { id: request.params.id, state, reason, after }
      const page = await database.inTenant(tenant, async (client) => listRecipients(client, tenant, wish))
      return page ?? notFound(reply, 'campaign')
    },
  )
  routes.get(
    '/api/v1/campaigns/:id/recipients.csv',
    { config: { needs: 'contacts:export' }, schema: { params: IdParams, querystring: Filter } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const { state = null, reason = null } = request.query
      const campaign = await database.inTenant(tenant, async (client) => selectCampaign(client, tenant, id))
      if (campaign === null) return notFound(reply, 'campaign')
      const lines = writeRecipients(database, tenant, id, { state, reason }, explain)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="campaign-recipients.csv"')
        .header('cache-control', 'private, no-store')
        .send(Readable.from(lines))
    },
  )
}

function putRoutes(app: FastifyInstance, parts: CampaignRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/campaigns/:id/recipients',
    {
      config: WRITES,
      schema: { params: IdParams, body: NewRecipientsShape, response: { 200: AddedShape } },
    },
    async (request, reply) => {
      const done = await putRecipients(parts, tenantOf(request), request.params.id, request.body.recipients)
      return done.ok ? done.added : refusePut(reply, done)
    },
  )
  routes.post(
    '/api/v1/campaigns/:id/recipients/file',
    { config: WRITES, schema: { params: IdParams, response: { 200: AddedShape } } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { id } = request.params
      const campaign = await parts.database.inTenant(tenant, async (client) =>
        selectCampaign(client, tenant, id),
      )
      if (campaign === null) return notFound(reply, 'campaign')
      const file = request.isMultipart() ? await request.file() : undefined
      if (file === undefined)
        return sendProblem(reply, {
          status: 400,
          code: 'campaign_no_file',
          title: 'No file was sent',
          nextStep: 'Send the CSV file as multipart/form-data.',
        })
      const { file: stream } = file
      const done = await putFile(parts, tenant, id, {
        stream,
        isCut: () => stream.truncated,
      })
      return done.ok ? done.added : refusePut(reply, done)
    },
  )
  routes.delete(
    '/api/v1/campaigns/:id/recipients',
    { config: WRITES, schema: { params: IdParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const done = await clearRecipients(parts, tenantOf(request), request.params.id)
      return done.ok ? reply.code(204).send(null) : refusePut(reply, done)
    },
  )
}

const NOT_NOW = 'Look at the campaign: it is not where you saw it last.'

async function refuse(reply: FastifyReply, refusal: CampaignRefusal): Promise<FastifyReply> {
  switch (refusal.because) {
    case 'not_found':
      return notFound(reply, 'campaign')
    case 'channel_not_found':
      return sendProblem(reply, {
        status: 422,
        code: 'channel_not_found',
        title: 'There is no such number',
        nextStep: 'Choose one of your numbers.',
      })
    case 'not_there':
      return sendProblem(reply, {
        status: 422,
        code: 'campaign_names_nothing',
        title: 'It names something that is not there',
        nextStep: 'Choose it again.',
        errors: [{ path: refusal.path, message: 'is not there' }],
      })
    case 'not_draft':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'campaign_not_draft',
          title: 'This campaign has started, and cannot be changed any more',
          nextStep: 'Copy it, and change the copy.',
        },
        { state: refusal.state },
      )
    case 'fixed':
      return sendProblem(reply, {
        status: 409,
        code: 'campaign_fixed',
        title: 'That cannot be changed any more: some people have got this campaign already',
        nextStep:
          'Change its rules, or what is filled into its messages. For anything else copy it, and change the copy.',
        errors: [{ path: refusal.path, message: 'stays as it is' }],
      })
    case 'no_retry':
      return sendProblem(reply, {
        status: 409,
        code: 'campaign_no_retry',
        title: 'Trying again would not help these people, or harm your number',
        nextStep: 'Leave them out, or write to them when they write to you.',
      })
    case 'too_early':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'campaign_too_early',
          title: 'WhatsApp has not let these messages through; they may be tried again later',
          nextStep: 'Wait until the time that is shown, and try again then.',
        },
        { until: refusal.until },
      )
    default:
      return refusal satisfies never
  }
}

async function refuseMove(reply: FastifyReply, refusal: StateRefusal): Promise<FastifyReply> {
  switch (refusal.because) {
    case 'not_found':
      return notFound(reply, 'campaign')
    case 'wrong_state':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'campaign_wrong_state',
          title: 'That is not possible with this campaign now',
          nextStep: NOT_NOW,
        },
        { state: refusal.state },
      )
    case 'has_problems':
      return sendProblem(
        reply,
        {
          status: 422,
          code: 'campaign_has_problems',
          title: 'This campaign cannot start yet',
          nextStep: 'Mend what is listed, and start it again.',
          errors: refusal.problems.map(({ code, path, message }) => ({ code, path, message })),
        },
        { problems: refusal.problems },
      )
    case 'starts_in_past':
      return sendProblem(reply, {
        status: 422,
        code: 'campaign_starts_in_past',
        title: 'This time is over',
        nextStep: 'Choose a later time, or start it now.',
      })
    default:
      return refusal satisfies never
  }
}

const PUT_PROBLEMS: Readonly<
  Record<'not_a_list' | 'not_csv' | 'empty' | 'no_phone_column' | 'too_large', ProblemBody>
> = {
  not_a_list: {
    status: 409,
    code: 'campaign_not_a_list',
    title: 'The people of this campaign are not a list',
    nextStep: 'Choose “a list” as its audience first.',
  },
  not_csv: {
    status: 415,
    code: 'campaign_not_csv',
    title: 'This is no CSV file that can be read',
    nextStep: 'Open it in your spreadsheet, save it as CSV (UTF-8), and choose it again.',
  },
  empty: {
    status: 400,
    code: 'campaign_file_empty',
    title: 'There is nobody in this file',
    nextStep: 'Choose a file with one person in each row.',
  },
  no_phone_column: {
    status: 400,
    code: 'campaign_no_phone_column',
    title: 'No column of this file has phone numbers',
    nextStep: 'Call the column with the numbers “phone”, and choose the file again.',
  },
  too_large: {
    status: 413,
    code: 'campaign_file_too_large',
    title: 'The file is larger than 24 MB',
    nextStep: 'Divide it, and bring one part after the other.',
  },
}

async function refusePut(reply: FastifyReply, refusal: PutRefusal): Promise<FastifyReply> {
  if (refusal.because === 'not_found') return notFound(reply, 'campaign')
  if (refusal.because === 'not_open')
    return sendProblem(
      reply,
      {
        status: 409,
        code: 'campaign_not_open',
        title: 'Nobody can be added to or taken from this campaign now',
        nextStep: NOT_NOW,
      },
      { state: refusal.state },
    )
  return sendProblem(reply, PUT_PROBLEMS[refusal.because])
}
