/** Sending, marking as read, marketing messages, and the block list. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { numberIn, type Call, type GraphRequest } from '#simulator/graph/request.ts'
import { mishapOf } from '#simulator/messages/storms.ts'
import { isInMaintenance } from '#simulator/messages/upgrade.ts'
import { markRead } from '#simulator/messages/progress.ts'
import { sendMessage, type Door } from '#simulator/messages/send-message.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { digitsOf } from '#simulator/world/phone-number.ts'
import type { Json, SimNumber } from '#simulator/world/world.ts'

/** Registers the routes under a number. */
export function messageRoutes(app: FastifyInstance, sim: Simulation): void {
  const route = (door: Door) => async (request: GraphRequest, reply: FastifyReply) => {
    const answer = await send(sim, request, door)
    if (answer !== null) return answer
    reply.hijack()
    request.raw.socket.destroy()
    return reply
  }
  app.post('/:id/messages', route('messages'))
  app.post('/:id/marketing_messages', route('marketing_messages'))
  app.post('/:id/block_users', (request: GraphRequest) =>
    block(sim, numberIn(sim, request), request.body as Json, true),
  )
  app.delete('/:id/block_users', (request: GraphRequest) =>
    block(sim, numberIn(sim, request), request.body as Json, false),
  )
  app.get('/:id/block_users', (request: GraphRequest) => {
    const number = numberIn(sim, request)
    return {
      data: number.blocked.map((id) => ({
        messaging_product: 'whatsapp',
        wa_id: sim.world.customers.get(id)?.phone,
      })),
    }
  })
}

/** A send, or the business has read something. Null: it is done, and the caller is never to learn of it. */
export async function send(sim: Simulation, request: Call, door: Door): Promise<Json | null> {
  const number = numberIn(sim, request)
  const { waitMs, refusal, failsWith, dropsReply } = mishapOf(sim, number.phoneNumberId, 'sends')
  if (waitMs > 0) await new Promise<void>((resolve) => sim.clock.after(waitMs, resolve))
  if (refusal !== null) throw refusal
  if (isInMaintenance(number, sim.clock.now())) throw new GraphError(131057)
  if (number.status === 'BANNED' || number.status === 'RESTRICTED') throw new GraphError(131031)
  if (number.status !== 'CONNECTED') throw new GraphError(133010)
  const body = bodyOf(request)
  if (body['status'] !== undefined) return readAndType(sim, number, body)
  const answer = sendMessage(sim, number, body, door, failsWith)
  // Then the message is on the phone and its webhooks will come, but the caller never learns the id.
  return dropsReply ? null : answer
}

/** The body of a call as an object. */
export function bodyOf(request: Pick<Call, 'body'>): Json {
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {}
  return body as Json
}

function readAndType(sim: Simulation, number: SimNumber, body: Json): Json {
  if (body['messaging_product'] !== 'whatsapp') {
    throw new GraphError(100, undefined, { title: 'The parameter messaging_product is required.' })
  }
  if (body['status'] !== 'read') throw new GraphError(100, 'Param status must be one of {READ}.')
  const id = body['message_id']
  if (typeof id !== 'string') throw new GraphError(131008, 'The parameter message_id is required.')
  const message = sim.world.messages.get(id)
  if (
    message === undefined ||
    message.by !== 'customer' ||
    !message.chat.endsWith(`/${number.phoneNumberId}`)
  ) {
    throw new GraphError(131009, 'message_id is not a message that this number received.')
  }
  markRead(sim, message)
  const typing = body['typing_indicator'] as { type?: unknown } | null | undefined
  if (typing === undefined) return { success: true }
  if (typing?.type !== 'text') {
    throw new GraphError(131009, "Param typing_indicator['type'] must be one of {text}.")
  }
  const customer = message.chat.slice(0, message.chat.lastIndexOf('/'))
  sim.hub.emit({ type: 'typing', customer, number: number.phoneNumberId })
  return { success: true }
}

function block(sim: Simulation, number: SimNumber, body: Json | null, isBlocking: boolean): Json {
  const users = (body?.['block_users'] ?? []) as { user?: string; user_id?: string }[]
  if (!Array.isArray(users) || users.length === 0)
    throw new GraphError(131008, 'The parameter block_users is required.')
  const done = users.flatMap(({ user, user_id: bsuid }) => {
    const phone = digitsOf(user ?? '', number.displayPhoneNumber) ?? ''
    const id = sim.world.customerByPhone.get(phone) ?? sim.world.customerByBsuid.get(bsuid ?? '')
    if (id === undefined) return []
    number.blocked = number.blocked.filter((blocked) => blocked !== id)
    if (isBlocking) number.blocked.push(id)
    return [user === undefined ? { input: bsuid, user_id: bsuid } : { input: user, wa_id: phone }]
  })
  sim.touch()
  const list = isBlocking ? 'added_users' : 'removed_users'
  return { messaging_product: 'whatsapp', block_users: { [list]: done } }
}
