/** Routes for a campaign that has begun: somebody taken out of it or back in, and people who joined its audience since. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Clock } from '#platform/time.ts'
import { accessOf } from '#tenants/access.ts'
import { lookForNew, takeBack, takeOut, type AlterRefusal, type AlterResult } from './alter-paused.ts'
import { findCampaign } from './manage-campaigns.ts'
import { CampaignShape, OneRecipientShape } from './shapes.ts'

type Parts = { readonly database: Database; readonly notifier: Notifier; readonly clock: Clock }

const WRITES = { needs: 'campaigns:write' } as const

export function alterRoutes(app: FastifyInstance, { database, notifier, clock }: Parts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const schema = { params: IdParams, body: OneRecipientShape, response: { 204: z.null() } }
  const done = async (
    tenant: TenantId,
    reply: FastifyReply,
    change: (client: Client) => Promise<AlterResult>,
  ): Promise<FastifyReply> => {
    const result = await database.inTenant(tenant, change)
    if (!result.ok) return refuseAlter(reply, result)
    notifier.notify('events', [tenant])
    return reply.code(204).send(null)
  }
  const changes = { remove: takeOut, restore: takeBack }
  for (const [word, change] of Object.entries(changes))
    routes.post(
      `/api/v1/campaigns/:id/recipients/${word}`,
      { config: WRITES, schema },
      async (request, reply) => {
        const { tenant, actor } = accessOf(request)
        const wish = { id: request.params.id, contact: request.body.contactId }
        return done(tenant, reply, async (client) => change(client, tenant, actor, wish, clock()))
      },
    )
  routes.post(
    '/api/v1/campaigns/:id/look-again',
    { config: WRITES, schema: { params: IdParams, response: { 200: CampaignShape } } },
    async (request, reply) => {
      const { tenant, actor } = accessOf(request)
      const { id } = request.params
      const result = await database.inTenant(tenant, async (client) => {
        const looked = await lookForNew(client, tenant, actor, id, clock())
        return looked.ok ? { ...looked, campaign: await findCampaign(client, tenant, id) } : looked
      })
      if (!result.ok) return refuseAlter(reply, result)
      notifier.notify('events', [tenant])
      return result.campaign ?? notFound(reply, 'campaign')
    },
  )
}

async function refuseAlter(
  reply: FastifyReply,
  refusal: AlterRefusal | { readonly ok: false; readonly because: 'is_a_list' },
): Promise<FastifyReply> {
  switch (refusal.because) {
    case 'not_found':
      return notFound(reply, 'campaign')
    case 'recipient_not_found':
      return notFound(reply, 'recipient of this campaign')
    case 'not_open':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'campaign_not_open',
          title: 'Nobody can be added to or taken from this campaign now',
          nextStep: 'Look at the campaign: it is not where you saw it last.',
        },
        { state: refusal.state },
      )
    case 'not_waiting':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'campaign_recipient_not_waiting',
          title: 'This person does not wait any more',
          nextStep:
            'Look at the recipients: their message is on its way, or they get none for another reason.',
        },
        { state: refusal.state },
      )
    case 'is_a_list':
      return sendProblem(reply, {
        status: 409,
        code: 'campaign_is_a_list',
        title: 'The people of this campaign were put in one by one',
        nextStep: 'Add those who are missing, by a file or by the API.',
      })
    default:
      return refusal satisfies never
  }
}
