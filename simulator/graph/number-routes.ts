/** A business phone number: what Graph tells of it, and what may be changed. Source: cloud-api reference, c.6 and d. */
import type { FastifyInstance } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { numberIn, overrideFrom, pickFields, type GraphRequest } from '#simulator/graph/request.ts'
import { portfolioIdOf, tierOf } from '#simulator/messages/messaging-limit.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import { reportApp } from '#simulator/webhooks/report.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { THROUGHPUT_HIGH } from '#simulator/world/limits.ts'
import { displayOf } from '#simulator/world/phone-number.ts'
import type { Json, SimNumber } from '#simulator/world/world.ts'

const alreadySynced = (): GraphError =>
  new GraphError(2593107, 'The synchronization was already requested.', {
    title: 'Synchronization request limit exceeded',
    status: 400,
  })

const USUAL = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'webhook_configuration',
]

/** The number as Graph shows it. */
export function numberFields(sim: Simulation, number: SimNumber, wanted: string | undefined): Json {
  return pickFields(
    {
      id: () => number.phoneNumberId,
      verified_name: () => number.verifiedName,
      display_phone_number: () => displayOf(number.displayPhoneNumber),
      quality_rating: () => number.qualityRating,
      code_verification_status: () => 'VERIFIED',
      platform_type: () => 'CLOUD_API',
      throughput: () => ({ level: number.messagesPerSecond >= THROUGHPUT_HIGH ? 'HIGH' : 'STANDARD' }),
      webhook_configuration: () => webhookConfiguration(sim, number),
      status: () => number.status,
      name_status: () => number.nameStatus ?? 'APPROVED',
      new_name_status: () => 'NONE',
      account_mode: () => 'LIVE',
      is_on_biz_app: () => number.isOnBusinessApp === true,
      is_official_business_account: () => false,
      is_pin_enabled: () => true,
      is_preverified_number: () => false,
      search_visibility: () => 'VISIBLE',
      certificate: () => undefined,
      country_dial_code: () => displayOf(number.displayPhoneNumber).split(' ')[0]?.slice(1),
      messaging_limit_tier: () => number.messagingLimit,
      whatsapp_business_manager_messaging_limit: () => tierOf(sim, number.wabaId),
      quality_score: () => ({ score: number.qualityRating }),
      health_status: () => healthOf(sim, number),
      last_onboarded_time: () => undefined,
    },
    USUAL,
    wanted,
    'WhatsAppBusinessPhoneNumber',
  )
}

function webhookConfiguration(sim: Simulation, number: SimNumber): Json {
  const waba = sim.world.wabas.get(number.wabaId)?.override?.uri
  return {
    ...(number.override === null ? {} : { phone_number: number.override.uri }),
    ...(waba === undefined ? {} : { whatsapp_business_account: waba }),
    ...(sim.world.app === null ? {} : { application: sim.world.app.callbackUrl }),
  }
}

/** Whether messages would go out, and which part of the chain says no. */
export function healthOf(sim: Simulation, number: SimNumber): Json {
  const own = number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED'
  const account = accountHealth(sim, number.wabaId)
  const errors =
    own === 'AVAILABLE'
      ? {}
      : {
          errors: [
            {
              error_code: 141000,
              error_description: `The phone number is ${number.status}.`,
              possible_solution: 'Register the phone number.',
            },
          ],
        }
  return {
    can_send_message: own === 'BLOCKED' ? own : account.can_send_message,
    entities: [
      { entity_type: 'PHONE_NUMBER', id: number.phoneNumberId, can_send_message: own, ...errors },
      { entity_type: 'WABA', id: number.wabaId, ...account },
      { entity_type: 'BUSINESS', id: portfolioIdOf(number.wabaId), can_send_message: 'AVAILABLE' },
      { entity_type: 'APP', id: sim.world.appId, can_send_message: 'AVAILABLE' },
    ],
  }
}

function accountHealth(sim: Simulation, wabaId: string): Json & { can_send_message: string } {
  const { ban = null, restrictions = [] } = sim.world.wabas.get(wabaId)?.standing ?? {}
  const now = sim.clock.now()
  const held = restrictions.filter(({ until }) => until > now)
  if (ban !== 'DISABLE' && held.length === 0) return { can_send_message: 'AVAILABLE' }
  const what = ban === 'DISABLE' ? 'disabled' : `restricted: ${held.map(({ type }) => type).join(', ')}`
  return {
    can_send_message: ban === 'DISABLE' ? 'BLOCKED' : 'LIMITED',
    errors: [
      {
        error_code: 141006,
        error_description: `The WhatsApp Business account is ${what}.`,
        possible_solution: 'Look into Business Support Home.',
      },
    ],
  }
}

/** Registers the edges of a number. */
export function numberRoutes(app: FastifyInstance, sim: Simulation): void {
  app.post('/:id/register', (request: GraphRequest) => {
    const number = numberIn(sim, request)
    const body = bodyOf(request)
    if (!/^[0-9]{6}$/.test(wordsOf(body['pin'])))
      throw new GraphError(100, 'Param pin must be 6 digits long.')
    if (number.pin !== undefined && number.pin !== null && number.pin !== body['pin'])
      throw new GraphError(133005)
    number.pin = wordsOf(body['pin'])
    number.status = 'CONNECTED'
    sim.touch()
    return { success: true }
  })
  app.post('/:id/smb_app_data', (request: GraphRequest) => {
    const number = numberIn(sim, request)
    const kind = wordsOf(bodyOf(request)['sync_type'])
    if (kind !== 'smb_app_state_sync' && kind !== 'history')
      throw new GraphError(100, 'Param sync_type must be one of {smb_app_state_sync, history}.')
    if (number.isOnBusinessApp !== true)
      throw new GraphError(100, 'The phone number is not on the WhatsApp Business app.')
    if (number.synced?.includes(kind) === true) throw alreadySynced()
    number.synced = [...(number.synced ?? []), kind]
    reportApp(sim, number, kind)
    sim.touch()
    return { messaging_product: 'whatsapp', request_id: number.phoneNumberId }
  })
  app.post('/:id/deregister', (request: GraphRequest) => {
    numberIn(sim, request).status = 'DISCONNECTED'
    sim.touch()
    return { success: true }
  })
  app.post('/:id/request_code', (request: GraphRequest) => (numberIn(sim, request), { success: true }))
  app.post('/:id/verify_code', (request: GraphRequest) => (numberIn(sim, request), { success: true }))
  app.get('/:id/whatsapp_business_profile', (request: GraphRequest) => {
    const { profile } = numberIn(sim, request)
    return { data: [{ messaging_product: 'whatsapp', ...profile }] }
  })
  app.post('/:id/whatsapp_business_profile', (request: GraphRequest) => {
    const number = numberIn(sim, request)
    const { messaging_product: _, ...changes } = bodyOf(request)
    number.profile = { ...number.profile, ...changes }
    sim.touch()
    return { success: true }
  })
  app.get('/:id/settings', (request: GraphRequest) => numberIn(sim, request).settings)
  app.post('/:id/settings', (request: GraphRequest) => {
    const number = numberIn(sim, request)
    number.settings = { ...number.settings, ...bodyOf(request) }
    sim.touch()
    return { success: true }
  })
}

/** POST on the number itself: a callback of its own, or a new PIN. */
export async function updateNumber(sim: Simulation, number: SimNumber, body: Json): Promise<Json> {
  const configuration = body['webhook_configuration']
  if (typeof configuration === 'object' && configuration !== null) {
    number.override = await overrideFrom(configuration as Json)
    sim.outbox.wake()
  }
  sim.touch()
  return { success: true }
}
