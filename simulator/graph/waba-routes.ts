/** A WhatsApp Business account: its numbers, and the apps that listen to it. */
import type { FastifyInstance } from 'fastify'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { healthOf, numberFields } from '#simulator/graph/number-routes.ts'
import { pricingAnalytics } from '#simulator/graph/pricing-analytics.ts'
import { overrideFrom, pageOf, pickFields, wabaIn, type GraphRequest } from '#simulator/graph/request.ts'
import { portfolioIdOf, tierOf } from '#simulator/messages/messaging-limit.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, SimNumber, Waba } from '#simulator/world/world.ts'

/** The account as Graph shows it. */
export function wabaFields(sim: Simulation, waba: Waba, wanted: string | undefined): Json {
  const numbers = numbersOf(sim, waba.id)
  const [first] = numbers
  return pickFields(
    {
      id: () => waba.id,
      name: () => waba.name,
      timezone_id: () => '71',
      message_template_namespace: () => `sim_${waba.id}`,
      currency: () => 'INR',
      country: () => waba.country ?? 'IN',
      account_review_status: () => 'APPROVED',
      business_verification_status: () => 'verified',
      ownership_type: () => 'SELF',
      status: () => (waba.standing?.ban === 'DISABLE' ? 'DISABLED' : 'ACTIVE'),
      is_enabled_for_insights: () => true,
      marketing_messages_lite_api_status: () => waba.marketingMessages ?? 'ELIGIBLE',
      marketing_messages_onboarding_status: () => waba.marketingMessages ?? 'ELIGIBLE',
      whatsapp_business_manager_messaging_limit: () => tierOf(sim, waba.id),
      owner_business_info: () => ({ id: portfolioIdOf(waba.id), name: waba.name }),
      health_status: () => (first === undefined ? undefined : healthOf(sim, first)),
      pricing_analytics: () => pricingAnalytics(sim.world, waba.id, wanted ?? ''),
      phone_numbers: () => ({ data: numbers.map((number) => numberFields(sim, number, undefined)) }),
    },
    ['name', 'timezone_id', 'message_template_namespace'],
    wanted,
    'WhatsAppBusinessAccount',
  )
}

const numbersOf = (sim: Simulation, wabaId: string): SimNumber[] =>
  [...sim.world.numbers.values()].filter((number) => number.wabaId === wabaId)

/** Registers the edges of an account. */
export function wabaRoutes(app: FastifyInstance, sim: Simulation): void {
  app.get('/:id/phone_numbers', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const all = numbersOf(sim, waba.id).map((number) => numberFields(sim, number, request.query['fields']))
    return pageOf(sim, request, all)
  })
  app.get('/:id/subscribed_apps', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    return { data: waba.isSubscribed ? [subscriptionOf(sim, waba)] : [] }
  })
  app.post('/:id/subscribed_apps', (request: GraphRequest) =>
    subscribe(sim, wabaIn(sim, request), bodyOf(request)),
  )
  app.delete('/:id/subscribed_apps', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    waba.isSubscribed = false
    waba.override = null
    sim.touch()
    return { success: true }
  })
}

async function subscribe(sim: Simulation, waba: Waba, body: Json): Promise<Json> {
  waba.override = await overrideFrom(body)
  waba.isSubscribed = true
  sim.touch()
  return waba.override === null ? { success: true } : { success: true, data: [subscriptionOf(sim, waba)] }
}

function subscriptionOf(sim: Simulation, waba: Waba): Json {
  const id = sim.world.appId
  return {
    ...(waba.override === null ? {} : { override_callback_uri: waba.override.uri }),
    whatsapp_business_api_data: { id, link: `https://www.facebook.com/games/?app_id=${id}`, name: 'Harkara' },
  }
}
